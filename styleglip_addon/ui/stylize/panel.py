"""The tab's first panels: the object, its prompt, the button and how the run goes; the settings of a run."""

from __future__ import annotations

from typing import Any, ClassVar

import bpy

from ...blender.result.write_back import has_result
from ...engine.vocabulary.presets import Preset
from ...engine.vocabulary.settings import FieldKind, PartsMode
from ...jobs.job import JobState
from ...jobs.session import Lane, Session, Stage
from ..background import driver, shown
from ..endings import draw_endings
from ..labels import draw_sentence
from ..language import translated
from ..missing_packages import PACKAGE, lock_for_installing, missing_sentence
from ..parts.panel import draw_findings, draw_prompt
from ..parts.tinting import has_tints
from ..sidebar import Tab
from ..target import settings_of, target_object, target_settings, why_not
from ..wording import phase_text, time_left
from .asking import draw_missing
from .operators import prompt_sentence
from .session import StylizeSession
from .settings import starts_from_grey


class MainPanel(Tab, bpy.types.Panel):
    """Object, prompt, parts and the button."""

    bl_idname = "STYLEGLIP_PT_main"
    bl_label = "StyleGLIP"

    def draw(self, context: bpy.types.Context) -> None:
        """Draws the panel."""
        layout = self.layout
        if missing_sentence():
            box = layout.box()
            draw_sentence(box, context, missing_sentence(), "ERROR")
            if lock_for_installing() is not None:
                box.operator("preferences.addon_show", text="Python Packages", icon="PREFERENCES").module = PACKAGE
            return
        session, obj = shown(StylizeSession), target_object(context)
        is_running = session.stage is Stage.RUNNING
        is_run = is_running and obj is not None and obj.session_uid == session.about
        _draw_object(layout, context)
        if settings_of(obj) is not None:
            column = layout.column()
            column.enabled = not is_run
            draw_prompt(column, context, session.readings if is_run else ())
            layout.separator(factor=0.5)
        if is_running:
            _draw_progress(layout, context)
            return
        row = layout.row(align=True)
        row.scale_y = 1.6
        row.operator("styleglip.stylize", icon="SHADERFX")
        row.operator("styleglip.find_parts", icon="VIEWZOOM")
        if has_tints(obj):
            row.prop(context.window_manager, "styleglip_show_parts", text="", icon="OVERLAY")
        if has_result(obj):
            # Here, because what stands above does not come and go with runs: nothing moves under the pointer.
            row = layout.row(align=True)
            row.operator("styleglip.continue_run", icon="PLAY")
            row.operator("styleglip.remove_result", icon="TRASH")
        if (other := driver().session(Lane.OBJECT)) is not None:
            draw_other_work(layout, context, other)
        elif session.stage is not Stage.READY and not target_settings(context).problem:  # that stands below the prompt
            draw_sentence(layout, context, prompt_sentence(context), "INFO")
            draw_findings(layout, context)
            draw_missing(layout, context)
        draw_endings(layout, context)


class SettingsPanel(Tab, bpy.types.Panel):
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
        settings = target_settings(context)
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.enabled = shown(StylizeSession).stage is not Stage.RUNNING
        layout.prop(settings, "recipe")
        if Preset[settings.recipe] is Preset.DEFAULT:
            layout.prop(settings, "quality")
        layout.prop(settings, "iterations")
        layout.prop(settings, "seed")
        heading = layout.column(heading="Displacement")
        heading.active = FieldKind[settings.field_kind].displaces
        heading.prop(settings, "use_displacement", text="")
        amount = heading.column()
        amount.active = settings.use_displacement and starts_from_grey(settings)
        amount.prop(settings, "displacement_limit")
        layout.prop(settings, "feather")
        layout.prop(settings, "use_textures")


class AdvancedPanel(Tab, bpy.types.Panel):
    """What most artists leave as it is."""

    bl_idname = "STYLEGLIP_PT_advanced"
    bl_label = "Advanced"
    bl_parent_id = "STYLEGLIP_PT_settings"
    bl_options: ClassVar[set[str]] = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        """Draws the panel."""
        settings = target_settings(context)
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.enabled = shown(StylizeSession).stage is not Stage.RUNNING
        layout.prop(settings, "parts_mode")
        names = layout.column()
        names.active = PartsMode[settings.parts_mode] is not PartsMode.HOLISTIC
        names.prop(settings, "use_names")
        names.prop(settings, "find_up")
        if PartsMode[settings.parts_mode] is PartsMode.JOINT:
            joint = layout.column(align=True)
            joint.prop(settings, "joint_every")
            joint.prop(settings, "joint_drift")
        layout.prop(settings, "field_kind")
        mirror = layout.column()
        mirror.enabled = starts_from_grey(settings)
        mirror.prop(settings, "mirror")


def draw_other_work(layout: Any, context: bpy.types.Context, session: Session) -> None:
    """What else is being done on an object, that Stylize waits for it, and a button to stop it."""
    is_stopping = driver().state(Lane.OBJECT) is JobState.CANCELLING
    column = layout.column(align=True)
    column.label(text=translated(session.doing), translate=False)
    text = "Stopping" if is_stopping else time_left(session.pace.seconds_left)
    column.progress(factor=session.pace.share, text=translated(text), translate=False)
    column.operator("styleglip.cancel", icon="CANCEL")
    draw_sentence(layout, context, "Stylize can be pressed when this is done or cancelled.", "INFO")


def _draw_object(layout: Any, context: bpy.types.Context) -> None:
    obj = target_object(context)
    reason = why_not(obj)
    if reason:
        draw_sentence(layout.box(), context, reason, "ERROR")
    else:
        layout.label(text=obj.name, icon="OUTLINER_OB_MESH", translate=False)


def _draw_progress(layout: Any, context: bpy.types.Context) -> None:
    session, state = shown(StylizeSession), driver().state(Lane.OBJECT)
    progress = session.progress
    column = layout.column(align=True)
    if state is JobState.CANCELLING:
        text = "Stopping"
    elif state is JobState.PAUSED:
        text = "Paused"
    else:
        text = time_left(session.pace.seconds_left)
    obj = target_object(context)
    if obj is None or obj.session_uid != session.about:
        column.label(text=session.object_name, icon="OUTLINER_OB_MESH", translate=False)
    column.label(text=translated(phase_text(progress)), translate=False)
    column.progress(factor=session.pace.share, text=translated(text), translate=False)
    column.separator(factor=0.5)
    row = column.row(align=True)
    row.scale_y = 1.3
    is_paused = state is JobState.PAUSED
    row.operator("styleglip.pause", text="Resume" if is_paused else "Pause", icon="PLAY" if is_paused else "PAUSE")
    row.operator("styleglip.keep", text="Keep", icon="CHECKMARK")
    row.operator("styleglip.cancel", icon="CANCEL")
    layout.prop(context.scene.styleglip, "show_preview")
    for warning in session.warnings:
        draw_sentence(layout, context, warning, "INFO")
