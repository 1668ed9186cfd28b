"""Stylizing an object: the settings of a run, starting and stopping it, and what the panel tells of it."""

from __future__ import annotations

import bpy

from . import operators, panel, properties

_CLASSES = (
    properties.StyleGLIPSettings,
    operators.StylizeOperator,
    operators.CancelOperator,
    operators.PauseOperator,
    operators.KeepOperator,
    panel.MainPanel,
    panel.SettingsPanel,
    panel.AdvancedPanel,
)


def register() -> None:
    """Registers the settings, hangs them on the scene, and registers operators and panels."""
    for cls in _CLASSES:
        bpy.utils.register_class(cls)
    bpy.types.Scene.styleglip = bpy.props.PointerProperty(type=properties.StyleGLIPSettings)


def unregister() -> None:
    """Takes them off."""
    del bpy.types.Scene.styleglip
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
