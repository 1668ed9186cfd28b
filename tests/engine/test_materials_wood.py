"""Woods, leathers and what animals wear: ranges, repeatability, and the structure that each is known by."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from styleglip_addon.engine.materials.catalogue import FAMILIES as EVERY_FAMILY
from styleglip_addon.engine.materials.evaluation import evaluate
from styleglip_addon.engine.materials.families.wood import solid_woods
from styleglip_addon.engine.materials.families.wood.board_layouts import basket, blocks, herringbone, planks
from styleglip_addon.engine.materials.families.wood.wood_grain import Growth, Year, grown
from styleglip_addon.engine.materials.material import Material
from styleglip_addon.engine.materials.points import Array, Points, boxed_points
from styleglip_addon.engine.vocabulary.channels import METALLIC, ROUGHNESS

_FAMILIES = (
    "animal_coats",
    "bamboos",
    "barks",
    "boards",
    "feathers",
    "furs",
    "leathers",
    "plaited",
    "pressed_woods",
    "scaled_skins",
    "shells_and_bones",
    "shingles",
    "solid_woods",
    "thick_skins",
    "weathered_woods",
)
_MATERIALS = {material.name: material for family in _FAMILIES for material in EVERY_FAMILY[family]}

every = pytest.mark.parametrize("material", _MATERIALS.values(), ids=list(_MATERIALS))


def _ball(spacing: float, count: int = 4000, radius: float = 0.2) -> Points:
    normal = np.random.default_rng(1).normal(size=(count, 3)).astype(np.float32)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    points = boxed_points(normal * np.float32(radius), normal, spacing)
    u = np.arctan2(normal[:, 0], -normal[:, 1]) * radius
    uv = np.stack((u, np.arcsin(normal[:, 2]) * radius), axis=1).astype(np.float32)
    return replace(points, uv=uv, around=np.full(count, 2.0 * math.pi * radius, np.float32))


@every
def test_channels_are_finite_and_within_range(material: Material) -> None:
    points = _ball(0.5 * material.finest)
    shaded = evaluate(material.sample(np.random.default_rng(3)), points)
    assert np.isfinite(shaded.color).all()
    assert shaded.color.std(axis=0).max() > 0.003
    assert np.isfinite(shaded.relief).all()
    assert np.abs(shaded.relief).max() < 0.03
    assert ROUGHNESS in shaded.channels
    assert METALLIC not in shaded.channels
    for channel, values in shaded.channels.items():
        assert np.isfinite(values).all(), channel.name
        assert channel.low <= values.min(), channel.name
        assert values.max() <= channel.high, channel.name
        assert values.shape == (len(points),)


@every
def test_same_state_gives_the_same_piece(material: Material) -> None:
    points = _ball(material.finest, count=300)
    one, same, other = (evaluate(material.sample(np.random.default_rng(seed)), points) for seed in (5, 5, 6))
    assert np.array_equal(one.color, same.color)
    assert np.array_equal(one.relief, same.relief)
    assert not np.array_equal(one.color, other.color)


@every
def test_far_away_it_keeps_its_mean_color(material: Material) -> None:
    """Samples ten times coarser than those close up see the same colour on average: nothing gets lost or added."""
    sample = material.sample(np.random.default_rng(4))
    near, far = (evaluate(sample, _ball(factor * material.finest)).color.mean(axis=0) for factor in (0.5, 5.0))
    assert np.abs(near - far).max() < 0.04


def _line(start: tuple[float, float, float], direction: tuple[float, float, float], length: float) -> Array:
    steps = np.linspace(0.0, length, 4000, dtype=np.float32)[:, None]
    return np.array(start, np.float32) + steps * np.array(direction, np.float32)


def test_rings_run_along_the_grain_and_are_as_wide_as_said() -> None:
    growth = Growth(Year.CONIFER, ring=(0.004, 0.004), contrast=1.0, bands=0.0, fibre=0.0, pores=0.0)
    trunk = grown(np.random.default_rng(2), growth)
    across = trunk(_line((-0.2, 0.0, 0.0), (1.0, 0.0, 0.0), 0.4), 0.0001).tone
    along = trunk(_line((0.02, 0.05, 0.0), (0.0, 0.0, 1.0), 0.4), 0.0001).tone
    years = int((np.diff((across > across.mean()).astype(int)) == 1).sum())
    assert 45 < years < 140  # 100 rings where the line runs through the pith, fewer where it passes it
    assert np.abs(np.diff(along)).mean() < 0.35 * np.abs(np.diff(across)).mean()


def test_pores_of_oak_lie_in_the_early_wood() -> None:
    trunk = grown(np.random.default_rng(2), solid_woods.OAK)
    grain = trunk(np.random.default_rng(0).uniform(-0.1, 0.1, (20_000, 3)).astype(np.float32), 0.0001)
    assert grain.pore[grain.year < 0.2].mean() > 4.0 * grain.pore[grain.year > 0.6].mean() > 0.0


def test_knots_of_pine_are_few_and_darker() -> None:
    trunk = grown(np.random.default_rng(2), solid_woods.PINE)
    grain = trunk(np.random.default_rng(0).uniform(-0.2, 0.2, (20_000, 3)).astype(np.float32), 0.0005)
    inside = grain.knot > 0.9
    assert 0.0005 < inside.mean() < 0.05
    assert grain.tone[inside].mean() > grain.tone[~inside].mean() + 0.2


_LAYOUTS = {
    "planks": lambda rng: planks(rng, 0.1, 0.8),
    "herringbone": lambda rng: herringbone(rng, 0.05, 5),
    "basket": lambda rng: basket(rng, 0.12, 4),
    "blocks": lambda rng: blocks(rng, 0.05, 0.05),
}


def _flat(uv: Array, around: float = 0.0) -> Points:
    zeros = np.zeros(len(uv), np.float32)
    points = boxed_points(np.stack((uv[:, 0], zeros, uv[:, 1]), axis=1), np.tile([0.0, -1.0, 0.0], (len(uv), 1)), 0.001)
    return replace(points, uv=uv.astype(np.float32), around=zeros + np.float32(around))


@pytest.mark.parametrize("name", _LAYOUTS)
def test_boards_have_their_size_and_leave_nothing_out(name: str) -> None:
    layout = _LAYOUTS[name](np.random.default_rng(8))
    uv = np.random.default_rng(9).uniform(-1.0, 1.0, (40_000, 2)).astype(np.float32)
    board = layout(_flat(uv))
    width, length = {"planks": (0.1, 0.8), "herringbone": (0.05, 0.25), "basket": (0.03, 0.12), "blocks": (0.05, 0.05)}[
        name
    ]
    assert np.ptp(board.across) == pytest.approx(width, rel=0.02)
    assert board.along.min() > -1e-4
    assert board.along.max() == pytest.approx(length, rel=0.02)
    assert board.inset.min() > -1e-4
    # Every board is whole: its points, back in the surface's frame, lie close together.
    for number in np.unique(board.number)[:40]:
        mine = (board.number == number) & (board.second == board.second[board.number == number][0])
        if mine.sum() > 3 and (board.third[mine] == board.third[mine][0]).all():
            assert np.hypot(*np.ptp(uv[mine], axis=0)) <= 1.03 * (width + length)


@pytest.mark.parametrize("name", _LAYOUTS)
def test_boards_meet_around_a_part(name: str) -> None:
    around = 0.83
    layout = _LAYOUTS[name](np.random.default_rng(8))
    v = np.random.default_rng(9).uniform(-1.0, 1.0, 3000).astype(np.float32)
    left = layout(_flat(np.stack((np.full_like(v, 0.017 - 0.5 * around), v), axis=1), around))
    right = layout(_flat(np.stack((np.full_like(v, 0.017 + 0.5 * around), v), axis=1), around))
    same = np.abs(left.inset - right.inset) < 2e-4
    assert same.mean() > 0.98
    inner = (left.inset > 0.003) & same
    assert (left.number == right.number)[inner].mean() > 0.98


_MEETING = ("wicker", "rope", "snake skin", "fish scales", "feathers", "brown fur", "bamboo", "oak planks", "leopard")


@pytest.mark.parametrize("name", _MEETING)
def test_surface_meets_itself_around_a_part(name: str) -> None:
    """At the place where u closes, both sides show the same point of the same thing."""
    material, around = _MATERIALS[name], 0.9
    v = np.random.default_rng(9).uniform(-0.5, 0.5, 3000).astype(np.float32)
    sides = []
    for u in (0.017 - 0.5 * around, 0.017 + 0.5 * around):
        points = _flat(np.stack((np.full_like(v, u), v), axis=1), around)
        # The same place in the solid, as it is on a thing that is round.
        solid = np.stack((np.full_like(v, 0.1), np.zeros_like(v), v), axis=1)
        points = replace(points, position=solid, spacing=0.4 * material.finest)
        sides.append(evaluate(material.sample(np.random.default_rng(1)), points).color)
    assert (np.abs(sides[0] - sides[1]).max(axis=1) < 0.02).mean() > 0.97


_PERIODS = {"wicker": 0.05, "rope": 0.015, "feathers": 0.03}


@pytest.mark.parametrize("name", _PERIODS)
def test_rows_repeat_at_their_width(name: str) -> None:
    """Relief along v of laid things repeats: the first peak of its autocorrelation lies where a row or two are over."""
    step = 0.0005
    v = np.arange(4000, dtype=np.float32) * np.float32(step)
    points = replace(_flat(np.stack((np.full_like(v, 0.003), v), axis=1)), spacing=step)
    relief = evaluate(_MATERIALS[name].sample(np.random.default_rng(1)), points).relief
    relief = relief - relief.mean()
    power = np.abs(np.fft.rfft(relief, 8000)) ** 2
    correlation = np.fft.irfft(power)[:400]
    first = int(np.argmax(correlation < 0.0))
    period = (first + int(np.argmax(correlation[first:200]))) * step
    assert 0.15 * _PERIODS[name] < period < 2.5 * _PERIODS[name]
    assert correlation[first:200].max() > 0.3 * correlation[0]


def test_paint_takes_on_a_color_and_bare_wood_does_not() -> None:
    points = _ball(0.0005, count=20_000)
    shaded = evaluate(_MATERIALS["red painted wood"].sample(np.random.default_rng(1)), points)
    red = shaded.color[:, 0] - shaded.color[:, 2]
    assert red[shaded.dye > 0.9].mean() > 0.25
    assert red[shaded.dye < 0.1].mean() < 0.15
