"""Parts that were not found get a sentence about those that the object has instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...models.contract import Models
from ...surface.prepared import Surface
from ...vocabulary import LocatedPart, StylizeSettings
from ...vocabulary.part_names import part_key
from ...vocabulary.place_words import placed_name
from .suggesting import suggest_on_surface


def with_alternatives(
    located: Sequence[LocatedPart], surface: Surface, models: Models, settings: StylizeSettings
) -> tuple[LocatedPart, ...]:
    """The parts; the reason of each that was looked for in vain ends with what the object seems to be and have.

    Only where that is sure enough: a wrong hint is worse than none. Looks at the surface only where a part is missing.

    Args:
        located: on the surface.
        surface, models, settings: as for the search.
    """
    missing = [item for item in located if not item.found and item.part.mask is None]
    if not missing:
        return tuple(located)
    suggested = suggest_on_surface(surface, models, settings)
    without = frozenset(
        key for item in missing for key in (part_key(item.part.name), placed_name(item.part.name).thing)
    )
    hint = suggested.sentence(without) if suggested.is_sure and suggested.parts else ""
    names = tuple(name for name in suggested.names if name not in without)
    if not hint or not names:
        return tuple(located)
    is_missing = [any(item is one for one in missing) for item in located]
    return tuple(
        replace(item, reason=f"{item.reason} {hint}", alternatives=names) if lacks else item
        for item, lacks in zip(located, is_missing, strict=True)
    )
