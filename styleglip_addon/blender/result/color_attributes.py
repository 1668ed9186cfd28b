"""Colours of a result as point attributes: the whole result, active, and one per part for mixing again later."""

from __future__ import annotations

import bpy
import numpy as np

from ...engine.vocabulary import FloatArray
from ..names import is_color_name
from ..reading.validation import ObjectError


def write_color(mesh: bpy.types.Mesh, name: str, color: FloatArray, alpha: FloatArray | None = None) -> None:
    """Sets a FLOAT_COLOR point attribute; creates it where absent, without making it active.

    Args:
        mesh: the mesh.
        name: the attribute's name.
        color: (V, 3) scene-linear RGB.
        alpha: (V,) in 0..1; None: 1.

    Raises:
        ObjectError: an attribute of another kind has the name and is required by the mesh.
    """
    attribute = mesh.attributes.get(name)
    if attribute is not None and (attribute.data_type, attribute.domain) != ("FLOAT_COLOR", "POINT"):
        mesh.attributes.remove(attribute)
        attribute = None
    if attribute is None:
        active, default = mesh.attributes.active_color_name, mesh.attributes.default_color_name
        attribute = mesh.color_attributes.new(name=name, type="FLOAT_COLOR", domain="POINT")
        if attribute is None or attribute.name != name:
            raise ObjectError(
                f'The mesh "{mesh.name}" already uses the name "{name}". Rename that data, then try again.'
            )
        if active:
            mesh.attributes.active_color_name = active
        if default:
            mesh.attributes.default_color_name = default
    rgba = np.ones((len(mesh.vertices), 4), dtype=np.float32)
    rgba[:, :3] = color
    if alpha is not None:
        rgba[:, 3] = alpha
    mesh.attributes[name].data.foreach_set("color", rgba.ravel())


def read_color(mesh: bpy.types.Mesh, name: str) -> FloatArray | None:
    """(V, 4) scene-linear RGBA of a FLOAT_COLOR point attribute; None where the mesh has none of the name."""
    attribute = mesh.attributes.get(name)
    if attribute is None or (attribute.data_type, attribute.domain) != ("FLOAT_COLOR", "POINT"):
        return None
    flat = np.empty(len(mesh.vertices) * 4, dtype=np.float32)
    attribute.data.foreach_get("color", flat)
    return flat.reshape(-1, 4)


def show_color(mesh: bpy.types.Mesh, name: str) -> None:
    """Makes a colour attribute the active one (viewport, painting) and the one for rendering and export."""
    mesh.attributes.active_color_name = name
    mesh.attributes.default_color_name = name


def remove_colors(mesh: bpy.types.Mesh, keep: frozenset[str] = frozenset()) -> None:
    """Removes the colour attributes of a result, except those named in `keep`."""
    active, default = mesh.attributes.active_color_name, mesh.attributes.default_color_name
    for name in [a.name for a in mesh.color_attributes if is_color_name(a.name) and a.name not in keep]:
        mesh.attributes.remove(mesh.attributes[name])
    left = {a.name for a in mesh.color_attributes}
    mesh.attributes.active_color_name = active if active in left else ""
    mesh.attributes.default_color_name = default if default in left else ""
