"""What the styles of parts are read as, in plain text for the user: before a run, and when its model was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..materials.catalogue import MATERIALS
from ..materials.material import Kind
from ..materials.words.meanings import Finish
from ..materials.words.part_words import usual_of_part
from ..materials.words.reader import read_style
from ..materials.words.reading import Nearest, StyleReading
from ..materials.words.spelling import meant_words
from ..materials.words.tokens import tokens_of
from ..vocabulary import Part, PartReading
from ..vocabulary.picture_words import picture_of, words_beside
from .painters import KNOWN, names_painter

_DOUBTFUL = 0.35
"""Share of the votes below which the nearest material is told to be a guess."""

_DESCRIBED = "granite"
"""Stands for the picture while the words beside it are read."""


def read_part(part: Part, nearest: Nearest | None = None) -> StyleReading:
    """What a part's style says: its words, or those beside its picture.

    Args:
        part: as it is asked for.
        nearest: see `read_style`.
    """
    if not _has_picture(part):
        reading = read_style(part.style, None if nearest is None else lambda phrase: _near(phrase, nearest))
        return _with_parts_material(part, reading)
    # The words beside a picture describe it as they would a stone: finish, wear, colour.
    words = words_beside(part.style)
    if not words:
        return StyleReading(part.style)
    return replace(read_style(f"{words} {_DESCRIBED}"), style=part.style, material="", named="", body="")


def _with_parts_material(part: Part, reading: StyleReading) -> StyleReading:
    """A candle that is only said to be green is of wax; what words are not understood may have named a material."""
    usual = usual_of_part(part.name)
    is_color = MATERIALS[reading.material].kind is Kind.COLOR if reading.material else bool(reading.colors)
    if not (usual and is_color) or reading.unknown or reading.looks or Finish.PAINTED in reading.finishes:
        return reading
    whole = read_style(f"{part.style} {usual}")
    return replace(whole, style=part.style, named="", part=part.name) if whole.material else reading


def _near(phrase: str, nearest: Nearest) -> Sequence[tuple[str, float]]:
    return () if names_painter(phrase) else nearest(phrase)


def told(part: Part, reading: StyleReading, place: str = "", was_asked: bool = True) -> PartReading:
    """A reading as the user is told it.

    Args:
        part: whose style it is of.
        reading: of it.
        place: where the part is, where it is not looked for, see `place_of`.
        was_asked: whether a model was asked for what unknown words are near to.
    """
    notes = reading.notes()
    if _has_picture(part):
        notes = ("material: as in the picture", *notes[1:])
    return PartReading(
        part.name,
        part.style,
        (*([f"place: {place}"] if place else []), *(line for line in notes if not line.endswith(": -"))),
        tuple(_doubts(part, reading, was_asked)),
        _has_picture(part) or not (reading.is_plain and reading.unknown),
    )


def told_before_run(part: Part, place: str = "") -> PartReading:
    """What can be told of a style without a model, see `told`; words that no table knows are told as such."""
    return told(part, read_part(part), place, was_asked=False)


def _has_picture(part: Part) -> bool:
    return part.picture is not None or bool(picture_of(part.style))


def _doubts(part: Part, reading: StyleReading, was_asked: bool) -> list[str]:
    """Sentences about what was guessed or passed over in a style's words."""
    sentences = list(reading.doubts)
    if part.picture is None and (path := picture_of(part.style)):
        sentences.append(
            f'The picture "{path}" is read by the headless command only, or given as Part.picture in Python.'
        )
    words = [word for word in reading.unknown if not word.startswith("#")]
    unknown = " ".join(words)
    meant = "" if (near := meant_words(words)) is None else f' Did you mean "{near}"?'
    if names_painter(unknown):
        sentences.append(
            f'The look of "{unknown}" is not known and left out. Of painters these are known: {KNOWN}; of others name '
            'the colors, or give a picture: "@picture.jpg".'
        )
    elif unknown and not (reading.material or was_asked or _has_picture(part)):
        nearest = " What is nearest in meaning is taken, if anything is near; a run says at its beginning what that is."
        sentences.append(f'No material, color or look is called "{unknown}".{meant or nearest}')
    elif reading.is_plain and not _has_picture(part):
        if meant:
            sentences.append(f'No material, color or look is called "{unknown}".{meant}')
        sentences.append(
            f'Nothing was understood of "{reading.style}", so the part is plain. Name a material or a color, e.g. '
            '"oak" or "dark red leather".'
        )
    elif unknown:
        form = "" if meant else _form(part, reading)
        sentences.append(f'In "{reading.style}", "{unknown}" was not understood and left out.{meant}{form}')
    if reading.material and reading.share < _DOUBTFUL:
        sentences.append(
            f'No material is called "{reading.named}"; "{reading.material}" is a guess, the nearest in meaning with '
            f"{reading.share:.0%} of the votes. Other words, e.g. of a color or a material, will do better."
        )
    return sentences


def _form(part: Part, reading: StyleReading) -> str:
    """How to write the part, where the word before it may belong to its name."""
    *words, last = part.style.split()
    if not words or reading.looks or tokens_of(last) != [reading.unknown[-1]]:
        return ""
    return f' If it belongs to the part, write "{last} {part.name}: {" ".join(words)}".'
