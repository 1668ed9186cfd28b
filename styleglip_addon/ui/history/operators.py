"""The history's buttons: choose, apply, compare, forget; and those of results that are in files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import bpy

from ...blender.files.history import Entry, entries, remove_entry
from ...blender.files.rescue import SUFFIX
from ...blender.reading.mesh_export import export_object
from ...blender.reading.object_handle import Topology
from ...blender.reading.validation import ObjectError
from ...blender.result.write_back import has_result
from ...engine.vocabulary.errors import StateError, StyleGLIPError
from ...jobs.session import Lane
from ...jobs.stylizing import StylizeOrder
from ..background import driver, finish_without_window
from ..language import translated
from ..missing_packages import missing_sentence
from ..models.choice import engine_choice
from ..models.stored import data_folder
from ..outcomes import record_id
from ..result.states import finder_of, has_state
from ..stylize import runs
from ..stylize.asked import Asked
from ..stylize.operators import start_job
from ..stylize.runs import busy_sentence
from ..target import target_object, why_not
from ..windows import redraw_sidebars
from .comparing import NOW, THEN, begin_comparing, compared, end_comparing, show


class ChooseResultOperator(bpy.types.Operator):
    """Choose this result, to see what it was made with, to apply it or to compare it"""

    bl_idname = "styleglip.history_choose"
    bl_label = "Choose Result"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    if TYPE_CHECKING:
        entry: str
    else:
        entry: bpy.props.StringProperty(name="Result", options={"HIDDEN", "SKIP_SAVE"})

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Chooses it; what is compared is another one then."""
        end_comparing()
        context.window_manager.styleglip_history_chosen = self.entry
        return {"FINISHED"}


class ApplyEarlierOperator(bpy.types.Operator):
    """Put this result on the object again, as one undo step. Prompt, rows and settings that it had come back too"""

    bl_idname = "styleglip.history_apply"
    bl_label = "Apply"
    bl_options: ClassVar[set[str]] = {"REGISTER"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """The object must be free, still have the result's faces, and not carry it already."""
        return _allowed(cls, missing_sentence() or busy_sentence() or _why_not_entry(context) or _why_there(context))

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Starts a job that samples the result; it goes on the object like that of a run."""
        return start_job(self, lambda: self._begin(context))

    def _begin(self, context: bpy.types.Context) -> None:
        obj = target_object(context)
        entry = chosen_entry(context)
        if entry is None:
            raise StateError("Choose a result first.")
        if entry.topology != Topology.of(obj.data).checksum:
            raise ObjectError(_CHANGED.format(name=obj.name))
        state, choice, exported = finder_of(obj, entry.id)(), engine_choice(context), export_object(obj)
        settings = state.settings_as_far()
        machine = replace(settings.machine, device=choice.device, threads=choice.threads)
        exported = replace(exported, mesh=replace(exported.mesh, colors=state.colors))
        order = StylizeOrder(exported.mesh, (), settings.with_(machine=machine), resume=state)
        session = runs.start(order, exported, entry.prompt)
        session.asked, session.gives_back, session.record_id = _asked(entry), True, entry.id
        end_comparing()


class CompareOperator(bpy.types.Operator):
    """Show this result in the 3D view, and switch between it and that of the object. Press again to go back"""

    bl_idname = "styleglip.history_compare"
    bl_label = "Compare"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be two results to compare, of the faces that the object has."""
        if compared() is not None:
            return True
        obj = target_object(context)
        sentence = missing_sentence() or _why_not_entry(context) or _why_there(context)
        if not sentence and not (has_result(obj) and has_state(obj)):
            sentence = "The object has no result that this one could be compared with. Press Apply to see it."
        if not sentence and driver().busy_sentence(Lane.HISTORY):
            sentence = "Pictures of results are being made. Try again in a moment."
        return _allowed(cls, sentence)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Begins, or ends."""
        if compared() is not None:
            end_comparing()
            return {"FINISHED"}
        entry = chosen_entry(context)
        try:
            if entry is None:
                raise StateError("Choose a result first.")
            begin_comparing(target_object(context), entry.id)
        except StyleGLIPError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        finish_without_window(Lane.HISTORY)
        return {"FINISHED"}


class ShowComparedOperator(bpy.types.Operator):
    """Draw what the object has, or the earlier result, both in the same light"""

    bl_idname = "styleglip.history_show"
    bl_label = "Show Compared"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    if TYPE_CHECKING:
        is_earlier: bool
    else:
        is_earlier: bpy.props.BoolProperty(name="Earlier Result", options={"HIDDEN", "SKIP_SAVE"})

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Both must be ready."""
        session = compared()
        return _allowed(cls, "" if session is not None and session.meshes else "The comparison is being prepared.")

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Draws the one or the other."""
        show(THEN if self.is_earlier else NOW)
        return {"FINISHED"}


class DeleteEarlierOperator(bpy.types.Operator):
    """Forget this result. What is on the object stays"""

    bl_idname = "styleglip.history_delete"
    bl_label = "Delete Result"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be a result, in a file that can be changed."""
        obj = target_object(context)
        sentence = "" if chosen_entry(context) is not None else "There is no earlier result."
        if not sentence and not obj.data.is_editable:
            sentence = "The object is linked from another file and cannot be changed here."
        return _allowed(cls, sentence)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Takes it out of the file."""
        entry = chosen_entry(context)
        if entry is None:
            return {"CANCELLED"}
        end_comparing()
        remove_entry(target_object(context).data, entry.id)
        return {"FINISHED"}


class DeleteRescuedOperator(bpy.types.Operator):
    """Delete the file of this result. This cannot be undone"""

    bl_idname = "styleglip.delete_rescued"
    bl_label = "Delete File"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    if TYPE_CHECKING:
        name: str
    else:
        name: bpy.props.StringProperty(name="File", options={"HIDDEN", "SKIP_SAVE"})

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        """Asks first."""
        result: set[Any] = context.window_manager.invoke_confirm(self, event)
        return result

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Deletes a file of the folder of kept results, and no other."""
        path = data_folder() / Path(self.name).name
        if path.suffix != SUFFIX:
            return {"CANCELLED"}
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            self.report({"ERROR"}, translated(f'"{path}" cannot be deleted: {reason}.'))
            return {"CANCELLED"}
        redraw_sidebars()
        return {"FINISHED"}


def chosen_entry(context: bpy.types.Context) -> Entry | None:
    """The active object's result that is chosen, else its latest; None: it has none."""
    obj = target_object(context)
    if obj is None or obj.type != "MESH":
        return None
    there = entries(obj.data)
    chosen = context.window_manager.styleglip_history_chosen
    return next((entry for entry in there if entry.id == chosen), there[0] if there else None)


_CHANGED = 'The faces of "{name}" are no longer those that this result was made for. Undo the change to apply it.'


def _why_not_entry(context: bpy.types.Context) -> str:
    obj, entry = target_object(context), chosen_entry(context)
    if entry is None:
        return "There is no earlier result."
    return why_not(obj) or ("" if entry.fits(obj.data) else _CHANGED.format(name=obj.name))


def _why_there(context: bpy.types.Context) -> str:
    entry = chosen_entry(context)
    is_there = entry is not None and record_id(target_object(context)) == entry.id
    return "This is the result that the object has." if is_there else ""


def _asked(entry: Entry) -> Asked | None:
    try:
        return Asked.from_dict(entry.asked)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _allowed(cls: type[bpy.types.Operator], sentence: str) -> bool:
    if sentence:
        cls.poll_message_set(translated(sentence))
    return not sentence
