"""What a headless run leaves besides the result on its object: a dense copy, and textures.

Textures are asked for by their size, or made where the run's settings say that the result needs them.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import bpy

from ...engine.baking import BakeMap, BakeSettings
from ...engine.vocabulary import StylizeResult
from ...engine.vocabulary.settings import TextureMode, TextureSettings
from ...engine.vocabulary.shortages import Shortage, shortage_of
from ..files.used_files import check_not_in_use
from ..reading.mesh_export import ExportedObject
from ..reading.validation import ObjectError
from .automatic import automatic_options
from .baked_images import TextureFolder
from .baking import BakeOptions, bake_object
from .dense_copy import make_dense_copy
from .uv_maps import check_handed_on, check_room

DENSE_COPY = "the dense copy"
TEXTURES = "the textures"
"""What sentences call them."""


@dataclass(frozen=True)
class FurtherOutput:
    """What is wanted besides the result.

    Args:
        texture_size: width and height of textures of all kinds, pixels; 0: those of the run's settings, if any.
        texture_folder: where their files go; None: they are packed into the .blend file.
        overwrite: whether texture files of the same names may be replaced.
        dense_copy: whether a dense copy is added.
        follows_settings: whether textures are made where the run's settings say so, without a size of their own.
    """

    texture_size: int = 0
    texture_folder: Path | None = None
    overwrite: bool = False
    dense_copy: bool = False
    follows_settings: bool = True

    def check(self, obj: bpy.types.Object, textures: TextureSettings) -> tuple[str, ...]:
        """Checks before the run what can be checked.

        Args:
            obj: the object; stays as it is.
            textures: when the run's settings make textures.

        Returns:
            Sentences for the user: why there can be no textures that the result may turn out to need.

        Raises:
            SettingsError: the size is out of its range.
            OutputFileError: the textures' folder cannot be written to, has files that may not be replaced, or that the
                object uses.
            ObjectError: textures are asked for, and the mesh has no room for their UV map, or its modifiers lose it.
        """
        if self.texture_size:
            BakeSettings(size=self.texture_size)
        if self._folder is not None:
            self._folder.check(obj.name, BakeMap)
            check_not_in_use(self._folder.files(obj.name, BakeMap).values())
        follows = self.follows_settings and textures.mode is not TextureMode.OFF
        if obj.type != "MESH" or not (follows or self.texture_size):
            return ()
        try:
            check_room(obj)
            check_handed_on(obj)
        except ObjectError as error:
            if self.texture_size or textures.mode is TextureMode.ALWAYS:
                raise
            return (f"There can be no textures if the style turns out to need them. {error}",)
        return ()

    def bake_options(self, result: StylizeResult, exported: ExportedObject) -> BakeOptions | None:
        """What is baked of a result; None: nothing."""
        if self.texture_size:
            baking = BakeSettings(self.texture_size, frozenset({BakeMap.COLOR}), optional=frozenset(BakeMap))
            return BakeOptions(baking, folder=self._folder)
        options = automatic_options(result, exported) if self.follows_settings else None
        return None if options is None else replace(options, folder=self._folder)

    @property
    def _folder(self) -> TextureFolder | None:
        return None if self.texture_folder is None else TextureFolder(self.texture_folder, self.overwrite)


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

    @property
    def is_anything(self) -> bool:
        """Whether the file is another one with it."""
        return self.dense_copy is not None or self.textures is not None


def add_further_output(
    obj: bpy.types.Object,
    exported: ExportedObject,
    result: StylizeResult,
    wanted: FurtherOutput,
    make: Callable[[str, Callable[[], object]], bool],
) -> Added:
    """Adds what is wanted, each by itself: what goes wrong with one thing does not keep the others from being made.

    Args:
        obj: an object with a result; stays the active one.
        exported: its export.
        result: what was written to it.
        wanted: what to add.
        make: calls the work of a thing that it is given by name; takes its errors.
    """
    added, state = Added(), result.state

    def add_copy() -> None:
        added.dense_copy = make_dense_copy(obj, state).name
        for other in bpy.context.view_layer.objects:
            other.select_set(other == obj)
        bpy.context.view_layer.objects.active = obj

    def add_textures(options: BakeOptions) -> None:
        before = set(bpy.data.images)
        added.warnings += bake_object(obj, state, options)
        added.textures = tuple(sorted(image.name for image in bpy.data.images if image not in before))

    if wanted.dense_copy:
        make(DENSE_COPY, add_copy)
    options = wanted.bake_options(result, exported)
    if options is not None:
        make(TEXTURES, lambda: _with_less_memory(add_textures, options))
    return added


def _with_less_memory(bake: Callable[[BakeOptions], None], options: BakeOptions) -> None:
    """Bakes; once more on a single thread, which holds fewer texels at a time, where there was not enough memory."""
    try:
        bake(options)
        return
    except Exception as error:
        if shortage_of(error) is not Shortage.MEMORY:
            raise
    gc.collect()  # outside of the handler, whose traceback held the arrays
    bake(replace(options, settings=replace(options.settings, threads=1)))
