"""Saying what the object's parts are and how each should look: the prompt and its list."""

from __future__ import annotations

import bpy

from .. import endings
from . import (
    found,
    lists,
    material_pictures,
    operators,
    painting,
    properties,
    row_operators,
    showing,
    suggesting,
    tinting,
)

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
    row_operators.MovePartOperator,
    row_operators.DuplicatePartOperator,
    row_operators.ChooseMaterialOperator,
    row_operators.PictureStyleOperator,
    row_operators.PartMenu,
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
    material_pictures.forget_pictures()
    row_operators.forget_items()
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
