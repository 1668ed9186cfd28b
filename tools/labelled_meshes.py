"""Reads folders of meshes whose parts are labelled: what the benchmarks and the fine-tuning measure against.

A folder holds OBJ files and a `parts.json` that maps each file to `prompt`, `up` ("x", "y", "z", with "-" for down),
`by` ("object" or "material"), `parts` (part word -> starts of the names of the objects or materials that make it up, or
null where nothing is labelled) and `ignored` (starts of names that count neither for nor against any part).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine.vocabulary import Mesh

UNLABELLED = -1
"""Surface that belongs to no part: locating a part there is a mistake."""
IGNORED = -2
"""Surface that is left out of all measures."""

_AXES = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}


@dataclass(frozen=True, eq=False)
class ObjFile:
    """An OBJ file's triangles with the names they stand under.

    Args:
        vertices: (V, 3) float32 in the file's units.
        faces: (F, 3) int64; polygons are cut into fans.
        objects, materials: (F,) name of each face's object and material; "" before the first is named.
    """

    vertices: NDArray[np.float32]
    faces: NDArray[np.int64]
    objects: NDArray[np.str_]
    materials: NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class LabelledMesh:
    """A mesh, its prompt, and which part each face is.

    Args:
        name: path of the file within its folder.
        mesh: the mesh, up direction included.
        prompt: a prompt that styles its parts.
        parts: P part words; empty where nothing is labelled.
        face_labels: (F,) index into `parts`, `UNLABELLED` or `IGNORED`.
    """

    name: str
    mesh: Mesh
    prompt: str
    parts: tuple[str, ...]
    face_labels: NDArray[np.int64]


def read_obj(path: Path) -> ObjFile:
    """Reads positions, polygons, object and material names of a Wavefront OBJ file; the rest is passed over.

    Vertices and faces keep the file's order and numbers, which trimesh's reader does not promise: it sorts faces by
    material and doubles vertices at the borders of UV maps.

    Raises:
        ValueError: a line cannot be read; the message names file and line.
    """
    vertices: list[tuple[float, float, float]] = []
    faces: list[tuple[int, int, int]] = []
    objects: list[str] = []
    materials: list[str] = []
    current_object = current_material = ""
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        keyword, _, rest = line.strip().partition(" ")
        try:
            if keyword == "v":
                x, y, z = rest.split()[:3]
                vertices.append((float(x), float(y), float(z)))
            elif keyword == "f":
                corners = [_corner(word, len(vertices)) for word in rest.split()]
                for second, third in pairwise(corners[1:]):
                    faces.append((corners[0], second, third))
                    objects.append(current_object)
                    materials.append(current_material)
            elif keyword in ("o", "g"):
                current_object = rest.strip()
            elif keyword == "usemtl":
                current_material = rest.strip()
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: {error}") from error
    return ObjFile(
        vertices=np.array(vertices, dtype=np.float32).reshape(-1, 3),
        faces=np.array(faces, dtype=np.int64).reshape(-1, 3),
        objects=np.array(objects, dtype=np.str_),
        materials=np.array(materials, dtype=np.str_),
    )


def read_labelled_meshes(folder: Path) -> Iterator[LabelledMesh]:
    """Yields the meshes of `parts.json` in its order.

    Args:
        folder: the folder that holds `parts.json` and the files it names.

    Raises:
        FileNotFoundError: there is no `parts.json` or a file it names is missing.
        ValueError: an entry cannot be read; the message names it.
    """
    entries: dict[str, dict[str, Any]] = json.loads((folder / "parts.json").read_text(encoding="utf-8"))
    for name, entry in entries.items():
        data = read_obj(folder / name)
        up = str(entry.get("up", "z"))
        if up.lstrip("-") not in _AXES:
            raise ValueError(f'parts.json, {name}: "up" is "{up}", expected x, y, z, -x, -y or -z.')
        sign = -1.0 if up.startswith("-") else 1.0
        x, y, z = (sign * value for value in _AXES[up.lstrip("-")])
        yield LabelledMesh(
            name=name,
            mesh=Mesh(vertices=data.vertices, faces=data.faces, up=(x, y, z)),
            prompt=str(entry["prompt"]),
            parts=tuple(entry.get("parts") or ()),
            face_labels=_face_labels(name, entry, data),
        )


def _corner(word: str, count: int) -> int:
    """Index of a face's corner such as "7/1/3" or "-1//2", from 0."""
    index = int(word.split("/")[0])
    return index - 1 if index > 0 else count + index


def labels_of_names(name: str, entry: dict[str, Any], names: NDArray[np.str_]) -> NDArray[np.int64]:
    """What the names that faces stand under say about them.

    Args:
        name: of the file, for messages.
        entry: of parts.json.
        names: (F,) name of each face's object or material, whichever the entry goes by.

    Returns:
        (F,) index into the entry's parts, `UNLABELLED` or `IGNORED`.

    Raises:
        ValueError: the entry fits no name.
    """
    labels = np.full(len(names), UNLABELLED, dtype=np.int64)
    parts: dict[str, list[str]] = entry.get("parts") or {}
    if not parts:
        return labels
    for index, prefixes in enumerate(parts.values()):
        for prefix in prefixes:
            is_part = np.char.startswith(names, prefix)
            if not is_part.any():
                raise ValueError(f'parts.json, {name}: no {entry["by"]} of the file starts with "{prefix}".')
            labels[is_part] = index
    for prefix in entry.get("ignored", ()):
        labels[np.char.startswith(names, prefix)] = IGNORED
    return labels


def _face_labels(name: str, entry: dict[str, Any], data: ObjFile) -> NDArray[np.int64]:
    if entry.get("parts") and entry.get("by") not in ("object", "material"):
        raise ValueError(f'parts.json, {name}: "by" is "{entry.get("by")}", expected "object" or "material".')
    return labels_of_names(name, entry, data.objects if entry.get("by") == "object" else data.materials)
