"""Blocks of pixels, as games build their worlds of."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ROUGHNESS
from ...colors import choose, tint, vary_all
from ...material import Kind, Material, Shaded, Shader
from ...noise import random_of, smoothstep
from ...points import Points
from ...spaces import size

_PIXELS = 8
"""Along the side of a block."""


def _grass_blocks(rng: np.random.Generator) -> Shader:
    """Cubes of earth with grass on top that hangs down over their sides in steps."""
    greens = vary_all(rng, ("5f9a3c", "6fae48", "528a35", "7cbc52"), 0.012)
    browns = vary_all(rng, ("7a5638", "8c6644", "684a31", "96714d", "777069"), 0.012)
    side, offset = size(rng, 0.075, 0.09), rng.integers(-40, 40, 3).astype(np.float32)
    pixel = side / _PIXELS

    def shader(points: Points) -> Shaded:
        # A little inwards, so that flat faces that lie on a border are of one block.
        inwards = points.position - np.float32(0.02 * pixel) * points.normal
        cell = np.floor(inwards / np.float32(pixel)) + offset * _PIXELS
        x, y, z = cell.T
        first, second = random_of(x + 31.0 * z, y), random_of(x, y + 57.0 * z)
        up = z % _PIXELS
        hang = np.floor(np.float32(1.0) + np.float32(2.6) * random_of(x, y))
        grassy = (up >= _PIXELS - hang) | (points.normal[:, 2] > 0.6)
        color = np.where(grassy[:, None], choose(first, greens), choose(first, browns))
        within = inwards / np.float32(side)
        edges = np.abs(within - np.round(within)) * np.float32(side)
        facing = np.abs(points.normal) > 0.75
        seam = smoothstep(0.0012, 0.0004, np.where(facing, 1.0, edges).min(axis=1).astype(np.float32))
        return Shaded(
            color=tint(color.astype(np.float32), 0.18 * (second - 0.5) - 0.22 * seam),
            relief=np.float32(-0.0006) * seam,
            channels={ROUGHNESS: 0.9},
            piece=first,
        )

    return shader


MATERIALS = (
    Material(
        "voxel blocks",
        ("voxel blocks", "voxels", "voxel art", "grass blocks", "pixel blocks", "minecraft blocks"),
        Kind.PATTERN,
        _grass_blocks,
        finest=0.006,
        coarsest=0.08,
        weight=0.5,
    ),
)
