"""How many points a sample of a material is averaged over, and where they lie."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from styleglip_addon.engine.materials.evaluation import evaluate
from styleglip_addon.engine.materials.material import Sample, Shaded
from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.materials.spreading import samples_for
from styleglip_addon.engine.vocabulary.channels import ROUGHNESS


def test_samples_grow_with_the_area_between_them() -> None:
    assert [samples_for(0.6 * ratio, 1.0) for ratio in (0.1, 1.0, 1.2, 1.4, 1.7, 2.0, 3.0, 50.0)] == [
        *(1, 1, 2, 2, 3, 4, 9, 16)
    ]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7, 16])
def test_what_is_averaged_lies_around_the_sample(count: int) -> None:
    """A ramp keeps its values, so that detail does not move when the size of a texture changes."""
    finest = 1.0 / (0.6 * np.sqrt(count))
    points = in_a_row(1.0)
    assert samples_for(points.spacing, finest) == count
    np.testing.assert_allclose(evaluate(ramp(finest), points).relief, np.arange(5), atol=1e-4)


@pytest.mark.parametrize("count", [3, 4, 7, 16])
def test_a_slope_that_neighbours_show_makes_no_surface_rough(count: int) -> None:
    finest = 1.0 / (0.6 * np.sqrt(count))
    found = evaluate(ramp(finest), in_a_row(1.0))
    np.testing.assert_allclose(found.channels[ROUGHNESS], ROUGHNESS.plain, atol=1e-3)


@pytest.mark.parametrize(("period", "seen"), [(0.5, 3), (400.0, 1)])
def test_texels_are_averaged_where_single_points_would_miss_a_stripe(period: float, seen: int) -> None:
    """Vertices are not: what lies between them is drawn smoothly anyway."""
    calls: list[int] = []

    def stripes(points: Points) -> Shaded:
        calls.append(len(points))
        on = np.floor(points.uv[:, 0] / np.float32(period) + np.float32(0.5)) % 2.0
        return Shaded(np.repeat(on[:, None], 3, axis=1).astype(np.float32))

    piece = Sample("stripes", stripes, 2.0, 10.0)
    for antialiased, times in ((False, 1), (True, seen)):
        points = replace(in_a_row(1.0), antialiased=antialiased)
        evaluate(piece, points)
        calls.clear()
        evaluate(piece, points)
        assert len(calls) == times


def ramp(finest: float) -> Sample:
    """Relief that rises by 1 per metre of u and of v."""
    return Sample("ramp", lambda points: Shaded(np.full(3, 0.5), relief=points.uv.sum(axis=1)), finest, 1.0)


def in_a_row(spacing: float) -> Points:
    """Five points of a wall."""
    zeros = np.zeros(5, np.float32)
    normal = np.tile(np.array([[0.0, -1.0, 0.0]], np.float32), (5, 1))
    uv = np.stack((np.arange(5), zeros), axis=1).astype(np.float32)
    return Points(np.zeros((5, 3), np.float32), normal, uv, zeros, zeros, zeros, zeros, spacing)
