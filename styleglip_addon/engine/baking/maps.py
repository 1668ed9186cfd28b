"""What a bake is asked for and what it gives: settings, progress and the finished textures, as plain arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ..vocabulary.channels import CHANNELS, MATERIAL
from ..vocabulary.errors import MeshError, SettingsError
from ..vocabulary.settings.codec import check_kinds

SMALLEST_SIZE, LARGEST_SIZE = 16, 8192


class UvMapError(MeshError):
    """The UV map cannot carry textures; the message says why and what to do."""


class BakeMap(StrEnum):
    """One kind of texture."""

    COLOR = "color"
    ROUGHNESS = "roughness"
    METALLIC = "metallic"
    TRANSMISSION = "transmission"
    IOR = "ior"
    EMISSION = "emission"
    COAT = "coat"
    SHEEN = "sheen"
    SUBSURFACE = "subsurface"
    ANISOTROPY = "anisotropy"
    ALPHA = "alpha"
    NORMAL = "normal"
    DISPLACEMENT = "displacement"


CHANNEL_MAPS = {BakeMap(channel.texture): channel for channel in CHANNELS if channel.texture}
"""Textures that hold a channel as it is; the others are made from several."""


COLORED = frozenset({BakeMap.COLOR, BakeMap.EMISSION, BakeMap.SHEEN})
"""Textures that hold sRGB colours: of emission and sheen the light itself, in its colour."""

USUAL = frozenset(BakeMap) - {BakeMap.DISPLACEMENT}
"""What is made where nothing else is asked for: the normal map holds the relief, and heights take 50 MB at 2048 px."""

MAP_NOTES = {
    BakeMap.NORMAL: "The relief as a tangent-space normal map (OpenGL, +Y up)",
    BakeMap.DISPLACEMENT: "The relief as heights, a float EXR",
    **{kind: "Only results that have it" for kind, channel in CHANNEL_MAPS.items() if channel in MATERIAL},
    BakeMap.EMISSION: "The light it sends out, in its color. Only results that have it",
    BakeMap.SHEEN: "The sheen in its color. Only results that have it",
}
"""For people, what a texture holds where its name does not say it."""


class Relief(StrEnum):
    """Which part of the displacement the normal and the displacement map hold.

    BEYOND_VERTICES: what the mesh's own vertices cannot show. It adds to the shape keys at their full value, so that
    mesh and textures together look like the dense copy. WHOLE: all of it, for the mesh without its shape keys.
    """

    BEYOND_VERTICES = "beyond vertices"
    WHOLE = "whole"


@dataclass(frozen=True)
class BakeSettings:
    """Everything that decides the textures besides the style and the UV map.

    Args:
        size: width and height, pixels.
        maps: which textures are made. A channel that is the same everywhere becomes a number instead.
        optional: textures that are made besides where they hold anything, and are no matter where not.
        margin: width in pixels of the rim around each UV island that repeats the island's nearest colour, so that
            filtered look-ups and smaller copies of the texture do not mix in the background.
        relief: what the normal and the displacement map hold.
        threads: CPU threads; 0: as many as the machine has, up to a few.
    """

    size: int = 2048
    maps: frozenset[BakeMap] = frozenset({BakeMap.COLOR, BakeMap.NORMAL})
    optional: frozenset[BakeMap] = frozenset()
    margin: int = 16
    relief: Relief = Relief.BEYOND_VERTICES
    threads: int = 0

    def __post_init__(self) -> None:
        check_kinds(self, "")
        if not SMALLEST_SIZE <= self.size <= LARGEST_SIZE:
            raise SettingsError(f"The size of a texture must lie in {SMALLEST_SIZE}..{LARGEST_SIZE} pixels.")
        if not self.wanted:
            raise SettingsError("Choose at least one kind of texture to bake.")
        if not 0 <= self.margin <= 256:
            raise SettingsError("The margin of a texture must lie in 0..256 pixels.")
        if self.threads < 0:
            raise SettingsError("The number of threads must be 0 or more.")

    @property
    def wanted(self) -> frozenset[BakeMap]:
        """All textures that may come out."""
        return self.maps | self.optional


@dataclass(frozen=True)
class BakeProgress:
    """One report from a running bake.

    Args:
        share: of the work that is done, 0..1.
        seconds_left: estimate; NaN while unknown.
    """

    share: float
    seconds_left: float


OnBakeProgress = Callable[[BakeProgress], None]


@dataclass(frozen=True, eq=False)
class BakedMaps:
    """Finished textures. Row 0 is v = 0, the lowest row, as in Blender's images; column 0 is u = 0.

    Args:
        maps: by kind. COLOR, EMISSION, SHEEN (S, S, 3) uint8, sRGB; other channels (S, S) uint8, linear; NORMAL
            (S, S, 3) uint8, tangent space with +Y up (OpenGL, Blender); DISPLACEMENT (S, S) float32, signed height
            along the surface's normal in metres.
        coverage: (S, S) bool, texels that lie on the surface; the others are rim and background.
        warnings: sentences for the user.
        seconds: wall time.
        constants: by kind, channels that are the same everywhere on the surface and have no texture: one number; of the
            sheen, its linear RGB where it is not 0.
        spans: by kind, what black and white stand for, where that is not 0 and 1: a texture holds
            (value - black) / (white - black), that of the emission colour * strength / white.
    """

    maps: Mapping[BakeMap, NDArray[np.generic]]
    coverage: NDArray[np.bool_]
    warnings: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    constants: Mapping[BakeMap, tuple[float, ...]] = field(default_factory=dict)
    spans: Mapping[BakeMap, tuple[float, float]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Width and height, pixels."""
        return len(self.coverage)
