"""The queue's rows as Blender's lists want them, on the window manager, which no undo changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import bpy


class QueueRow(bpy.types.PropertyGroup):
    """Points to an item of the queue."""

    if TYPE_CHECKING:
        number: int
    else:
        number: bpy.props.IntProperty(name="Number", options={"HIDDEN"})


def show_rows(numbers: Iterable[int]) -> None:
    """Makes the rows those of some items; the active one stays active."""
    manager = bpy.context.window_manager
    active = active_number()
    rows = manager.styleglip_queue
    rows.clear()
    for number in numbers:
        rows.add().number = number
    there = [row.number for row in rows]
    manager.styleglip_queue_active = there.index(active) if active in there else max(len(there) - 1, 0)


def active_number() -> int:
    """The item of the active row; 0: there is none."""
    manager = bpy.context.window_manager
    rows, index = manager.styleglip_queue, manager.styleglip_queue_active
    return int(rows[index].number) if 0 <= index < len(rows) else 0


def register() -> None:
    """Hangs them on the window manager."""
    bpy.types.WindowManager.styleglip_queue = bpy.props.CollectionProperty(type=QueueRow, options={"SKIP_SAVE"})
    bpy.types.WindowManager.styleglip_queue_active = bpy.props.IntProperty(
        name="Active Object", description="The object that is told of below the list", options={"SKIP_SAVE"}
    )


def unregister() -> None:
    """Takes them off."""
    del bpy.types.WindowManager.styleglip_queue_active
    del bpy.types.WindowManager.styleglip_queue
