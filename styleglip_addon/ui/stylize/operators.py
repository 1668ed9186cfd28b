"""Start, pause and cancel a job; stop it and keep what there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import bpy

from ...blender.files.style_pictures import with_pictures
from ...blender.reading.mesh_export import export_object
from ...engine.prompts.writing import format_prompt
from ...engine.vocabulary import Phase
from ...engine.vocabulary.errors import StyleGLIPError
from ...engine.vocabulary.settings import PartsMode
from ...jobs.failures import shortages_told
from ...jobs.job import JobState
from ...jobs.session import Lane, Stage
from ...jobs.stylizing import StylizeOrder
from ..background import driver, finish_without_window, shown
from ..language import translated
from ..missing_packages import missing_sentence
from ..models.choice import engine_choice
from ..outcomes import as_dialled
from ..parts.found import search_for, take_painted
from ..parts.rows import read_masks, read_parts
from ..refusing import Refusing
from ..target import target_object, target_settings, why_not
from ..windows import redraw_sidebars
from . import runs
from .asked import Asked
from .own_settings import leave_settings
from .runs import busy_sentence
from .session import StylizeSession, WhenOver
from .settings import engine_settings


class StylizeOperator(Refusing, bpy.types.Operator):
    """Give each part of the active object its style. The work goes on in the background"""

    bl_idname = "styleglip.stylize"
    bl_label = "Stylize"
    bl_options: ClassVar[set[str]] = {"REGISTER"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """Everything that can be told without looking at the vertices; the tooltip says what is missing."""
        return why_no_run(context)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Exports the object and starts the job."""
        return start_job(self, lambda: begin_run(context, asks=True))


class CancelOperator(bpy.types.Operator):
    """Stop the job. The object stays as it is"""

    bl_idname = "styleglip.cancel"
    bl_label = "Cancel"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be a job, and it must not be stopping already."""
        return can_be_held(cls)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Asks the job to stop."""
        driver().cancel(Lane.OBJECT)
        return {"FINISHED"}


class PauseOperator(bpy.types.Operator):
    """Let the job wait, and let it go on again: free the processor for something else"""

    bl_idname = "styleglip.pause"
    bl_label = "Pause"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be a job that is not being stopped."""
        return can_be_held(cls)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Pauses or resumes."""
        driver().pause_or_resume(Lane.OBJECT)
        redraw_sidebars()
        return {"FINISHED"}


class KeepOperator(bpy.types.Operator):
    """Stop the job and put what there is on the object. Continue goes on from there, after a restart of Blender too"""

    bl_idname = "styleglip.keep"
    bl_label = "Stop and Keep"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Styling must have begun."""
        if not can_be_held(cls):
            return False
        progress = shown(StylizeSession).progress
        # Parts are found again between two steps of styling.
        is_styling = progress is not None and (
            progress.phase is Phase.RELOCATING or (progress.phase is Phase.STYLING and progress.step > 0)
        )
        if not is_styling:
            cls.poll_message_set(translated("There is nothing to keep yet."))
            return False
        # Also while what a stopped run left is sampled: a second click must not cancel that.
        if progress is not None and progress.phase is Phase.STYLING and progress.step >= progress.steps:
            cls.poll_message_set(translated("All steps are done: the result is about to be put on the object."))
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Asks the job to stop; what it leaves is sampled and put on the object."""
        if driver().job(Lane.OBJECT) is not None:
            shown(StylizeSession).keeps = True
            driver().cancel(Lane.OBJECT, waits=True)
        return {"FINISHED"}


def start_job(operator: bpy.types.Operator, begin: Callable[[], None]) -> set[Any]:
    """What an operator that starts a job returns; without a window it waits for the result.

    Args:
        operator: reports what stands in the way.
        begin: exports the object and starts the job.
    """
    try:
        with shortages_told():
            begin()
    except StyleGLIPError as error:
        if not driver().busy_sentence(Lane.OBJECT):
            obj = target_object(bpy.context)
            about = obj.session_uid if obj is not None else 0
            driver().show(StylizeSession(stage=Stage.FAILED, sentence=str(error), about=about))
            redraw_sidebars()  # Blender does not, where a file browser called the operator
        operator.report({"ERROR"}, translated(str(error)))
        return {"CANCELLED"}
    finish_without_window(Lane.OBJECT)
    return {"FINISHED"}


def begin_run(context: bpy.types.Context, asks: bool) -> None:
    """Exports the active object and starts a run of all rows, from where their parts were found or painted last.

    Args:
        context: of the operator.
        asks: whether the run ends before it styles where a part is not found.

    Raises:
        StyleGLIPError: something stands in the way.
    """
    rows = target_settings(context)
    session = begin_run_of(target_object(context), rows, context, asks)
    session.asked = Asked.of(rows)
    leave_settings(rows, context.scene.styleglip)


def begin_run_of(
    obj: Any, rows: Any, context: bpy.types.Context, asks: bool, when_over: WhenOver | None = None
) -> StylizeSession:
    """As `begin_run`, of any object.

    Args:
        obj: the object; what is asked of it is for the caller to note in the session.
        rows: settings that say what is asked of it: its own, or what `Asked.as_settings` makes.
        context: of the operator or timer.
        asks: whether the run ends before it styles where a part is not found.
        when_over: see `runs.start`.

    Raises:
        StyleGLIPError: something stands in the way.
    """
    if PartsMode[rows.parts_mode] is PartsMode.FIXED:  # joint mode moves the groups itself
        take_painted(obj, rows.parts)
    masks = read_masks(rows)
    exported = export_object(obj, masks=masks)
    parts = with_pictures(as_dialled(obj, read_parts(rows, exported.mesh.masks)), bpy.path.abspath)
    settings, model = engine_settings(rows, context), engine_choice(context).model
    located = search_for(obj, exported.mesh)
    order = StylizeOrder(exported.mesh, parts, settings, model, located=located, asks=asks)
    return runs.start(order, exported, format_prompt(parts), masks=masks, when_over=when_over)


def why_no_run(context: bpy.types.Context) -> str:
    """Why no run of the rows can be started; empty where one can, as far as that can be told without the vertices."""
    return missing_sentence() or busy_sentence() or why_not(target_object(context)) or prompt_sentence(context)


def can_be_held(cls: type[bpy.types.Operator]) -> bool:
    """Whether there is a job to pause or to stop; the operator's tooltip says why not."""
    if driver().job(Lane.OBJECT) is None:
        cls.poll_message_set(translated("Nothing is running."))
    elif driver().state(Lane.OBJECT) is JobState.CANCELLING:
        cls.poll_message_set(translated("The job stops after its current step."))
    else:
        return True
    return False


def prompt_sentence(context: bpy.types.Context) -> str:
    """What is wrong with the prompt or a row of its list, that keeps Stylize from being pressed; empty: nothing."""
    return sentence_of(target_settings(context))


def sentence_of(settings: Any) -> str:
    """As `prompt_sentence`, of any settings."""
    if settings.problem:
        return str(settings.problem)
    if not len(settings.parts):
        return 'Type how each part should look, for example "pottery base, gold tube, linen shade".'
    try:
        read_parts(settings)
    except StyleGLIPError as error:
        return str(error)
    return ""
