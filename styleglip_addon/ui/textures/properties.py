"""What the artist sets for textures and dense copies, stored in the scene."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import bpy

from ...blender.textures.baked_images import TextureFolder
from ...blender.textures.baking import BakeOptions
from ...blender.textures.uv_maps import UvChoice
from ...engine.baking import BakeMap, BakeSettings, Relief
from ...engine.baking.maps import CHANNEL_MAPS, MAP_NOTES, USUAL
from ..choices import Choice, items

_FIRST = (BakeMap.COLOR, BakeMap.NORMAL, BakeMap.DISPLACEMENT)
MAPS = {kind: f"use_{kind.value}" for kind in (*_FIRST, *(kind for kind in BakeMap if kind not in _FIRST))}
"""The property that asks for each kind of texture, in the panel's order."""

_SIZES = {str(size): Choice(f"{size} px") for size in (512, 1024, 2048, 4096)}


class StyleGLIPTextures(bpy.types.PropertyGroup):
    """Settings of the Textures panel."""

    if TYPE_CHECKING:
        size: str
        use_normal: bool
        use_displacement: bool
        displaces: bool
        relief: str
        uv_choice: str
        margin: int
        folder: str
        overwrite: bool
        dense_vertices: int
    else:
        size: bpy.props.EnumProperty(
            name="Size",
            description="Width and height of the textures in pixels",
            items=items(_SIZES),
            default="2048",
        )
        displaces: bpy.props.BoolProperty(
            name="Displace in Cycles",
            description="Let the displacement texture move the surface in Cycles. The mesh needs to be subdivided",
            default=False,
        )
        relief: bpy.props.EnumProperty(
            name="Relief",
            description="Which part of the displacement normal and displacement textures hold",
            items=items(
                {
                    Relief.BEYOND_VERTICES: Choice(
                        "Beyond Vertices", "What the mesh's own vertices cannot show; adds to its shape keys"
                    ),
                    Relief.WHOLE: Choice("Whole", "All of it, for the mesh without its shape keys"),
                }
            ),
        )
        uv_choice: bpy.props.EnumProperty(
            name="UV Map",
            description="Which UV map the textures are for. Yours are never changed",
            items=items(
                {
                    UvChoice.AUTO: Choice("Automatic", "The active UV map where it can carry textures, else a new one"),
                    UvChoice.ACTIVE: Choice("Active", "The active UV map"),
                    UvChoice.NEW: Choice("New", "A new UV map, made with Smart UV Project"),
                }
            ),
        )
        margin: bpy.props.IntProperty(
            name="Margin",
            description="Width of the rim around UV islands, in pixels",
            min=0,
            max=256,
            default=16,
            subtype="PIXEL",
        )
        folder: bpy.props.StringProperty(
            name="Folder",
            description="Where the textures are saved as files. Empty: they are packed into the .blend file",
            subtype="DIR_PATH",
        )
        overwrite: bpy.props.BoolProperty(
            name="Overwrite Files", description="Replace files of the same names in the folder", default=False
        )
        dense_vertices: bpy.props.IntProperty(
            name="Vertices",
            description="About how many vertices a dense copy gets. 0: as many as the style was made with",
            min=0,
            max=4_000_000,
            soft_max=500_000,
            default=0,
        )


# One for each kind of texture; Blender registers what is in the annotations.
StyleGLIPTextures.__annotations__ |= {
    name: bpy.props.BoolProperty(
        name="IOR" if kind.value == "ior" else kind.value.capitalize(),
        description=MAP_NOTES.get(kind, ""),
        default=kind in USUAL,
    )
    for kind, name in MAPS.items()
}


def bake_options(settings: Any) -> BakeOptions:
    """What the panel says.

    Raises:
        SettingsError: no kind of texture is chosen.
    """
    folder = bpy.path.abspath(settings.folder).strip()
    kinds = frozenset(kind for kind, name in MAPS.items() if getattr(settings, name))
    # A material's channels are ticked for all results and missed where they are all that was ticked.
    always = {BakeMap.COLOR, *(kind for kind in kinds if kind not in CHANNEL_MAPS)}
    return BakeOptions(
        settings=BakeSettings(
            size=int(settings.size),
            maps=kinds & always or kinds,
            optional=kinds,
            margin=settings.margin,
            relief=Relief[settings.relief],
        ),
        uv_choice=UvChoice[settings.uv_choice],
        folder=TextureFolder(Path(folder), settings.overwrite) if folder else None,
        displaces=settings.use_displacement and settings.displaces,
    )
