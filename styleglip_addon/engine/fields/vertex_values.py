"""From the fields to the result: every part's style at the input's vertices, and their sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from ..rendering.color import srgb_to_linear
from ..surface.coincident import mean_at_places
from ..surface.prepared import Surface, base_colors
from ..surface.vertex_fit import VertexFit
from ..vocabulary import LocatedPart, Mesh, Snapshot, StyledPart
from ..vocabulary.channels import COLOR, DISPLACEMENT, EVERY_ROW, MATERIAL, clipped, mixed_over
from ..vocabulary.mesh import FloatArray
from ..vocabulary.stopping import stop_here
from .part_fields import PartFields


@torch.no_grad()
def sample_parts(
    mesh: Mesh,
    surface: Surface,
    located: Sequence[LocatedPart],
    fields: PartFields | None,
    known: Mapping[str, StyledPart] | None = None,
) -> tuple[StyledPart, ...]:
    """Every part's style at the input's vertices, as near to the dense copy's as they can come (see `VertexFit`).

    Args:
        mesh, surface: the input and its dense copy.
        located: all parts, with weights at the dense copy's vertices.
        fields: those of the found parts, in order; None where none was found.
        known: by name, what is known already of parts; it is given back.
    """
    count = len(mesh.vertices)
    normals, places = surface.normals[:count], surface.groups[:count]
    base = base_colors(mesh)
    fit = VertexFit.of(surface)
    styled: list[StyledPart] = []
    found = 0
    for part in located:
        at_input = part.at_input(count)
        if not part.found or fields is None:
            styled.append(StyledPart(at_input, np.zeros_like(mesh.vertices), base))
            continue
        if known and part.part.name in known:
            styled.append(known[part.part.name])
            found += 1
            continue
        stop_here()
        values = fields.evaluate(found)
        weights = fields.weights[:, found]
        offset = torch.zeros_like(normals[:, 0])
        if DISPLACEMENT in values:
            offset = mean_at_places(fit(values[DISPLACEMENT] * weights, torch.ones_like(weights)), places)
        vectors = offset[:, None] * normals * part.part.strength
        color = _array(fit(srgb_to_linear(values[COLOR]).clamp(0.0, 1.0), weights))
        material = {channel: _array(fit(values[channel], weights)) for channel in MATERIAL if channel in values}
        styled.append(StyledPart(at_input, surface.displacement_in_object_space(vectors), color, material))
        found += 1
    return tuple(styled)


def summed(mesh: Mesh, parts: Sequence[StyledPart]) -> Snapshot:
    """All parts together: displacements add up; colours are mixed into the input's by weights and strength."""
    layers = [(EVERY_ROW, p.located.weights * p.located.part.strength, p.color) for p in parts]
    displacement = np.sum([part.displacement for part in parts], axis=0, dtype=np.float32)
    return Snapshot(clipped(COLOR, mixed_over(base_colors(mesh), layers)), displacement)


def _array(values: Tensor) -> FloatArray:
    return values.cpu().numpy().astype(np.float32)
