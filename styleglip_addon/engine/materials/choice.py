"""Which piece of material a part has: what its words were read as, and the numbers that draw the piece from that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from ..vocabulary.settings.codec import from_plain, to_plain
from .catalogue import MATERIALS
from .composing.composer import compose
from .material import Sample
from .pictures.pictured import pictured
from .pictures.tile import Tile
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
        material: another of the materials near the words, where none is called so; "": the reading's first.
        picture: what takes the place of the material's own look; None: nothing. Files keep it apart.
    """

    reading: StyleReading
    seed: int
    scale: float = 1.0
    blend: float = 0.0
    material: str = ""
    picture: Tile | None = None

    @property
    def understood(self) -> StyleReading:
        """The reading with the material that the piece is of."""
        shares = dict(self.reading.others)
        if self.material not in shares:
            return self.reading
        return replace(self.reading, material=self.material, share=shares[self.material])

    def sample(self) -> Sample:
        """The piece; always the same."""
        return _piece(self.understood, self.seed, self.blend, self.picture)

    def other(self, seed: int) -> MaterialChoice:
        """The piece of the same words and picture that a seed stands for."""
        return replace(piece_of(self.reading, seed), picture=self.picture)

    def notes(self) -> tuple[str, ...]:
        """What was understood of the words, a line per channel, see `StyleReading.notes`."""
        lines = self.understood.notes()
        return lines if self.picture is None else ("material: as in the picture", *lines[1:])

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary that `from_dict` reads back, all but the picture."""
        own = {"seed": self.seed, "scale": self.scale, "blend": self.blend, "material": self.material}
        return {"reading": to_plain(self.reading), **own}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> MaterialChoice:
        """Inverse of `to_dict`.

        Raises:
            KeyError, TypeError, ValueError, SettingsError: it is something else.
        """
        scale, blend = float(data["scale"]), float(data["blend"])
        if not (np.isfinite(scale) and scale > 0.0 and np.isfinite(blend)):
            raise ValueError("the size of a material is no size")
        reading, material = from_plain(StyleReading, data["reading"], "reading."), str(data.get("material", ""))
        return cls(reading, int(data["seed"]), scale, blend, material)


def candidate_choices(reading: StyleReading, seed: int, count: int) -> tuple[MaterialChoice, ...]:
    """Pieces of what words were read as; the first is the likeliest. The same seed gives the same.

    Where the words are only near to materials, every second piece is of the next nearest one.
    """
    near = [name for name, _ in reading.others if name in MATERIALS]
    return tuple(
        MaterialChoice(
            reading,
            seed + 7919 * number,
            blend=_BLENDS[number % len(_BLENDS)],
            material=near[number // 2] if number % 2 and number // 2 < len(near) else "",
        )
        for number in range(count)
    )


def piece_of(reading: StyleReading, seed: int) -> MaterialChoice:
    """The piece that a seed stands for, wherever its words are used.

    Where no material is called what the words say, every second piece is of another material near them.

    Args:
        reading: of the words.
        seed: 0 or more.
    """
    near = [name for name, _ in reading.others if name in MATERIALS]
    material = near[seed // 2 % len(near)] if near and seed % 2 == 0 else ""
    return MaterialChoice(reading, seed, blend=_BLENDS[seed % len(_BLENDS)], material=material)


@lru_cache(maxsize=64)
def _piece(reading: StyleReading, seed: int, blend: float, picture: Tile | None) -> Sample:
    shown = None if picture is None else pictured(picture, np.random.default_rng(seed))
    return compose(reading, np.random.default_rng(seed), blend, shown)
