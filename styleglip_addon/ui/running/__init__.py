"""While work is under way, and after it: the status bar, Esc, results that wait, memory that is given back."""

from __future__ import annotations

import bpy

from . import escape, memory, status_bar, waiting

_CLASSES = (escape.CancelByKeyOperator, memory.FreeMemoryOperator)


def register() -> None:
    """Registers operators, the key, the status bar's part and the timers."""
    for cls in _CLASSES:
        bpy.utils.register_class(cls)
    escape.register()
    status_bar.register()
    memory.register()
    waiting.register()


def unregister() -> None:
    """Takes them off."""
    waiting.unregister()
    memory.unregister()
    status_bar.unregister()
    escape.unregister()
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
