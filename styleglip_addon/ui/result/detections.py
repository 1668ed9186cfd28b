"""Show where the parts of a result were looked for and found: pictures with boxes, made in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import bpy

from ...blender.reading.mesh_export import export_object
from ...blender.result.detection_images import RecordedDetections, recorded_detections, show_as_image
from ...engine.vocabulary import Mesh
from ...engine.vocabulary.errors import StyleGLIPError
from ...jobs.channel import Channel
from ...jobs.job import Job
from ...jobs.messages import Done, Failed, Message
from ...jobs.runner import JobRunner
from ...jobs.timer_pump import TimerPump
from ..missing_packages import missing_sentence
from ..outcomes import outcomes
from ..target import target_object

_runner = JobRunner()
"""A runner of its own: pictures can be made while a run goes on."""
_pump = TimerPump(_runner)


class ShowDetectionsOperator(bpy.types.Operator):
    """Show the pictures in which the parts were looked for, with the boxes that were found and how sure they are"""

    bl_idname = "styleglip.show_detections"
    bl_label = "Show Detections"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """The active object must have a result."""
        sentence = missing_sentence()
        if not sentence and not outcomes(target_object(context)):
            sentence = "The active object has no StyleGLIP result."
        if not sentence and _runner.is_busy:
            sentence = "The pictures are being made."
        if sentence:
            cls.poll_message_set(sentence)
        return not sentence

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Starts to make the pictures; they open in an image editor when they are there."""
        obj = target_object(context)
        try:
            recorded, exported = recorded_detections(obj), export_object(obj, allow_shared=True)
            _runner.start(Job(_work(exported.mesh, recorded)), _listener(obj.name))
        except StyleGLIPError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        _pump.start()
        if bpy.app.background:
            _wait_until_done()
        return {"FINISHED"}


def _work(mesh: Mesh, recorded: RecordedDetections) -> Callable[[Channel], Any]:
    def work(channel: Channel) -> Any:
        from ...engine.localization.detection_pictures import detection_pictures, sheet

        return sheet(detection_pictures(mesh, recorded.detections, recorded.settings))

    return work


def _listener(obj_name: str) -> Callable[[Message], None]:
    def listen(message: Message) -> None:
        if isinstance(message, Done):
            _open(show_as_image(obj_name, message.result))
        elif isinstance(message, Failed):
            _tell(message.sentence)

    return listen


def _open(image: bpy.types.Image) -> None:
    """Shows the image in an image editor that is open, else in a new window."""
    windows = bpy.context.window_manager.windows
    for window in windows:
        for area in window.screen.areas:
            if area.type == "IMAGE_EDITOR":
                area.spaces.active.image = image
                return
    if bpy.app.background or not len(windows):
        return
    with bpy.context.temp_override(window=windows[0]):
        bpy.ops.wm.window_new()
    area = windows[-1].screen.areas[0]
    area.type = "IMAGE_EDITOR"
    area.spaces.active.image = image
    region = next(region for region in area.regions if region.type == "WINDOW")
    with bpy.context.temp_override(window=windows[-1], area=area, region=region):
        bpy.ops.image.view_all(fit_view=True)


def _tell(sentence: str) -> None:
    def draw(menu: Any, context: bpy.types.Context) -> None:
        menu.layout.label(text=sentence)

    windows = bpy.context.window_manager.windows
    if not bpy.app.background and len(windows):
        with bpy.context.temp_override(window=windows[0]):
            bpy.context.window_manager.popup_menu(draw, title="StyleGLIP", icon="ERROR")


def _wait_until_done() -> None:
    while (job := _runner.job) is not None:
        job.channel.wait()
        _runner.tick()


def stop() -> None:
    """Stops what is being made."""
    _pump.stop()
    _runner.stop()
