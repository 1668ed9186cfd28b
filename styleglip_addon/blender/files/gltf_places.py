"""Where a glTF file's meshes are, in double precision, and the file with all of them near the origin.

A place that a node far from the origin has in Blender, in single precision, is rounded, so that pieces that belong
together are moved against each other. The format: Khronos, glTF 2.0 Specification, 2021, section 3.5.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary.distance import far_middle
from .gltf_document import Document, listed

Vector = NDArray[np.float64]
_MATRIX_PLACE = slice(12, 15)


def brought_near(document: Document) -> tuple[Document, tuple[float, float, float]] | None:
    """The document with the middle of its meshes at the origin, and where the middle was, in the file's axes.

    Returns:
        None where it is not far away, where an animation decides the place, or where the document is not as the
        format says.
    """
    try:
        scene = document.json["scenes"][document.json.get("scene", 0)]
        roots = list(dict.fromkeys(scene["nodes"]))
        corners = np.concatenate([*_corners(document.json, roots)])
        middle = far_middle(corners.min(axis=0), corners.max(axis=0))
        if middle is None:
            return None
        changed = copy.deepcopy(document.json)
        shifted = [number for root in roots for number in _shift(changed["nodes"], root, middle)]
        if _moved(document.json).intersection(shifted):
            return None
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, np.linalg.LinAlgError):
        return None
    x, y, z = middle.tolist()
    return replace(document, json=changed), (x, y, z)


def _shift(nodes: list[dict[str, Any]], root: int, middle: Vector) -> Iterator[int]:
    """Takes `middle` (3,) off a tree of nodes, off those that carry it, and gives their numbers."""
    left = [(root, middle)]
    while left:
        number, offset = left.pop()
        node, matrix = nodes[number], _matrix(nodes[number])
        children = listed(node, "children")
        if children and "mesh" not in node and np.abs(matrix[:3, 3]).max() < 0.5 * np.abs(offset).max():
            inner = np.linalg.solve(matrix[:3, :3], offset)
            left += [(child, inner) for child in children]
            continue
        where, key = (_MATRIX_PLACE, "matrix") if "matrix" in node else (slice(0, 3), "translation")
        values = [float(value) for value in node.get(key, (0.0, 0.0, 0.0))]
        values[where] = (np.array(values[where]) - offset).tolist()
        node[key] = values
        yield number


def _corners(content: dict[str, Any], roots: list[int]) -> Iterator[Vector]:
    """(8, 3) corners in the world of the box of each piece, by the bounds that the format demands of coordinates."""
    nodes, accessors = content["nodes"], content["accessors"]
    left = [(root, np.eye(4)) for root in roots]
    while left:
        number, parent = left.pop()
        world = parent @ _matrix(nodes[number])
        left += [(child, world) for child in listed(nodes[number], "children")]
        if "mesh" not in nodes[number]:
            continue
        for primitive in content["meshes"][nodes[number]["mesh"]]["primitives"]:
            bounds = accessors[primitive["attributes"]["POSITION"]]
            box = np.array(list(product(*zip(bounds["min"], bounds["max"], strict=True))), dtype=np.float64)
            yield box @ world[:3, :3].T + world[:3, 3]


def _matrix(node: dict[str, Any]) -> Vector:
    if "matrix" in node:
        return np.array(node["matrix"], dtype=np.float64).reshape(4, 4).T
    x, y, z, w = (float(value) for value in node.get("rotation", (0.0, 0.0, 0.0, 1.0)))
    turn = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
    matrix = np.eye(4)
    matrix[:3, :3] = turn * np.array(node.get("scale", (1.0, 1.0, 1.0)), dtype=np.float64)
    matrix[:3, 3] = node.get("translation", (0.0, 0.0, 0.0))
    return matrix


def _moved(content: dict[str, Any]) -> set[int]:
    """The nodes whose place is animated."""
    channels = [channel for animation in listed(content, "animations") for channel in listed(animation, "channels")]
    return {channel["target"]["node"] for channel in channels if channel["target"].get("path") == "translation"}
