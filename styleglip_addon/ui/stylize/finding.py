"""Find Parts: looks for the parts in the background, without styling them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import bpy

from ...blender.reading.mesh_export import export_object
from ...engine.vocabulary.errors import StyleGLIPError
from ...engine.vocabulary.picture_words import words_beside
from ...engine.vocabulary.settings import PartsMode
from ...jobs.locating import LocateOrder, locate_work
from ...jobs.messages import FINAL_MESSAGES, Message
from ...jobs.session import Lane, Stage
from ..background import driver, finish_without_window, shown
from ..language import translated
from ..missing_packages import missing_sentence
from ..models.choice import engine_choice
from ..parts.rows import named_parts, read_masks
from ..parts.showing import FindSession, show_found
from ..refusing import Refusing
from ..target import target_object, target_settings, why_not
from ..windows import redraw_sidebars
from .runs import busy_sentence
from .settings import engine_settings


class FindPartsOperator(Refusing, bpy.types.Operator):
    """Look where the parts are, without styling them. They get vertex groups, and tints in the 3D view"""

    bl_idname = "styleglip.find_parts"
    bl_label = "Find Parts"
    bl_options: ClassVar[set[str]] = {"REGISTER"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """Everything that can be told without looking at the vertices; the tooltip says what is missing."""
        return missing_sentence() or busy_sentence() or why_not(target_object(context)) or _rows_sentence(context)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Exports the object and starts the search."""
        rows = target_settings(context)
        try:
            masks = read_masks(rows)
            exported = export_object(target_object(context), masks=masks)
            # How parts are to look says nothing of where they are, and a picture would have to be read.
            named = named_parts(rows, exported.mesh.masks)
            parts = tuple(replace(part, style=words_beside(part.style)) for part in named)
            order = LocateOrder(exported.mesh, parts, engine_settings(rows, context), engine_choice(context).model)
            session = FindSession(exported=exported, masks=masks)
            driver().start(session, locate_work(order, driver().models), _listen)
        except StyleGLIPError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        finish_without_window(Lane.OBJECT)
        return {"FINISHED"}


def _listen(message: Message) -> None:
    if isinstance(message, FINAL_MESSAGES) and shown(FindSession).stage is Stage.DONE:
        show_found()
    redraw_sidebars()


def _rows_sentence(context: bpy.types.Context) -> str:
    settings = target_settings(context)
    if PartsMode[settings.parts_mode] is PartsMode.HOLISTIC:
        return "The settings style the object as a whole (Parts under Advanced), so no parts are looked for."
    if not len(settings.parts):
        return 'Type the parts and how each should look, for example "pottery base, gold tube, linen shade".'
    try:
        named_parts(settings)
        read_masks(settings)
    except StyleGLIPError as error:
        return str(error)
    return ""
