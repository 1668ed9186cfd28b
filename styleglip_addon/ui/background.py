"""The one job runner of the add-on, its timer, and the session the panel shows."""

from __future__ import annotations

import bpy

from ..blender.mesh_export import ExportedObject
from ..blender.rescue import RescueError, save_result
from ..jobs.job import Job
from ..jobs.messages import Done, Message
from ..jobs.runner import JobRunner
from ..jobs.stylizing import ModelShelf, StylizeOrder, stylize_work
from ..jobs.timer_pump import TimerPump
from .preferences import data_folder
from .session import Session, Stage

runner = JobRunner()
session = Session()
_pump = TimerPump(runner)
_shelf = ModelShelf()


def start(order: StylizeOrder, exported: ExportedObject, prompt: str) -> None:
    """Start a job on the background thread.

    Args:
        order: what to stylize.
        exported: the way back to the object.
        prompt: what the parts say, for the record.

    Raises:
        BusyError: another job runs.
    """
    runner.start(Job(stylize_work(order, _shelf)), _listen)
    session.begin(exported, prompt)
    _pump.start()


def wait_until_done() -> None:
    """Hand out the job's messages until it ends; without a window no timer would."""
    while (job := runner.job) is not None:
        job.channel.wait()
        runner.tick()


def stop() -> None:
    """End a running job without a result, and forget the models: the add-on is switched off."""
    _pump.stop()
    runner.stop()
    _shelf.clear()
    session.reset()


def leave_file() -> None:
    """The file is being closed: end a running job, and keep a result that waits for its object in a file."""
    _pump.stop()
    was_running, result, exported, prompt = runner.stop(), session.result, session.exported, session.prompt
    session.reset()
    if was_running:
        session.end(Stage.CANCELLED, "Stylizing was stopped because another file was opened.")
    elif result is not None and exported is not None:
        try:
            path = save_result(data_folder(), exported.handle.name, result, prompt)
        except RescueError as error:
            session.end(Stage.FAILED, str(error))
        else:
            session.end(Stage.DONE, f'The result that was not applied was kept in "{path}".')


def redraw() -> None:
    """Draw the sidebars again."""
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "VIEW_3D":
                for region in area.regions:
                    if region.type == "UI":
                        region.tag_redraw()


def _listen(message: Message) -> None:
    session.take(message)
    if isinstance(message, Done):
        _apply()
    redraw()


def _apply() -> None:
    """Write the result as one undo step of its own."""
    windows = bpy.context.window_manager.windows
    # A timer has no window, and an undo step needs one. The second argument asks for the undo step, which operators
    # that are called from Python do not make otherwise.
    override = bpy.context.temp_override(window=windows[0]) if len(windows) else bpy.context.temp_override()
    with override:
        bpy.ops.styleglip.apply_result("EXEC_DEFAULT", True)
