"""Stones, bricks, tiles, ceramics and gems: laid patterns have the said sizes and close around a part."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from styleglip_addon.engine.materials.catalogue import FAMILIES as EVERY_FAMILY
from styleglip_addon.engine.materials.evaluation import evaluate
from styleglip_addon.engine.materials.families.tilings import Tiling, courses, herringbone, hexagon_cells, scallops
from styleglip_addon.engine.materials.material import Material, Sample, Shaded
from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.vocabulary.channels import COAT, METALLIC, ROUGHNESS, SUBSURFACE, TRANSMISSION, Channel

_FAMILIES = (
    "floors",
    "gems",
    "glazes",
    "granites",
    "marbles",
    "masonry",
    "ornamental_stones",
    "painted_porcelain",
    "paving",
    "plasters",
    "pottery",
    "rocks",
    "tiles",
)
_MATERIALS = tuple(material for family in _FAMILIES for material in EVERY_FAMILY[family])
_BY_NAME = {material.name: material for material in _MATERIALS}


def _drum(u: np.ndarray, v: np.ndarray, radius: float = 0.6) -> Points:
    """Points on a drum, u around, v up."""
    angle = (u / radius).astype(np.float32)
    normal = np.stack((np.cos(angle), np.sin(angle), np.zeros_like(angle)), axis=1).astype(np.float32)
    position = normal * np.float32(radius)
    position[:, 2] = v
    zeros, around = np.zeros(len(u), np.float32), np.full(len(u), 2.0 * math.pi * radius, np.float32)
    uv = np.stack((u, v), axis=1).astype(np.float32)
    return Points(position, normal, uv, around, zeros, position[:, 2].copy(), zeros, 0.0005)


@pytest.mark.parametrize(
    "tiling",
    [
        lambda rng: courses(rng, 0.225, 0.075),
        lambda rng: courses(rng, 0.3, 0.2, uneven=0.6, corner=0.02),
        lambda rng: hexagon_cells(rng, 0.1),
        lambda rng: herringbone(rng, 0.2),
        lambda rng: scallops(rng, 0.1, 0.07),
    ],
)
def test_tiles_meet_where_they_close_around_a_part(tiling: Callable[[np.random.Generator], Tiling]) -> None:
    v = np.linspace(-0.5, 0.5, 2000)
    around = 2.0 * math.pi * 0.6
    place = tiling(np.random.default_rng(5))
    start, end = place(_drum(np.full(2000, 1e-4), v)), place(_drum(np.full(2000, around + 1e-4), v))
    same = np.abs(start.inset - end.inset) < 2e-4
    assert same.mean() > 0.99
    assert (start.number == end.number).mean() > 0.99
    assert len(np.unique(start.number)) > 5


def test_bricks_are_as_long_and_high_as_said() -> None:
    v = np.linspace(0.0, 3.0, 6000)
    inset = courses(np.random.default_rng(1), 0.225, 0.075)(_drum(np.full(6000, 0.05), v)).inset
    bed = np.flatnonzero((inset[1:-1] < inset[:-2]) & (inset[1:-1] <= inset[2:]) & (inset[1:-1] < 0.001))
    assert np.median(np.diff(v[bed])) == pytest.approx(0.075, rel=0.02)


def test_every_channel_of_a_piece_of_many_points_is_kept() -> None:
    points = _drum(np.linspace(0.0, 1.0, 20_000), np.zeros(20_000))
    sample = Sample("coated", lambda p: Shaded(np.full(3, 0.5, np.float32), channels={COAT: 0.7}), 0.01, 0.05)
    assert evaluate(sample, points).channels[COAT] == pytest.approx(0.7)


@pytest.mark.parametrize("material", _MATERIALS, ids=lambda material: material.name)
def test_a_piece_is_finite_within_ranges_and_the_same_again(material: Material) -> None:
    rng = np.random.default_rng(3)
    points = _drum(rng.uniform(0.0, 3.7, 4000), rng.uniform(-0.3, 0.3, 4000))
    first, again = (evaluate(material.sample(np.random.default_rng(8)), points) for _ in range(2))
    assert np.isfinite(first.color).all()
    assert np.isfinite(first.relief).all()
    assert np.array_equal(first.color, again.color)
    assert np.array_equal(first.relief, again.relief)
    assert np.abs(first.relief).max() < 0.5 * material.coarsest
    assert first.dye.min() >= 0.0
    assert first.dye.max() <= 1.0
    assert ROUGHNESS in first.channels
    for channel, values in first.channels.items():
        assert np.isfinite(values).all()
        assert channel.low <= values.min()
        assert values.max() <= channel.high


def test_mortar_takes_no_dye_and_is_lower_than_bricks() -> None:
    points = _drum(np.linspace(0.0, 3.0, 3000), np.full(3000, 0.0375))
    wall = evaluate(_BY_NAME["brick"].sample(np.random.default_rng(2)), points)
    joint = wall.dye < 0.1
    assert 0.01 < joint.mean() < 0.3
    assert wall.relief[~joint].mean() - wall.relief[joint].mean() > 0.003


@pytest.mark.parametrize(
    ("name", "channel", "low", "high"),
    [
        ("ruby gem", TRANSMISSION, 0.8, 1.0),
        ("porcelain", COAT, 0.9, 1.0),
        ("blue ceramic", COAT, 0.9, 1.0),
        ("pottery", ROUGHNESS, 0.6, 1.0),
        ("brick", ROUGHNESS, 0.7, 1.0),
        ("marble", ROUGHNESS, 0.05, 0.3),
        ("jade", SUBSURFACE, 0.2, 0.6),
        ("lapis lazuli", METALLIC, 0.001, 0.2),
    ],
)
def test_channels_are_those_of_the_thing(name: str, channel: Channel, low: float, high: float) -> None:
    rng = np.random.default_rng(3)
    points = _drum(rng.uniform(0.0, 3.7, 20_000), rng.uniform(-0.3, 0.3, 20_000))
    mean = float(evaluate(_BY_NAME[name].sample(np.random.default_rng(1)), points).channels[channel].mean())
    assert low <= mean <= high


@pytest.mark.parametrize(
    "name", ["blue and white porcelain", "brick", "white tiles", "stone wall", "herringbone brick"]
)
def test_what_is_laid_around_a_part_has_no_seam(name: str) -> None:
    v, around = np.linspace(-0.5, 0.5, 3000), 2.0 * math.pi * 0.6
    sample = _BY_NAME[name].sample(np.random.default_rng(4))
    before = evaluate(sample, _drum(np.full(3000, 2e-5), v)).color
    after = evaluate(sample, _drum(np.full(3000, around + 2e-5), v)).color
    assert np.abs(before - after).mean() < 0.01


def test_throwing_rings_lie_level() -> None:
    sample = _BY_NAME["pottery"].sample(np.random.default_rng(1))
    length, zeros = np.linspace(0.0, 0.3, 1000), np.zeros(1000)
    along = evaluate(sample, _drum(length, zeros)).relief.std()
    up = evaluate(sample, _drum(zeros, length)).relief.std()
    assert up > 2.5 * along
