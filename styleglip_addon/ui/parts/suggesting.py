"""Suggest Parts: rows for the parts that the object seems to have, found in the background."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import bpy

from ...blender.reading.mesh_export import export_object
from ...engine.vocabulary import StylizeSettings
from ...engine.vocabulary.errors import StyleGLIPError
from ...engine.vocabulary.part_names import part_key
from ...engine.vocabulary.suggestions import SuggestedParts
from ...jobs.messages import FINAL_MESSAGES, Message
from ...jobs.session import Lane, Session, Stage
from ...jobs.suggesting import SuggestOrder, suggest_work
from ..background import driver, finish_without_window, shown
from ..language import translated
from ..missing_packages import missing_sentence
from ..models.choice import engine_choice
from ..refusing import Refusing
from ..target import find_object, settings_of, target_object, target_settings, why_not
from ..windows import call_with_undo, redraw_sidebars
from .rows import add_row


@dataclass(kw_only=True)
class SuggestSession(Session):
    """One search, from pressing the button to its rows in the list.

    Args:
        suggested: what was found; None before.
    """

    lane: ClassVar[Lane] = Lane.OBJECT
    doing: ClassVar[str] = "Looking for parts"
    cancelled: ClassVar[str] = ""

    suggested: SuggestedParts | None = None

    def succeed(self, result: SuggestedParts) -> None:
        """Rows are made of it."""
        self.suggested = result
        self.end(Stage.DONE, result.sentence())


class SuggestPartsOperator(Refusing, bpy.types.Operator):
    """Add rows for the parts that the active object seems to have, as its loose pieces and its names tell"""

    bl_idname = "styleglip.suggest_parts"
    bl_label = "Suggest Parts"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """There must be an object to look at, and nothing else going on; the tooltip says what is missing."""
        return missing_sentence() or driver().busy_sentence(Lane.OBJECT) or why_not(target_object(context))

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Starts the search."""
        obj, settings = target_object(context), StylizeSettings()
        try:
            choice = engine_choice(context)
            settings = settings.with_(
                localization=replace(settings.localization, names=target_settings(context).use_names),
                machine=replace(settings.machine, threads=choice.threads, device=choice.device),
            )
            mesh = export_object(obj, allow_shared=True).mesh
            order = SuggestOrder(mesh, obj.name, settings, choice.model)
            driver().start(SuggestSession(about=obj.session_uid), suggest_work(order, driver().models), _listen)
        except StyleGLIPError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        finish_without_window(Lane.OBJECT)
        return {"FINISHED"}


class AddSuggestedOperator(bpy.types.Operator):
    """Add rows for the parts that were suggested last"""

    bl_idname = "styleglip.add_suggested"
    bl_label = "Suggest Parts"
    bl_options: ClassVar[set[str]] = {"UNDO", "INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Adds a row for each part that has none; how they are to look is the artist's to say."""
        session = shown(SuggestSession)
        suggested, settings = session.suggested, settings_of(find_object(session.about))
        if settings is None:
            return {"CANCELLED"}  # the object is gone
        known = {part_key(row.part) for row in settings.parts}
        names = [name for name in suggested.names if part_key(name) not in known] if suggested is not None else []
        for name in names:
            add_row(settings).part = name
        if names:
            settings.active_part = len(settings.parts) - len(names)
        return {"FINISHED"} if names else {"CANCELLED"}


def _listen(message: Message) -> None:
    if isinstance(message, FINAL_MESSAGES):
        found = shown(SuggestSession).suggested
        if found is not None and found.parts:
            call_with_undo("add_suggested")
    redraw_sidebars()
