"""Objects that are joined keep their names: which face was whose is stored on the mesh, for this run and later ones.

Joining keeps materials and vertex groups, and of several objects one name. Where a file comes in as many objects, their
names ("Wheel_FL", "Car_body") tell what their faces are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary.json_texts import parse_json
from ...engine.vocabulary.named_regions import NamedRegion, NameKind, regions_of
from ..names import JOINED_ATTRIBUTE, JOINED_PROPERTY

_MOST_PARENTS = 8


def mark_objects(objects: Sequence[bpy.types.Object]) -> str:
    """Marks the faces of objects that are about to be joined.

    Args:
        objects: with meshes of their own.

    Returns:
        What `store_names` takes once they are joined.
    """
    for number, obj in enumerate(objects, start=1):
        mesh = obj.data
        if JOINED_ATTRIBUTE in mesh.attributes:
            mesh.attributes.remove(mesh.attributes[JOINED_ATTRIBUTE])
        attribute = mesh.attributes.new(JOINED_ATTRIBUTE, "INT", "FACE")
        attribute.data.foreach_set("value", np.full(len(mesh.polygons), number, dtype=np.int32))
    return json.dumps([_names(obj) for obj in objects], ensure_ascii=False)


def store_names(mesh: bpy.types.Mesh, names: str) -> None:
    """Keeps the names that `mark_objects` gave on the joined mesh."""
    mesh[JOINED_PROPERTY] = names


def joined_regions(mesh: bpy.types.Mesh, polygons: NDArray[np.int32]) -> tuple[NamedRegion, ...]:
    """What the names of the joined objects, and of what they were parented to, stand for.

    Args:
        mesh: of one object or joined from several.
        polygons: (F,) the face that each triangle is of.
    """
    attribute = mesh.attributes.get(JOINED_ATTRIBUTE)
    names = _read(mesh.get(JOINED_PROPERTY))
    if attribute is None or not names or (attribute.data_type, attribute.domain) != ("INT", "FACE"):
        return ()
    numbers = np.empty(len(mesh.polygons), dtype=np.int32)
    attribute.data.foreach_get("value", numbers)
    numbers = numbers[polygons] - 1
    numbers[numbers >= len(names)] = -1
    regions: list[NamedRegion] = []
    for level in range(max(map(len, names))):
        own = [one[level] if level < len(one) else "" for one in names]
        regions += regions_of(NameKind.OBJECT, own, numbers)
    return tuple(regions)


def _names(obj: bpy.types.Object) -> list[str]:
    """An object's name, that of its mesh where it is another one, and those of its parents, upwards."""
    names = [obj.name, obj.data.name]
    parent = obj.parent
    while parent is not None and len(names) < _MOST_PARENTS:
        if parent.type != "ARMATURE":
            names.append(parent.name)
        parent = parent.parent
    return list(dict.fromkeys(names))


def _read(text: object) -> list[list[str]]:
    """The stored names; none where somebody wrote something else there."""
    try:
        names = parse_json(text) if isinstance(text, str) else []
    except ValueError:
        return []
    if not isinstance(names, list) or not all(isinstance(one, list) for one in names):
        return []
    return [[str(name) for name in one] for one in names]
