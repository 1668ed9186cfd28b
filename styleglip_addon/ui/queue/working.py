"""Works the queue off: one run after the other, each result on its object as soon as that is free."""

from __future__ import annotations

import traceback
from typing import Any

import bpy

from ...blender.files.rescue import RescueError, save_result
from ...blender.reading.part_masks import read_mask
from ...blender.reading.validation import ObjectError
from ...engine.vocabulary.errors import StyleGLIPError
from ...jobs.failures import shortages_told
from ...jobs.session import Lane, Stage
from ..background import driver, shown
from ..models.stored import data_folder
from ..parts.found import mask_of_row
from ..parts.where import Where
from ..stylize.asked import Asked
from ..stylize.operators import begin_run_of, sentence_of
from ..stylize.runs import busy_sentence
from ..stylize.session import StylizeSession
from ..target import find_object, is_free, settings_of
from ..textures.session import BakeSession
from ..windows import call_with_undo, has_tool_at_work, redraw_sidebars
from .items import Item, Items, State
from .rows import show_rows

_SECONDS = 0.25
"""Between two looks at what can be done next."""
_NO_TEXTURES = "Its textures were not made, because they were cancelled."
_GONE = 'The object "{name}" is no longer in the file.'

items = Items(show_rows)


def go_on() -> None:
    """Works the queue off in the background; where there is no window, until nothing more can be done."""
    if not bpy.app.background:
        if not bpy.app.timers.is_registered(_tick):
            bpy.app.timers.register(_tick, first_interval=0.0, persistent=True)
        return
    while items.goes_on:
        before = [item.state for item in items.all]
        advance()
        driver().wait_until_done(Lane.OBJECT)
        if [item.state for item in items.all] == before:
            break


def stop() -> None:
    """The add-on is switched off."""
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)
    items.all.clear()
    items.notice = ""


def leave_file() -> None:
    """The file is being closed: results that wait for their object are kept in files, and the queue is forgotten."""
    left, kept = len(items.of(State.WAITING, State.RUNNING)), 0
    for item in items.of(State.READY):
        try:
            _keep_in_file(item)
        except RescueError:
            left += 1
        else:
            kept += 1
    bare = len(items.of(State.TEXTURES))
    items.keep(lambda item: False)
    told = []
    if left:
        told.append(f"The queue ended with its file; objects that were not stylized: {left}.")
    if kept:
        told.append(f"Results that waited for their objects and were kept in files: {kept}.")
    if bare:
        told.append(f"Objects whose textures were not made any more: {bare}.")
    items.notice = " ".join(told)


def advance() -> None:
    """Does what can be done now: puts results on objects that are free, and starts the next run."""
    for item in items.of(State.READY, State.TEXTURES):
        _put_on_object(item)
    if not items.of(State.RUNNING) and not busy_sentence():
        for item in items.of(State.WAITING):
            if _begin(item):
                break


def cancel(item: Item) -> None:
    """Takes an object out of the work: its run stops, its result is kept in a file."""
    if item.state is State.RUNNING:
        driver().cancel(Lane.OBJECT)  # `_over` hears of it
    elif item.state is State.TEXTURES and driver().session(Lane.OBJECT) is item.baked:
        driver().cancel(Lane.OBJECT)
    elif item.state is State.TEXTURES:
        item.end(State.DONE, item.sentence, [*item.warnings, _NO_TEXTURES])
    elif item.state is State.READY:
        try:
            _keep_in_file(item)
        except RescueError as error:
            item.sentence = str(error)
            return
        item.end(State.CANCELLED, "Cancelled. The result was kept in a file.")
    elif item.state is State.WAITING:
        item.end(State.CANCELLED, "Cancelled. The object is unchanged.")


def has_prompt(settings: Any) -> bool:
    """Whether an object, or what is active, says itself how it is to look."""
    return settings is not None and bool(settings.prompt.strip() or len(settings.parts))


def is_lent(item: Item) -> bool:
    """Whether an object is stylized with another one's prompt."""
    return item.lent is not None and not has_prompt(settings_of(find_object(item.uid)))


def _tick() -> float | None:
    try:
        advance()
    except Exception:  # Blender drops a timer that raises, and the rest of the queue with it
        traceback.print_exc()
    redraw_sidebars()
    return _SECONDS if items.goes_on else None


def _begin(item: Item) -> bool:
    """Starts the run of an object.

    Returns:
        Whether it runs; False: it failed, or waits until it is in Object Mode, and the next one can be looked at.
    """
    obj = find_object(item.uid)
    if obj is None:
        item.end(State.FAILED, _GONE.format(name=item.name))
        return False
    item.name = obj.name
    if obj.mode in ("EDIT", "SCULPT") or (obj.type == "MESH" and obj.data.is_editmode):
        item.sentence = f'Waits until "{obj.name}" is in Object Mode.'
        return False
    own, notes = settings_of(obj), list[str]()
    asked = item.lent if is_lent(item) else None
    rows = own if asked is None else _lent_rows(item, asked, obj, notes)
    if rows is None or not has_prompt(rows):
        item.end(State.NEEDS_YOU, f'"{obj.name}" has no prompt. Click it, type how it should look, and try again.')
        return False
    if sentence := sentence_of(rows):
        item.end(State.NEEDS_YOU, sentence)
        return False
    try:
        with shortages_told():
            session = begin_run_of(obj, rows, bpy.context, item.asks, lambda session: _over(item, session))
    except StyleGLIPError as error:
        item.end(State.FAILED, str(error))
        return False
    session.asked = Asked.of(own) if asked is None else asked
    session.warnings += notes
    item.state, item.session, item.sentence = State.RUNNING, session, ""
    return True


def _lent_rows(item: Item, lent: Asked, obj: bpy.types.Object, notes: list[str]) -> Any:
    """Another object's rows as this one can have them; `notes` gets what they say that it has not."""
    rows = lent.as_settings()
    for row in rows.parts:
        mask = mask_of_row(row)
        if mask is None or not mask.name:
            continue
        try:
            read_mask(obj, mask)
        except ObjectError:
            row.mask_source = Where.DETECT.name
            notes.append(f'"{item.lender}" says where "{row.part}" is, "{obj.name}" does not: it was looked for.')
    return rows


def _over(item: Item, session: StylizeSession) -> None:
    """A run of the queue is over; its result goes on the object, or waits without keeping others from running."""
    if session.stage is Stage.READY:
        item.state, item.session = State.READY, session
        _put_on_object(item)
        if session.stage is Stage.READY:
            driver().forget(StylizeSession)
    elif session.stage is Stage.ASKING:
        item.end(State.NEEDS_YOU, session.sentence, session.warnings)
    elif session.stage is Stage.CANCELLED:
        item.end(State.CANCELLED, session.sentence)
    else:
        item.end(State.FAILED, session.sentence, session.warnings)


def _put_on_object(item: Item) -> None:
    """Puts a result, or textures, that wait on their object if that is free."""
    obj = find_object(item.uid)
    if obj is not None:
        item.name = obj.name
    if item.state is State.TEXTURES:
        _see_to_textures(item, obj)
    elif has_tool_at_work():
        return  # an undo step in the middle of it would end up in its own
    elif obj is not None and not is_free(obj):
        item.sentence = f'The result is ready and waits until "{obj.name}" is in Object Mode.'
    else:
        call_with_undo("apply_queued", number=item.number)


def applied(item: Item, session: StylizeSession, is_there: bool, bake: BakeSession | None) -> None:
    """What has become of a result that was put on its object, and of the bake that it began."""
    if is_there:
        item.end(State.DONE, session.sentence, session.warnings)
        if bake is not None:
            item.state, item.baked = State.TEXTURES, bake
    elif session.result is None:
        item.end(State.FAILED, session.sentence, session.warnings)
    else:
        item.sentence = session.sentence  # the disk is full; the result stays in memory


def _see_to_textures(item: Item, obj: bpy.types.Object | None) -> None:
    """Follows the bake that began when a result came; textures of a busy object wait beside those of the next."""
    bake = item.baked
    assert bake is not None
    if bake.stage is Stage.RUNNING:
        if driver().session(Lane.OBJECT) is not bake:
            item.end(State.DONE, item.sentence, item.warnings)
    elif bake.stage is not Stage.READY:
        told = {Stage.FAILED: f"Its textures could not be made. {bake.sentence}", Stage.CANCELLED: _NO_TEXTURES}
        more = [told[bake.stage]] if bake.stage in told else []
        item.end(State.DONE, item.sentence, [*item.warnings, *more])
    elif obj is not None and not (is_free(obj) and bpy.context.mode == "OBJECT"):  # UV maps are made by operators
        if shown(BakeSession) is bake:
            driver().forget(BakeSession)
    elif shown(BakeSession).stage not in (Stage.RUNNING, Stage.READY) or shown(BakeSession) is bake:
        driver().show(bake)
        call_with_undo("apply_textures")
        if bake.stage is not Stage.READY:
            _see_to_textures(item, obj)


def _keep_in_file(item: Item) -> None:
    session = item.session
    assert session is not None
    assert session.result is not None
    save_result(data_folder(), item.name, session.result, session.prompt, session.names)
