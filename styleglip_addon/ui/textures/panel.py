"""The Textures panel: sizes, kinds, folder, Bake, and the dense copy.

How far a bake is and how it ended stands below the Stylize button, where it is seen.
"""

from __future__ import annotations

from typing import Any, ClassVar

import bpy

from ...blender.result.write_back import has_result
from ...jobs.session import Stage
from ..background import shown
from ..labels import draw_sentence
from ..missing_packages import missing_sentence
from ..sidebar import Tab
from ..target import target_object
from .operators import why_not_bake
from .properties import MAPS
from .session import BakeSession


class TexturesPanel(Tab, bpy.types.Panel):
    """The active object's result as textures."""

    bl_idname = "STYLEGLIP_PT_textures"
    bl_label = "Textures"
    bl_parent_id = "STYLEGLIP_PT_main"
    bl_order = 1
    bl_options: ClassVar[set[str]] = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Where there is a result, and while textures are on their way."""
        return not missing_sentence() and (
            has_result(target_object(context)) or shown(BakeSession).stage is not Stage.IDLE
        )

    def draw(self, context: bpy.types.Context) -> None:
        """Draws the panel."""
        layout = self.layout
        column = layout.column()
        column.enabled = shown(BakeSession).stage not in (Stage.RUNNING, Stage.READY)
        _draw_settings(column, context.scene.styleglip_textures)
        reason = why_not_bake(context)
        if reason:
            draw_sentence(layout.box(), context, reason, "INFO")
        layout.operator("styleglip.bake_textures", icon="TEXTURE")


class DenseCopyPanel(Tab, bpy.types.Panel):
    """The active object's result on a denser mesh."""

    bl_idname = "STYLEGLIP_PT_dense_copy"
    bl_label = "Dense Copy"
    bl_parent_id = "STYLEGLIP_PT_textures"
    bl_options: ClassVar[set[str]] = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        """Draws the panel."""
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(context.scene.styleglip_textures, "dense_vertices")
        layout.operator("styleglip.dense_copy", icon="MOD_SUBSURF")


def _draw_settings(layout: Any, settings: Any) -> None:
    column = layout.column()
    column.use_property_split = True
    column.use_property_decorate = False
    column.prop(settings, "size")
    maps = column.column(heading="Textures", align=True)
    for name in MAPS.values():
        maps.prop(settings, name)
    if settings.use_normal or settings.use_displacement:
        column.prop(settings, "relief")
    if settings.use_displacement:
        column.prop(settings, "displaces")
    column.prop(settings, "uv_choice")
    column.prop(settings, "margin")
    column.prop(settings, "folder", placeholder="packed into the .blend file")
    if settings.folder:
        column.prop(settings, "overwrite")
