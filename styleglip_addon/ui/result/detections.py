"""Show where the parts of a result were looked for and found: pictures with boxes, made in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import bpy

from ...blender.reading.mesh_export import export_object
from ...blender.result.detection_images import RecordedDetections, recorded_detections, show_as_image
from ...engine.vocabulary import Mesh
from ...engine.vocabulary.errors import StyleGLIPError
from ...jobs.channel import Channel
from ...jobs.messages import Done, Failed, Message
from ...jobs.session import Lane, Session
from ..background import driver, finish_without_window
from ..language import translated
from ..missing_packages import missing_sentence
from ..outcomes import outcomes
from ..refusing import Refusing
from ..target import target_object
from ..windows import show_image, show_sentence


@dataclass(kw_only=True)
class PicturesSession(Session):
    """One set of pictures being made; nothing is shown of it but the pictures."""

    lane: ClassVar[Lane] = Lane.PICTURES


class ShowDetectionsOperator(Refusing, bpy.types.Operator):
    """Show the pictures in which the parts were looked for, with the boxes that were found and how sure they are"""

    bl_idname = "styleglip.show_detections"
    bl_label = "Show Detections"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """The active object must have a result."""
        sentence = missing_sentence()
        if not sentence and not outcomes(target_object(context)):
            sentence = "The active object has no StyleGLIP result."
        if not sentence and driver().busy_sentence(Lane.PICTURES):
            sentence = "The pictures are being made."
        return sentence

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Starts to make the pictures; they open in an image editor when they are there."""
        obj = target_object(context)
        try:
            recorded, exported = recorded_detections(obj), export_object(obj, allow_shared=True)
            driver().start(PicturesSession(), _work(exported.mesh, recorded), _listener(obj.name))
        except StyleGLIPError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        finish_without_window(Lane.PICTURES)
        return {"FINISHED"}


def _work(mesh: Mesh, recorded: RecordedDetections) -> Callable[[Channel], Any]:
    def work(channel: Channel) -> Any:
        from ...engine.localization.detection_pictures import detection_pictures, sheet

        return sheet(detection_pictures(mesh, recorded.detections, recorded.settings))

    return work


def _listener(obj_name: str) -> Callable[[Message], None]:
    def listen(message: Message) -> None:
        if isinstance(message, Done):
            show_image(show_as_image(obj_name, message.result))
        elif isinstance(message, Failed):
            show_sentence(message.sentence)

    return listen
