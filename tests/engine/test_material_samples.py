"""How many points a sample of a material is averaged over, and where they lie."""

from __future__ import annotations

import numpy as np
import pytest

from styleglip_addon.engine.materials.evaluation import evaluate, samples_for
from styleglip_addon.engine.materials.material import Sample, Shaded
from styleglip_addon.engine.materials.points import Points


def test_samples_grow_with_the_area_between_them() -> None:
    assert [samples_for(0.6 * ratio, 1.0) for ratio in (0.1, 1.0, 1.2, 1.4, 1.7, 2.0, 3.0, 50.0)] == [
        *(1, 1, 2, 2, 3, 4, 9, 16)
    ]


@pytest.mark.parametrize("count", [2, 3, 4, 7, 16])
def test_what_is_averaged_lies_around_the_sample(count: int) -> None:
    """A ramp keeps its values, so that detail does not move when the size of a texture changes."""
    finest = 1.0 / (0.6 * np.sqrt(count))
    ramp = Sample("ramp", lambda points: Shaded(np.full(3, 0.5), relief=points.uv.sum(axis=1)), finest, 1.0)
    zeros = np.zeros(5, np.float32)
    normal = np.tile(np.array([[0.0, -1.0, 0.0]], np.float32), (5, 1))
    uv = np.stack((np.arange(5), zeros), axis=1).astype(np.float32)
    points = Points(np.zeros((5, 3), np.float32), normal, uv, zeros, zeros, zeros, zeros, 1.0)
    assert samples_for(points.spacing, finest) == count
    np.testing.assert_allclose(evaluate(ramp, points).relief, np.arange(5), atol=0.25)
