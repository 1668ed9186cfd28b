"""Surface that a name of the object's own stands for: a material, one of several joined objects, a vertex group.

F = triangles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from .errors import MeshError


class NameKind(StrEnum):
    """What carries a name, in the words that it is shown by."""

    OBJECT = "object"
    MATERIAL = "material"
    VERTEX_GROUP = "vertex group"
    BONE = "bone"
    ATTRIBUTE = "attribute"


@dataclass(frozen=True, eq=False)
class NamedRegion:
    """A name and the triangles that it stands for.

    Args:
        name: as the artist wrote it, e.g. "RedFabricMat".
        kind: what carries the name.
        faces: (n,) int64 indices of the mesh's triangles.
    """

    name: str
    kind: NameKind
    faces: NDArray[np.int64]

    def checked(self, count: int) -> NamedRegion:
        """The same with its indices as an array of their type.

        Args:
            count: F.

        Raises:
            MeshError: an index is out of range.
        """
        faces = np.ascontiguousarray(self.faces, dtype=np.int64).reshape(-1)
        if len(faces) and not 0 <= int(faces.min()) <= int(faces.max()) < count:
            raise MeshError(f'The {self.kind} "{self.name}" names triangles that the mesh does not have.')
        return NamedRegion(self.name, self.kind, faces)


def regions_of(kind: NameKind, names: Sequence[str], numbers: NDArray[np.integer]) -> tuple[NamedRegion, ...]:
    """The regions of names that share out the surface, as materials do; empty names and names without a face have none.

    Args:
        kind: what carries the names.
        names: n names; what two of the same name have is one region.
        numbers: (F,) which of them each triangle has, negative for none.
    """
    order = np.argsort(numbers, kind="stable")
    bounds = np.searchsorted(numbers[order], np.arange(len(names) + 1))
    found: dict[str, list[NDArray[np.int64]]] = {}
    for name, start, end in zip(names, bounds[:-1], bounds[1:], strict=True):
        if name and end > start:
            found.setdefault(name, []).append(order[start:end].astype(np.int64))
    return tuple(NamedRegion(name, kind, np.sort(np.concatenate(faces))) for name, faces in found.items())
