"""A sheet with a UV map and styles on it that are plain formulas of position."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine.baking import (
    BakeMap,
    StyledShape,
    UvMap,
)
from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.optimisation.state import FieldSamples
from styleglip_addon.engine.surface import refine, weld, welded_vertex_normals
from styleglip_addon.engine.vocabulary.channels import (
    COLOR,
    DISPLACEMENT,
    EMISSION,
    IOR,
    METALLIC,
    NORMAL_OFFSET,
    ROUGHNESS,
    SHEEN,
)

ALL = frozenset(BakeMap)
RELIEF = frozenset({BakeMap.DISPLACEMENT, BakeMap.NORMAL})
AMOUNT, WAVES = 0.05, 6.0


class Waves:
    """Part 0 is red at x = 0 and green at x = 2 with waves along x; part 1 is blue, smooth and metallic."""

    def evaluate(
        self, part_index: int, points: NDArray[np.float32], device: str = "cpu", places: Points | None = None
    ) -> FieldSamples:
        x = points[:, 0]
        zero, one = np.zeros_like(x), np.ones_like(x)
        if part_index == 1:
            blue = np.stack((zero, zero, one), axis=1)
            return {COLOR: blue, DISPLACEMENT: zero, **material_samples(0.1 * one, one)}
        height = (AMOUNT * np.sin(WAVES * x)).astype(np.float32)
        color = np.stack((1 - x / 2, x / 2, zero), axis=1)
        return {COLOR: color, DISPLACEMENT: height, **material_samples(0.8 * one, zero)}


def material_samples(roughness: NDArray[np.float32], metallic: NDArray[np.float32]) -> FieldSamples:
    """Values (n,) with the surface's own normals."""
    return {ROUGHNESS: roughness, METALLIC: metallic, NORMAL_OFFSET: np.zeros((len(roughness), 3), dtype=np.float32)}


class Glow(Waves):
    """Part 0 glows more and more along x and has an even sheen; part 1 is glass."""

    def evaluate(
        self, part_index: int, points: NDArray[np.float32], device: str = "cpu", places: Points | None = None
    ) -> FieldSamples:
        """See `Waves`."""
        x = points[:, 0]
        own: FieldSamples = {IOR: 0 * x + 2.0} if part_index == 1 else {EMISSION: 4 * x, SHEEN: 0 * x + 0.5}
        return {**super().evaluate(part_index, points), **own}


def wavy_sheet(dense: int = 300, right: float = 0.0) -> tuple[StyledShape, UvMap]:
    """A square of 2 x 2 metres cut in two triangles, UV 0..1; from x = 1 on part 1 has the weight `right`."""
    vertices = np.array([(0, 0, 0), (2, 0, 0), (2, 2, 0), (0, 2, 0)], dtype=np.float32)
    faces = np.array([(0, 1, 2), (0, 2, 3)])
    refined = refine(vertices, faces, weld(vertices), dense)
    second = (refined.vertices[:, 0] > 1.0) * np.float32(right)
    shape = StyledShape(
        vertices=vertices,
        faces=faces,
        refined=refined,
        normals=welded_vertex_normals(refined.vertices, refined.faces, refined.groups).astype(np.float32),
        weights=np.stack((1 - second, second), axis=1).astype(np.float32),
        base_color=np.full((len(refined.vertices), 3), 0.5, dtype=np.float32),
        color_strengths=(1.0, 1.0),
        height_strengths=(1.0, 1.0),
        style=Waves(),
        plain={ROUGHNESS: 0.6, METALLIC: 0.1, NORMAL_OFFSET: 0.0},
    )
    return shape, UvMap(vertices[faces][:, :, :2] / 2)


def x_of_texels(size: int) -> NDArray[np.float64]:
    """Position along x of each column of a texture of the sheet."""
    return (np.arange(size) + 0.5) / size * 2
