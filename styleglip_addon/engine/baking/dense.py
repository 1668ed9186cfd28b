"""The dense copy as arrays: what the optimisation saw, for those who want its detail as geometry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import torch

from ..surface import RefinedMesh
from ..surface.coincident import mean_at_places
from ..surface.holding_back import held_back
from ..vocabulary import FloatArray, IntArray
from ..vocabulary.channels import COLOR, DISPLACEMENT, MATERIAL, Channel, clipped, mixed_over
from .shape import StyledShape


@dataclass(frozen=True, eq=False)
class DensePart:
    """One part on the dense copy.

    Args:
        color: (W, 3) linear RGB of the part's style; black where the part is not.
        displacement: (W, 3) object space, metres; times weights and strength.
        weights: (W,) in 0..1.
        material: by channel, (W,) of the part's style; plain where the part is not. Empty: it has colours only.
    """

    color: FloatArray
    displacement: FloatArray
    weights: FloatArray
    material: Mapping[Channel, FloatArray] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class DenseResult:
    """A dense copy of a mesh with its styles on it.

    Args:
        refined: how the copy comes from the mesh; carries further attributes over.
        vertices: (W, 3) object space, metres, not displaced; the first V are the mesh's own.
        faces: (K, 3).
        parts: per part of the shape.
        base_color: (W, 3) linear RGB before stylizing.
        color: (W, 3) linear RGB, all parts together.
        displacement: (W, 3) sum over the parts.
    """

    refined: RefinedMesh
    vertices: FloatArray
    faces: IntArray
    parts: tuple[DensePart, ...]
    base_color: FloatArray
    color: FloatArray
    displacement: FloatArray


def dense_result(shape: StyledShape, vertices: int = 0) -> DenseResult:
    """Evaluates the styles at the vertices of a dense copy.

    Args:
        shape: the mesh and its styles.
        vertices: about how many vertices the copy gets; 0, or fewer than the optimisation's own copy has: that copy.
    """
    shape = shape.with_dense_vertices(vertices)
    points = shape.dense_points
    groups = torch.from_numpy(shape.refined.groups)
    parts = []
    for number, strength in enumerate(shape.height_strengths):
        rows, own = shape.part_samples(number, points)
        color = np.zeros((len(points), 3), dtype=np.float32)
        height = np.zeros(len(points), dtype=np.float32)
        material = {
            channel: np.full(len(points), plain, dtype=np.float32)
            for channel, plain in shape.plain.items()
            if channel in MATERIAL and (own is None or channel in own)
        }
        if own is not None:
            color[rows] = own[COLOR]
            for channel, values in material.items():
                if channel in own:
                    values[rows] = own[channel]
            if DISPLACEMENT in own:
                height[rows] = own[DISPLACEMENT] * points.weights[rows, number] * np.float32(strength)
            if points.held is not None:  # what the mesh's own vertices were left with; less where the copy needs it
                height[rows] *= points.held[rows, number]
        height = mean_at_places(torch.from_numpy(height), groups).numpy()
        displacement = height[:, None] * shape.normals
        parts.append(DensePart(np.clip(color, 0.0, 1.0), displacement, points.weights[:, number], material))
    base = points.base_color
    layers = [
        (rows, part.weights[rows] * np.float32(strength), part.color[rows])
        for part, strength in zip(parts, shape.color_strengths, strict=True)
        if len(rows := np.flatnonzero(part.weights > 0))
    ]
    color = mixed_over(base, layers)
    total = np.sum([part.displacement for part in parts], axis=0, dtype=np.float32)
    if len(parts):
        held = held_back(points.positions, shape.refined.faces, shape.refined.groups, total)[:, None]
        parts = [replace(part, displacement=part.displacement * held) for part in parts]
        total = total * held
    return DenseResult(
        refined=shape.refined,
        vertices=points.positions,
        faces=shape.refined.faces,
        parts=tuple(parts),
        base_color=base,
        color=clipped(COLOR, color),
        displacement=total if len(parts) else np.zeros_like(points.positions),
    )
