"""Styles come back from the dense copy to the vertices of a coarse mesh as near as linear interpolation can come."""

from __future__ import annotations

import numpy as np
import torch

from styleglip_addon.engine import Mesh
from styleglip_addon.engine.surface.prepared import Surface, prepare_surface
from styleglip_addon.engine.surface.vertex_fit import VertexFit


def _grid(cells: int, doubled_column: bool = False) -> Mesh:
    """A square of 2 x 2 m in the plane; `doubled_column`: cut along its middle, the vertices there doubled."""
    side = np.linspace(-1.0, 1.0, cells + 1)
    x, y = np.meshgrid(side, side, indexing="ij")
    vertices = np.stack((x, y, np.zeros_like(x)), axis=-1).reshape(-1, 3).astype(np.float32)
    number = np.arange(len(vertices)).reshape(cells + 1, cells + 1)
    a, b, c, d = number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]
    faces = np.concatenate((np.stack((a, b, c), axis=-1), np.stack((a, c, d), axis=-1))).reshape(-1, 3)
    if doubled_column:
        middle = number[cells // 2]
        copies = np.arange(len(middle)) + len(vertices)
        right = vertices[faces, 0].max(axis=1) > 1e-6
        vertices = np.concatenate((vertices, vertices[middle]))
        of_copy = dict(zip(middle.tolist(), copies.tolist(), strict=True))
        for row in np.flatnonzero(right):
            faces[row] = [of_copy.get(int(v), int(v)) for v in faces[row]]
    return Mesh(vertices=vertices, faces=faces.astype(np.int64))


def _stripes(surface: Surface) -> torch.Tensor:
    """(W,) stripes too narrow for the coarse mesh."""
    return 0.5 + 0.5 * torch.sin(23.0 * surface.vertices[:, 0] + 11.0 * surface.vertices[:, 1])


def _error(surface: Surface, values: torch.Tensor, at_vertices: torch.Tensor) -> float:
    """Root mean square over the surface between values (W,) and what vertices (V,) make of them."""
    drawn = torch.from_numpy(surface.refined.interpolate(at_vertices.numpy()))
    return float((surface.areas * (drawn - values).square()).sum().div(surface.areas.sum()).sqrt())


def test_no_vertex_colours_come_nearer_to_detail_that_a_mesh_is_too_coarse_for() -> None:
    mesh = _grid(6)
    surface = prepare_surface(mesh, 2000, "cpu")
    values, count = _stripes(surface), len(mesh.vertices)

    fitted = VertexFit.of(surface)(values, torch.ones(len(values)))

    best = _error(surface, values, fitted)
    assert best < 0.85 * _error(surface, values, values[:count])
    generator = torch.Generator().manual_seed(0)
    nudges = (0.05 * torch.randn(count, generator=generator) for _ in range(20))
    assert all(_error(surface, values, fitted + nudge) > best for nudge in nudges)


def test_what_a_mesh_can_carry_comes_back_as_it_is() -> None:
    mesh = _grid(6)
    surface = prepare_surface(mesh, 2000, "cpu")
    sloping = torch.stack((surface.vertices[:, 0], 1.0 - surface.vertices[:, 1]), dim=1)

    fitted = VertexFit.of(surface)(sloping, torch.ones(len(sloping)))

    torch.testing.assert_close(fitted, sloping[: len(mesh.vertices)], rtol=0, atol=1e-5)


def test_a_mesh_that_is_dense_enough_keeps_the_fields_own_values() -> None:
    mesh = _grid(20)
    surface = prepare_surface(mesh, 100, "cpu")
    values = _stripes(surface)

    assert torch.equal(VertexFit.of(surface)(values, torch.ones(len(values))), values)


def test_what_lies_outside_a_part_does_not_reach_into_it() -> None:
    mesh = _grid(6)
    surface = prepare_surface(mesh, 2000, "cpu")
    inside = surface.vertices[:, 0] <= 0.0
    values = torch.where(inside, 0.25, 5.0)

    fitted = VertexFit.of(surface)(values, inside.float())

    within = inside[: len(mesh.vertices)]
    torch.testing.assert_close(fitted[within], torch.full((int(within.sum()),), 0.25), rtol=0, atol=0.02)
    assert float(fitted.max()) <= 5.0


def test_values_stay_in_the_range_of_the_field_and_no_seam_opens() -> None:
    mesh = _grid(6, doubled_column=True)
    surface = prepare_surface(mesh, 2000, "cpu")
    values = (_stripes(surface) > 0.5).float()
    count = len(mesh.vertices)

    fitted = VertexFit.of(surface)(values, torch.ones(len(values)))

    assert float(fitted.min()) >= 0.0
    assert float(fitted.max()) <= 1.0
    groups = surface.groups[:count]
    assert len(groups.unique()) == count - 7  # the column is there twice
    for group in groups.unique():
        assert len(fitted[groups == group].unique()) == 1


def test_a_vertex_without_faces_keeps_its_own_value() -> None:
    mesh = _grid(6)
    lonely = np.array([[0.3, 0.2, 0.9]], dtype=np.float32)
    surface = prepare_surface(Mesh(np.concatenate((mesh.vertices, lonely)), mesh.faces), 2000, "cpu")
    values = _stripes(surface)
    count = len(mesh.vertices) + 1

    fitted = VertexFit.of(surface)(values, torch.ones(len(values)))

    torch.testing.assert_close(fitted[-1], values[count - 1])
