"""Saying what the object's parts are and how each should look: the prompt and its list."""

from __future__ import annotations

import bpy

from . import lists, operators, properties, suggesting

_CLASSES = (
    properties.StyleGLIPPart,
    operators.ReadPromptOperator,
    operators.AddPartOperator,
    operators.RemovePartOperator,
    suggesting.SuggestPartsOperator,
    suggesting.AddSuggestedOperator,
    lists.PartList,
)


def register() -> None:
    """Registers the rows, their operators and their list."""
    for cls in _CLASSES:
        bpy.utils.register_class(cls)


def unregister() -> None:
    """Takes them off."""
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
