"""Where a part is, said by the artist: a vertex group, a face set, a material or an attribute becomes a mask.

Masks are weights at vertices. What is marked on faces marks all their vertices: on a coarse mesh a face is then wholly
the part's, and where two marked parts meet, the engine shares the border between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary import FloatArray
from ...engine.vocabulary.errors import SettingsError
from ..names import is_color_name
from ..result.materials import original_face_slots, result_slot
from ..result.vertex_groups import read_group
from .validation import ObjectError

FACE_SET_ATTRIBUTE = ".sculpt_face_set"
"""INT on FACE: where Sculpt Mode keeps face sets."""

_PLAIN_TYPES = ("FLOAT", "INT", "INT8", "BOOLEAN")
_MARKING_TYPES, _MARKING_DOMAINS = ("FLOAT", "BOOLEAN"), ("POINT", "FACE", "CORNER")
_BLENDERS_OWN = ("crease_vert", "bevel_weight_vert", "freestyle_face")
_COLOR_TYPES = ("FLOAT_COLOR", "BYTE_COLOR")
_DOMAINS = ("POINT", "EDGE", "FACE", "CORNER")


class MaskSource(StrEnum):
    """What holds a mask."""

    VERTEX_GROUP = "vertex_group"
    FACE_SET = "face_set"
    MATERIAL = "material"
    ATTRIBUTE = "attribute"


@dataclass(frozen=True)
class PartMask:
    """A mask of one part.

    Args:
        source: what holds it.
        name: of the group, material or attribute; the number of the face set.
    """

    source: MaskSource
    name: str


def read_mask(obj: bpy.types.Object, mask: PartMask) -> FloatArray:
    """Weights (V,) float32 in 0..1 of a mask.

    Raises:
        ObjectError: the object has no such group, face set, material or attribute, or it marks nothing.
    """
    match mask.source:
        case MaskSource.VERTEX_GROUP:
            weights = read_group(obj, mask.name)
        case MaskSource.FACE_SET:
            weights = _read_face_set(obj, mask.name)
        case MaskSource.MATERIAL:
            weights = _read_material(obj, mask.name)
        case MaskSource.ATTRIBUTE:
            weights = attribute_weights(obj, mask.name)
    if not (weights > 0.0).any():
        what = mask.source.replace("_", " ")
        raise ObjectError(
            f'The {what} "{mask.name}" marks nothing on "{obj.name}". Mark the part with it, or let StyleGLIP find it.'
        )
    return weights


def selected_faces_mask(obj: bpy.types.Object) -> FloatArray:
    """Weights (V,) of the faces that are selected, as Edit Mode left them.

    Raises:
        ObjectError: none is.
    """
    selected = np.empty(len(obj.data.polygons), dtype=bool)
    obj.data.polygons.foreach_get("select", selected)
    if not selected.any():
        raise ObjectError(f'No face of "{obj.name}" is selected. Select the part\'s faces in Edit Mode.')
    return _vertices_of_faces(obj.data, selected)


def parse_masks(texts: Iterable[str]) -> dict[str, PartMask]:
    """Part name -> mask, from texts such as "base=vertex_group:Base" or "rim=face_set:3".

    Raises:
        SettingsError: a text is of another form, or a part is named twice.
    """
    masks: dict[str, PartMask] = {}
    for text in texts:
        part, equals, rest = text.partition("=")
        source, colon, name = rest.partition(":")
        part, source, name = part.strip(), source.strip().lower().replace("-", "_"), name.strip()
        if not (part and equals and colon and name):
            raise SettingsError(
                f'The mask "{text}" cannot be read. Write PART=SOURCE:NAME, for example "base=vertex_group:Base".'
            )
        if source not in {known.value for known in MaskSource}:
            sources = ", ".join(MaskSource)
            raise SettingsError(f'The mask "{text}" names "{source}" as its source. Choose one of {sources}.')
        if part in masks:
            raise SettingsError(f'The part "{part}" has two masks. Name one.')
        masks[part] = PartMask(MaskSource(source), name)
    return masks


def face_sets(obj: bpy.types.Object) -> list[int]:
    """Numbers of the object's face sets, in order; empty where it has none."""
    sets = _face_set_numbers(obj.data)
    return [int(number) for number in np.unique(sets)] if sets is not None else []


def mask_attributes(obj: bpy.types.Object) -> list[str]:
    """Names of the attributes that can be masks: one number, truth value or colour per vertex, edge, face or corner."""
    return [a.name for a in obj.data.attributes if _is_usable(a) and not _is_internal(a)]


def marking_attributes(obj: bpy.types.Object) -> list[bpy.types.Attribute]:
    """The attributes that mark a part of the surface: truth values and weights, no colours and no other numbers."""
    return [
        attribute
        for attribute in obj.data.attributes
        if (attribute.data_type in _MARKING_TYPES and attribute.domain in _MARKING_DOMAINS)
        and not (_is_internal(attribute) or attribute.name in _BLENDERS_OWN)
    ]


def _is_usable(attribute: bpy.types.Attribute) -> bool:
    return attribute.data_type in _PLAIN_TYPES + _COLOR_TYPES and attribute.domain in _DOMAINS


def _is_internal(attribute: bpy.types.Attribute) -> bool:
    name = attribute.name
    return name.startswith((".", "StyleGLIP ")) or attribute.is_internal or name in ("material_index", "sharp_face")


def _face_set_numbers(mesh: bpy.types.Mesh) -> NDArray[np.int32] | None:
    attribute = mesh.attributes.get(FACE_SET_ATTRIBUTE)
    if attribute is None or (attribute.data_type, attribute.domain) != ("INT", "FACE"):
        return None
    numbers = np.empty(len(mesh.polygons), dtype=np.int32)
    attribute.data.foreach_get("value", numbers)
    return numbers


def _read_face_set(obj: bpy.types.Object, name: str) -> FloatArray:
    numbers = _face_set_numbers(obj.data)
    if numbers is None:
        raise ObjectError(
            f'"{obj.name}" has no face sets. Make them in Sculpt Mode (Face Sets menu), or choose another mask.'
        )
    known = face_sets(obj)
    if not name.strip().lstrip("-").isdigit() or int(name) not in known:
        shown = ", ".join(str(number) for number in known[:8]) + (" and more" if len(known) > 8 else "")
        raise ObjectError(f'"{obj.name}" has no face set {name}; it has {shown}. Choose one of these for the mask.')
    return _vertices_of_faces(obj.data, numbers == int(name))


def _read_material(obj: bpy.types.Object, name: str) -> FloatArray:
    shown = result_slot(obj.data)
    artists = [slot for index, slot in enumerate(obj.material_slots) if index != shown]
    chosen = [i for i, slot in enumerate(artists) if slot.material is not None and slot.material.name == name]
    if not chosen:
        raise ObjectError(f'"{obj.name}" has no material "{name}". Choose another material for the mask.')
    faces = original_face_slots(obj.data).clip(0, len(artists) - 1)
    return _vertices_of_faces(obj.data, np.isin(faces, chosen))


def attribute_weights(obj: bpy.types.Object, name: str) -> FloatArray:
    """Weights (V,) float32 in 0..1 of an attribute; what is marked on faces, edges or corners marks their vertices.

    Raises:
        ObjectError: there is no such attribute, or it cannot be a mask.
    """
    mesh = obj.data
    attribute = mesh.attributes.get(name)
    if attribute is None:
        raise ObjectError(f'"{obj.name}" has no attribute "{name}". Choose another attribute for the mask.')
    if not _is_usable(attribute) or is_color_name(name):
        raise ObjectError(
            f'The attribute "{name}" of "{obj.name}" cannot be a mask. Choose one that holds a number, a truth '
            "value or a color."
        )
    values = attribute_values(attribute)
    match attribute.domain:
        case "POINT":
            weights = values
        case "FACE":
            weights = _largest_at_vertices(mesh, np.repeat(values, _face_sizes(mesh)))
        case "CORNER":
            weights = _largest_at_vertices(mesh, values)
        case _:
            ends = np.empty(len(mesh.edges) * 2, dtype=np.int32)
            mesh.edges.foreach_get("vertices", ends)
            weights = np.zeros(len(mesh.vertices), dtype=np.float32)
            np.maximum.at(weights, ends, np.repeat(values, 2))
    return np.ascontiguousarray(np.nan_to_num(weights).clip(0.0, 1.0), dtype=np.float32)


def attribute_values(attribute: bpy.types.Attribute) -> FloatArray:
    """One float32 per element of the attribute's domain; of a colour the mean of its channels."""
    count = len(attribute.data)
    if attribute.data_type in _COLOR_TYPES:
        flat = np.empty(count * 4, dtype=np.float32)
        attribute.data.foreach_get("color", flat)
        return np.asarray(flat.reshape(-1, 4)[:, :3].mean(axis=1), dtype=np.float32)
    values = np.empty(count, dtype=np.float32 if attribute.data_type == "FLOAT" else np.int32)
    if attribute.data_type == "BOOLEAN":
        values = np.empty(count, dtype=bool)
    attribute.data.foreach_get("value", values)
    return values.astype(np.float32)


def _vertices_of_faces(mesh: bpy.types.Mesh, faces: NDArray[np.bool_]) -> FloatArray:
    return _largest_at_vertices(mesh, np.repeat(faces.astype(np.float32), _face_sizes(mesh)))


def _face_sizes(mesh: bpy.types.Mesh) -> NDArray[np.int32]:
    sizes = np.empty(len(mesh.polygons), dtype=np.int32)
    mesh.polygons.foreach_get("loop_total", sizes)
    return sizes


def _largest_at_vertices(mesh: bpy.types.Mesh, corners: FloatArray) -> FloatArray:
    """(V,) the largest of the values at the corners that meet in a vertex."""
    vertex = np.empty(len(mesh.loops), dtype=np.int32)
    mesh.loops.foreach_get("vertex_index", vertex)
    weights = np.zeros(len(mesh.vertices), dtype=np.float32)
    np.maximum.at(weights, vertex, corners)
    return weights
