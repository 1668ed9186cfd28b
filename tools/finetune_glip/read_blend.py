"""Run by blend_files.py in a process of its own: `FILE.blend OUT.npz SOURCE`; writes mesh, labels and colours."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import bpy
import numpy as np
from numpy.typing import NDArray

_LEAST_GROUP_WEIGHT = 0.5
"""A polygon belongs to a group whose mean weight at its corners is more: more than half of them, fully painted."""


def _choose_source(objects: list[bpy.types.Object]) -> str:
    if len(objects) > 1:
        return "object"
    return "vertex-group" if objects and objects[0].vertex_groups else "material"


def _group_labels(obj: bpy.types.Object, mesh: bpy.types.Mesh) -> NDArray[np.int64]:
    """(T,) per triangle the vertex group with the most weight at its polygon's corners, -1 where that is little."""
    weights = np.zeros((len(mesh.vertices), max(1, len(obj.vertex_groups))), dtype=np.float64)
    for vertex in mesh.vertices:
        for entry in vertex.groups:
            if entry.group < weights.shape[1]:
                weights[vertex.index, entry.group] = entry.weight
    corners = np.empty(len(mesh.loops), dtype=np.int32)
    mesh.loops.foreach_get("vertex_index", corners)
    first = np.empty(len(mesh.polygons), dtype=np.int32)
    mesh.polygons.foreach_get("loop_start", first)
    sizes = np.empty(len(mesh.polygons), dtype=np.int32)
    mesh.polygons.foreach_get("loop_total", sizes)
    mean = np.add.reduceat(weights[corners], first) / sizes[:, None]
    labels = np.where(mean.max(axis=1) > _LEAST_GROUP_WEIGHT, mean.argmax(axis=1), -1)
    polygons = np.empty(len(mesh.loop_triangles), dtype=np.int32)
    mesh.loop_triangles.foreach_get("polygon_index", polygons)
    return labels[polygons]


def _base_color(material: bpy.types.Material) -> tuple[float, ...]:
    tree = material.node_tree
    for node in tree.nodes if tree is not None else ():
        if node.type == "BSDF_PRINCIPLED":
            return tuple(node.inputs["Base Color"].default_value[:3])
    return tuple(material.diffuse_color[:3])


def _read(source: str) -> dict[str, NDArray[np.generic]]:
    """Joins the file's visible mesh objects; see `blend_files.BlendMesh`."""
    depsgraph = bpy.context.evaluated_depsgraph_get()
    objects = [o for o in bpy.context.scene.objects if o.type == "MESH" and not o.hide_render and len(o.data.polygons)]
    if source == "auto":
        source = _choose_source(objects)
    labels: dict[str, int] = {}
    vertices, faces, face_labels, colors = [], [], [], []
    offset = 0
    for obj in objects:
        evaluated = obj.evaluated_get(depsgraph)
        mesh = evaluated.to_mesh()
        mesh.calc_loop_triangles()
        triangles = np.empty(len(mesh.loop_triangles) * 3, dtype=np.int32)
        mesh.loop_triangles.foreach_get("vertices", triangles)
        slots = np.empty(len(mesh.loop_triangles), dtype=np.int32)
        mesh.loop_triangles.foreach_get("material_index", slots)
        points = np.empty(len(mesh.vertices) * 3, dtype=np.float32)
        mesh.vertices.foreach_get("co", points)
        world = np.array(evaluated.matrix_world, dtype=np.float64)
        corners = triangles.reshape(-1, 3).astype(np.int64)
        materials = [slot.material for slot in evaluated.material_slots]
        if source == "object":
            names, own = [obj.name], np.zeros(len(corners), dtype=np.int64)
        elif source == "material":
            names = [m.name if m is not None else "" for m in materials]
            own = np.where(slots < len(names), slots, -1).astype(np.int64)
        else:
            names, own = [g.name for g in obj.vertex_groups], _group_labels(obj, mesh)
        numbers = [labels.setdefault(name, len(labels)) if name else -1 for name in names]
        face_labels.append(np.array([*numbers, -1], dtype=np.int64)[own])
        table = [_base_color(m) if m is not None else (np.nan,) * 3 for m in materials] + [(np.nan,) * 3]
        colors.append(np.array(table, dtype=np.float32)[np.minimum(slots, len(materials))])
        vertices.append(points.reshape(-1, 3) @ world[:3, :3].T + world[:3, 3])
        # A mirrored object would show its inside.
        faces.append((corners[:, ::-1] if np.linalg.det(world[:3, :3]) < 0 else corners) + offset)
        offset += len(mesh.vertices)
        evaluated.to_mesh_clear()
    return {
        "vertices": np.concatenate(vertices).astype(np.float32) if vertices else np.zeros((0, 3), np.float32),
        "faces": np.concatenate(faces) if faces else np.zeros((0, 3), np.int64),
        "face_labels": np.concatenate(face_labels) if faces else np.zeros(0, np.int64),
        "face_colors": np.concatenate(colors) if faces else np.zeros((0, 3), np.float32),
        "labels": np.array(json.dumps(list(labels))),
    }


def main() -> None:
    """Opens the file without its scripts and user interface, and writes the result whole or not at all."""
    file, target, source = sys.argv[-3:]
    try:
        bpy.ops.wm.open_mainfile(filepath=file, load_ui=False, use_scripts=False)
    except RuntimeError as error:
        print(str(error).strip().rstrip("."), file=sys.stderr)
        return
    part = Path(target + ".part")
    with part.open("wb") as stream:
        np.savez(stream, **_read(source))
    part.replace(target)


if __name__ == "__main__":
    status = 0
    try:
        main()
    except Exception as error:  # the sentence goes to the process that asked
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    # Some versions of the module wait for ever while the interpreter shuts down.
    os._exit(status)
