"""How much of each part's colour is shown, as sliders: `Mesh.styleglip_color_mix`.

The values live in a custom property of the mesh that `blender.part_mix` keeps, so they are saved, undone and copied
with it; this property only shows them to the panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import bpy

from ...blender.result.dial_values import read_mix
from ...blender.result.part_mix import change_mix, mix_again, part_names

MOST_PARTS = 32
"""Blender's array properties have at most this many values."""


def _get(mesh: Any) -> list[float]:
    mix = read_mix(mesh)
    shown = [mix.get(name, 1.0) for name in part_names(mesh)[:MOST_PARTS]]
    return shown + [1.0] * (MOST_PARTS - len(shown))


def _set(mesh: Any, values: Sequence[float]) -> None:
    change_mix(mesh, dict(zip(part_names(mesh), values, strict=False)))


def draw_color_slider(layout: Any, mesh: Any, name: str, text: str) -> None:
    """Draws the slider of a part's colour; nothing where the part has none."""
    names = part_names(mesh)[:MOST_PARTS]
    if name in names:
        layout.prop(mesh, "styleglip_color_mix", index=names.index(name), text=text, translate=False, slider=True)


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


def add_property() -> None:
    """Hangs the sliders on the mesh."""
    bpy.types.Mesh.styleglip_color_mix = bpy.props.FloatVectorProperty(
        name="Color",
        description="How much of the part's color is shown; at 0 the look it had before",
        size=MOST_PARTS,
        min=0.0,
        max=1.0,
        default=(1.0,) * MOST_PARTS,
        precision=2,
        get=_get,
        set=_set,
        options=set(),
    )


def remove_property() -> None:
    """Takes them off."""
    del bpy.types.Mesh.styleglip_color_mix
