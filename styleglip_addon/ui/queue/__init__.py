"""Many objects, stylized one after the other: a list with progress, cancel, try again, what failed and why."""

from __future__ import annotations

import bpy

from . import operators, panel, rows, working

_CLASSES = (
    rows.QueueRow,
    operators.StylizeSelectedOperator,
    operators.CancelQueuedOperator,
    operators.CancelAllOperator,
    operators.RetryQueuedOperator,
    operators.RetryFailedOperator,
    operators.QueueWithoutOperator,
    operators.RemoveQueuedOperator,
    operators.RemoveFinishedOperator,
    operators.SelectQueuedOperator,
    operators.ApplyQueuedOperator,
    panel.QueueList,
    panel.QueuePanel,
)


def register() -> None:
    """Registers rows, operators, list and panel."""
    for cls in _CLASSES:
        bpy.utils.register_class(cls)
    rows.register()


def unregister() -> None:
    """Ends the work and takes them off."""
    working.stop()
    rows.unregister()
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
