"""Keeps the prompt and the list of parts in step: typing a prompt makes rows, editing a row writes the prompt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ...blender.reading.part_masks import PartMask
from ...engine.prompts.reading import parse_prompt
from ...engine.prompts.writing import format_prompt
from ...engine.vocabulary import FloatArray, Part
from ...engine.vocabulary.errors import PromptError
from ...engine.vocabulary.part_names import part_key
from ...engine.vocabulary.part_tints import unused_tint
from .where import Where

_KEPT = ("strength", "tint", "vertex_group", "face_set", "material", "attribute", "mask_source")
"""What a row keeps when the prompt is read again; the source last, since naming a mask chooses its source."""

_ANY_STYLE = "gold"
"""Stands for a style that is not there yet where a prompt is checked."""
NO_TINT = (0.0, 0.0, 0.0)
"""Of a row that was given no tint yet."""

_is_writing = False


@contextmanager
def writing() -> Iterator[None]:
    """While code writes prompt and rows, the properties' update callbacks that lead back here do nothing."""
    global _is_writing
    before, _is_writing = _is_writing, True
    try:
        yield
    finally:
        _is_writing = before


def is_writing() -> bool:
    """Whether code writes prompt and rows, so that properties are set to what they are to be, and lead to no others."""
    return _is_writing


def rows_from_prompt(settings: Any) -> None:
    """Reads the prompt into rows; a row of the same part keeps its strength and mask.

    A prompt that cannot be read leaves the rows as they are and its problem in `settings.problem`. An empty one is no
    problem yet: nothing was asked for.
    """
    if _is_writing:
        return
    if not settings.prompt.strip():
        settings.problem = ""
        settings.parts.clear()
        return
    try:
        parts = parse_prompt(settings.prompt)
    except PromptError as error:
        settings.problem = str(error)
        return
    settings.problem = ""
    kept = {part_key(row.part): {name: _value(row, name) for name in _KEPT} for row in settings.parts}
    with writing():
        settings.parts.clear()
        for part in parts:
            row = settings.parts.add()
            row.part, row.style = part.name, part.style
            for name, value in kept.get(part_key(part.name), {}).items():
                setattr(row, name, value)
    give_tints(settings.parts)
    settings.active_part = min(settings.active_part, len(parts) - 1)


def _value(row: Any, name: str) -> Any:
    # A color is Blender's own as long as its row is there.
    return tuple(row.tint) if name == "tint" else getattr(row, name)


def add_row(settings: Any) -> Any:
    """An empty row at the end of the list."""
    row = settings.parts.add()
    give_tints(settings.parts)
    return row


def copy_row(row: Any, copy: Any) -> None:
    """Gives a new row the style and strength of another; its part has yet to be named."""
    with writing():
        copy.style, copy.strength = row.style, row.strength


def give_tints(rows: Any) -> None:
    """Gives each row that has none a tint that no other row has."""
    for row in rows:
        if tuple(row.tint) == NO_TINT:
            row.tint = unused_tint(tuple(other.tint) for other in rows)


def rows_to_prompt(settings: Any) -> None:
    """Writes the rows as the prompt, and says what is wrong with them."""
    if _is_writing:
        return
    with writing():
        settings.prompt = format_prompt(_row_parts(settings))
    settings.problem = ""
    try:
        parts = read_parts(settings)
    except PromptError as error:
        settings.problem = str(error)
        return
    with writing():
        for row, part in zip(settings.parts, parts, strict=True):
            if (row.part, row.style) != (part.name, part.style):
                row.part, row.style = part.name, part.style  # as it is read: "the base" is "base"


def read_parts(settings: Any, masks: Mapping[str, FloatArray] | None = None) -> tuple[Part, ...]:
    """The parts of the rows, checked as a typed prompt would be.

    Args:
        settings: the scene's settings.
        masks: manual masks by part name.

    Raises:
        PromptError: no rows, a row without a word, a part named twice.
    """
    for row in _row_parts(settings):
        if row.name.strip() and not row.style.strip():
            raise PromptError(f'Say how "{row.name}" should look, for example "gold".')
    return named_parts(settings, masks)


def named_parts(settings: Any, masks: Mapping[str, FloatArray] | None = None) -> tuple[Part, ...]:
    """As `read_parts`, for what looks for parts only: a row's style may be empty."""
    rows = _row_parts(settings)
    for row in rows:
        if not row.name.strip() and not row.style.strip():
            raise PromptError("A row of the list is empty. Type how its part should look and its name, or remove it.")
        if not row.name.strip():
            raise PromptError(f'A row with the style "{row.style}" has no part. Type a word such as "base".')
    parts = parse_prompt(format_prompt([replace(row, style=row.style.strip() or _ANY_STYLE) for row in rows]))
    if len(parts) != len(rows):
        raise PromptError("A row holds more than one part. Type commas in the prompt only.")
    return tuple(
        replace(
            part,
            style=part.style if row.style.strip() else "",
            strength=row.strength,
            mask=(masks or {}).get(part.name),
        )
        for part, row in zip(parts, rows, strict=True)
    )


def read_masks(settings: Any) -> dict[str, PartMask]:
    """Part name -> mask of the rows that are not to be found by detection.

    Raises:
        PromptError: the rows cannot be read, or one asks for a mask and names none.
    """
    masks = {}
    for part, row in zip(named_parts(settings), settings.parts, strict=True):
        source = Where[row.mask_source].source
        if source is None:
            continue
        name = getattr(row, source.value).strip()
        if not name:
            raise PromptError(f'Choose the {source.replace("_", " ")} that says where "{part.name}" is.')
        masks[part.name] = PartMask(source, name)
    return masks


def _row_parts(settings: Any) -> tuple[Part, ...]:
    return tuple(Part(row.part, row.style, row.strength) for row in settings.parts)
