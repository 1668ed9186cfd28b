"""Tests of what lies on a surface: loose things and pieces are whole, runs go down however the thing below lies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.composing.coat_matter import made_coat
from styleglip_addon.engine.materials.composing.coats import coat_layer
from styleglip_addon.engine.materials.composing.dripping import running
from styleglip_addon.engine.materials.composing.surface import Surface
from styleglip_addon.engine.materials.material import Shaded
from styleglip_addon.engine.materials.points import Array, Points, boxed_points
from styleglip_addon.engine.materials.scatter import Inside, Strewn, strewn
from styleglip_addon.engine.materials.spaces import solid
from styleglip_addon.engine.materials.words.meanings import Coat, Finish, Pattern
from styleglip_addon.engine.materials.words.reader import read_style

_SIDE, _SPACING = 120, 0.002


def wall() -> Points:
    """A wall of 24 cm, seen along y; z is up."""
    grid = np.arange(_SIDE, dtype=np.float32) * _SPACING
    x, z = (axis.ravel() for axis in np.meshgrid(grid, grid))
    position = np.stack((x, np.zeros(_SIDE**2, np.float32), z), axis=1)
    return boxed_points(position, np.broadcast_to(np.array([0.0, -1.0, 0.0], np.float32), position.shape), _SPACING)


def _disc(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = np.hypot(along, across) < 0.4
    return inside


def test_loose_things_are_whole_or_not_there() -> None:
    points = wall()
    space = solid(np.random.default_rng(1), 0.03, 0.03, turned=False)(points)

    def right_half(middles: Points) -> NDArray[np.bool_]:
        return middles.position[:, 0] > 0.13

    every = strewn(space, points, _disc)
    some = strewn(space, replace(points, growing=right_half), _disc)

    numbers, there = _things(every), _things(some)
    kept = np.isin(numbers, np.unique(there[some.inside]))
    # What was seen of a thing that is kept is seen of it still, also left of the line, and of the others nothing is.
    assert np.array_equal(there[every.inside & kept], numbers[every.inside & kept])
    assert 0.3 < kept[every.inside].mean() < 0.7
    assert some.inside[points.position[:, 0] < 0.128].any()


def _things(found: Strewn) -> NDArray[np.float64]:
    """A number (n,) per thing."""
    return found.identity.astype(np.float64) @ np.array([1.0, 17.0, 291.0])


@pytest.mark.parametrize(
    ("name", "wide"),
    [
        ("feathers", 0.13),
        ("dragon scales", 0.12),
        ("pebbles", 0.25),
        ("cobblestone", 0.7),
        ("mosaic", 0.1),
        ("brick", 1.0),
        ("roof tiles", 1.0),
        ("sequins", 0.04),
    ],
)
def test_pieces_are_whole_or_not_there(name: str, wide: float) -> None:
    sample = MATERIALS[name].sample(np.random.default_rng(3))
    points = wall().scaled(0.24 / wide)
    asked: list[Array] = []

    def all_of_them(middles: Points) -> NDArray[np.bool_]:
        asked.append(middles.position)
        return np.ones(len(middles), bool)

    every = _pieces(sample.shader(replace(points, growing=all_of_them)))
    line = np.median(np.concatenate(asked)[:, 0])
    some = _pieces(sample.shader(replace(points, growing=lambda middles: middles.position[:, 0] > line)))

    kept = np.isin(every, np.unique(some[some >= 0.0])) & (every >= 0.0)
    # What was seen of a piece that is kept is seen of it still; two pieces may have a number in common.
    assert len(np.unique(every[kept & (some != every)])) <= 1
    assert 0.2 < kept.mean() < 0.9 * (every >= 0.0).mean()
    assert sample.shader(points).cover is None


def _pieces(shaded: Shaded) -> Array:
    """The number (n,) of the piece that a point is on, -1 between them."""
    assert shaded.piece is not None
    assert shaded.cover is not None
    return np.where(np.asarray(shaded.cover, np.float32) > 0.99, shaded.piece, np.float32(-1.0))


def _patina(points: Points) -> Array:
    rng = np.random.default_rng(4)
    layer = coat_layer(Coat.PATINA, made_coat(Coat.PATINA, rng), 0.5, 0.0, rng)

    def below(some: Points) -> Surface:
        zeros = np.zeros(len(some), np.float32)
        return Surface(np.zeros((len(some), 3), np.float32), zeros, {}, zeros)

    return layer.over(points, below).color


def test_patina_runs_down_in_the_scene() -> None:
    """A piece that lies on its side, so that z along it is level, has the same patina as one that stands."""
    points = wall()
    turned = points.position[:, [2, 1, 0]]
    lying = replace(points, position=turned, scene=points.position, scene_normal=points.normal)

    shown = _patina(lying)

    assert np.array_equal(shown, _patina(points))
    lightness = shown.sum(axis=1).reshape(_SIDE, _SIDE)
    across = np.abs(lightness[:, 8:] - lightness[:, :-8]).mean()
    down = np.abs(lightness[8:] - lightness[:-8]).mean()
    assert down < 0.8 * across


def test_what_is_poured_over_covers_the_top_and_ends_in_tongues() -> None:
    run = running(np.random.default_rng(2), 0.5, 0.0)
    share = run(wall()).share.reshape(_SIDE, _SIDE)

    assert share[-1].min() == 1.0
    assert share[0].max() == 0.0
    lowest = (share > 0.5).argmax(axis=0)
    assert np.ptp(lowest) * _SPACING > 0.01
    # Nothing floats: below the covered there is always more of it above.
    assert (np.diff((share > 0.5).astype(int), axis=0) >= 0).mean() > 0.995


def test_a_lying_tube_is_wetted_from_above_all_along() -> None:
    points = wall()
    assert points.fall is not None
    lying = replace(points, uv=points.uv[:, ::-1].copy(), fall=points.fall * np.array([0.0, 1.0, 1.0], np.float32))

    assert np.allclose(
        running(np.random.default_rng(2), 0.5, 0.0)(lying).share,
        running(np.random.default_rng(2), 0.5, 0.0)(points).share,
    )


@pytest.mark.parametrize("style", ["dripping oak", "dripping granite"])
def test_a_thing_that_does_not_melt_is_wet(style: str) -> None:
    reading = read_style(style)

    assert Finish.WET in reading.finishes
    assert not reading.patterns


@pytest.mark.parametrize(
    ("style", "base", "running"),
    [
        ("honey dripping on wood", "wood", "honey"),
        ("wood dripping with honey", "wood", "honey"),
        ("green slime dripping over metal", "steel", "slime"),
        ("gold dripping on black marble", "black marble", "gold"),
        ("melting wax", "wax", ""),
    ],
)
def test_what_drips_is_read(style: str, base: str, running: str) -> None:
    reading = read_style(style)

    assert reading.material == base
    assert [(word.pattern, word.material) for word in reading.patterns] == [(Pattern.DRIPS, running)]
