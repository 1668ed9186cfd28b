"""Which piece of material a part has: what its words were read as, and the numbers that draw the piece from that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from ..vocabulary.settings.codec import from_plain, to_plain
from .composing.composer import compose
from .material import Sample
from .words.reading import StyleReading

_BLENDS = (0.0, -0.25, 0.25)


@dataclass(frozen=True)
class MaterialChoice:
    """A piece of material.

    Args:
        reading: of the style's words.
        seed: of its random parameters.
        scale: how many times its real size it has.
        blend: how far a second layer (rust, moss, snow) spreads beyond what is usual; 0: as usual.
    """

    reading: StyleReading
    seed: int
    scale: float = 1.0
    blend: float = 0.0

    def sample(self) -> Sample:
        """The piece; always the same."""
        return _piece(self.reading, self.seed, self.blend)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary that `from_dict` reads back."""
        return {"reading": to_plain(self.reading), "seed": self.seed, "scale": self.scale, "blend": self.blend}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> MaterialChoice:
        """Inverse of `to_dict`.

        Raises:
            KeyError, TypeError, ValueError, SettingsError: it is something else.
        """
        scale, blend = float(data["scale"]), float(data["blend"])
        if not (np.isfinite(scale) and scale > 0.0 and np.isfinite(blend)):
            raise ValueError("the size of a material is no size")
        return cls(from_plain(StyleReading, data["reading"], "reading."), int(data["seed"]), scale, blend)


def candidate_choices(reading: StyleReading, seed: int, count: int) -> tuple[MaterialChoice, ...]:
    """Pieces of what words were read as; the first is the likeliest. The same seed gives the same."""
    first = MaterialChoice(reading, seed)
    return tuple(
        replace(first, seed=seed + 7919 * number, blend=_BLENDS[number % len(_BLENDS)]) for number in range(count)
    )


@lru_cache(maxsize=64)
def _piece(reading: StyleReading, seed: int, blend: float) -> Sample:
    return compose(reading, np.random.default_rng(seed), blend)
