"""What is changed of single parts, in a result that is there or in a run to come: size and piece of their materials."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ...engine.vocabulary import Part
from ...engine.vocabulary.errors import PromptError, SettingsError
from ...engine.vocabulary.part_names import part_key
from ...engine.vocabulary.parts import check_materials

_Number = TypeVar("_Number", int, float)


@dataclass(frozen=True)
class PartChanges:
    """Changes by part name.

    Args:
        scales: how many times its usual size a material has.
        seeds: which piece of its material a part has.
    """

    scales: Mapping[str, float] = field(default_factory=dict)
    seeds: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.scales or self.seeds)

    def names(self, parts: Sequence[Part]) -> tuple[str, ...]:
        """The parts that are changed, as `parts` spell them."""
        keys = {part_key(name) for name in (*self.scales, *self.seeds)}
        return tuple(part.name for part in parts if part_key(part.name) in keys)

    def applied_to(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """The parts, changed.

        Raises:
            PromptError: there is no such part, or a scale or seed is out of its range.
        """
        known = {part_key(part.name) for part in parts}
        for name in (*self.scales, *self.seeds):
            if part_key(name) not in known:
                there = ", ".join(part.name for part in parts)
                raise PromptError(f'There is no part "{name}" to change. The parts are: {there}.')
        scales = {part_key(name): scale for name, scale in self.scales.items()}
        seeds = {part_key(name): seed for name, seed in self.seeds.items()}
        changed = tuple(
            replace(part, scale=scales.get(key, part.scale), seed=seeds.get(key, part.seed))
            for part in parts
            for key in (part_key(part.name),)
        )
        check_materials(changed)
        return changed


def parse_scales(texts: Iterable[str]) -> dict[str, float]:
    """Part name -> scale, from texts such as "shade=2".

    Raises:
        SettingsError: a text is of another form, or a part is named twice.
    """
    return dict(_numbers(texts, "scale", float))


def parse_seeds(texts: Iterable[str]) -> dict[str, int]:
    """Part name -> seed, from texts such as "shade=2".

    Raises:
        SettingsError: see `parse_scales`.
    """
    return dict(_numbers(texts, "seed", int))


def _numbers(texts: Iterable[str], what: str, read: Callable[[str], _Number]) -> Iterator[tuple[str, _Number]]:
    seen: set[str] = set()
    for text in texts:
        name, equals, value = (piece.strip() for piece in text.rpartition("="))
        if not (name and equals and value):
            raise SettingsError(f'The {what} "{text}" cannot be read. Write for example "shade=2".')
        if part_key(name) in seen:
            raise SettingsError(f'The {what} of "{name}" is given twice. Keep one of the two.')
        seen.add(part_key(name))
        try:
            yield name, read(value)
        except ValueError:
            raise SettingsError(
                f'The {what} "{value}" of "{name}" is no number. Write for example "shade=2".'
            ) from None
