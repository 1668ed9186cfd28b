"""The StyleGLIP tab in the 3D view's sidebar."""

from __future__ import annotations

from typing import Any, ClassVar

import bpy

from ..blender.result.write_back import has_result
from ..jobs.job import JobState
from . import background
from .color_mix import draw_color_slider
from .environment import missing_sentence
from .labels import draw_sentence as _sentence
from .outcomes import outcomes
from .session import Stage
from .target import target_object, why_not
from .wording import fraction, phase_text, time_left

_NAME_SHARE = 0.3
"""Of a line with a part's name and its sliders."""


class _Tab:
    """Where all panels are."""

    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "StyleGLIP"


class MainPanel(_Tab, bpy.types.Panel):
    """Object, prompt, parts and the button."""

    bl_idname = "STYLEGLIP_PT_main"
    bl_label = "StyleGLIP"

    def draw(self, context: bpy.types.Context) -> None:
        """Draws the panel."""
        layout = self.layout
        if missing_sentence():
            _sentence(layout.box(), context, missing_sentence(), "ERROR")
            return
        is_running = background.session.stage is Stage.RUNNING
        _draw_object(layout, context)
        column = layout.column()
        column.enabled = not is_running
        _draw_prompt(column, context)
        layout.separator(factor=0.5)
        if is_running:
            _draw_progress(layout, context)
        elif background.session.stage is Stage.READY:
            _draw_waiting(layout, context)
        else:
            row = layout.row()
            row.scale_y = 1.6
            row.operator("styleglip.stylize", icon="SHADERFX")
            _draw_ending(layout, context)


class SettingsPanel(_Tab, bpy.types.Panel):
    """Settings of a run."""

    bl_idname = "STYLEGLIP_PT_settings"
    bl_label = "Settings"
    bl_parent_id = "STYLEGLIP_PT_main"
    bl_options: ClassVar[set[str]] = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Where the engine can run."""
        return not missing_sentence()

    def draw(self, context: bpy.types.Context) -> None:
        """Draws the panel."""
        settings = context.scene.styleglip
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.enabled = background.session.stage is not Stage.RUNNING
        layout.prop(settings, "recipe")
        if settings.recipe == "DEFAULT":
            layout.prop(settings, "quality")
        layout.prop(settings, "iterations")
        layout.prop(settings, "seed")
        heading = layout.column(heading="Displacement")
        heading.active = settings.field_kind != "APPEARANCE"
        heading.prop(settings, "use_displacement", text="")
        amount = heading.column()
        amount.active = settings.use_displacement
        amount.prop(settings, "displacement_limit")
        layout.prop(settings, "feather")


class AdvancedPanel(_Tab, bpy.types.Panel):
    """What most artists leave as it is."""

    bl_idname = "STYLEGLIP_PT_advanced"
    bl_label = "Advanced"
    bl_parent_id = "STYLEGLIP_PT_settings"
    bl_options: ClassVar[set[str]] = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        """Draws the panel."""
        settings = context.scene.styleglip
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.enabled = background.session.stage is not Stage.RUNNING
        layout.prop(settings, "parts_mode")
        if settings.parts_mode == "JOINT":
            joint = layout.column(align=True)
            joint.prop(settings, "joint_every")
            joint.prop(settings, "joint_drift")
        layout.prop(settings, "field_kind")
        layout.prop(settings, "mirror")


class ResultPanel(_Tab, bpy.types.Panel):
    """The active object's result."""

    bl_idname = "STYLEGLIP_PT_result"
    bl_label = "Result"
    bl_parent_id = "STYLEGLIP_PT_main"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Where there is one."""
        return has_result(target_object(context))

    def draw(self, context: bpy.types.Context) -> None:
        """Sliders for each part's shape and color, what was not found, and Remove."""
        layout = self.layout
        obj = target_object(context)
        column = layout.column(align=True)
        _draw_part_sliders(column, obj)
        if not _shows_colors(context):
            layout.operator("styleglip.show_colors", icon="SHADING_SOLID")
        row = layout.row(align=True)
        row.operator("styleglip.continue_run", icon="PLAY")
        row.operator("styleglip.remove_result", icon="TRASH")


class ReportPanel(_Tab, bpy.types.Panel):
    """What happened, for someone who is asked for help."""

    bl_idname = "STYLEGLIP_PT_report"
    bl_label = "Report"
    bl_parent_id = "STYLEGLIP_PT_main"
    bl_options: ClassVar[set[str]] = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """After a run, or on an object with a result."""
        return bool(background.session.sentence) or has_result(target_object(context))

    def draw(self, context: bpy.types.Context) -> None:
        """Each part's confidence and what its style was taken for, or why it was not found; details of an error."""
        layout = self.layout
        column = layout.column(align=True)
        for outcome in outcomes(target_object(context)).values():
            row = column.row()
            row.label(text=outcome.name)
            row.label(text=f"found, {outcome.confidence:.0%} sure" if outcome.found else "not found")
            if not outcome.found:
                _sentence(column, context, outcome.reason)
            elif outcome.taken_for:
                _sentence(column, context, f'"{outcome.style}" was taken for {outcome.taken_for}')
        details = background.session.details.strip()
        if details:
            box = layout.box().column(align=True)
            box.scale_y = 0.8
            for line in details.splitlines()[-6:]:  # the end of a traceback says most; Copy takes all
                _sentence(box, context, line)
        layout.operator("styleglip.show_detections", icon="IMAGE_DATA")
        layout.operator("styleglip.copy_report", icon="COPYDOWN")


def _draw_part_sliders(column: Any, obj: Any) -> None:
    """A line per part: how much of its shape and of its color is shown."""
    heading = column.split(factor=_NAME_SHARE, align=True)
    heading.label(text="")
    titles = heading.row(align=True)
    titles.label(text="Shape")
    titles.label(text="Color")
    for outcome in outcomes(obj).values():
        if not outcome.found:
            column.label(text=f"{outcome.name}: not found", icon="ERROR")
            continue
        row = column.split(factor=_NAME_SHARE, align=True)
        row.label(text=outcome.name)
        sliders = row.row(align=True)
        if outcome.key is not None:
            sliders.prop(outcome.key, "value", text="", slider=True)
        else:
            sliders.label(text="no shape key")
        colors = sliders.row(align=True)
        colors.enabled = not obj.data.is_editmode
        draw_color_slider(colors, obj.data, outcome.name, "")


def _draw_object(layout: Any, context: bpy.types.Context) -> None:
    session = background.session
    if session.stage in (Stage.RUNNING, Stage.READY):
        layout.label(text=session.object_name, icon="OUTLINER_OB_MESH")
        return
    obj = target_object(context)
    reason = why_not(obj)
    if reason:
        _sentence(layout.box(), context, reason, "ERROR")
    else:
        layout.label(text=obj.name, icon="OUTLINER_OB_MESH")


def _draw_prompt(layout: Any, context: bpy.types.Context) -> None:
    settings = context.scene.styleglip
    row = layout.row(align=True)
    row.alert = bool(settings.problem)
    row.prop(settings, "prompt", text="", placeholder="pottery base, gold tube, linen shade")
    row.operator("styleglip.read_prompt", text="", icon="FILE_REFRESH")
    if settings.problem:
        _sentence(layout, context, settings.problem, "ERROR")
    row = layout.row()
    row.template_list(
        "STYLEGLIP_UL_parts", "", settings, "parts", settings, "active_part", rows=max(3, min(len(settings.parts), 6))
    )
    buttons = row.column(align=True)
    buttons.operator("styleglip.add_part", text="", icon="ADD")
    buttons.operator("styleglip.remove_part", text="", icon="REMOVE")
    if 0 <= settings.active_part < len(settings.parts):
        _draw_active_row(layout, context, settings.parts[settings.active_part])


def _draw_active_row(layout: Any, context: bpy.types.Context, part: Any) -> None:
    obj = target_object(context)
    if obj is None or obj.type != "MESH":
        return
    row = layout.row(align=True)
    row.prop(part, "mask_source", text="")
    match part.mask_source:
        case "VERTEX_GROUP":
            row.prop_search(part, "vertex_group", obj, "vertex_groups", text="")
        case "FACE_SET" | "MATERIAL" | "ATTRIBUTE":
            row.prop(part, part.mask_source.lower(), text="")


def _draw_progress(layout: Any, context: bpy.types.Context) -> None:
    progress = background.session.progress
    state = background.runner.state
    column = layout.column(align=True)
    if state is JobState.CANCELLING:
        text = "Stopping"
    elif state is JobState.PAUSED:
        text = "Paused"
    else:
        text = time_left(progress.seconds_left) if progress is not None else ""
    column.label(text=phase_text(progress))
    column.progress(factor=fraction(progress), text=text)
    column.separator(factor=0.5)
    row = column.row(align=True)
    row.scale_y = 1.3
    is_paused = state is JobState.PAUSED
    row.operator("styleglip.pause", text="Resume" if is_paused else "Pause", icon="PLAY" if is_paused else "PAUSE")
    row.operator("styleglip.keep", text="Keep", icon="CHECKMARK")
    row.operator("styleglip.cancel", icon="CANCEL")
    layout.prop(context.scene.styleglip, "show_preview")
    for warning in background.session.warnings:
        _sentence(layout, context, warning, "INFO")


def _draw_waiting(layout: Any, context: bpy.types.Context) -> None:
    box = layout.box()
    _sentence(box, context, background.session.sentence or "The result is ready.", "INFO")
    row = box.row(align=True)
    row.operator("styleglip.apply_result", text="Apply", icon="CHECKMARK")
    row.operator("styleglip.discard_result", icon="TRASH")


def _draw_ending(layout: Any, context: bpy.types.Context) -> None:
    session = background.session
    if not session.sentence:
        return
    icons = {Stage.DONE: "CHECKMARK", Stage.FAILED: "ERROR"}
    box = layout.box()
    _sentence(box, context, session.sentence, icons.get(session.stage, "INFO"))
    for warning in session.warnings:
        _sentence(box, context, warning, "ERROR")


def _shows_colors(context: bpy.types.Context) -> bool:
    view = context.space_data
    if view is None or view.type != "VIEW_3D":
        return True
    return view.shading.type != "SOLID" or view.shading.color_type == "VERTEX"


_CLASSES = (MainPanel, SettingsPanel, AdvancedPanel, ResultPanel, ReportPanel)


def register() -> None:
    """Registers the panels."""
    for cls in _CLASSES:
        bpy.utils.register_class(cls)


def unregister() -> None:
    """Takes the panels off."""
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
