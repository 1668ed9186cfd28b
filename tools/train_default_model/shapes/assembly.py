"""Labelled objects, and the assembly that families add their pieces to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .geometry import Geometry, IntArray, rotation_about
from .part_words import PART_WORDS


@dataclass(frozen=True, eq=False)
class LabelledObject:
    """A procedural object whose parts are known. Up is +Z, the front is -Y.

    Args:
        family: the family's name, e.g. "table lamp".
        vertices: (V, 3) float32; after `generate_object` the box centre is the origin and the farthest vertex at 1.
        faces: (F, 3) int64, counter-clockwise seen from outside where the surface has an outside.
        face_part: (F,) int64 index into `part_names`.
        face_instance: (F,) int64, unique per instance of a part (four legs are four instances), 0..N-1.
        part_names: for each part all the words artists may use, the commonest first; no word twice in one object.
        object_names: words for the whole object.
    """

    family: str
    vertices: NDArray[np.float32]
    faces: IntArray
    face_part: IntArray
    face_instance: IntArray
    part_names: tuple[tuple[str, ...], ...]
    object_names: tuple[str, ...]


Families = dict[str, Callable[[np.random.Generator], LabelledObject]]
"""Generators by the name of their family."""


class Assembly:
    """Collects pieces of one object and remembers which part and instance each belongs to.

    Args:
        family: the family's name.
        object_names: words for the whole object, the commonest first.
    """

    def __init__(self, family: str, *object_names: str) -> None:
        self._family = family
        self._object_names = object_names or (family,)
        self._pieces: list[tuple[str, int, Geometry]] = []
        self._instances = 0

    def add(self, part: str, *pieces: Geometry) -> None:
        """Adds pieces that together are one instance of a part.

        Args:
            part: key of `PART_WORDS`.
            pieces: geometry in the object's units; each is wound to face outward.
        """
        for piece in pieces:
            self._pieces.append((part, self._instances, piece.outward()))
        self._instances += 1

    def add_each(self, part: str, *pieces: Geometry) -> None:
        """Adds every piece as an instance of its own."""
        for piece in pieces:
            self.add(part, piece)

    def bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lowest and highest corner of all pieces so far, each (3,)."""
        points = np.concatenate([geometry.vertices for _, _, geometry in self._pieces])
        return points.min(axis=0), points.max(axis=0)

    def finish(self, tilt: tuple[str, float] | None = None) -> LabelledObject:
        """Joins the pieces without welding and drops unused vertices.

        Args:
            tilt: optional axis and angle in degrees to lay the whole object down.

        Returns:
            The object in its own units, not yet normalised.
        """
        keys = list(dict.fromkeys(part for part, _, _ in self._pieces))
        vertices, faces, parts, instances = [], [], [], []
        offset = 0
        for part, instance, geometry in self._pieces:
            vertices.append(geometry.vertices)
            faces.append(geometry.faces + offset)
            parts.append(np.full(len(geometry.faces), keys.index(part), dtype=np.int64))
            instances.append(np.full(len(geometry.faces), instance, dtype=np.int64))
            offset += len(geometry.vertices)
        all_vertices, all_faces = np.concatenate(vertices), np.concatenate(faces)
        if tilt is not None:
            axis = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}[tilt[0]]
            all_vertices = all_vertices @ rotation_about(axis, np.radians(tilt[1])).T
        used = np.zeros(len(all_vertices), dtype=bool)
        used[all_faces] = True
        renumbered = np.cumsum(used) - 1
        return LabelledObject(
            family=self._family,
            vertices=all_vertices[used].astype(np.float32),
            faces=renumbered[all_faces],
            face_part=np.concatenate(parts),
            face_instance=np.concatenate(instances),
            part_names=distinct_words([PART_WORDS[key] for key in keys]),
            object_names=self._object_names,
        )


def distinct_words(words: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Keeps each word for one part only: commonest words win, then the part that comes first.

    Args:
        words: per part its words, the commonest first; commonest words of two parts must differ.

    Returns:
        Per part the words that mean only it.
    """
    owner: dict[str, int] = {}
    for rank in range(max(len(group) for group in words)):
        for part, group in enumerate(words):
            if rank < len(group):
                owner.setdefault(group[rank], part)
    return tuple(tuple(word for word in group if owner[word] == part) for part, group in enumerate(words))


def normalised(
    item: LabelledObject, rng: np.random.Generator, stretch: float = 0.1, turn: float = 20.0
) -> LabelledObject:
    """The object stretched a little, turned a little about the vertical, and fitted into the unit sphere.

    Args:
        item: the object in any units.
        rng: draws stretch and turn.
        stretch: standard deviation of the logarithm of each axis' scale.
        turn: largest turn about +Z in degrees.

    Returns:
        The object with the centre of its bounding box at the origin and its farthest vertex at distance 1.
    """
    vertices = item.vertices.astype(np.float64) * np.exp(
        np.clip(rng.normal(0.0, stretch, 3), -2 * stretch, 2 * stretch)
    )
    vertices = vertices @ rotation_about((0.0, 0.0, 1.0), np.radians(rng.uniform(-turn, turn))).T
    vertices -= (vertices.min(axis=0) + vertices.max(axis=0)) / 2.0
    vertices /= np.linalg.norm(vertices, axis=1).max()
    return LabelledObject(
        item.family,
        vertices.astype(np.float32),
        item.faces,
        item.face_part,
        item.face_instance,
        item.part_names,
        item.object_names,
    )
