"""Scratches are straight lines that samples carry as far as they can."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from styleglip_addon.engine.materials.points import Points, boxed_points
from styleglip_addon.engine.materials.scratches import scratches


def _patch(spacing: float, width: float = 0.1) -> tuple[Points, int]:
    """A flat square, and the samples along its side."""
    count = round(width / spacing)
    x, y = np.meshgrid(np.arange(count) * spacing, np.arange(count) * spacing)
    position = np.stack((x.ravel(), y.ravel(), np.zeros(count * count)), axis=1)
    return boxed_points(position, np.tile(np.array((0.0, 0.0, 1.0)), (count * count, 1)), spacing), count


@pytest.mark.parametrize("seed", range(3))
def test_each_scratch_is_one_straight_line(seed: int) -> None:
    points, count = _patch(0.0001)
    depth = scratches(np.random.default_rng(seed), (0.02, 0.04), 0.0005, 1)(points).reshape(count, count)
    pieces, found = ndimage.label(depth > 0.1, np.ones((3, 3)))
    lengths = []
    for piece in range(1, found + 1):
        place = np.argwhere(pieces == piece) * 0.0001
        if len(place) > 100:
            across, along = np.sqrt(np.linalg.eigvalsh(np.cov(place.T)))
            assert across < 0.0004, "no piece turns a corner or closes upon itself"
            lengths.append(along * np.sqrt(12.0))
    assert len(lengths) > 5
    assert max(lengths) > 0.008


def test_coarser_samples_see_them_wider_and_as_much_fainter_and_none_at_last() -> None:
    def mean(spacing: float) -> float:
        points, _ = _patch(spacing, 0.4)
        return float(scratches(np.random.default_rng(0), (0.02, 0.04), 0.0005, 2)(points).mean())

    assert mean(0.0015) == pytest.approx(mean(0.0004), rel=0.3)
    assert mean(0.008) == 0.0
