"""Tests of veins: how far they are along the surface, and the marble that shows pale ones."""

from __future__ import annotations

import numpy as np
import pytest

from styleglip_addon.engine.materials.points import boxed_points
from styleglip_addon.engine.materials.veining import VeinNet
from styleglip_addon.engine.materials.words.reader import read_style

_SIDE, _SPACING = 160, 0.0005


def _plane() -> np.ndarray:
    grid = np.arange(_SIDE, dtype=np.float32) * _SPACING
    return np.stack([*(axis.ravel() for axis in np.meshgrid(grid, grid)), np.zeros(_SIDE**2, np.float32)], axis=1)


@pytest.mark.parametrize("finer", [1.0, 2.3])
def test_distance_to_a_vein_is_measured_along_the_surface(finer: float) -> None:
    """However slantwise a vein meets the surface and however drawn out its cells are: one metre per metre."""
    net = VeinNet(np.random.default_rng(3), apart=0.03, crumpled=0.0)
    points = boxed_points(_plane(), np.broadcast_to(np.array([0.0, 0.0, 1.0], np.float32), (_SIDE**2, 3)), _SPACING)

    vein = net.nearest(net.at(points), points.normal, finer)

    distance, across = vein.distance.reshape(_SIDE, _SIDE), vein.across.reshape(_SIDE, _SIDE)
    rise = np.hypot(*np.gradient(distance, _SPACING))[1:-1, 1:-1]
    one_sided = np.abs(rise - 1.0) < 0.05
    # But on the lines themselves and where another vein becomes the nearest.
    assert one_sided[across[1:-1, 1:-1] == 1.0].mean() > 0.6
    assert distance.min() < 2.0 * _SPACING


def test_stretches_of_a_vein_differ() -> None:
    net = VeinNet(np.random.default_rng(3), apart=0.01)
    points = boxed_points(_plane(), np.broadcast_to(np.array([0.0, 0.0, 1.0], np.float32), (_SIDE**2, 3)), _SPACING)

    identity = net.nearest(net.at(points), points.normal).identity

    assert identity.min() < 0.1
    assert identity.max() > 0.9


@pytest.mark.parametrize(
    ("style", "material"),
    [
        ("marble with white veins", "black marble"),
        ("polished white-veined marble", "black marble"),
        ("marble with gold veins", "marble"),
        ("white marble with white veins", "marble"),
        ("pink marble with white veins", "pink marble"),
    ],
)
def test_pale_veins_lie_in_marble_that_shows_them(style: str, material: str) -> None:
    assert read_style(style).material == material
