"""What a bake is asked for and what it gives: settings, progress and the finished textures, as plain arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ..vocabulary import FieldSettings
from ..vocabulary.channels import CHANNELS, COLOR, MATERIAL
from ..vocabulary.errors import MeshError, SettingsError

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
    NORMAL = "normal"
    DISPLACEMENT = "displacement"


CHANNEL_MAPS = {BakeMap(channel.texture): channel for channel in CHANNELS if channel.texture}
"""Textures that hold a channel as it is; the others are made from several."""


MAP_NOTES = {
    BakeMap.NORMAL: "The relief as a tangent-space normal map (OpenGL, +Y up)",
    BakeMap.DISPLACEMENT: "The relief as heights, a float EXR",
    **{kind: "Only results of the appearance field have it" for kind, c in CHANNEL_MAPS.items() if c in MATERIAL},
}
"""For people, what a texture holds where its name does not say it."""


def possible_maps(field: FieldSettings) -> frozenset[BakeMap]:
    """The kinds of textures that fields with these settings have something for."""
    missing = set() if field.displaces else {BakeMap.DISPLACEMENT}
    present = {COLOR, *(field.material.plain if field.material is not None else ())}
    return frozenset(BakeMap) - missing - {kind for kind, channel in CHANNEL_MAPS.items() if channel not in present}


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
        maps: which textures are made.
        margin: width in pixels of the rim around each UV island that repeats the island's nearest colour, so that
            filtered look-ups and smaller copies of the texture do not mix in the background.
        relief: what the normal and the displacement map hold.
        threads: CPU threads for PyTorch; 0 leaves PyTorch's own setting.
    """

    size: int = 2048
    maps: frozenset[BakeMap] = frozenset({BakeMap.COLOR, BakeMap.NORMAL})
    margin: int = 16
    relief: Relief = Relief.BEYOND_VERTICES
    threads: int = 0

    def __post_init__(self) -> None:
        if not SMALLEST_SIZE <= self.size <= LARGEST_SIZE:
            raise SettingsError(f"The size of a texture must lie in {SMALLEST_SIZE}..{LARGEST_SIZE} pixels.")
        if not self.maps:
            raise SettingsError("Choose at least one kind of texture to bake.")
        if not 0 <= self.margin <= 256:
            raise SettingsError("The margin of a texture must lie in 0..256 pixels.")
        if self.threads < 0:
            raise SettingsError("The number of threads must be 0 or more.")


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
        maps: by kind. COLOR (S, S, 3) uint8, sRGB; ROUGHNESS, METALLIC (S, S) uint8, linear; NORMAL (S, S, 3) uint8,
            tangent space with +Y up (OpenGL, Blender); DISPLACEMENT (S, S) float32, signed height along the surface's
            normal in metres.
        coverage: (S, S) bool, texels that lie on the surface; the others are rim and background.
        warnings: sentences for the user.
        seconds: wall time.
    """

    maps: Mapping[BakeMap, NDArray[np.generic]]
    coverage: NDArray[np.bool_]
    warnings: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Width and height, pixels."""
        return len(self.coverage)
