"""The part that is what the others leave: "everything else", "the rest"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..models.contract import Models
from ..rendering import Renderer
from ..surface.prepared import Surface
from ..vocabulary import LocatedPart, Part, StylizeSettings
from ..vocabulary.part_names import is_rest
from .on_surface import locate_on_surface
from .suggesting.alternatives import with_alternatives


def locate_with_remainder(
    surface: Surface,
    parts: Sequence[Part],
    models: Models,
    renderer: Renderer,
    settings: StylizeSettings,
    on_view: Callable[[int], None],
) -> tuple[LocatedPart, ...]:
    """`locate_on_surface`, where a part that means the rest takes all that no other part does; it is not looked for.

    The reason of a part that was not found tells which parts the object has instead, where that is sure enough.
    """
    rest = next((part for part in parts if part.mask is None and is_rest(part.name)), None)
    if rest is None:
        found = locate_on_surface(surface, parts, models, renderer, settings, on_view)
        return with_alternatives(found, surface, models, settings)
    others = [part for part in parts if part is not rest]
    located = locate_on_surface(surface, others, models, renderer, settings, on_view) if others else ()
    located = with_alternatives(located, surface, models, settings)
    by_name = {item.part.name: item for item in located}
    by_name[rest.name] = remainder(rest, located, len(surface.vertices))
    return tuple(by_name[part.name] for part in parts)


def remainder(rest: Part, others: Sequence[LocatedPart], count: int) -> LocatedPart:
    """The part that is what the others leave of W dense vertices, `count`."""
    weights = np.ones(count, dtype=np.float32)
    for other in others:
        weights -= other.weights
    weights = np.clip(weights, 0.0, 1.0)
    found = bool((weights > 1e-3).any())
    reason = "" if found else f'The other parts leave nothing for "{rest.name}".'
    return LocatedPart(rest, found, reason, 1.0 if found else 0.0, weights)
