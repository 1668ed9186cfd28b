"""Regularisers against values worked out by hand, and that PyTorch3D's numbers reach the loop."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from styleglip_addon.engine import Models, load_models, stylize
from styleglip_addon.engine.guidance.surface_regularizer import SurfaceTerm
from styleglip_addon.engine.surface import weld
from styleglip_addon.engine.vocabulary import RegularizerSettings
from tests.engine.small_runs import QUICK, halves, sphere
from tests.untrained_model import write_untrained_model

# Two triangles that meet at a right angle along the edge 0-1, which has length 1; the other edges are sqrt(2) and 1.
_ROOF = torch.tensor(((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))
_ROOF_FACES = torch.tensor(((0, 1, 2), (1, 0, 3)))


def _value(settings: RegularizerSettings, vertices: torch.Tensor = _ROOF, faces: torch.Tensor = _ROOF_FACES) -> float:
    groups = torch.from_numpy(weld(vertices.numpy()))
    return float(SurfaceTerm(vertices, faces, groups, settings).loss(vertices))


def test_edge_length_is_the_mean_squared_edge() -> None:
    assert _value(RegularizerSettings(edge_length=1.0)) == pytest.approx((1 + 1 + 2 + 1 + 2) / 5)


def test_normal_consistency_is_one_minus_the_cosine() -> None:
    assert _value(RegularizerSettings(normal_consistency=1.0)) == pytest.approx(1.0)
    flat = _ROOF.clone()
    flat[3] = torch.tensor((0.0, -1.0, 0.0))
    assert _value(RegularizerSettings(normal_consistency=1.0), flat) == pytest.approx(0.0, abs=1e-6)


def test_laplacian_is_the_mean_distance_from_the_neighbours_middle() -> None:
    # 0 and 1 have the three other vertices as neighbours, 2 and 3 have 0 and 1.
    third, middle = 1 / 3, math.sqrt(0.25 + 1)
    distance_0 = math.sqrt(3 * third**2)
    distance_1 = math.sqrt(1 + 2 * third**2)
    expected = (distance_0 + distance_1 + 2 * middle) / 4
    assert _value(RegularizerSettings(laplacian=1.0)) == pytest.approx(expected, rel=1e-5)


def test_terms_add_up_by_their_weights() -> None:
    single = [
        _value(RegularizerSettings(laplacian=1.0)),
        _value(RegularizerSettings(normal_consistency=1.0)),
        _value(RegularizerSettings(edge_length=1.0)),
    ]
    together = _value(RegularizerSettings(laplacian=2.0, normal_consistency=3.0, edge_length=0.5))
    assert together == pytest.approx(2.0 * single[0] + 3.0 * single[1] + 0.5 * single[2], rel=1e-5)


def test_a_seam_of_doubled_vertices_is_no_border() -> None:
    doubled = torch.cat((_ROOF, _ROOF[:2]))
    faces = torch.tensor(((0, 1, 2), (5, 4, 3)))
    settings = RegularizerSettings(laplacian=1.0, normal_consistency=1.0, edge_length=1.0)
    assert _value(settings, doubled, faces) == pytest.approx(_value(settings), rel=1e-5)


def test_it_is_evaluated_at_the_displaced_vertices_and_differentiable() -> None:
    term = SurfaceTerm(_ROOF, _ROOF_FACES, torch.arange(4), RegularizerSettings(edge_length=1.0))
    moved = (2.0 * _ROOF).requires_grad_()
    value = term.loss(moved)
    assert float(value.detach()) == pytest.approx(4.0 * 7.0 / 5.0)
    value.backward()
    assert moved.grad is not None
    # d/dx of (x1-x0)^2 and of the two other edges at vertex 1, which is at (2, 0, 0): (2*2 + 2*2 + 2*2) / 5.
    assert moved.grad[1, 0] == pytest.approx(12.0 / 5.0)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def test_edge_length_alone_shrinks_a_sphere(models: Models) -> None:
    mesh = sphere()
    settings = QUICK.with_(
        iterations=10,
        glip_weight=0.0,
        clip_weight=0.0,
        palette_weight=0.0,
        regularizers=RegularizerSettings(edge_length=1.0),
    )
    result = stylize(mesh, halves(mesh), settings, models=models)
    inward = -(result.displacement * mesh.vertices).sum(axis=1)
    assert np.quantile(inward, 0.1) > 0.1 * settings.field.displacement_limit
    assert result.history[-1].total < result.history[0].total
