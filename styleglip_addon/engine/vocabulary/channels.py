"""What a style consists of: the channels a field may have, how parts blend in them, and what they become in Blender.

A channel is declared here once. Fields say which ones they have; sampling, baking, attributes, textures and materials
go over the declared ones and ask for no names. No PyTorch: the panel's sliders blend stored parts with `mixed_over`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .mesh import FloatArray


@dataclass(frozen=True)
class Channel:
    """One quantity of a style, a value per point.

    Parts blend over what is there without them: with shares w, shown = plain + sum of w (part's value - plain). A
    channel that adds up (`is_sum`) has nothing there without them: shown = sum of w (part's value).

    Args:
        name: as in files and reports.
        width: values per point.
        low, high: range of the finished values.
        is_sum: whether the parts' values add up.
        moves: whether it moves vertices along their normals.
        plain: what Blender shows where no part is; the mesh's own colour, for the colour.
        attribute: name of the mesh attribute of what is shown, without the add-on's prefix; "": it gets none.
        texture: value of the `baking.BakeMap` it is baked to as it is; "": none.
        socket: input of a Principled BSDF that reads attribute and texture; "": none.
    """

    name: str
    width: int = 1
    low: float = 0.0
    high: float = 1.0
    is_sum: bool = False
    moves: bool = False
    plain: float = 0.0
    attribute: str = ""
    texture: str = ""
    socket: str = ""

    def __hash__(self) -> int:
        return hash(self.name)


COLOR = Channel("color", width=3, attribute="Color", texture="color", socket="Base Color")
"""Scene-linear RGB; within a field sRGB-encoded, as what a network learns is what a viewer sees."""

DISPLACEMENT = Channel("displacement", low=-np.inf, high=np.inf, is_sum=True, moves=True)
"""Along the surface's unit normal: radii of the unit sphere within a field, metres outside. It becomes a shape key."""

ROUGHNESS = Channel("roughness", plain=0.6, attribute="Roughness", texture="roughness", socket="Roughness")
"""Perceptual, as in a Principled BSDF: its square is GGX's alpha."""

METALLIC = Channel("metallic", attribute="Metallic", texture="metallic", socket="Metallic")

NORMAL_OFFSET = Channel("normal_offset", width=3, low=-1.0, high=1.0)
"""Added to the unit normal before it is made unit length again; object axes. Normal maps hold it."""

TRANSMISSION = Channel("transmission", attribute="Transmission", texture="transmission", socket="Transmission Weight")
"""Share of the light that passes through, as through glass."""

IOR = Channel("ior", low=1.0, high=4.0, plain=1.5, attribute="IOR", texture="ior", socket="IOR")

EMISSION = Channel("emission", high=100.0, attribute="Emission", texture="emission", socket="Emission Strength")
"""Strength of light sent out in the base colour."""

COAT = Channel("coat", attribute="Coat", texture="coat", socket="Coat Weight")
"""A clear smooth layer on top: lacquer, glaze."""

SHEEN = Channel("sheen", attribute="Sheen", texture="sheen", socket="Sheen Weight")
"""Soft light at grazing angles, as from velvet."""

SHEEN_WHITENESS = 0.3
"""Share of white in the sheen's colour, beside the base colour: fibres that stand up look paler than the cloth."""

SUBSURFACE = Channel("subsurface", attribute="Subsurface", texture="subsurface", socket="Subsurface Weight")
"""Share of the light that enters and comes out nearby: wax, skin, jade."""

ANISOTROPY = Channel("anisotropy", attribute="Anisotropy", texture="anisotropy", socket="Anisotropic")
"""How much highlights are drawn out across the grain: brushed metal."""

ALPHA = Channel("alpha", plain=1.0, attribute="Alpha", texture="alpha", socket="Alpha")
"""Share of the surface that is there: 0 in the holes of lace."""

CHANNELS = (
    COLOR,
    DISPLACEMENT,
    ROUGHNESS,
    METALLIC,
    NORMAL_OFFSET,
    TRANSMISSION,
    IOR,
    EMISSION,
    COAT,
    SHEEN,
    SUBSURFACE,
    ANISOTROPY,
    ALPHA,
)
"""All channels, in the order in which they are stored and shown."""

MATERIAL = tuple(channel for channel in CHANNELS if channel.attribute and channel is not COLOR)
"""What a Principled BSDF reads besides the colour, one value per vertex each."""

EVERY_ROW = slice(None)


def mixed_over(
    plain: NDArray[np.floating] | float,
    layers: Iterable[tuple[slice | NDArray[np.integer], FloatArray, FloatArray]],
    count: int = 0,
) -> FloatArray:
    """The parts' values over what is there without them: plain + sum of share (value - plain); not clipped.

    Args:
        plain: (n,) or (n, C) float32, or one value for `count` points.
        layers: per part the rows it covers (`EVERY_ROW` or indices (m,)), its shares (m,) float32, and its values (m,)
            or (m, C) float32.
        count: n, where `plain` is one value.

    Returns:
        (n,) or (n, C) float32. Where a part's share is 0, it changes no bit.
    """
    whole = np.full(count, plain, dtype=np.float32) if np.ndim(plain) == 0 else np.asarray(plain, dtype=np.float32)
    shown = whole.copy()
    for rows, share, value in layers:
        shown[rows] += (share[:, None] if value.ndim > 1 else share) * (value - whole[rows])
    return shown


def clipped(channel: Channel, values: FloatArray) -> FloatArray:
    """Finished values of a channel, within its range."""
    bounded: FloatArray = np.clip(values, channel.low, channel.high).astype(np.float32)
    return bounded


def rougher(values: FloatArray, by: float) -> FloatArray:
    """Roughness made more or less of: at 1 the roughest there is, at -1 a mirror, at 0 as it is.

    Args:
        values: of `ROUGHNESS`, 0..1.
        by: -1..1.
    """
    if by == 0.0:
        return values
    changed = values + by * (1.0 - values) if by > 0.0 else values * (1.0 + by)
    return changed.astype(np.float32)
