"""The front of an object is found from its shape."""

from __future__ import annotations

import math

import numpy as np
import pytest
import trimesh
from numpy.typing import NDArray

from styleglip_addon.engine.surface.front import find_front

UP = (0.0, 0.0, 1.0)


def angle(first: NDArray[np.floating], second: NDArray[np.floating]) -> float:
    return math.degrees(math.acos(float(np.clip(np.dot(first, second), -1.0, 1.0))))


def boxes(*parts: tuple[tuple[float, float, float], tuple[float, float, float]]) -> trimesh.Trimesh:
    """A mesh of boxes, each given by its size and its centre."""
    return trimesh.util.concatenate(
        [trimesh.creation.box(size, trimesh.transformations.translation_matrix(centre)) for size, centre in parts]
    )


def chair() -> trimesh.Trimesh:
    """Faces -Y, its back rest at +Y."""
    legs = [((0.1, 0.1, 1.0), (x, y, 0.5)) for x in (-0.45, 0.45) for y in (-0.45, 0.45)]
    return boxes(((1.0, 1.0, 0.1), (0.0, 0.0, 1.0)), ((1.0, 0.1, 1.0), (0.0, 0.45, 1.5)), *legs)


def hammer() -> trimesh.Trimesh:
    """Its head lies along X."""
    return boxes(((0.15, 0.15, 2.0), (0.0, 0.0, 0.0)), ((1.2, 0.4, 0.4), (0.1, 0.0, 1.0)))


def turned(mesh: trimesh.Trimesh, degrees: float) -> trimesh.Trimesh:
    copy = mesh.copy()
    copy.apply_transform(trimesh.transformations.rotation_matrix(math.radians(degrees), (0, 0, 1)))
    return copy


@pytest.mark.parametrize("degrees", [0.0, 30.0, -60.0])
def test_a_chair_is_seen_from_the_front_however_it_stands(degrees: float) -> None:
    mesh = turned(chair(), degrees)
    front = find_front(mesh.vertices, mesh.faces, UP)
    expected = np.array((math.sin(math.radians(degrees)), -math.cos(math.radians(degrees)), 0.0))
    assert angle(front, expected) < 15.5


@pytest.mark.parametrize(("degrees", "expected"), [(0.0, (0, -1, 0)), (90.0, (1, 0, 0)), (45.0, (0.7071, -0.7071, 0))])
def test_a_hammer_is_seen_broadside(degrees: float, expected: tuple[float, float, float]) -> None:
    mesh = turned(hammer(), degrees)
    assert angle(find_front(mesh.vertices, mesh.faces, UP), np.array(expected)) < 1.0


@pytest.mark.parametrize(
    "mesh", [trimesh.creation.cylinder(0.5, 2.0), trimesh.creation.icosphere(), trimesh.creation.box((1, 1, 2))]
)
def test_a_round_object_keeps_the_conventional_front(mesh: trimesh.Trimesh) -> None:
    assert np.allclose(find_front(mesh.vertices, mesh.faces, UP), (0, -1, 0))


def test_the_front_is_found_for_any_up_axis_and_is_always_the_same() -> None:
    mesh = turned(hammer(), 90.0)
    # The same hammer in a file whose up is +Y: (x, y, z) -> (x, z, -y).
    standing = np.stack((mesh.vertices[:, 0], mesh.vertices[:, 2], -mesh.vertices[:, 1]), axis=1)
    first = find_front(standing, mesh.faces, (0, 1, 0))
    assert np.allclose(first, (1, 0, 0), atol=1e-6)
    assert np.array_equal(first, find_front(standing, mesh.faces, (0, 1, 0)))
