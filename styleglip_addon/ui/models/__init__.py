"""Choosing models and fetching them: the add-on's preferences and their catalogue."""

from __future__ import annotations

import bpy

from . import operators, packages, preferences

_CLASSES = (
    preferences.StyleGLIPPreferences,
    operators.DownloadModelOperator,
    operators.CancelDownloadOperator,
    operators.UseModelOperator,
    operators.RemoveModelOperator,
    operators.ShowNetworkSettingsOperator,
    packages.InstallPackagesOperator,
    packages.CancelPackagesOperator,
)


def register() -> None:
    """Registers the preferences and their operators."""
    for cls in _CLASSES:
        bpy.utils.register_class(cls)


def unregister() -> None:
    """Takes them off."""
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
