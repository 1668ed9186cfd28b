"""Puts a result on the active object that was kept in a file, because its own object was gone, changed or busy."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import bpy

from ...blender.files.rescue import SUFFIX, open_rescued
from ...blender.reading.mesh_export import export_object
from ...jobs.stylizing import StylizeOrder
from ..missing_packages import missing_sentence
from ..models.choice import engine_choice
from ..models.stored import data_folder
from ..refusing import Refusing
from ..stylize import runs
from ..stylize.operators import start_job
from ..stylize.runs import busy_sentence
from ..target import target_object, why_not


class OpenRescuedOperator(Refusing, bpy.types.Operator):
    """Put a result on the active object that was kept in a file, because its object was gone, changed or busy"""

    bl_idname = "styleglip.open_rescued"
    bl_label = "Open Rescued Result"  # also on the file browser's own button, where dots would mislead
    bl_options: ClassVar[set[str]] = {"REGISTER"}

    if TYPE_CHECKING:
        filepath: str
        filter_glob: str
    else:
        filepath: bpy.props.StringProperty(name="File", subtype="FILE_PATH", options={"HIDDEN", "SKIP_SAVE"})
        filter_glob: bpy.props.StringProperty(default=f"*{SUFFIX}", options={"HIDDEN", "SKIP_SAVE"})

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """There must be an object that can be written to, and no job at work on one."""
        return missing_sentence() or busy_sentence() or why_not(target_object(context))

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        """Asks for the file, in the folder where kept results are."""
        self.filepath = f"{data_folder()}{os.sep}"  # the separator makes it the folder to begin in
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Starts a job that samples the result; it goes on the object like that of a run, and is kept like one."""
        return start_job(self, lambda: self._begin(context))

    def _begin(self, context: bpy.types.Context) -> None:
        obj, choice = target_object(context), engine_choice(context)
        rescued = open_rescued(Path(bpy.path.abspath(self.filepath)))
        exported, state = rescued.fitted_to(export_object(obj)), rescued.state
        settings = state.settings_as_far()
        machine = replace(settings.machine, device=choice.device, threads=choice.threads)
        order = StylizeOrder(exported.mesh, (), settings.with_(machine=machine), resume=state)
        runs.start(order, exported, rescued.prompt, rescued.names_on(obj))
