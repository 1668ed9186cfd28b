"""What is not seen is not evaluated, and what is seen is the same."""

from __future__ import annotations

import numpy as np

from styleglip_addon.engine.materials.composing.coats import coat_layer
from styleglip_addon.engine.materials.composing.reference import ball_points
from styleglip_addon.engine.materials.composing.surface import Surface, changed_where, layered, surface_of
from styleglip_addon.engine.materials.material import Sample, Shaded
from styleglip_addon.engine.materials.points import Array, Points
from styleglip_addon.engine.materials.scatter import overlaid, strewn
from styleglip_addon.engine.materials.spaces import Space
from styleglip_addon.engine.materials.words.meanings import Coat
from styleglip_addon.engine.vocabulary.channels import METALLIC


def _disc(along: Array, across: Array, own: Array) -> np.ndarray:
    inside: np.ndarray = np.hypot(along, across) < 0.25 + 0.3 * own[:, 1]
    return inside


def test_the_topmost_of_several_layers_is_what_all_layers_over_each_other_show() -> None:
    points = ball_points(3.0, 4000)
    spaces = [Space(points.position + np.float32(7.3 * level), 0.01) for level in range(3)]
    top, number = overlaid(spaces, points, _disc, reach=0.6)
    inside, along, level = np.zeros(4000, bool), np.zeros(4000, np.float32), np.zeros(4000, np.float32)
    for layer, space in enumerate(spaces):
        one = strewn(space, points, _disc, reach=0.6)
        inside |= one.inside
        along, level = np.where(one.inside, one.along, along), np.where(one.inside, layer, level)
    assert 0.5 < inside.mean() < 0.99
    assert np.array_equal(top.inside, inside)
    np.testing.assert_allclose(top.along, along, atol=1e-6)
    assert np.array_equal(number, level)


def test_what_lies_under_deep_snow_is_not_evaluated_and_the_rest_is_unchanged() -> None:
    seen = []

    def base(points: Points) -> Shaded:
        seen.append(len(points))
        return Shaded(points.normal * 0.5 + 0.5, 0.001, {METALLIC: 1.0})

    snow = Sample("snow", lambda points: Shaded(np.ones(3, np.float32), 0.0), 0.01, 0.01)
    points = ball_points(0.2, 6000)
    bare = surface_of(base(points), len(points))
    shaded = layered(base, (coat_layer(Coat.SNOW, snow, 0.8, 0.0, np.random.default_rng(0)),))(points)
    assert seen[1] < 0.8 * seen[0]
    above = shaded.color.min(axis=1) == 1.0
    assert 0.2 < above.mean() < 0.8
    below = np.asarray(shaded.channels[METALLIC]) == 1.0
    np.testing.assert_allclose(shaded.color[below], bare.color[below], atol=1e-6)
    assert np.all(np.asarray(shaded.channels[METALLIC])[points.upward > 0.95] == 0.0)


def test_a_change_in_places_sees_those_places_only() -> None:
    points = ball_points(0.2, 500)
    zeros = np.zeros(500, np.float32)
    under = Surface(np.zeros((500, 3), np.float32), zeros, {}, zeros)
    surface = Surface(points.normal * 0.5 + 0.5, points.level, {METALLIC: points.level}, zeros, bare=under)
    rows = points.upward > 0.5

    def change(some: Points, part: Surface) -> Surface:
        assert len(some) == len(part) == rows.sum()
        assert part.bare is not None
        assert len(part.bare) == len(some)
        return part.changed(relief=part.relief + some.upward)

    changed = changed_where(rows, change, points, surface)
    assert changed is not None
    np.testing.assert_allclose(changed.relief[rows], (points.level + points.upward)[rows])
    assert not changed.relief[~rows].any()
    assert not changed.color[~rows].any()
    np.testing.assert_array_equal(changed.color[rows], surface.color[rows])
    assert changed_where(np.zeros(500, bool), change, points, surface) is None
