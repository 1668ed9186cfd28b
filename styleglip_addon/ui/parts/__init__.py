"""Saying what the object's parts are and how each should look: the prompt and its list."""

from __future__ import annotations

import bpy

from .. import endings
from . import found, lists, operators, painting, properties, showing, suggesting, tinting

_CLASSES = (
    properties.StyleGLIPPart,
    operators.ReadPromptOperator,
    operators.AddPartOperator,
    operators.RemovePartOperator,
    suggesting.SuggestPartsOperator,
    suggesting.AddSuggestedOperator,
    painting.PaintPartOperator,
    painting.StopPaintingOperator,
    painting.TakeSelectedOperator,
    showing.ShowFoundOperator,
    lists.PartList,
)

_TOLD = endings.Told(showing.FindSession, "", "", "", "INFO")


def register() -> None:
    """Registers the rows, their operators and their list."""
    for cls in _CLASSES:
        bpy.utils.register_class(cls)
    tinting.register()
    endings.told.append(_TOLD)


def unregister() -> None:
    """Takes them off."""
    endings.told.remove(_TOLD)
    tinting.unregister()
    found.forget_all()
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
