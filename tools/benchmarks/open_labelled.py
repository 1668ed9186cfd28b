"""Run by opened_meshes.py in a process of its own: `FOLDER OUT [--names] [--no-borders]`.

Opens labelled meshes as the headless command does.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("BLENDER_USER_RESOURCES", tempfile.mkdtemp(prefix="styleglip-benchmark-"))

import bpy
import numpy as np
from numpy.typing import NDArray

from styleglip_addon.blender.files.scene_files import import_objects, join_objects
from styleglip_addon.blender.reading.mesh_export import export_object
from tools.labelled_meshes import labels_of_names

_LABELS = "label"
"""The attribute that carries the labels through the join."""


def main(arguments: Sequence[str]) -> int:
    """Writes a file per entry of parts.json, numbered in its order."""
    folder, target = Path(arguments[0]), Path(arguments[1])
    has_names, has_borders = "--names" in arguments[2:], "--no-borders" not in arguments[2:]
    entries: dict[str, dict[str, Any]] = json.loads((folder / "parts.json").read_text(encoding="utf-8"))
    for number, (name, entry) in enumerate(entries.items()):
        np.savez(target / f"{number}.npz", **_opened(folder / name, name, entry, has_names, has_borders))
    return 0


def _opened(
    path: Path, name: str, entry: dict[str, Any], has_names: bool, has_borders: bool
) -> dict[str, NDArray[Any]]:
    """The exported mesh's arrays and the label of each of its triangles.

    Its names only where they are wanted; else its materials and objects are numbered, or left out as well.
    """
    bpy.ops.wm.read_homefile(use_empty=True)
    objects = import_objects(path)
    names = [_names(obj, str(entry.get("by", ""))) for obj in objects]
    labels = labels_of_names(name, entry, np.concatenate(names))
    for obj, own in zip(objects, np.split(labels, np.cumsum([len(n) for n in names])[:-1]), strict=True):
        attribute = obj.data.attributes.new(_LABELS, "INT", "FACE")
        attribute.data.foreach_set("value", own.astype(np.int32))
    if not has_names:
        _hide_names(objects)
    joined = join_objects(objects)
    joined.data.calc_loop_triangles()
    polygons = np.empty(len(joined.data.loop_triangles), dtype=np.int32)
    joined.data.loop_triangles.foreach_get("polygon_index", polygons)
    of_polygons = np.empty(len(joined.data.polygons), dtype=np.int32)
    joined.data.attributes[_LABELS].data.foreach_get("value", of_polygons)
    joined.data.attributes.remove(joined.data.attributes[_LABELS])
    mesh = export_object(joined).mesh
    regions = mesh.regions if has_borders else ()
    insides = np.zeros((len(regions), len(mesh.faces)), dtype=bool)
    for inside, region in zip(insides, regions, strict=True):
        inside[region.faces] = True
    arrays: dict[str, NDArray[Any]] = {
        "vertices": mesh.vertices,
        "faces": mesh.faces,
        "up": np.array(mesh.up),
        "labels": of_polygons[polygons].astype(np.int64),
        "names": np.array([region.name for region in regions], dtype=np.str_),
        "kinds": np.array([region.kind.value for region in regions], dtype=np.str_),
        "insides": insides,
    }
    return arrays if mesh.colors is None else {**arrays, "colors": mesh.colors}


def _names(obj: bpy.types.Object, by: str) -> NDArray[np.str_]:
    """(polygons,) the name of each polygon's object or material."""
    count = len(obj.data.polygons)
    if by != "material":
        return np.full(count, obj.name)
    slots = np.empty(count, dtype=np.int32)
    obj.data.polygons.foreach_get("material_index", slots)
    names = [slot.material.name if slot.material is not None else "" for slot in obj.material_slots] or [""]
    return np.array(names)[slots.clip(0, len(names) - 1)]


def _hide_names(objects: Sequence[bpy.types.Object]) -> None:
    """What is measured must not read the answer off the names."""
    for number, obj in enumerate(objects):
        obj.name = obj.data.name = f"Object.{number:03d}"
    for number, material in enumerate(bpy.data.materials):
        material.name = f"Material.{number:03d}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
