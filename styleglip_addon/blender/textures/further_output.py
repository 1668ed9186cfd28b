"""What a headless run leaves besides the result on its object: a dense copy, and textures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bpy

from ...engine.baking import BakeMap, BakeSettings
from ...engine.vocabulary import StylizeSettings
from ...engine.vocabulary.errors import StyleGLIPError
from .baked_images import TextureFolder
from .baking import BakeOptions, bake_object
from .dense_copy import make_dense_copy

if TYPE_CHECKING:
    from ...engine.optimisation.state import StyleState


@dataclass(frozen=True)
class FurtherOutput:
    """What is wanted besides the result.

    Args:
        texture_size: width and height of textures, pixels; 0: no textures.
        texture_folder: where their files go; None: they are packed into the .blend file.
        overwrite: whether texture files of the same names may be replaced.
        dense_copy: whether a dense copy is added.
    """

    texture_size: int = 0
    texture_folder: Path | None = None
    overwrite: bool = False
    dense_copy: bool = False

    def bake_options(self, settings: StylizeSettings) -> BakeOptions | None:
        """All kinds of textures that a run with these settings has something for; None where none are wanted.

        Raises:
            SettingsError: the size is out of its range.
        """
        if not self.texture_size:
            return None
        kinds = {BakeMap.COLOR, BakeMap.NORMAL}
        if settings.field.displaces:
            kinds |= {BakeMap.DISPLACEMENT}
        if settings.field.material is not None:
            kinds |= {BakeMap.ROUGHNESS, BakeMap.METALLIC}
        folder = TextureFolder(self.texture_folder, self.overwrite) if self.texture_folder is not None else None
        baking = BakeSettings(size=self.texture_size, maps=frozenset(kinds), threads=settings.machine.threads)
        return BakeOptions(baking, folder=folder)

    def check(self, object_name: str, settings: StylizeSettings) -> None:
        """Checks before the run what can be checked.

        Raises:
            SettingsError: the size is out of its range.
            OutputFileError: the textures' folder cannot be written to, or has files that may not be replaced.
        """
        options = self.bake_options(settings)
        if options is not None and options.folder is not None:
            options.folder.check(object_name, options.settings.maps)


def add_further_output(obj: bpy.types.Object, state: StyleState, wanted: FurtherOutput) -> dict[str, Any]:
    """Adds what is wanted; what goes wrong is told in a sentence, because the result itself is there already.

    Args:
        obj: an object with a result; stays the active one.
        state: of the run that made it.
        wanted: what to add.

    Returns:
        For the report: "dense_copy" (the new object's name), "textures" (names of the images), "warnings".
    """
    report: dict[str, Any] = {"warnings": []}
    try:
        if wanted.dense_copy:
            report["dense_copy"] = make_dense_copy(obj, state).name
            for other in bpy.context.view_layer.objects:
                other.select_set(other == obj)
            bpy.context.view_layer.objects.active = obj
        options = wanted.bake_options(state.settings)
        if options is not None:
            before = set(bpy.data.images)
            report["warnings"] += bake_object(obj, state, options)
            report["textures"] = sorted(image.name for image in bpy.data.images if image not in before)
    except StyleGLIPError as error:
        report["warnings"].append(str(error))
    return report
