"""The noise that materials are made of: smooth, centred, bounded, and gone where samples cannot carry it."""

from __future__ import annotations

import numpy as np

from styleglip_addon.engine.materials.grains import gritty, pinholes, sand_grains
from styleglip_addon.engine.materials.noise import cells, fractal, gradient_noise, kept
from styleglip_addon.engine.materials.points import Array
from styleglip_addon.engine.materials.spaces import Space


def _space(count: int, dimensions: int, reach: float = 40.0) -> Space:
    q = np.random.default_rng(0).uniform(-reach, reach, (count, dimensions)).astype(np.float32)
    return Space(q, 0.0)


def test_noise_is_smooth_centred_and_bounded() -> None:
    for dimensions in (2, 3):
        space = _space(20000, dimensions)
        for values in (gradient_noise(space), fractal(space, 4)):
            assert abs(float(values.mean())) < 0.02
            assert 0.25 < float(values.std()) < 0.5
            assert float(np.abs(values).max()) < 1.8
        moved = space.moved(np.full(dimensions, 0.01, np.float32))
        assert np.abs(gradient_noise(moved) - gradient_noise(space)).max() < 0.1


def test_noise_fades_as_samples_move_apart() -> None:
    space = _space(5000, 3)
    shares = [float(gradient_noise(Space(space.q, apart)).std()) for apart in (0.0, 0.9, 1.3)]
    assert shares[0] > shares[1] > shares[2] == 0.0
    assert kept(0.0) == 1.0
    assert kept(2.0) == 0.0


def test_cells_are_constant_inside_and_their_borders_are_at_zero() -> None:
    space = _space(5000, 3, 20.0)
    near, moved = cells(space), cells(space.moved(np.full(3, 0.002, np.float32)))
    same = (near.identity == moved.identity).all(axis=1)
    assert same.mean() > 0.95
    assert near.border[~same].max() < 0.02
    assert (near.nearest <= near.second).all()


def test_grain_is_crisp_from_near_and_costs_nothing_from_afar() -> None:
    near, far = Space(_line(0.0, 40.0, 4000), 0.01), Space(_line(0.0, 4000.0, 4000), 1.0)
    fine = np.abs(np.diff(gritty(near))).mean() / np.abs(np.diff(gradient_noise(near))).mean()
    assert fine > 2.0
    np.testing.assert_array_equal(gritty(far), gradient_noise(far))
    assert not sand_grains(Space(far.q, 2.0)).any()
    assert 0.0 < pinholes(near, 0.2).mean() < pinholes(near, 0.8).mean() < 0.3


def _line(start: float, stop: float, count: int) -> Array:
    return np.linspace((start, 0.3, 0.7), (stop, 0.4, 0.1), count).astype(np.float32)
