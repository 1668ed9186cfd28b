"""What is changed of single parts, in a result that is there or in a run to come: the size of their materials."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...engine.vocabulary import Part
from ...engine.vocabulary.errors import PromptError, SettingsError
from ...engine.vocabulary.parts import check_scales
from ...engine.vocabulary.prompt import part_key


@dataclass(frozen=True)
class PartChanges:
    """Changes by part name.

    Args:
        scales: how many times its usual size a material has.
    """

    scales: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.scales)

    def names(self, parts: Sequence[Part]) -> tuple[str, ...]:
        """The parts that are changed, as `parts` spell them."""
        keys = {part_key(name) for name in self.scales}
        return tuple(part.name for part in parts if part_key(part.name) in keys)

    def applied_to(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """The parts, changed.

        Raises:
            PromptError: there is no such part, or a scale is out of its range.
        """
        known = {part_key(part.name) for part in parts}
        for name in self.scales:
            if part_key(name) not in known:
                there = ", ".join(part.name for part in parts)
                raise PromptError(f'There is no part "{name}" to change. The parts are: {there}.')
        scales = {part_key(name): scale for name, scale in self.scales.items()}
        changed = tuple(replace(part, scale=scales.get(part_key(part.name), part.scale)) for part in parts)
        check_scales(changed)
        return changed


def parse_scales(texts: Iterable[str]) -> dict[str, float]:
    """Part name -> scale, from texts such as "shade=2".

    Raises:
        SettingsError: a text is of another form, or a part is named twice.
    """
    scales: dict[str, float] = {}
    for name, value in _pairs(texts, "scale", "shade=2"):
        try:
            scales[name] = float(value)
        except ValueError:
            raise SettingsError(f'The scale "{value}" of "{name}" is no number. Write for example "shade=2".') from None
    return scales


def _pairs(texts: Iterable[str], what: str, example: str) -> Iterable[tuple[str, str]]:
    seen: set[str] = set()
    for text in texts:
        name, equals, value = (piece.strip() for piece in text.rpartition("="))
        name, value = (name, value) if equals else ("", "")
        if not (name and value):
            raise SettingsError(f'The {what} "{text}" cannot be read. Write for example "{example}".')
        if part_key(name) in seen:
            raise SettingsError(f'The {what} of "{name}" is given twice. Keep one of the two.')
        seen.add(part_key(name))
        yield name, value
