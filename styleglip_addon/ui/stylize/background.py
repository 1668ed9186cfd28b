"""The one job runner of the add-on, its timer, and the session the panel shows."""

from __future__ import annotations

import bpy

from ...blender.files.rescue import RescueError, save_result
from ...blender.reading.mesh_export import ExportedObject
from ...blender.result.preview import Preview
from ...jobs.job import Job, Listener, Work
from ...jobs.messages import FINAL_MESSAGES, Cancelled, Message, Snapshot
from ...jobs.runner import JobRunner
from ...jobs.stylizing import ModelShelf, StylizeOrder, stylize_work
from ...jobs.timer_pump import TimerPump
from ..models.preferences import data_folder
from .session import Session, Stage

runner = JobRunner()
session = Session()
preview = Preview(lambda: bool(bpy.context.scene.styleglip.show_preview))
_pump = TimerPump(runner)
_shelf = ModelShelf()


def start(order: StylizeOrder, exported: ExportedObject, prompt: str, names: tuple[str, ...] = ()) -> None:
    """Start a job on the background thread.

    Args:
        order: what to stylize.
        exported: the way back to the object.
        prompt: what the parts say, for the record.
        names: the parts to replace on the object; empty: its whole result.

    Raises:
        BusyError: another job runs.
    """
    runner.start(Job(stylize_work(order, _shelf)), _listen)
    session.begin(exported, prompt, names)
    preview.begin(exported)
    _pump.start()


def start_work(work: Work, listener: Listener) -> None:
    """Start work of another kind on the background thread.

    Args:
        work: what to do.
        listener: called on the main thread with every message.

    Raises:
        BusyError: another job runs.
    """
    runner.start(Job(work), listener)
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
    preview.end()
    _shelf.clear()
    session.reset()


def leave_file() -> None:
    """The file is being closed: end a running job, and keep a result that waits for its object in a file."""
    _pump.stop()
    was_running, result, exported, prompt = runner.stop(), session.result, session.exported, session.prompt
    session.reset()
    preview.end()
    if was_running:
        session.end(Stage.CANCELLED, "Stylizing was stopped because another file was opened.")
    elif result is not None and exported is not None:
        try:
            path = save_result(data_folder(), exported.handle.name, result, prompt)
        except RescueError as error:
            session.end(Stage.FAILED, str(error))
        else:
            session.end(Stage.DONE, f'The result that was not applied was kept in "{path}".')


def redraw(kind: str = "UI") -> None:
    """Draw the 3D views' sidebars again, or with "WINDOW" the views themselves."""
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "VIEW_3D":
                for region in area.regions:
                    if region.type == kind:
                        region.tag_redraw()


def _listen(message: Message) -> None:
    rest = message.rest if isinstance(message, Cancelled) and session.keeps else None
    exported, prompt, names = session.exported, session.prompt, session.names
    session.take(message)
    if isinstance(message, Snapshot) and preview.show(message.content):
        redraw("WINDOW")
    elif isinstance(message, FINAL_MESSAGES):
        preview.end()
        redraw("WINDOW")
    if session.stage is Stage.READY:
        _apply()
    elif rest is not None and exported is not None and rest.step > 0:
        # The fields as they are, without another step: what is looked at is what a later run goes on from.
        settings = rest.settings.with_(iterations=rest.step)
        start(StylizeOrder(exported.mesh, (), settings, resume=rest), exported, prompt, names)
    redraw()


def _apply() -> None:
    """Write the result as one undo step of its own."""
    call_with_undo("apply_result")


def call_with_undo(operator: str) -> None:
    """Calls one of the add-on's operators from the timer, as one undo step of its own."""
    windows = bpy.context.window_manager.windows
    # A timer has no window, and an undo step needs one. The second argument asks for the undo step, which operators
    # that are called from Python do not make otherwise.
    override = bpy.context.temp_override(window=windows[0]) if len(windows) else bpy.context.temp_override()
    with override:
        getattr(bpy.ops.styleglip, operator)("EXEC_DEFAULT", True)
