"""Baking the result to textures, and copying it to a denser mesh."""

from __future__ import annotations

import bpy

from .. import endings
from ..result.dialling import when_dialled
from ..result.operators import when_applied
from . import again, operators, panel, properties, session

_CLASSES = (
    properties.StyleGLIPTextures,
    operators.BakeTexturesOperator,
    operators.ApplyTexturesOperator,
    operators.DiscardTexturesOperator,
    operators.DenseCopyOperator,
    panel.TexturesPanel,
    panel.DenseCopyPanel,
)

_TOLD = endings.Told(
    session.BakeSession, "The textures are ready.", "styleglip.apply_textures", "styleglip.discard_textures", "INFO"
)


def register() -> None:
    """Registers the settings, hangs them on the scene, and registers operators and panels."""
    for cls in _CLASSES:
        bpy.utils.register_class(cls)
    when_applied.append(operators.bake_applied)
    when_dialled.append(again.bake_again)
    endings.told.append(_TOLD)
    bpy.types.Scene.styleglip_textures = bpy.props.PointerProperty(type=properties.StyleGLIPTextures)


def unregister() -> None:
    """Takes them off."""
    del bpy.types.Scene.styleglip_textures
    endings.told.remove(_TOLD)
    again.forget()
    when_dialled.remove(again.bake_again)
    when_applied.remove(operators.bake_applied)
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
