"""What a headless run leaves besides the result on its object: a dense copy, and textures."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

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
        """All kinds of textures that the result has something for; None where none are wanted.

        Raises:
            SettingsError: the size is out of its range.
        """
        if not self.texture_size:
            return None
        folder = TextureFolder(self.texture_folder, self.overwrite) if self.texture_folder is not None else None
        baking = BakeSettings(
            size=self.texture_size,
            maps=frozenset({BakeMap.COLOR}),
            optional=frozenset(BakeMap),
            threads=settings.machine.threads,
        )
        return BakeOptions(baking, folder=folder)

    def check(self, object_name: str, settings: StylizeSettings) -> None:
        """Checks before the run what can be checked.

        Raises:
            SettingsError: the size is out of its range.
            OutputFileError: the textures' folder cannot be written to, or has files that may not be replaced.
        """
        options = self.bake_options(settings)
        if options is not None and options.folder is not None:
            options.folder.check(object_name, options.settings.wanted)


@dataclass
class Added:
    """What was added.

    Args:
        dense_copy: the new object's name; None: none.
        textures: names of the images; None: none.
        warnings: sentences for the user.
    """

    dense_copy: str | None = None
    textures: tuple[str, ...] | None = None
    warnings: list[str] = field(default_factory=list)


def add_further_output(obj: bpy.types.Object, state: StyleState, wanted: FurtherOutput) -> Added:
    """Adds what is wanted; what goes wrong is told in a sentence, because the result itself is there already.

    Args:
        obj: an object with a result; stays the active one.
        state: of the run that made it.
        wanted: what to add.
    """
    added = Added()
    try:
        if wanted.dense_copy:
            added.dense_copy = make_dense_copy(obj, state).name
            for other in bpy.context.view_layer.objects:
                other.select_set(other == obj)
            bpy.context.view_layer.objects.active = obj
        options = wanted.bake_options(state.settings)
        if options is not None:
            before = set(bpy.data.images)
            added.warnings += bake_object(obj, state, options)
            added.textures = tuple(sorted(image.name for image in bpy.data.images if image not in before))
    except StyleGLIPError as error:
        added.warnings.append(str(error))
    return added
