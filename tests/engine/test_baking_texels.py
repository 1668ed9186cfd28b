"""UV maps as texels: who has which texel, what is wrong with a map, and the rim around islands."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.baking import UvMap, UvMapError
from styleglip_addon.engine.baking.margins import Rim
from styleglip_addon.engine.baking.texels import count_covering_faces, find_texels

SQUARE = np.array([[(0, 0), (1, 0), (1, 1)], [(0, 0), (1, 1), (0, 1)]], dtype=np.float64)


def _random_triangles(seed: int, count: int) -> NDArray[np.float64]:
    random = np.random.default_rng(seed)
    centers = random.random((count, 1, 2))
    return np.clip(centers + 0.8 * (random.random((count, 3, 2)) - 0.5), 0.0, 1.0)


def test_two_triangles_of_a_square_share_its_texels_without_gap_and_each_knows_its_place() -> None:
    texels = find_texels(SQUARE, 33)
    assert texels.coverage.all()
    uv = np.einsum("ti,tic->tc", texels.barycentric, SQUARE[texels.face])
    row, column = texels.index // 33, texels.index % 33
    assert np.allclose(uv[:, 0] * 33 - 0.5, column, atol=1e-6)
    assert np.allclose(uv[:, 1] * 33 - 0.5, row, atol=1e-6)
    above = row > column
    assert (texels.face[above] == 1).all()
    assert (texels.face[row < column] == 0).all()


@pytest.mark.parametrize("seed", range(4))
def test_the_covered_texels_are_those_whose_centre_lies_in_a_triangle(seed: int) -> None:
    size, corners = 41, _random_triangles(seed, 5)
    found = find_texels(corners, size).coverage
    u, v = np.meshgrid((np.arange(size) + 0.5) / size, (np.arange(size) + 0.5) / size)
    inside = np.zeros((size, size), dtype=bool)
    near_an_edge = np.zeros((size, size), dtype=bool)
    for a, b, c in corners:
        sides = [(q[0] - p[0]) * (v - p[1]) - (q[1] - p[1]) * (u - p[0]) for p, q in ((a, b), (b, c), (c, a))]
        inside |= np.all([side > 0 for side in sides], axis=0) | np.all([side < 0 for side in sides], axis=0)
        near_an_edge |= np.any([np.abs(side) < 1e-9 for side in sides], axis=0)
    assert np.array_equal(found[~near_an_edge], inside[~near_an_edge])
    assert inside.sum() > 50


def test_of_two_triangles_on_one_texel_the_first_has_it() -> None:
    twice = np.concatenate((SQUARE, SQUARE))
    assert find_texels(twice, 16).face.max() == 1


def test_a_triangle_smaller_than_a_texel_still_gets_one() -> None:
    speck = np.array([[(0.501, 0.501), (0.502, 0.501), (0.501, 0.502)]])
    texels = find_texels(speck, 8)
    assert texels.index.tolist() == [4 * 8 + 4]
    assert np.allclose(texels.barycentric.sum(axis=1), 1.0)


def test_overlap_counts_mirrored_islands_and_not_neighbours() -> None:
    assert UvMap(SQUARE).overlap_share() == 0.0
    mirrored = np.concatenate((SQUARE, SQUARE[:, :, ::-1]))
    assert UvMap(mirrored).overlap_share() > 0.98  # centres on the diagonal are on an edge of all four
    assert count_covering_faces(mirrored, 16).max() == 2
    half = np.concatenate((SQUARE * (0.5, 1.0), SQUARE * (0.5, 0.5)))
    assert abs(UvMap(half).overlap_share() - 0.5) < 0.02


@pytest.mark.parametrize(
    ("corners", "words"),
    [
        (SQUARE + np.array((1.0, 0.0)), "outside the square"),
        (SQUARE * np.nan, "NaN"),
        (SQUARE * 0.0, "no area"),
    ],
)
def test_a_map_that_cannot_carry_textures_is_refused_with_what_to_do(corners: NDArray[np.float64], words: str) -> None:
    with pytest.raises(UvMapError, match=words) as caught:
        UvMap(corners).check()
    assert "unwrap" in str(caught.value).lower() or "new UV map" in str(caught.value)


def test_a_map_that_was_rounded_slightly_out_of_the_square_is_taken() -> None:
    UvMap(SQUARE * 1.00005).check()


def test_flat_share_is_the_share_of_surface_without_room_in_the_map() -> None:
    flat = SQUARE.copy()
    flat[1] = 0.3
    assert UvMap(flat).flat_share(np.array([3.0, 1.0])) == 0.25


def test_the_rim_repeats_the_nearest_texel_up_to_its_width_and_no_further() -> None:
    coverage = np.zeros((9, 9), dtype=bool)
    coverage[4, 3:6] = True
    texture = np.zeros((9, 9), dtype=np.uint8)
    texture[4, 3:6] = (10, 20, 30)
    Rim.around(coverage, 2).fill(texture, np.array(99, dtype=np.uint8))
    assert texture[2, 3:6].tolist() == [10, 20, 30]
    assert texture[4].tolist() == [99, 10, 10, 10, 20, 30, 30, 30, 99]
    assert texture[1, 4] == 99
    assert texture[2, 1] == 99, "a diagonal two and two away is farther than two"


def test_without_surface_all_is_background() -> None:
    texture = np.ones((4, 4, 3), dtype=np.uint8)
    Rim.around(np.zeros((4, 4), dtype=bool), 8).fill(texture, np.array((1, 2, 3), dtype=np.uint8))
    assert (texture == (1, 2, 3)).all()
