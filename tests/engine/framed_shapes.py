"""Simple solids, made dense, as the one part whose frame is tested."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.surface import refine, weld, welded_vertex_normals
from styleglip_addon.engine.surface.part_frames import part_frames
from styleglip_addon.engine.surface.topology import face_normals

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Solid = tuple[Floats, Ints]

UP = (0.0, 0.0, 1.0)


def lathe(profile: list[tuple[float, float]], sectors: int = 32, closed: bool = False) -> Solid:
    """A profile of (radius, height) turned around z; its ends are closed by discs, or it is closed on itself."""
    angle = np.arange(sectors) * 2.0 * np.pi / sectors
    rings = [np.stack((r * np.cos(angle), r * np.sin(angle), np.full(sectors, z)), axis=1) for r, z in profile]
    vertices = np.concatenate((*rings, [(0.0, 0.0, profile[0][1]), (0.0, 0.0, profile[-1][1])]))
    count, faces = len(profile), []
    for i in range(count if closed else count - 1):
        for j in range(sectors):
            a, b = i * sectors + j, i * sectors + (j + 1) % sectors
            c, d = (i + 1) % count * sectors + j, (i + 1) % count * sectors + (j + 1) % sectors
            faces += [(a, b, d), (a, d, c)]
    if not closed:
        for j in range(sectors):
            low, high = count * sectors, (count - 1) * sectors
            faces += [(low, (j + 1) % sectors, j), (low + 1, high + j, high + (j + 1) % sectors)]
    return vertices, np.array(faces)


def box(size: tuple[float, float, float], at: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Solid:
    """A box around a place."""
    corner = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = [triangle for a, b, c, d in quads for triangle in ((a, b, c), (a, c, d))]
    return corner * size + at, np.array(faces)


def together(*solids: Solid) -> Solid:
    """Several loose pieces as one mesh."""
    starts = np.cumsum([0, *(len(vertices) for vertices, _ in solids)])
    return (
        np.concatenate([vertices for vertices, _ in solids]),
        np.concatenate([faces + start for (_, faces), start in zip(solids, starts, strict=False)]),
    )


def turned(solid: Solid, rotation: Floats, scale: float = 1.0) -> Solid:
    return solid[0] @ rotation.T * scale, solid[1]


def tilt(degrees: float, seed: int = 3) -> Floats:
    """A rotation by an angle about a horizontal axis."""
    angle = np.random.default_rng(seed).uniform(0.0, 2.0 * np.pi)
    axis, radians = np.array([np.cos(angle), np.sin(angle), 0.0]), np.radians(degrees)
    cross = np.array([[0.0, -axis[2], axis[1]], [axis[2], 0.0, -axis[0]], [-axis[1], axis[0], 0.0]])
    matrix: Floats = np.eye(3) + np.sin(radians) * cross + (1.0 - np.cos(radians)) * cross @ cross
    return matrix


class Framed:
    """A mesh made dense, and the frame of the one part that it is."""

    def __init__(self, solid: Solid, dense: int = 3000, metres: float = 1.0) -> None:
        vertices = solid[0].astype(np.float32)
        refined = refine(vertices, solid[1], weld(vertices), dense)
        self.vertices, self.faces = refined.vertices.astype(np.float64), refined.faces
        self.normals = face_normals(self.vertices, self.faces)
        smooth = welded_vertex_normals(self.vertices, self.faces, refined.groups)
        weights = np.ones((len(self.vertices), 1))
        (self.frame,) = part_frames(self.vertices, self.faces, refined.groups, smooth, weights, UP, metres)

    def at(self, count: int = 20_000) -> tuple[Points, Floats, Ints]:
        """Random points of the surface, their places in object space, and their triangles."""
        rng = np.random.default_rng(0)
        face = rng.integers(0, len(self.faces), count)
        places = rng.dirichlet((1.0, 1.0, 1.0), count)
        return (
            self.frame.at(face, places, 0.01),
            (self.vertices[self.faces[face]] * places[..., None]).sum(axis=1),
            face,
        )

    def pairs(self, across: NDArray[np.bool_]) -> tuple[Points, Points]:
        """Points on both sides of each edge between faces that are chosen, at the edge's middle."""
        owner: dict[tuple[int, int], tuple[int, int]] = {}
        rows: list[tuple[int, int, int, int]] = []
        groups = weld(self.vertices)
        for face, corners in enumerate(groups[self.faces]):
            for i in range(3):
                a, b = int(corners[i]), int(corners[(i + 1) % 3])
                key = (min(a, b), max(a, b))
                if key in owner and across[face] and across[owner[key][0]]:
                    rows.append((*owner[key], face, i))
                owner[key] = (face, i)
        found = np.array(rows)
        sides = []
        for column in (0, 2):
            places = np.full((len(found), 3), 0.5)
            places[np.arange(len(found)), (found[:, column + 1] + 2) % 3] = 0.0
            sides.append(self.frame.at(found[:, column], places, 0.01))
        return sides[0], sides[1]


def jumps(first: Points, second: Points) -> Floats:
    """(n, 2) differences in u and v of points that lie together, u up to what goes around."""
    difference = (first.uv - second.uv).astype(np.float64)
    around = np.where(first.around > 0.0, first.around, 1.0)
    turns = np.where(first.around > 0.0, np.round(difference[:, 0] / around), 0.0)
    difference[:, 0] -= turns * around
    return np.abs(difference)


CYLINDER = lathe([(0.3, 0.0), (0.3, 1.0)])
CONE = lathe([(0.5, 0.0), (0.2, 0.6)])
VASE = lathe([(0.2, 0.0), (0.4, 0.3), (0.45, 0.5), (0.3, 0.8), (0.15, 0.9), (0.2, 1.1)])
SPHERE = lathe([(0.5 * np.sin(a), -0.5 * np.cos(a)) for a in np.linspace(0.05, np.pi - 0.05, 24)])
TORUS = lathe([(0.5 + 0.15 * np.cos(a), 0.15 * np.sin(a)) for a in np.arange(24) * np.pi / 12.0], closed=True)


def swept(line: Floats, radius: float, sectors: int = 12) -> Solid:
    """A tube around a line (m, 3) in the plane y = 0, open at both ends."""
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.stack((along[:, 2], np.zeros(len(line)), -along[:, 0]), axis=1)
    angle = np.arange(sectors) * 2.0 * np.pi / sectors
    rings = line[:, None] + radius * (
        np.cos(angle)[None, :, None] * across[:, None] + np.sin(angle)[None, :, None] * np.array([0.0, 1.0, 0.0])
    )
    faces = []
    for i in range(len(line) - 1):
        for j in range(sectors):
            a, b = i * sectors + j, i * sectors + (j + 1) % sectors
            faces += [(a, a + sectors, b + sectors), (a, b + sectors, b)]
    return rings.reshape(-1, 3), np.array(faces)
