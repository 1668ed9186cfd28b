"""Dialling a part of a result without a run: another size or piece of its material, computed in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import bpy

from ...blender.reading.mesh_export import ExportedObject, export_object
from ...blender.result.dial_values import read_roughness
from ...blender.result.part_mix import change_roughness
from ...blender.result.record import read_record
from ...blender.result.restyling import write_parts
from ...blender.textures.baked_material import baked_material
from ...engine.vocabulary import StylizeResult
from ...engine.vocabulary.errors import StyleGLIPError
from ...engine.vocabulary.look import Look
from ...engine.vocabulary.part_names import part_key
from ...jobs.dialling import DialOrder, DialShelf, dial_work
from ...jobs.messages import FINAL_MESSAGES, Message
from ...jobs.session import Lane, Session, Stage
from ..background import driver, finish_without_window, shown
from ..language import CONTEXT, translated
from ..missing_packages import missing_sentence
from ..outcomes import Outcome, outcomes, record_id, starts_from_materials
from ..stylize.session import StylizeSession
from ..target import find_object, target_object, target_settings, why_not
from ..windows import call_with_undo, redraw_sidebars, redraw_views
from .states import has_state, remember_state, state_finder

when_dialled: list[Callable[[Any, bool], None]] = []
"""Called with an object on which something was dialled, and whether textures showed it before."""

shelf = DialShelf()


@dataclass(frozen=True)
class _Wanted:
    """What is to be dialled.

    Args:
        about: the object, as `ID.session_uid`.
        part: its part.
        look: that it is to have.
    """

    about: int
    part: str
    look: Look


_wanted: list[_Wanted] = []
"""What waits until the computation before is done: at most one, since only the last value of a slider counts."""


@dataclass(kw_only=True)
class DialSession(Session):
    """One look of a part, from the slider or click until it is on the object.

    Args:
        wanted: what was asked for.
        exported: the object, and the way back to it.
        record: id of the result that it was asked of.
        result: with the look, until it is on the object.
    """

    lane: ClassVar[Lane] = Lane.DIALS
    cancelled: ClassVar[str] = ""

    wanted: _Wanted | None = None
    exported: ExportedObject | None = None
    record: str = ""
    result: StylizeResult | None = None

    def succeed(self, result: StylizeResult) -> None:
        """The look waits for its object."""
        self.stage, self.result = Stage.READY, result

    def end(self, stage: Stage, sentence: str, details: str = "") -> None:
        """It is over; mesh and result are let go."""
        super().end(stage, sentence, details)
        self.exported = self.result = None


class ApplyDialledOperator(bpy.types.Operator):
    """Give the part the size, piece and roughness that were dialled"""

    bl_idname = "styleglip.apply_dialled"
    bl_label = "Dial Part"
    bl_options: ClassVar[set[str]] = {"UNDO", "INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Writes the part, unless the object has another result by now."""
        session = shown(DialSession)
        exported, wanted, result = session.exported, session.wanted, session.result
        if exported is None or wanted is None or result is None:
            return {"CANCELLED"}
        try:
            obj = exported.handle.find()
            if record_id(obj) != session.record:
                session.end(Stage.CANCELLED, "")
                return {"CANCELLED"}
            _write(obj, exported, result, wanted)
        except StyleGLIPError as error:
            session.end(Stage.FAILED, str(error))
            self.report({"WARNING"}, translated(str(error)))
            return {"CANCELLED"}
        session.end(Stage.DONE, "")
        return {"FINISHED"}


def _write(obj: Any, exported: ExportedObject, result: StylizeResult, wanted: _Wanted) -> None:
    record = read_record(obj.data)
    assert record is not None
    with telling(obj):
        write_parts(obj, exported, result, (wanted.part,), record.report.prompt, is_restyled=False)
        change_roughness(obj.data, {wanted.part: wanted.look.roughness})
    remember_state(obj, result.state)


class telling:  # noqa: N801 - reads as what it is: a context
    """While something is dialled on an object: `when_dialled` is told of it afterwards."""

    def __init__(self, obj: Any) -> None:
        self._obj = obj
        self._had_textures = baked_material(obj.data) is not None

    def __enter__(self) -> None:
        """Nothing yet."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Tells it, where it went well."""
        if kind is None:
            for listener in when_dialled:
                listener(self._obj, self._had_textures)


def dial(obj: Any, part: str, **changes: Any) -> None:
    """Gives a part another look, as soon as what was asked for before is done.

    Args:
        obj: the object; it must pass `why_not_dialled`.
        part: its part.
        changes: fields of `Look`; the others stay as they are or were asked for last.
    """
    _wanted[:] = [_Wanted(obj.session_uid, part, replace(look_of(obj, part), **changes))]
    _begin()
    finish_without_window(Lane.DIALS)


def look_of(obj: Any, part: str) -> Look:
    """The look that was asked for last of a part, else the one that it has."""
    running = shown(DialSession)
    asked = [*_wanted, *([running.wanted] if running.wanted and running.stage in (Stage.RUNNING, Stage.READY) else [])]
    for wanted in asked:
        if (wanted.about, part_key(wanted.part)) == (obj.session_uid, part_key(part)):
            return wanted.look
    outcome = outcomes(obj).get(part_key(part))
    roughness = read_roughness(obj.data).get(outcome.name, 0.0) if outcome is not None else 0.0
    return Look() if outcome is None else Look(outcome.seed, outcome.scale, roughness)


def _begin() -> None:
    if not _wanted or driver().job(Lane.DIALS) is not None:
        return
    wanted = _wanted.pop()
    obj = find_object(wanted.about)
    if obj is None or why_not_dialled(obj):
        return
    session = DialSession(wanted=wanted, about=wanted.about, record=record_id(obj))
    try:
        session.exported = export_object(obj)
        order = DialOrder(session.exported.mesh, state_finder(obj), wanted.part, wanted.look)
        driver().start(session, dial_work(order, shelf), _listen)
    except StyleGLIPError as error:
        session.end(Stage.FAILED, str(error))
        driver().show(session)


def _listen(message: Message) -> None:
    if not isinstance(message, FINAL_MESSAGES):
        return
    if shown(DialSession).stage is Stage.READY:
        if _wanted:  # the slider has moved on: only where it stops is an undo step
            bpy.ops.styleglip.apply_dialled()
        else:
            call_with_undo("apply_dialled")
        redraw_views()
    redraw_sidebars()
    _begin()


def why_not_dialled(obj: Any) -> str:
    """Why sizes and pieces of an object's parts cannot be dialled now; empty where they can."""
    sentence = missing_sentence() or why_not(obj)
    if sentence:
        return sentence
    if not outcomes(obj):
        return "The active object has no StyleGLIP result. Press Stylize first."
    if shown(StylizeSession).stage in (Stage.RUNNING, Stage.READY) and shown(StylizeSession).about == obj.session_uid:
        return "The object is being stylized. Wait until that is done or press Cancel."
    if obj.mode != "OBJECT":
        return "Switch to Object Mode to dial sizes and pieces of the parts."
    if not starts_from_materials(obj):
        return "The run started from grey, not from materials, so there are no other sizes and pieces of them."
    if not has_state(obj):
        return "What this result was made with is neither in this .blend nor on this computer. Press Stylize first."
    return ""


def chosen_part(context: bpy.types.Context) -> Outcome | None:
    """The part whose dials are shown: that of the active row, else the first that was found."""
    found = {key: outcome for key, outcome in outcomes(target_object(context)).items() if outcome.found}
    settings = target_settings(context)
    rows = settings.parts
    key = part_key(rows[settings.active_part].part) if 0 <= settings.active_part < len(rows) else ""
    return found.get(key) or next(iter(found.values()), None)


def forget() -> None:
    """Another file is opened, or the add-on is switched off."""
    _wanted.clear()
    shelf.clear()


def _value(field: str) -> Any:
    outcome = chosen_part(bpy.context)
    look = Look() if outcome is None else look_of(target_object(bpy.context), outcome.name)
    return getattr(look, field) or 0


def _getter(field: str) -> Callable[[Any], Any]:
    return lambda manager: _value(field)


def _setter(field: str) -> Callable[[Any, Any], None]:
    def set_value(manager: Any, value: float) -> None:
        obj, outcome = target_object(bpy.context), chosen_part(bpy.context)
        if outcome is not None and not why_not_dialled(obj) and value != _value(field):
            dial(obj, outcome.name, **{field: value})

    return set_value


def add_properties() -> None:
    """Hangs the dials on the window manager: their values are those of the result."""
    bpy.types.WindowManager.styleglip_scale = bpy.props.FloatProperty(
        name="Scale",
        translation_context=CONTEXT,  # Blender's own word of that name is the verb
        description="How many times its usual size the part's material has",
        min=0.05,
        max=20.0,
        soft_min=0.25,
        soft_max=4.0,
        default=1.0,
        precision=2,
        step=5,
        get=_getter("scale"),
        set=_setter("scale"),
        options={"SKIP_SAVE"},
    )
    bpy.types.WindowManager.styleglip_piece = bpy.props.IntProperty(
        name="Seed",
        description="Another seed is another piece of the part's material, on this part alone. It stays when the part "
        "is styled again",
        min=0,
        max=2**31 - 1,
        soft_max=1000,
        get=_getter("seed"),
        set=_setter("seed"),
        options={"SKIP_SAVE"},
    )


def remove_properties() -> None:
    """Takes them off."""
    del bpy.types.WindowManager.styleglip_piece
    del bpy.types.WindowManager.styleglip_scale
