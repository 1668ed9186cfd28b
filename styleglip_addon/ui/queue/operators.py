"""The queue's buttons: stylize what is selected, cancel, try again, take rows off, go to an object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

import bpy

from ..background import shown
from ..language import translated
from ..missing_packages import missing_sentence
from ..result.operators import put_on_object
from ..stylize.asked import Asked
from ..target import find_object, settings_of, target_object
from ..textures.session import BakeSession
from ..windows import redraw_sidebars
from .items import CAN_BE_TRIED_AGAIN, Item, State
from .working import applied, cancel, go_on, has_prompt, items

_ALL = 0
"""Stands for all items."""


class _ItemOperator(bpy.types.Operator):
    """Works on one item of the queue, or on all."""

    if TYPE_CHECKING:
        number: int
    else:
        number: bpy.props.IntProperty(name="Number", default=_ALL, options={"HIDDEN", "SKIP_SAVE"})

    def chosen(self) -> list[Item]:
        """The item, or all of them."""
        return [item for item in items.all if self.number in (_ALL, item.number)]


class StylizeSelectedOperator(bpy.types.Operator):
    """Put all selected meshes in the queue, each with its own prompt, or the active object's where it has none"""

    bl_idname = "styleglip.stylize_selected"
    bl_label = "Stylize Selected"
    bl_options: ClassVar[set[str]] = {"REGISTER"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Meshes must be selected, and one of them, or the active object, must have a prompt."""
        sentence = missing_sentence()
        meshes = [obj for obj in context.selected_objects if obj.type == "MESH"]
        if not sentence and not meshes:
            sentence = "Select the mesh objects that are to be stylized."
        if not sentence and not any(has_prompt(settings_of(obj)) for obj in (*meshes, target_object(context))):
            sentence = "None of the selected objects has a prompt. Type one for the active object first."
        if sentence:
            cls.poll_message_set(translated(sentence))
        return not sentence

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Puts them at the end of the queue."""
        active = target_object(context)
        lent = Asked.of(settings_of(active)) if has_prompt(settings_of(active)) else None
        meshes = sorted((obj for obj in context.selected_objects if obj.type == "MESH"), key=lambda obj: obj != active)
        added = 0
        for obj in meshes:
            is_own = has_prompt(settings_of(obj)) or lent is None
            added += items.add(obj.session_uid, obj.name, None if is_own else lent, "" if is_own else active.name)
        others = len(context.selected_objects) - len(meshes)
        told = [f"Objects added to the queue: {added}."]
        if known := len(meshes) - added:
            told.append(f"Already in it: {known}.")
        if others:
            told.append(f"Left out because they are no meshes: {others}.")
        self.report({"INFO"}, translated(" ".join(told)))
        go_on()
        return {"FINISHED"}


class CancelQueuedOperator(_ItemOperator):
    """Take this object out of the work. What it looks like stays"""

    bl_idname = "styleglip.queue_cancel"
    bl_label = "Cancel This Object"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Cancels it."""
        return _for_each((item for item in self.chosen() if item.goes_on), cancel)


class CancelAllOperator(_ItemOperator):
    """Stop the run and take all objects that wait out of the work. Results that are on their objects stay"""

    bl_idname = "styleglip.queue_cancel_all"
    bl_label = "Cancel All"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Something must be going on."""
        return _allowed(cls, items.goes_on, "The queue is not at work.")

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Cancels them, the one that runs last, so that no other one starts."""
        chosen = sorted((item for item in items.all if item.goes_on), key=lambda item: item.state is State.RUNNING)
        return _for_each(chosen, cancel)


class RetryQueuedOperator(_ItemOperator):
    """Try this object again, with the prompt that it has now"""

    bl_idname = "styleglip.queue_retry"
    bl_label = "Try Again"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Lets it wait for its turn once more."""
        return _again(self.chosen(), asks=True)


class RetryFailedOperator(_ItemOperator):
    """Try all objects again that failed, need you, or were cancelled, each with the prompt that it has now"""

    bl_idname = "styleglip.queue_retry_failed"
    bl_label = "Try Failed Again"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """One must have failed."""
        there = any(item.state in CAN_BE_TRIED_AGAIN for item in items.all)
        return _allowed(cls, there, "No object of the queue has failed.")

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Lets them wait for their turn once more."""
        return _again(items.all, asks=True)


class QueueWithoutOperator(_ItemOperator):
    """Style the parts of this object that were found; the others are left out"""

    bl_idname = "styleglip.queue_without"
    bl_label = "Go On Without"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Lets it wait for its turn once more, and not ask then."""
        return _again(self.chosen(), asks=False)


class RemoveQueuedOperator(_ItemOperator):
    """Take this object off the list. What it looks like stays"""

    bl_idname = "styleglip.queue_remove"
    bl_label = "Remove From List"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Takes it off, if nothing goes on with it."""
        gone = {item.number for item in self.chosen() if not item.goes_on}
        items.keep(lambda item: item.number not in gone)
        return {"FINISHED"}


class RemoveFinishedOperator(_ItemOperator):
    """Take the objects that are done or cancelled off the list. What they look like stays"""

    bl_idname = "styleglip.queue_remove_finished"
    bl_label = "Remove Finished"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """One must be finished."""
        return _allowed(cls, bool(items.of(State.DONE, State.CANCELLED)), "No object of the queue is finished.")

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Takes them off."""
        items.keep(lambda item: item.state not in (State.DONE, State.CANCELLED))
        return {"FINISHED"}


class SelectQueuedOperator(_ItemOperator):
    """Select this object and make it the active one, to see it and to change its prompt"""

    bl_idname = "styleglip.queue_select"
    bl_label = "Go to Object"
    bl_options: ClassVar[set[str]] = {"UNDO", "INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Not while another object is being edited."""
        return _allowed(cls, context.mode == "OBJECT", "Switch to Object Mode first.")

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Selects it."""
        item = items.find(self.number)
        obj = find_object(item.uid) if item is not None else None
        if obj is None or obj.name not in context.view_layer.objects:
            self.report({"WARNING"}, translated("The object is not in this scene or view layer."))
            return {"CANCELLED"}
        for other in context.selected_objects:
            other.select_set(False)
        obj.select_set(True)
        context.view_layer.objects.active = obj
        if not obj.visible_get():
            self.report({"INFO"}, translated(f'"{obj.name}" is hidden.'))
        return {"FINISHED"}


class ApplyQueuedOperator(_ItemOperator):
    """Put the result of an object of the queue on it"""

    bl_idname = "styleglip.apply_queued"
    bl_label = "Apply StyleGLIP Result"
    bl_options: ClassVar[set[str]] = {"UNDO", "INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Writes it; what becomes of it stands in the item."""
        item = items.find(self.number)
        if item is None or item.session is None or item.session.result is None:
            return {"CANCELLED"}
        session, before = item.session, shown(BakeSession)
        is_there = put_on_object(context, session)
        bake = shown(BakeSession)
        applied(item, session, is_there, bake if bake is not before and bake.about == item.uid else None)
        return {"FINISHED"} if is_there else {"CANCELLED"}


def _again(chosen: Iterable[Item], asks: bool) -> set[Any]:
    result = _for_each(
        (item for item in chosen if item.state in CAN_BE_TRIED_AGAIN), lambda item: item.wait_again(asks)
    )
    go_on()
    return result


def _for_each(chosen: Iterable[Item], do: Any) -> set[Any]:
    for item in list(chosen):
        do(item)
    redraw_sidebars()
    return {"FINISHED"}


def _allowed(cls: type[bpy.types.Operator], is_allowed: bool, sentence: str) -> bool:
    if not is_allowed:
        cls.poll_message_set(translated(sentence))
    return is_allowed
