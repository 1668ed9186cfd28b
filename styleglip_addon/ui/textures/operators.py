"""Bake the result to textures, in the background; add a dense copy of the object."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import bpy

from ...blender.reading.mesh_export import ExportedObject
from ...blender.result.write_back import has_result
from ...blender.textures.automatic import automatic_options
from ...blender.textures.baked_material import baked_material
from ...blender.textures.baking import BakeOptions, notes, prepare_bake, write_bake
from ...blender.textures.dense_copy import make_dense_copy
from ...blender.textures.hidden_originals import hide_original
from ...engine.vocabulary import StylizeResult
from ...engine.vocabulary.errors import StyleGLIPError
from ...jobs.baking import bake_work
from ...jobs.failures import shortages_told
from ...jobs.messages import Message
from ...jobs.session import Lane, Stage
from ..background import driver, finish_without_window, shown
from ..language import translated
from ..missing_packages import missing_sentence
from ..outcomes import carries
from ..result.states import has_state, state_of
from ..stylize.own_settings import copy_all
from ..stylize.runs import busy_sentence
from ..stylize.session import StylizeSession
from ..target import must_wait, target_object, why_not
from ..windows import call_with_undo, redraw_sidebars
from ..wording import duration
from .properties import bake_options
from .session import BakeSession

if TYPE_CHECKING:
    from ...engine.optimisation.state import StyleState

_WHERE = "Material Preview and renders show them."


class BakeTexturesOperator(bpy.types.Operator):
    """Paint the result of the active object into textures, in more detail than its vertices hold"""

    bl_idname = "styleglip.bake_textures"
    bl_label = "Bake Textures"
    bl_options: ClassVar[set[str]] = {"REGISTER"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be a result and what it was made with; the tooltip says what is missing."""
        return _allowed(cls, context)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Reads the object and starts the job; without a window it waits for the textures."""
        obj = target_object(context)
        try:
            with shortages_told():
                start_bake(obj, state_of(obj), bake_options(context.scene.styleglip_textures))
        except StyleGLIPError as error:
            driver().show(BakeSession(stage=Stage.FAILED, sentence=str(error), about=obj.session_uid))
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        finish_without_window(Lane.OBJECT)
        return {"FINISHED"}


def bake_applied(
    obj: bpy.types.Object, exported: ExportedObject, result: StylizeResult, session: StylizeSession
) -> None:
    """Starts to bake a result that has just been put on its object, where it is finer than the vertices.

    The result is there already, so what stands in the way is told in the Textures panel and stops nothing.
    """
    try:
        with shortages_told():
            options = automatic_options(result, exported)
            if options is not None:
                start_bake(obj, result.state, options)
    except StyleGLIPError as error:
        driver().show(BakeSession(stage=Stage.FAILED, sentence=str(error), about=obj.session_uid))


class ApplyTexturesOperator(bpy.types.Operator):
    """Put the baked textures on their object"""

    bl_idname = "styleglip.apply_textures"
    bl_label = "Apply StyleGLIP Textures"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be textures."""
        if shown(BakeSession).baked is None:
            cls.poll_message_set(translated("There are no textures that wait for their object."))
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Writes UV map, images and material; while the object is in another mode they wait."""
        session = shown(BakeSession)
        prepared, baked = session.prepared, session.baked
        assert prepared is not None
        assert baked is not None
        if must_wait(context, prepared.exported.handle):
            session.sentence = "The textures are ready. They are applied in Object Mode."
            self.report({"WARNING"}, translated(session.sentence))
            return {"CANCELLED"}
        try:
            with shortages_told():
                obj = write_bake(prepared, baked)
        except StyleGLIPError as error:
            session.end(Stage.FAILED, str(error))
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        session.end(Stage.DONE, f'"{obj.name}" has its textures ({duration(session.seconds)}). {_WHERE}')
        session.holds = partial(_has_textures, record_id=prepared.record_id)
        session.warnings = list(notes(prepared, baked))
        return {"FINISHED"}


class DiscardTexturesOperator(bpy.types.Operator):
    """Throw away the textures that wait for their object"""

    bl_idname = "styleglip.discard_textures"
    bl_label = "Discard"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be textures."""
        return shown(BakeSession).baked is not None

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Forgets them."""
        driver().forget(BakeSession)
        return {"FINISHED"}


class DenseCopyOperator(bpy.types.Operator):
    """Add a dense copy of the object that carries the result; the object itself is hidden while the copy is there"""

    bl_idname = "styleglip.dense_copy"
    bl_label = "Create Dense Copy"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be a result and what it was made with; the tooltip says what is missing."""
        return _allowed(cls, context)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Makes the copy."""
        obj = target_object(context)
        try:
            with shortages_told():
                copy = make_dense_copy(obj, state_of(obj), context.scene.styleglip_textures.dense_vertices)
                hide_original(obj, copy)
                copy_all(copy.styleglip, obj.styleglip)
        except StyleGLIPError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        self.report(
            {"INFO"},
            translated(f'"{copy.name}" has {len(copy.data.vertices)} vertices; "{obj.name}" is hidden meanwhile.'),
        )
        return {"FINISHED"}


def why_not_bake(context: bpy.types.Context) -> str:
    """A sentence why the active object's result cannot be baked or copied now; empty if nothing speaks against it."""
    obj = target_object(context)
    sentence = missing_sentence() or why_not(obj)
    if sentence:
        return sentence
    if not has_result(obj):
        return "The active object has no StyleGLIP result. Press Stylize first."
    if not has_state(obj):
        return (
            "What this result was made with is neither in this .blend nor on this computer, so it cannot be evaluated "
            "again. Press Stylize for a new one."
        )
    if shown(BakeSession).baked is not None:
        return "Textures are waiting for their object. Apply or discard them first."
    return busy_sentence()


def _has_textures(obj: Any, record_id: str) -> bool:
    """Whether an object shows textures of a certain result."""
    return carries(obj, record_id) and baked_material(obj.data) is not None


def _allowed(cls: type[bpy.types.Operator], context: bpy.types.Context) -> bool:
    sentence = why_not_bake(context)
    if sentence:
        cls.poll_message_set(translated(sentence))
    return not sentence


_last_options: dict[int, BakeOptions] = {}
"""By `ID.session_uid`, how an object was baked last in this session."""


def options_of_last(obj: Any) -> BakeOptions:
    """How an object was baked last; where that is not known, as the panel says."""
    return _last_options.get(obj.session_uid) or bake_options(bpy.context.scene.styleglip_textures)


def forget_options() -> None:
    """Another file is opened: its objects were not baked in this session."""
    _last_options.clear()


def start_bake(obj: bpy.types.Object, state: StyleState, options: BakeOptions) -> None:
    """Reads an object and starts to bake it.

    Raises:
        StyleGLIPError: what stands in the way.
    """
    _last_options[obj.session_uid] = options
    prepared = prepare_bake(obj, state, options)
    session = BakeSession(prepared=prepared)
    driver().start(session, bake_work(prepared.order), partial(_listen, session))


def _listen(session: BakeSession, message: Message) -> None:
    if session.stage is Stage.READY:
        call_with_undo("apply_textures")
    redraw_sidebars()
