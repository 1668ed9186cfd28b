"""From the fields to the result: every part's style at the input's vertices, and their sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from ..rendering.color import srgb_to_linear
from ..surface.coincident import mean_at_places
from ..surface.prepared import Surface, base_colors
from ..surface.vertex_fit import VertexFit
from ..vocabulary.mesh import FloatArray, Mesh
from ..vocabulary.results import LocatedPart, Snapshot, StyledPart
from . import AppearanceOutput, PartStyles


def at_input_vertices(located: LocatedPart, count: int) -> LocatedPart:
    """A part located on the dense copy, at the input's `count` vertices, which come first there."""
    return replace(located, weights=np.ascontiguousarray(located.weights[:count], dtype=np.float32))


@torch.no_grad()
def sample_parts(
    mesh: Mesh, surface: Surface, located: Sequence[LocatedPart], fields: PartStyles | None, displaced: bool
) -> tuple[StyledPart, ...]:
    """Every part's style at the input's vertices, as near to the dense copy's as they can come (see `VertexFit`).

    Args:
        mesh, surface: the input and its dense copy.
        located: all parts, with weights at the dense copy's vertices.
        fields: those of the found parts, in order; None where none was found.
        displaced: whether vertices move.
    """
    count = len(mesh.vertices)
    normals = surface.normals[:count]
    base = base_colors(mesh)
    fit = VertexFit.of(surface)
    styled: list[StyledPart] = []
    found = 0
    for part in located:
        at_input = at_input_vertices(part, count)
        if not part.found or fields is None:
            styled.append(StyledPart(at_input, np.zeros_like(mesh.vertices), base))
            continue
        output = fields.evaluate(found, surface.vertices)
        weights = fields.weights[:, found]
        offset = mean_at_places(fit(output.displacement * weights, torch.ones_like(weights)), surface.groups[:count])
        vectors = (offset if displaced else torch.zeros_like(offset))[:, None] * normals * part.part.strength
        color = _array(fit(srgb_to_linear(output.color).clamp(0.0, 1.0), weights))
        roughness = metallic = None
        if isinstance(output, AppearanceOutput):
            roughness, metallic = _array(fit(output.roughness, weights)), _array(fit(output.metallic, weights))
        moved = surface.displacement_in_object_space(vectors)
        styled.append(StyledPart(at_input, moved, color, roughness, metallic))
        found += 1
    return tuple(styled)


def summed(mesh: Mesh, parts: Sequence[StyledPart]) -> Snapshot:
    """All parts together: displacements add up; colours are mixed into the input's by weights and strength."""
    base = base_colors(mesh)
    color = base.copy()
    for part in parts:
        mix = (part.located.weights * part.located.part.strength)[:, None]
        color += mix * (part.color - base)
    displacement = np.sum([part.displacement for part in parts], axis=0, dtype=np.float32)
    return Snapshot(np.clip(color, 0.0, 1.0).astype(np.float32), displacement)


def _array(values: Tensor) -> FloatArray:
    return values.cpu().numpy().astype(np.float32)
