"""How much of each part's colour is shown, and how rough it is, as sliders of the mesh.

The values live in custom properties of the mesh (`blender.result.dial_values`), so they are saved, undone and copied
with it; these properties only show them to the panel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import bpy

from ...blender.result.dial_values import read_mix, read_roughness
from ...blender.result.part_mix import change_mix, change_roughness, mix_again, part_names
from ..language import translated
from .dialling import telling

MOST_PARTS = 32
"""Blender's array properties have at most this many values."""


def _getter(read: Callable[[Any], Mapping[str, float]], usual: float) -> Callable[[Any], list[float]]:
    def get(mesh: Any) -> list[float]:
        values = read(mesh)
        shown = [values.get(name, usual) for name in part_names(mesh)[:MOST_PARTS]]
        return shown + [usual] * (MOST_PARTS - len(shown))

    return get


def _setter(change: Callable[[Any, Mapping[str, float]], None]) -> Callable[[Any, Sequence[float]], None]:
    def set_values(mesh: Any, values: Sequence[float]) -> None:
        obj = next((obj for obj in bpy.context.view_layer.objects if obj.data == mesh), None)
        changes = dict(zip(part_names(mesh), values, strict=False))
        if obj is None:
            change(mesh, changes)
            return
        with telling(obj):
            change(mesh, changes)

    return set_values


def draw_color_slider(layout: Any, mesh: Any, name: str, text: str) -> None:
    """Draws the slider of a part's colour; nothing where the part has none."""
    _draw(layout, mesh, name, "styleglip_color_mix", text)


def draw_roughness_slider(layout: Any, mesh: Any, name: str) -> None:
    """Draws the slider of a part's roughness."""
    _draw(layout, mesh, name, "styleglip_roughness", translated("Roughness"))


def _draw(layout: Any, mesh: Any, name: str, sliders: str, text: str) -> None:
    names = part_names(mesh)[:MOST_PARTS]
    if name in names:
        layout.prop(mesh, sliders, index=names.index(name), text=text, translate=False, slider=True)


class MixColorsOperator(bpy.types.Operator):
    """Compute the shown colors from the parts' own colors again; takes back what was painted over the mixed colors"""

    bl_idname = "styleglip.mix_colors"
    bl_label = "Mix Colors Again"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """The active object must have a result and not be in Edit Mode."""
        obj = context.view_layer.objects.active
        return obj is not None and obj.type == "MESH" and not obj.data.is_editmode and bool(part_names(obj.data))

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Mixes."""
        mix_again(context.view_layer.objects.active.data)
        return {"FINISHED"}


def add_properties() -> None:
    """Hangs the sliders on the mesh."""
    bpy.types.Mesh.styleglip_color_mix = bpy.props.FloatVectorProperty(
        name="Color",
        description="How much of the part's color is shown; at 0 the look it had before",
        size=MOST_PARTS,
        min=0.0,
        max=1.0,
        default=(1.0,) * MOST_PARTS,
        precision=2,
        get=_getter(read_mix, 1.0),
        set=_setter(change_mix),
        options=set(),
    )
    bpy.types.Mesh.styleglip_roughness = bpy.props.FloatVectorProperty(
        name="Roughness",
        description="How much smoother or rougher the part is than it came: -1 is a mirror, 1 is matt",
        size=MOST_PARTS,
        min=-1.0,
        max=1.0,
        default=(0.0,) * MOST_PARTS,
        precision=2,
        get=_getter(read_roughness, 0.0),
        set=_setter(change_roughness),
        options=set(),
    )


def remove_properties() -> None:
    """Takes them off."""
    del bpy.types.Mesh.styleglip_roughness
    del bpy.types.Mesh.styleglip_color_mix
