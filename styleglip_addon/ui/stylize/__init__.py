"""Stylizing an object: the settings of a run, starting and stopping it, and what the panel tells of it."""

from __future__ import annotations

import bpy

from .. import endings
from . import asking, finding, operators, panel, properties, session

_CLASSES = (
    properties.StyleGLIPSettings,
    operators.StylizeOperator,
    operators.CancelOperator,
    operators.PauseOperator,
    operators.KeepOperator,
    finding.FindPartsOperator,
    asking.GoOnWithoutOperator,
    asking.OtherWordOperator,
    panel.MainPanel,
    panel.SettingsPanel,
    panel.AdvancedPanel,
)

_TOLD = endings.Told(
    session.StylizeSession, "The result is ready.", "styleglip.apply_result", "styleglip.discard_result", "ERROR"
)


def register() -> None:
    """Registers the settings, hangs them on objects and scenes, and registers operators and panels."""
    for cls in _CLASSES:
        bpy.utils.register_class(cls)
    endings.told.append(_TOLD)
    bpy.types.Object.styleglip = bpy.props.PointerProperty(type=properties.StyleGLIPSettings)
    bpy.types.Scene.styleglip = bpy.props.PointerProperty(type=properties.StyleGLIPSettings)


def unregister() -> None:
    """Takes them off."""
    del bpy.types.Scene.styleglip
    del bpy.types.Object.styleglip
    endings.told.remove(_TOLD)
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
