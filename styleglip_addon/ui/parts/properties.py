"""A row of the list: one part, how it should look, and where it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import bpy

from ...blender.reading.part_masks import face_sets, mask_attributes
from ..choices import Choice, items
from ..target import target_object
from ..windows import redraw_views
from .rows import NO_TINT, rows_to_prompt
from .where import Where


def _on_row(row: Any, context: bpy.types.Context) -> None:
    rows_to_prompt(row.id_data.styleglip)


def _on_tint(row: Any, context: bpy.types.Context) -> None:
    redraw_views()


def _on_mask(where: Where) -> Callable[[Any, bpy.types.Context], None]:
    """Naming a mask chooses its source."""

    def update(row: Any, context: bpy.types.Context) -> None:
        source = where.source
        if source is not None and getattr(row, source.value) and Where[row.mask_source] is Where.DETECT:
            row.mask_source = where.name

    return update


def _find_face_sets(row: Any, context: bpy.types.Context, typed: str) -> list[str]:
    obj = target_object(context)
    return [str(number) for number in face_sets(obj)] if obj is not None and obj.type == "MESH" else []


def _find_materials(row: Any, context: bpy.types.Context, typed: str) -> list[str]:
    obj = target_object(context)
    return sorted({slot.material.name for slot in obj.material_slots if slot.material is not None}) if obj else []


def _find_attributes(row: Any, context: bpy.types.Context, typed: str) -> list[str]:
    obj = target_object(context)
    return mask_attributes(obj) if obj is not None and obj.type == "MESH" else []


class StyleGLIPPart(bpy.types.PropertyGroup):
    """A row of the list: one part and how it should look."""

    if TYPE_CHECKING:
        part: str
        style: str
        strength: float
        tint: Any
        mask_source: str
        vertex_group: str
        face_set: str
        material: str
        attribute: str
    else:
        part: bpy.props.StringProperty(name="Part", description='The word for the part, e.g. "base"', update=_on_row)
        style: bpy.props.StringProperty(
            name="Style", description='How the part should look, e.g. "old pottery"', update=_on_row
        )
        strength: bpy.props.FloatProperty(
            name="Strength",
            description="How much of the style the part takes on",
            min=0.0,
            max=1.0,
            default=1.0,
            subtype="FACTOR",
        )
        tint: bpy.props.FloatVectorProperty(
            name="Color",
            description="In what color the part is shown in the 3D view; it says nothing of the style",
            subtype="COLOR_GAMMA",
            size=3,
            min=0.0,
            max=1.0,
            default=NO_TINT,
            update=_on_tint,
        )
        mask_source: bpy.props.EnumProperty(
            name="Where",
            description="How StyleGLIP knows where the part is",
            items=items(
                {
                    Where.DETECT: Choice(
                        "Find It", "StyleGLIP looks for the part in pictures of the object", "VIEWZOOM"
                    ),
                    Where.VERTEX_GROUP: Choice(
                        "Vertex Group",
                        "The part is where a vertex group says; paint over a group that StyleGLIP made to correct it",
                        "GROUP_VERTEX",
                    ),
                    Where.FACE_SET: Choice("Face Set", "The part is a face set of Sculpt Mode", "FACE_MAPS"),
                    Where.MATERIAL: Choice(
                        "Material", "The part is what has one of the object's materials", "MATERIAL"
                    ),
                    Where.ATTRIBUTE: Choice(
                        "Attribute", "The part is where an attribute of the mesh says", "SPREADSHEET"
                    ),
                }
            ),
        )
        vertex_group: bpy.props.StringProperty(
            name="Vertex Group",
            description="The vertex group that says where the part is",
            update=_on_mask(Where.VERTEX_GROUP),
        )
        face_set: bpy.props.StringProperty(
            name="Face Set",
            description="The number of the face set that is the part",
            search=_find_face_sets,
            update=_on_mask(Where.FACE_SET),
        )
        material: bpy.props.StringProperty(
            name="Material",
            description="The material that the part's faces have",
            search=_find_materials,
            update=_on_mask(Where.MATERIAL),
        )
        attribute: bpy.props.StringProperty(
            name="Attribute",
            description="The attribute that says where the part is, 0 to 1; the brightness of a color",
            search=_find_attributes,
            update=_on_mask(Where.ATTRIBUTE),
        )
