"""Baking the result to textures, and copying it to a denser mesh."""

from __future__ import annotations

import bpy

from ..result.operators import when_applied
from . import operators, panel, properties

_CLASSES = (
    properties.StyleGLIPTextures,
    operators.BakeTexturesOperator,
    operators.ApplyTexturesOperator,
    operators.DiscardTexturesOperator,
    operators.DenseCopyOperator,
    panel.TexturesPanel,
    panel.DenseCopyPanel,
)


def register() -> None:
    """Registers the settings, hangs them on the scene, and registers operators and panels."""
    for cls in _CLASSES:
        bpy.utils.register_class(cls)
    when_applied.append(operators.bake_applied)
    bpy.types.Scene.styleglip_textures = bpy.props.PointerProperty(type=properties.StyleGLIPTextures)


def unregister() -> None:
    """Takes them off."""
    del bpy.types.Scene.styleglip_textures
    when_applied.remove(operators.bake_applied)
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
