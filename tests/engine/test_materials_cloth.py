"""Cloths and drawn patterns: their threads, stitches and stripes have the said sizes and close around a part."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.materials.catalogue import FAMILIES as EVERY_FAMILY
from styleglip_addon.engine.materials.evaluation import Evaluated, evaluate
from styleglip_addon.engine.materials.families.yarns import woven
from styleglip_addon.engine.materials.material import Material
from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.materials.spaces import Space
from styleglip_addon.engine.vocabulary.channels import ANISOTROPY, METALLIC, ROUGHNESS, SHEEN

Values = NDArray[np.floating]

_FAMILIES = (
    "camouflages",
    "composites",
    "knits",
    "motifs",
    "paintings",
    "piles",
    "rugs",
    "sewn",
    "silks",
    "stripes",
    "tartans",
    "technical_cloths",
    "tile_patterns",
    "twills",
    "weaves",
    "wools",
)
_MATERIALS = tuple(m for family in _FAMILIES for m in EVERY_FAMILY[family])
_BY_NAME = {material.name: material for material in _MATERIALS}
_RADIUS = 0.2
_AROUND = 2.0 * math.pi * _RADIUS


def _drum(u: Values, v: Values, spacing: float = 0.0002) -> Points:
    """Points on a drum, u around, v up."""
    angle = u / _RADIUS
    normal = np.stack((np.cos(angle), np.sin(angle), np.zeros_like(angle)), axis=1).astype(np.float32)
    position = normal * np.float32(_RADIUS)
    position[:, 2] = v
    zeros, around = np.zeros(len(u), np.float32), np.full(len(u), _AROUND, np.float32)
    uv = np.stack((u, v), axis=1).astype(np.float32)
    return Points(position, normal, uv, around, zeros, position[:, 2].copy(), zeros, spacing)


def _piece(name: str, points: Points, seed: int = 4) -> Evaluated:
    return evaluate(_BY_NAME[name].sample(np.random.default_rng(seed)), points)


def _period(values: Values, step: float, shortest: float) -> float:
    """Distance of the autocorrelation's first peak beyond `shortest` that is nearly as high as any."""
    centred = values - values.mean()
    power = np.abs(np.fft.rfft(centred, 2 * len(centred))) ** 2
    correlation = np.fft.irfft(power)[: len(centred) // 3]
    correlation[: int(shortest / step)] = -np.inf
    inner = correlation[1:-1]
    peak = (inner >= correlation[:-2]) & (inner >= correlation[2:]) & (inner > 0.7 * correlation.max())
    return (1 + int(np.argmax(peak))) * step


@pytest.mark.parametrize("material", _MATERIALS, ids=lambda material: material.name)
def test_a_piece_is_finite_within_ranges_and_the_same_again(material: Material) -> None:
    rng = np.random.default_rng(3)
    points = _drum(rng.uniform(0.0, _AROUND, 3000), rng.uniform(-0.3, 0.3, 3000))
    first, again = (evaluate(material.sample(np.random.default_rng(8)), points) for _ in range(2))
    assert np.isfinite(first.color).all()
    assert np.isfinite(first.relief).all()
    assert np.array_equal(first.color, again.color)
    assert np.array_equal(first.relief, again.relief)
    assert np.abs(first.relief).max() < 0.5 * material.coarsest
    assert 0.0 <= first.dye.min() <= first.dye.max() <= 1.0
    assert ROUGHNESS in first.channels
    for channel, values in first.channels.items():
        assert np.isfinite(values).all()
        assert channel.low <= values.min() <= values.max() <= channel.high


@pytest.mark.parametrize(
    "name", ["linen", "denim", "herringbone", "knitted wool", "cable knit", "nordic knit", "corduroy", "velvet", "silk"]
)
def test_cloth_has_no_seam_where_it_closes_around_a_part(name: str) -> None:
    v = np.linspace(-0.2, 0.2, 3000)
    start = _piece(name, _drum(np.full(3000, 0.00013), v)).relief
    end = _piece(name, _drum(np.full(3000, _AROUND + 0.00013), v)).relief
    assert np.corrcoef(start, end)[0, 1] > 0.97


@pytest.mark.parametrize(
    ("name", "around", "low", "high"),
    [
        ("canvas", True, 0.0014, 0.0018),
        ("burlap", True, 0.0022, 0.003),
        ("corduroy", True, 0.0044, 0.0056),
        ("knitted wool", False, 0.0069, 0.0087),
        ("chunky knit", False, 0.0185, 0.0236),
    ],
)
def test_the_pattern_repeats_after_what_is_said(name: str, around: bool, low: float, high: float) -> None:
    # The mean over lines that lie anywhere across: a weave's is the profile of its warp.
    step, lines = 0.00015, np.linspace(0.0, 0.1, 60)
    along, across = (a.ravel() for a in np.meshgrid(np.arange(1600) * step, lines))
    points = _drum(along, across) if around else _drum(across, along)
    profile = _piece(name, points).relief.reshape(len(lines), -1).mean(axis=0)
    assert low <= _period(profile, step, 0.6 * low) <= high * 1.02


def test_a_twill_moves_by_one_thread_from_row_to_row() -> None:
    x, y = (a.ravel() for a in np.meshgrid(np.arange(40) + 0.5, np.arange(40) + 0.5))
    on_top = woven(Space(np.stack((x, y), axis=1).astype(np.float32), 0.1), 3, 1).warp.reshape(40, 40)
    assert on_top.mean() == pytest.approx(0.75)
    assert np.array_equal(on_top[1:, 1:], on_top[:-1, :-1])
    assert not np.array_equal(on_top[1:, :-1], on_top[:-1, 1:])


def test_threads_too_fine_for_the_samples_become_their_mean() -> None:
    rng = np.random.default_rng(0)
    u, v = rng.uniform(0.0, _AROUND, 4000), rng.uniform(-0.2, 0.2, 4000)
    near, far = (_piece("denim", _drum(u, v, spacing)) for spacing in (0.0002, 0.02))
    assert far.color.std(axis=0).max() < 0.5 * near.color.std(axis=0).max()
    assert np.abs(far.color.mean(axis=0) - near.color.mean(axis=0)).max() < 0.06


def test_channels_are_those_of_the_thing() -> None:
    points = _drum(np.linspace(0.0, 1.0, 500), np.zeros(500))
    assert _piece("velvet", points).channels[SHEEN].min() > 0.7
    assert _piece("silk", points).channels[ROUGHNESS].mean() < 0.45 < _piece("wool", points).channels[ROUGHNESS].mean()
    assert _piece("satin", points).channels[ANISOTROPY].min() > 0.4
    for material in _MATERIALS:
        metallic = evaluate(material.sample(np.random.default_rng(1)), points).channels.get(METALLIC)
        if material.name not in ("sequins", "circuit board", "carbon fibre", "iridescent"):
            assert metallic is None or metallic.max() == 0.0


def test_denim_is_dyed_in_the_warp_and_pale_in_the_weft() -> None:
    rng = np.random.default_rng(5)
    cloth = _piece("denim", _drum(rng.uniform(0.0, _AROUND, 4000), rng.uniform(-0.2, 0.2, 4000), 0.0001))
    white = cloth.dye < 0.5
    assert 0.15 < white.mean() < 0.35
    assert cloth.color[white].mean() > cloth.color[~white].mean() + 0.15
    blue = cloth.color[~white].mean(axis=0)
    assert blue[2] > blue[0] + 0.12


def test_nordic_knit_shows_all_its_yarns() -> None:
    rng = np.random.default_rng(5)
    knit = _piece("nordic knit", _drum(rng.uniform(0.0, _AROUND, 4000), rng.uniform(-0.2, 0.2, 4000)))
    hue = knit.color / knit.color.sum(axis=1, keepdims=True)
    red, blue = (hue[:, 0] > 0.5).mean(), (hue[:, 2] > hue[:, 0]).mean()
    assert red > 0.3
    assert 0.02 < blue < 0.3
    assert 1.0 - red - blue > 0.1
    assert np.array_equal(knit.dye > 0.5, hue[:, 0] > 0.5)


@pytest.mark.parametrize(
    "name",
    [
        "tartan",
        "striped",
        "hazard stripes",
        "checkered",
        "zigzag",
        "polka dots",
        "stars",
        "lace",
        "tie dye",
        "circuit board",
        "kilim",
    ],
)
def test_a_pattern_of_colors_goes_on_where_it_closes_around_a_part(name: str) -> None:
    v = np.linspace(-0.2, 0.2, 3000)
    start = _piece(name, _drum(np.full(3000, 0.00033), v)).color.mean(axis=1)
    end = _piece(name, _drum(np.full(3000, _AROUND + 0.00033), v)).color.mean(axis=1)
    assert np.abs(start - end).mean() < 0.02


def test_a_tartan_mixes_its_colors_where_they_cross() -> None:
    rng = np.random.default_rng(5)
    u, v = rng.uniform(0.0, _AROUND, 6000), rng.uniform(-0.2, 0.2, 6000)
    check = _piece("buffalo check", _drum(u, v, 0.02))
    red = check.color[:, 0]
    assert (red < 0.2).mean() > 0.1
    assert (red > 0.55).mean() > 0.15
    assert ((red > 0.25) & (red < 0.5)).mean() > 0.3


def test_white_dots_and_black_stripes_take_no_dye() -> None:
    rng = np.random.default_rng(5)
    points = _drum(rng.uniform(0.0, _AROUND, 4000), rng.uniform(-0.2, 0.2, 4000))
    for name in ("polka dots", "red and white stripes", "hazard stripes"):
        piece = _piece(name, points)
        spread = piece.color.max(axis=1) - piece.color.min(axis=1)
        assert spread[piece.dye > 0.9].min() > 0.2
        assert spread[piece.dye < 0.1].max() < 0.2


def test_the_metal_of_a_circuit_board_is_its_pads_and_legs() -> None:
    rng = np.random.default_rng(5)
    board = _piece("circuit board", _drum(rng.uniform(0.0, _AROUND, 6000), rng.uniform(-0.2, 0.2, 6000)))
    metal = board.channels[METALLIC] > 0.5
    assert 0.02 < metal.mean() < 0.2
    assert board.dye[metal].max() < 0.6
    assert board.color[~metal][:, 1].mean() > board.color[~metal][:, 0].mean() + 0.1


def test_every_third_panel_of_a_football_is_black() -> None:
    rng = np.random.default_rng(5)
    ball = _piece("football", _drum(rng.uniform(0.0, _AROUND, 8000), rng.uniform(-0.5, 0.5, 8000)))
    assert (ball.color.mean(axis=1) < 0.25).mean() == pytest.approx(1.0 / 3.0, abs=0.06)
