"""The queue's panel: Stylize Selected, a row for each object, and what is to be told of the active row."""

from __future__ import annotations

from typing import Any

import bpy

from ...jobs.session import Stage
from ..background import driver, shown
from ..labels import draw_sentence
from ..missing_packages import missing_sentence
from ..sidebar import Tab
from ..stylize.session import StylizeSession
from ..target import find_object, settings_of
from ..textures.session import BakeSession
from .items import CAN_BE_TRIED_AGAIN, Item, State
from .rows import active_number
from .working import is_lent, items

_ICONS = {
    State.WAITING: "TIME",
    State.RUNNING: "PLAY",
    State.READY: "FILE_TICK",
    State.TEXTURES: "TEXTURE",
    State.DONE: "CHECKMARK",
    State.FAILED: "ERROR",
    State.NEEDS_YOU: "QUESTION",
    State.CANCELLED: "CANCEL",
}
_MOST_ROWS = 6


class QueueList(bpy.types.UIList):
    """Rows of objects."""

    bl_idname = "STYLEGLIP_UL_queue"

    def draw_item(
        self,
        context: bpy.types.Context,
        layout: bpy.types.UILayout,
        data: Any,
        item: Any,
        icon: int,
        active_data: Any,
        active_property: str,
        index: int = 0,
        flt_flag: int = 0,
    ) -> None:
        """Draws a row."""
        queued = items.find(item.number)
        if queued is None:
            return
        row = layout.row(align=True)
        row.label(text=_name(queued), icon=_ICONS[queued.state], translate=False)
        if is_lent(queued):
            row.label(text="", icon="LINKED")
        share = _share(queued)
        if share is not None:
            bar = row.row()
            bar.ui_units_x = 3.0
            bar.progress(factor=share, text=f"{share:.0%}", translate=False)
        if queued.state in CAN_BE_TRIED_AGAIN:
            row.operator("styleglip.queue_retry", text="", icon="FILE_REFRESH", emboss=False).number = queued.number
        button = "styleglip.queue_cancel" if queued.goes_on else "styleglip.queue_remove"
        row.operator(button, text="", icon="X", emboss=False).number = queued.number

    def draw_filter(self, context: bpy.types.Context, layout: bpy.types.UILayout) -> None:
        """No filter: objects are in the order of their turns."""


class QueuePanel(Tab, bpy.types.Panel):
    """Many objects, one after the other."""

    bl_idname = "STYLEGLIP_PT_queue"
    bl_label = "Queue"
    bl_parent_id = "STYLEGLIP_PT_main"
    bl_order = 0  # before the panels of the active object's result, which have 1

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Where the engine can run."""
        return not missing_sentence()

    def draw(self, context: bpy.types.Context) -> None:
        """Draws the panel."""
        layout = self.layout
        layout.operator("styleglip.stylize_selected", icon="SHADERFX")
        if items.notice:
            draw_sentence(layout.box(), context, items.notice, "INFO")
        if not items.all:
            return
        row = layout.row()
        manager = context.window_manager
        row.template_list(
            "STYLEGLIP_UL_queue",
            "",
            manager,
            "styleglip_queue",
            manager,
            "styleglip_queue_active",
            rows=max(3, min(len(items.all), _MOST_ROWS)),
        )
        buttons = row.column(align=True)
        buttons.operator("styleglip.queue_cancel_all", text="", icon="CANCEL")
        buttons.operator("styleglip.queue_retry_failed", text="", icon="FILE_REFRESH")
        buttons.operator("styleglip.queue_remove_finished", text="", icon="TRASH")
        active = items.find(active_number())
        if active is not None:
            _draw_active(layout.box(), context, active)


def _draw_active(layout: Any, context: bpy.types.Context, item: Item) -> None:
    """What is to be told of one object, and what can be done about it."""
    draw_sentence(layout, context, _told(item), _ICONS[item.state])
    if item.state is State.TEXTURES and item.baked is not None:
        is_ready = item.baked.stage is Stage.READY
        told = "Its textures wait until you are in Object Mode." if is_ready else "Its textures are being made."
        draw_sentence(layout, context, told)
    for warning in item.warnings:
        draw_sentence(layout, context, warning, "INFO")
    own = settings_of(find_object(item.uid))
    if item.lent is not None and is_lent(item):
        draw_sentence(layout, context, f'With the prompt of "{item.lender}": {item.lent.prompt}', "LINKED")
    elif own is not None and own.prompt:
        draw_sentence(layout, context, f"With its own prompt: {own.prompt}")
    buttons = layout.row(align=True)
    buttons.operator("styleglip.queue_select", text="Go to", icon="RESTRICT_SELECT_OFF").number = item.number
    if item.state in CAN_BE_TRIED_AGAIN:
        buttons.operator("styleglip.queue_retry", text="Again", icon="FILE_REFRESH").number = item.number
    if item.state is State.NEEDS_YOU:
        layout.operator("styleglip.queue_without", icon="PLAY").number = item.number


def _told(item: Item) -> str:
    if item.sentence:
        return item.sentence
    told = {State.WAITING: "Waits for its turn.", State.RUNNING: "Is being stylized."}
    return told.get(item.state, "")


def _name(item: Item) -> str:
    obj = find_object(item.uid)
    return obj.name if obj is not None else item.name


def _share(item: Item) -> float | None:
    """How much of what goes on with an object is done; None: nothing goes on."""
    if item.state is State.RUNNING and shown(StylizeSession).about == item.uid:
        return shown(StylizeSession).pace.share
    is_baking = (
        item.state is State.TEXTURES and item.baked is not None and driver().session(BakeSession.lane) is item.baked
    )
    return item.baked.pace.share if is_baking and item.baked is not None else None
