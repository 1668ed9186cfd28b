"""Tangent frames and normal maps, against surfaces whose normals are known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.baking.frames import TangentFrames, moved_corner_normals
from styleglip_addon.engine.baking.height_slopes import height_slopes, island_labels

FLAT = np.array([(0, 0, 0), (2, 0, 0), (2, 1, 0), (0, 1, 0)], dtype=np.float64)
QUAD = np.array([(0, 1, 2), (0, 2, 3)])
UNIT = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)
SINGLE = np.arange(4)
"""Groups of four vertices at four places."""
MIDDLE = np.full((2, 3), 1 / 3)


def _encoded(frames: TangentFrames, gradient: tuple[float, float, float]) -> NDArray[np.float64]:
    face = np.array([0, 1])
    bent = frames.bent(face, MIDDLE, np.tile(gradient, (2, 1)).astype(np.float64), np.zeros((2, 3)))
    return frames.encode(face, MIDDLE, bent)


def test_a_flat_surface_has_the_neutral_normal() -> None:
    frames = TangentFrames.of(FLAT, QUAD, SINGLE, UNIT[QUAD])
    assert np.allclose(_encoded(frames, (0, 0, 0)), (0, 0, 1))


def test_a_slope_along_u_turns_the_normal_against_it() -> None:
    frames = TangentFrames.of(FLAT, QUAD, SINGLE, UNIT[QUAD])
    # h = u / 2 on a surface twice as wide as long: a slope of 1/4 along +X.
    gradient = frames.surface_gradient(np.array([0]), np.array([0.5]), np.array([0.0]))
    assert np.allclose(gradient, (0.25, 0, 0))
    expected = np.array((-0.25, 0.0, 1.0)) / np.hypot(0.25, 1.0)
    assert np.allclose(_encoded(frames, (0.25, 0, 0)), expected)


def test_on_a_mirrored_map_the_same_slope_points_the_other_way_along_u_and_decodes_to_the_same_normal() -> None:
    mirrored = TangentFrames.of(FLAT, QUAD, SINGLE, (UNIT * (-1, 1) + (1, 0))[QUAD])
    assert (mirrored.signs == -1).all()
    encoded = _encoded(mirrored, (0.25, 0.1, 0))
    bitangent = mirrored.signs[0] * np.cross(mirrored.normals[0, 0], mirrored.tangents[0, 0])
    decoded = encoded @ np.stack((mirrored.tangents[0, 0], bitangent, mirrored.normals[0, 0]))
    expected = np.array((-0.25, -0.1, 1.0)) / np.linalg.norm((0.25, 0.1, 1.0))
    assert encoded[0, 0] > 0
    assert np.allclose(decoded, expected)


@pytest.mark.parametrize("shear", [0.0, 0.7])
def test_the_gradient_is_that_of_the_surface_whatever_the_maps_angle(shear: float) -> None:
    uv = UNIT @ np.array(((1.0, shear), (0.0, 1.0)))
    frames = TangentFrames.of(FLAT, QUAD, SINGLE, uv[QUAD])
    slope = np.array((0.3, -0.2, 0.0))
    per_uv = frames.jacobian[0].T @ slope
    assert np.allclose(frames.surface_gradient(np.array([0]), per_uv[:1], per_uv[1:]), slope)


def test_smooth_normals_decode_with_the_interpolated_frame() -> None:
    tent = FLAT + np.array([(0, 0, 0), (0, 0, 0.5), (0, 0, 0), (0, 0, 0.5)])
    frames = TangentFrames.of(tent, QUAD, SINGLE, UNIT[QUAD])
    place = np.array([(0.2, 0.5, 0.3), (0.6, 0.1, 0.3)])
    face = np.array([0, 1])
    bend = np.array([(0.3, 0.1, 0.0), (-0.1, 0.2, 0.1)])
    encoded = frames.encode(face, place, frames.bent(face, place, np.zeros((2, 3)), bend))
    normal = np.einsum("ni,nic->nc", place, frames.normals[face])
    tangent = np.einsum("ni,nic->nc", place, frames.tangents[face])
    decoded = encoded[:, :1] * tangent + encoded[:, 1:2] * np.cross(normal, tangent) + encoded[:, 2:] * normal
    assert np.allclose(frames.decode(face, place, encoded), decoded)
    wanted = normal / np.linalg.norm(normal, axis=1, keepdims=True) + bend
    assert np.allclose(
        decoded / np.linalg.norm(decoded, axis=1, keepdims=True),
        wanted / np.linalg.norm(wanted, axis=1, keepdims=True),
    )


def test_a_face_without_area_in_the_map_keeps_the_neutral_normal() -> None:
    frames = TangentFrames.of(FLAT, QUAD, SINGLE, np.zeros((2, 3, 2)))
    assert np.allclose(_encoded(frames, (0.5, 0, 0)), (0, 0, 1))


def test_islands_are_what_hangs_together_in_the_map() -> None:
    apart = UNIT[QUAD].copy()
    assert len(set(island_labels(QUAD, SINGLE, apart))) == 1
    apart[1] += (2.0, 0.0)
    assert len(set(island_labels(QUAD, SINGLE, apart))) == 2


def test_slopes_do_not_look_across_a_seam() -> None:
    height = np.tile(np.array([0.0, 1.0, 2.0, 50.0, 49.0, 48.0]), (6, 1)).astype(np.float32)
    island = np.tile(np.array([0, 0, 0, 1, 1, -1]), (6, 1))
    per_u, per_v = height_slopes(height, island)
    assert (per_u[:, :3] == 6.0).all(), "one unit per texel, six texels per unit of u"
    assert (per_u[:, 3:5] == -6.0).all()
    assert (per_u[:, 5] == 0.0).all()
    assert (per_v == 0.0).all()


def test_shading_normals_turn_with_the_surface_flat_ones_alone_and_smooth_ones_together() -> None:
    tent = FLAT + np.array([(0, 0, 0), (0, 0, 0.5), (0, 0, 0), (0, 0, 0.5)])
    sides = np.cross(tent[QUAD][:, 1] - tent[QUAD][:, 0], tent[QUAD][:, 2] - tent[QUAD][:, 0])
    sides /= np.linalg.norm(sides, axis=1, keepdims=True)
    up = np.tile((0.0, 0.0, 1.0), (2, 3, 1))
    smooth = moved_corner_normals(FLAT, tent, QUAD, SINGLE, up)
    assert np.allclose(smooth[0, 1], sides[0]), "a corner of one triangle only"
    assert np.allclose(smooth[0, 0], smooth[1, 0]), "a corner of both"
    assert not np.allclose(smooth[0, 0], sides[0])
    # Back again, from a tent whose two sides are shaded flat.
    flat = np.repeat(sides[:, None], 3, axis=1)
    assert np.allclose(moved_corner_normals(tent, FLAT, QUAD, SINGLE, flat), up)
    assert np.allclose(moved_corner_normals(tent, tent, QUAD, SINGLE, flat), flat)
    # A custom normal keeps its angle to the surface.
    leaning = np.tile((0.6, 0.0, 0.8), (2, 3, 1))
    turned = moved_corner_normals(FLAT, tent, QUAD, SINGLE, leaning)
    assert np.allclose(turned[0, 1] @ sides[0], 0.8)
