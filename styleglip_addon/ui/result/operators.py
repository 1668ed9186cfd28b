"""What happens to a result: it goes on its object, waits, is thrown away, is taken off again, is reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import bpy

from ...blender.files.kept_states import is_whole
from ...blender.files.rescue import RescueError
from ...blender.reading.mesh_export import ExportedObject
from ...blender.reading.validation import ObjectError
from ...blender.result.record import read_record, software_versions
from ...blender.result.write_back import (
    NothingFoundError,
    ResultRescuedError,
    deliver_result,
    has_result,
    remove_result,
)
from ...engine.vocabulary import StylizeResult
from ...engine.vocabulary.errors import StateError
from ...jobs.session import Lane, Stage
from ..background import driver, shown
from ..language import translated
from ..models.stored import data_folder
from ..outcomes import carries, give_id, hidden_sentences, record_id
from ..refusing import Refusing
from ..stylize.own_settings import give_recorded_prompt
from ..stylize.session import StylizeSession
from ..target import must_wait, settings_of, target_object
from ..viewports import follow_results, show_as_before, show_colors, shows_colors
from ..wording import duration
from .states import remember_state

_NOT_WHOLE = "What made the other parts is not known any more, so this result is not kept under History."

when_applied: list[Callable[[bpy.types.Object, ExportedObject, StylizeResult, StylizeSession], None]] = []
"""What goes on from a whole result once it is on its object and kept; called in the operator that put it there."""


class ApplyResultOperator(bpy.types.Operator):
    """Put the finished result on its object"""

    bl_idname = "styleglip.apply_result"
    bl_label = "Apply StyleGLIP Result"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be a result."""
        if shown(StylizeSession).result is None:
            cls.poll_message_set(translated("There is no result that waits for its object."))
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Writes the result. While its object is in Edit Mode it waits; if the object is gone, a file keeps it."""
        session = shown(StylizeSession)
        if has_to_wait(context, session):
            name = session.object_name
            session.sentence = f'The result for "{name}" is ready. It is applied in Object Mode.'
        elif put_on_object(context, session):
            return {"FINISHED"}
        self.report({"WARNING"}, translated(session.sentence))
        return {"CANCELLED"}


def has_to_wait(context: bpy.types.Context, session: StylizeSession) -> bool:
    """Whether a mode is on in which a result cannot be put on its object as an undo step.

    Undo steps of other modes do not hold what changes outside them, so Ctrl+Z would not take the result back.
    """
    assert session.exported is not None
    return must_wait(context, session.exported.handle)


def put_on_object(context: bpy.types.Context, session: StylizeSession) -> bool:
    """Puts the result of a run on its object, to be called in an operator with an undo step.

    Returns:
        Whether it is there; where not, the session says why and where the result is.
    """
    exported, result = session.exported, session.result
    assert exported is not None
    assert result is not None
    try:
        obj = deliver_result(exported, result, session.prompt, rescue_folder=data_folder(), names=session.names)
    except NothingFoundError as error:
        session.end(Stage.FAILED, str(error))
    except ResultRescuedError as error:
        session.warnings.clear()
        session.about = 0  # the object may be gone, and where its result is must be told
        session.end(Stage.FAILED, str(error))
    except RescueError as error:
        session.sentence = f"{error} Free some space, then press Apply."  # the result stays in memory
    else:
        if session.record_id:
            give_id(obj, session.record_id)
        session.end(Stage.DONE, _done_sentence(obj.name, session))
        session.holds = partial(carries, record_id=record_id(obj))  # not after Undo, nor once another is there
        _give_prompt(obj, session)
        session.warnings += hidden_sentences(obj, session.names)
        if context.scene.styleglip.show_preview:
            show_colors()
        if is_whole(obj, result.state):
            try:
                remember_state(obj, result.state)
            except StateError as error:
                session.warnings.append(str(error))
            for listener in when_applied:
                listener(obj, exported, result, session)
        else:
            session.warnings.append(_NOT_WHOLE)
        return True
    return False


def _give_prompt(obj: Any, session: StylizeSession) -> None:
    """Gives an object the prompt and rows of its result, where it has none, or where they are to come back with it."""
    settings = settings_of(obj)
    has_none = not settings.prompt and not len(settings.parts)
    if session.asked is not None and obj.is_editable and (session.gives_back or has_none):
        session.asked.give(settings)
    else:
        give_recorded_prompt(obj, session.prompt)


class ShowColorsOperator(bpy.types.Operator):
    """Let this viewport's solid shading show the result's colors, or again what it showed before"""

    bl_idname = "styleglip.show_colors"
    bl_label = "Colors in Solid View"
    bl_options: ClassVar[set[str]] = {"REGISTER", "INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """In a 3D view with solid shading."""
        if context.space_data is None or context.space_data.type != "VIEW_3D":
            return False
        if context.space_data.shading.type != "SOLID":
            cls.poll_message_set(translated("This viewport's shading is not Solid."))
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Switches the color of solid shading to color attributes, or back."""
        if shows_colors(context.space_data):
            show_as_before(context.space_data)
        else:
            show_colors((context.space_data,))
        return {"FINISHED"}


class DiscardResultOperator(bpy.types.Operator):
    """Throw away the result that waits for its object"""

    bl_idname = "styleglip.discard_result"
    bl_label = "Discard"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be a result."""
        return shown(StylizeSession).result is not None

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Forgets it."""
        driver().forget(StylizeSession)
        return {"FINISHED"}


class RemoveResultOperator(Refusing, bpy.types.Operator):
    """Take shape keys, colors, groups and material of the result off the object, and show what was there before"""

    bl_idname = "styleglip.remove_result"
    bl_label = "Remove Result"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """The active object must have a result, and nothing may be on its way to it."""
        obj, working = target_object(context), driver().session(Lane.OBJECT)
        if not has_result(obj):
            return "The active object has no StyleGLIP result."
        if working is not None and working.about == obj.session_uid:
            return "StyleGLIP is at work. Wait until it is done or press Cancel."
        return ""

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Removes it."""
        try:
            remove_result(target_object(context))
        except ObjectError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        follow_results()
        if shown(StylizeSession).stage is Stage.DONE:
            driver().forget(StylizeSession)
        return {"FINISHED"}


class CopyReportOperator(bpy.types.Operator):
    """Copy what happened, with versions and settings, to send it to someone"""

    bl_idname = "styleglip.copy_report"
    bl_label = "Copy Report"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Puts the report on the clipboard."""
        context.window_manager.clipboard = report_text(target_object(context))
        self.report({"INFO"}, translated("The report is on the clipboard."))
        return {"FINISHED"}


def _done_sentence(name: str, session: StylizeSession) -> str:
    seconds, parts = duration(session.seconds), ", ".join(f'"{part}"' for part in session.names)
    return f'{parts} of "{name}" is stylized ({seconds}).' if parts else f'"{name}" is stylized ({seconds}).'


def report_text(obj: Any) -> str:
    """Everything that helps to understand the last run or the object's result: text for a mail or an issue."""
    session = shown(StylizeSession)
    lines = [session.sentence, *session.warnings, session.details]
    lines += [f"{name}: {version}" for name, version in software_versions().items()]
    record = read_record(obj.data) if has_result(obj) else None
    if record is not None:
        lines.append(json.dumps(record.report.to_dict(), indent=1, ensure_ascii=False))
    return "\n".join(line for line in lines if line)
