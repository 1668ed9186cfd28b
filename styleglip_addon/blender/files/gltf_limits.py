"""What a glTF file must not be imported with: it takes memory or time without end, or loses faces without a word."""

from __future__ import annotations

from typing import Any

from .gltf_document import Json, listed

_MOST_DEEP = 200
"""Blender's importer goes down the nodes by recursion."""
_MOST_OBJECTS = 1_000_000
_TRIANGLES = 4


def check_limits(document: Json) -> None:
    """Raises where a document announces more than it holds, or than can be imported.

    Raises:
        RuntimeError: the reason.
    """
    _check_counts(document)
    _check_nodes(listed(document, "nodes"))
    _check_triangles(document)


def _check_counts(document: Json) -> None:
    """Values that lie in no buffer are zeros: as many as the file says, whatever it holds."""
    accessors = [item for item in listed(document, "accessors") if isinstance(item, dict)]
    most = max((_count(item) for item in accessors if "bufferView" in item), default=0)
    most = max([most, *(_count(item.get("sparse")) for item in accessors)])
    empty = max((_count(item) for item in accessors if "bufferView" not in item), default=0)
    if empty > most and not _is_compressed(document):
        raise RuntimeError(f"it announces {empty:,} values and holds {most:,} at most")


def _check_nodes(nodes: list[Any]) -> None:
    """Nodes that name each other in ever longer rows, or in ever more."""
    children = [[child for child in listed(node, "children") if _is_index(child, nodes)] for node in nodes]
    level, depth = {child for named in children for child in named}, 0
    counts = [1] * len(nodes)
    while level:
        depth += 1
        if depth > _MOST_DEEP:
            raise RuntimeError(f"its nodes are nested more than {_MOST_DEEP} deep, or in a circle")
        before = counts
        counts = [1 + sum(before[child] for child in named) for named in children]
        if max(counts) > _MOST_OBJECTS:
            raise RuntimeError(f"its nodes stand for more than {_MOST_OBJECTS:,} objects")
        level = {child for parent in level for child in children[parent]}


def _check_triangles(document: Json) -> None:
    """Corners that are left over when three make a triangle."""
    accessors = listed(document, "accessors")
    for mesh in listed(document, "meshes"):
        for primitive in listed(mesh, "primitives"):
            if not isinstance(primitive, dict) or primitive.get("mode", _TRIANGLES) != _TRIANGLES:
                continue
            attributes = primitive.get("attributes")
            place = primitive.get("indices", attributes.get("POSITION") if isinstance(attributes, dict) else None)
            left = _count(accessors[place]) % 3 if isinstance(place, int) and _is_index(place, accessors) else 0
            if left:
                raise RuntimeError(f"its triangles end with {left} of three corners")


def _is_compressed(document: Json) -> bool:
    used = listed(document, "extensionsUsed")
    return any(name in used for name in ("KHR_draco_mesh_compression", "EXT_meshopt_compression"))


def _count(item: object) -> int:
    count = item.get("count") if isinstance(item, dict) else None
    return count if isinstance(count, int) else 0


def _is_index(value: object, items: list[Any]) -> bool:
    return isinstance(value, int) and 0 <= value < len(items)
