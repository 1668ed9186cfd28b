"""The results that an object has had: pictures, what each was made with, apply, compare, delete; results in files."""

from __future__ import annotations

import bpy

from ..result.operators import when_applied
from . import comparing, keeping, operators, panel, pictures

_CLASSES = (
    operators.ChooseResultOperator,
    operators.ApplyEarlierOperator,
    operators.CompareOperator,
    operators.ShowComparedOperator,
    operators.DeleteEarlierOperator,
    operators.DeleteRescuedOperator,
    panel.HistoryPanel,
)


def register() -> None:
    """Registers operators and panel, and begins to keep results."""
    for cls in _CLASSES:
        bpy.utils.register_class(cls)
    bpy.types.WindowManager.styleglip_history_chosen = bpy.props.StringProperty(
        name="Chosen Result", description="The result that is told of below the pictures", options={"SKIP_SAVE"}
    )
    pictures.register()
    when_applied.append(keeping.keep_applied)


def unregister() -> None:
    """Takes them off."""
    when_applied.remove(keeping.keep_applied)
    comparing.forget()
    pictures.unregister()
    del bpy.types.WindowManager.styleglip_history_chosen
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
