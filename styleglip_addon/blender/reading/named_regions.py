"""The object's own names as the engine's regions: materials, joined objects, vertex groups, bones and attributes.

Nothing that a result left on the object is among them, and no colours. Face sets have numbers, UV maps and shape keys
names that are no part's.
"""

from __future__ import annotations

from collections.abc import Iterator

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary.named_regions import NamedRegion, NameKind, regions_of
from ..names import is_part_data_name
from ..result.materials import original_face_slots, result_slot
from .joined_names import joined_regions
from .part_masks import attribute_values, attribute_weights, marking_attributes

_INSIDE = 0.5
"""A triangle belongs to a group or an attribute from this mean weight of its vertices on."""
_LEAST_OF_BONE = 0.2
"""Bones share their vertices; a triangle belongs to the one with the most weight, if it is so much."""


def read_regions(obj: bpy.types.Object) -> tuple[NamedRegion, ...]:
    """All names on a mesh object and the triangles that they stand for, in the order of `Mesh.loop_triangles`.

    An object that was joined from several by the headless command has the names of these.
    """
    mesh = obj.data
    mesh.calc_loop_triangles()
    polygons = np.empty(len(mesh.loop_triangles), dtype=np.int32)
    mesh.loop_triangles.foreach_get("polygon_index", polygons)
    triangles = np.empty(len(mesh.loop_triangles) * 3, dtype=np.int32)
    mesh.loop_triangles.foreach_get("vertices", triangles)
    corners = triangles.reshape(-1, 3)
    return (
        *joined_regions(mesh, polygons),
        *_materials(obj, polygons),
        *_groups(obj, corners),
        *_attributes(obj, polygons, corners),
    )


def _materials(obj: bpy.types.Object, polygons: NDArray[np.int32]) -> tuple[NamedRegion, ...]:
    shown = result_slot(obj.data)
    slots = [slot for index, slot in enumerate(obj.material_slots) if index != shown]
    if not slots:
        return ()
    names = [slot.material.name if slot.material is not None else "" for slot in slots]
    numbers = original_face_slots(obj.data).clip(0, len(slots) - 1)[polygons]
    return regions_of(NameKind.MATERIAL, names, numbers)


def _groups(obj: bpy.types.Object, corners: NDArray[np.int32]) -> Iterator[NamedRegion]:
    groups = [group for group in obj.vertex_groups if not is_part_data_name(group.name)]
    if not groups:
        return
    weights = _group_weights(obj)
    bones = _bones(obj)
    strongest, its_weight = np.full(len(corners), -1), np.full(len(corners), _LEAST_OF_BONE)
    deforming = [group for group in groups if group.name in bones]
    for number, group in enumerate(deforming):
        of_triangles = _on_triangles(weights.get(group.index), len(obj.data.vertices), corners)
        is_more = of_triangles > its_weight
        strongest[is_more], its_weight[is_more] = number, of_triangles[is_more]
    yield from regions_of(NameKind.BONE, [group.name for group in deforming], strongest)
    for group in groups:
        if group.name not in bones:
            of_triangles = _on_triangles(weights.get(group.index), len(obj.data.vertices), corners)
            yield from _region(NameKind.VERTEX_GROUP, group.name, of_triangles)


def _attributes(
    obj: bpy.types.Object, polygons: NDArray[np.int32], corners: NDArray[np.int32]
) -> Iterator[NamedRegion]:
    for attribute in marking_attributes(obj):
        if attribute.domain == "FACE":
            of_triangles = attribute_values(attribute)[polygons]
        else:
            of_triangles = attribute_weights(obj, attribute.name)[corners].mean(axis=1)
        yield from _region(NameKind.ATTRIBUTE, attribute.name, of_triangles)


def _region(kind: NameKind, name: str, of_triangles: NDArray[np.floating]) -> Iterator[NamedRegion]:
    faces = np.flatnonzero(of_triangles >= _INSIDE)
    if len(faces):
        yield NamedRegion(name, kind, faces)


def _bones(obj: bpy.types.Object) -> frozenset[str]:
    armature = obj.find_armature()
    return frozenset(bone.name for bone in armature.data.bones) if armature is not None else frozenset()


def _group_weights(obj: bpy.types.Object) -> dict[int, tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """By group, its vertices and their weights; all groups in one pass, as Blender has no faster way."""
    found: dict[int, tuple[list[int], list[float]]] = {}
    for vertex in obj.data.vertices:
        for element in vertex.groups:
            members, values = found.setdefault(element.group, ([], []))
            members.append(vertex.index)
            values.append(element.weight)
    return {
        group: (np.array(members, dtype=np.int64), np.array(values, dtype=np.float32))
        for group, (members, values) in found.items()
    }


def _on_triangles(
    members: tuple[NDArray[np.int64], NDArray[np.float32]] | None, count: int, corners: NDArray[np.int32]
) -> NDArray[np.float32]:
    """(F,) mean weight of each triangle's vertices."""
    weights = np.zeros(count, dtype=np.float32)
    if members is not None:
        weights[members[0]] = members[1]
    return np.asarray(weights[corners].mean(axis=1), dtype=np.float32)
