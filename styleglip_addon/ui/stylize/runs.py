"""Runs in the background: started with a preview, put on their object when they end, kept when their file closes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import bpy

from ...blender.files.rescue import HOW_TO_OPEN, RescueError, save_state
from ...blender.reading.mesh_export import ExportedObject
from ...blender.reading.part_masks import PartMask
from ...blender.result.preview import Preview
from ...engine.vocabulary import StylizeResult
from ...jobs.messages import FINAL_MESSAGES, Cancelled, Message, Progress, Snapshot
from ...jobs.session import Lane, Session, Stage
from ...jobs.stylizing import StylizeOrder, stylize_work
from ..background import driver, shown
from ..models.stored import data_folder, user_folder
from ..parts.found import remember
from ..parts.showing import show_found
from ..parts.tinting import show_tints
from ..windows import call_with_undo, redraw_sidebars, redraw_views
from .session import StylizeSession, WhenOver

if TYPE_CHECKING:
    from ...engine.optimisation.state import StyleState


def start(
    order: StylizeOrder,
    exported: ExportedObject,
    prompt: str,
    names: tuple[str, ...] = (),
    masks: Mapping[str, PartMask] | None = None,
    when_over: WhenOver | None = None,
) -> StylizeSession:
    """Start a run on the background thread.

    Args:
        order: what to stylize.
        exported: the way back to the object.
        prompt: what the parts say, for the record.
        names: the parts to replace on the object; empty: its whole result.
        masks: of a run of all rows, those of the parts that are not looked for; what it finds is kept for the next one.
        when_over: takes the session when the run is over, and then sees to its result; None: it goes on the object.

    Returns:
        What the panel shows of it.

    Raises:
        BusyError: another job runs.
    """
    session = StylizeSession(
        exported=exported,
        prompt=prompt,
        names=names,
        masks=masks or {},
        warnings=list(exported.notes),
        when_over=when_over,
    )
    preview = Preview(lambda: bool(bpy.context.scene.styleglip.show_preview))

    def listen(message: Message) -> None:
        if isinstance(message, Snapshot) and preview.show(message.content):
            redraw_views()
        elif isinstance(message, Progress) and message.report.located is not None and masks is not None:
            remember(exported, masks, message.report.located)
        elif isinstance(message, FINAL_MESSAGES):
            redraw_views()
            _end(session, message)
        redraw_sidebars()

    order = replace(order, cache=user_folder("cache"))
    driver().start(session, stylize_work(order, driver().models), listen, at_end=preview.end)
    preview.begin(exported)
    show_tints(False)
    return session


def busy_sentence() -> str:
    """Why no job that ends on an object can be started now; empty where one can."""
    if shown(StylizeSession).stage is Stage.READY:
        return "A result is waiting for its object. Apply or discard it first."
    return driver().busy_sentence(Lane.OBJECT)


def leave_file(stopped: Session | None) -> None:
    """The file is being closed: a run that was stopped, and a result that waits for its object, are kept in a file.

    Args:
        stopped: the session of the job that ran until now, if any.
    """
    last = shown(StylizeSession)
    driver().forget(StylizeSession)
    if isinstance(stopped, StylizeSession):
        state, stage = _state_of(stopped.rest), Stage.CANCELLED
        sentence = "Stylizing was stopped because another file was opened."
        kept = 'What it had reached was kept in "{path}".'
        last = stopped
    else:
        state, stage = _state_of(last.result), Stage.DONE
        sentence, kept = "", 'The result that was not applied was kept in "{path}".'
    if state is not None and last.exported is not None:
        try:
            path = save_state(data_folder(), last.exported.handle.name, state, last.prompt, last.names)
        except RescueError as error:
            stage, sentence = Stage.FAILED, str(error)
        else:
            sentence = " ".join([sentence, kept.format(path=path), HOW_TO_OPEN]).strip()
    if sentence:
        driver().show(StylizeSession(stage=stage, sentence=sentence))


def _state_of(rest: StylizeResult | StyleState | None) -> StyleState | None:
    """What a run left, or its result, as a state to go on from; None where no step was taken."""
    state = rest.state if isinstance(rest, StylizeResult) else rest
    return state if state is not None and state.step > 0 else None


def _end(session: StylizeSession, message: Message) -> None:
    """Puts the result on its object, as one undo step; of a run that was stopped to be kept, it is sampled first."""
    if isinstance(message, Cancelled) and session.keeps and message.rest is not None and message.rest.step > 0:
        assert session.exported is not None
        # The fields as they are, without another step: what is looked at is what a later run goes on from.
        state = message.rest
        order = StylizeOrder(session.exported.mesh, (), state.settings_as_far(), resume=state)
        kept = start(order, session.exported, session.prompt, session.names, when_over=session.when_over)
        kept.asked, kept.gives_back, kept.record_id = session.asked, session.gives_back, session.record_id
    elif session.when_over is not None:
        session.when_over(session)
    elif session.stage is Stage.ASKING:
        show_found()
    elif session.stage is Stage.READY:
        call_with_undo("apply_result")
