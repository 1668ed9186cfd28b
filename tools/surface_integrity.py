"""What a displacement must not do to a surface: open a crack, or push triangles through each other.

V = vertices, F = triangles. Vertices that lie at one place count as one, as artists' files double them along the seams
of UV maps, normals and materials.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine import StylizeResult
from styleglip_addon.engine.surface import weld
from styleglip_addon.engine.surface.crossings import TrianglePairs
from styleglip_addon.engine.vocabulary import FloatArray, Mesh

Ints = NDArray[np.int64]

MOST_NEW_CROSSINGS = 0.001
"""Largest share of the triangles that may cross another one after the displacement and none before."""


@dataclass(frozen=True)
class SurfaceIntegrity:
    """What a displacement did to a surface.

    Args:
        triangles: F.
        doubled: vertices that share their place with another one.
        crack: greatest distance, metres, by which vertices that were at one place (to the last bit) are apart.
        open_edges_before, open_edges: welded edges that do not have an even number of triangles; 0: watertight. Doubled
            vertices are joined where they are after the displacement, so a crack shows as open edges.
        crossing_before, crossing: triangles that another one passes through.
        new_crossings: those of `crossing` that are not of `crossing_before`.
        sum_error: greatest difference, metres, between the displacement and the sum of the parts' displacements.
    """

    triangles: int
    doubled: int
    crack: float
    open_edges_before: int
    open_edges: int
    crossing_before: int
    crossing: int
    new_crossings: int
    sum_error: float

    @property
    def new_share(self) -> float:
        """New crossings as a share of all triangles."""
        return self.new_crossings / max(self.triangles, 1)

    @property
    def holds(self) -> bool:
        """Whether no crack opened, what was watertight is, crossings are rare, and the parts make up the whole."""
        is_closed = self.open_edges <= self.open_edges_before
        return self.crack == 0.0 and is_closed and self.new_share <= MOST_NEW_CROSSINGS and self.sum_error <= 1e-6

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self) | {"new_share": self.new_share, "holds": self.holds}


def examine(mesh: Mesh, result: StylizeResult) -> SurfaceIntegrity:
    """Compares a mesh with its result."""
    moved = np.asarray(mesh.vertices + result.displacement, dtype=np.float32)
    parts = np.sum([part.displacement for part in result.parts], axis=0, dtype=np.float64)
    return compare(mesh.vertices, moved, mesh.faces, float(np.abs(parts - result.displacement).max()))


def compare(before: FloatArray, after: FloatArray, faces: Ints, sum_error: float = 0.0) -> SurfaceIntegrity:
    """Compares a surface before and after its vertices were moved.

    Args:
        before, after: (V, 3) positions.
        faces: (F, 3).
        sum_error: see `SurfaceIntegrity`.
    """
    places = weld(before, tolerance=0.0)
    crossed_before = crossing_triangles(before, faces)
    crossed = crossing_triangles(after, faces)
    return SurfaceIntegrity(
        triangles=len(faces),
        doubled=int((np.bincount(places)[places] > 1).sum()),
        crack=spread(after, places),
        open_edges_before=open_edges(faces, weld(before)),
        # Joined at the same distance as before: the box of the displaced surface may be larger.
        open_edges=open_edges(faces, weld(after, tolerance=1e-6 * _diagonal(before))),
        crossing_before=int(crossed_before.sum()),
        crossing=int(crossed.sum()),
        new_crossings=int((crossed & ~crossed_before).sum()),
        sum_error=sum_error,
    )


def crossing_triangles(vertices: NDArray[np.floating], faces: Ints) -> NDArray[np.bool_]:
    """(F,) whether another triangle passes through this one; see `TrianglePairs.cross`.

    Args:
        vertices: (V, 3).
        faces: (F, 3).
    """
    pairs = TrianglePairs(vertices, vertices, faces, weld(vertices))
    return pairs.triangles(pairs.cross(vertices))


def spread(vertices: FloatArray, groups: Ints) -> float:
    """Greatest distance of a vertex from the first one of its group."""
    first = np.full(int(groups.max()) + 1, len(groups))
    np.minimum.at(first, groups, np.arange(len(groups)))
    points = np.asarray(vertices, dtype=np.float64)
    return float(np.linalg.norm(points - points[first[groups]], axis=1).max())


def open_edges(faces: Ints, groups: Ints) -> int:
    """Number of welded edges with an odd number of triangles; triangles that weld to a line do not count."""
    places = groups[faces]
    is_flat = (places == np.roll(places, 1, axis=1)).any(axis=1)
    places = places[~is_flat]
    edges = np.sort(np.concatenate((places[:, [0, 1]], places[:, [1, 2]], places[:, [2, 0]])), axis=1)
    _, counts = np.unique(edges, axis=0, return_counts=True)
    return int((counts % 2).sum())


def _diagonal(points: NDArray[np.floating]) -> float:
    return float(np.linalg.norm(np.ptp(np.asarray(points, dtype=np.float64), axis=0)))
