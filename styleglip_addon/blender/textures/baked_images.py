"""Baked textures as Blender images: PNG with 8 bits, EXR with floats for heights; packed, or files in a folder."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.baking import BakedMaps, BakeMap
from ..files.scene_files import OutputFileError
from ..names import RECORD_PROPERTY, fitted_name

_FORMATS = {BakeMap.DISPLACEMENT: ("OPEN_EXR", ".exr")}
_PNG = ("PNG", ".png")


@dataclass(frozen=True)
class TextureFolder:
    """Where texture files go.

    Args:
        path: the folder, made when needed.
        overwrite: whether files of the same names may be replaced.
    """

    path: Path
    overwrite: bool = False

    def files(self, object_name: str, maps: Iterable[BakeMap]) -> dict[BakeMap, Path]:
        """The files of an object's textures, e.g. "lamp color.png"."""
        stem = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "_", object_name).strip(" .") or "object"
        return {kind: self.path / f"{stem} {kind.value}{_format(kind)[1]}" for kind in maps}

    def check(self, object_name: str, maps: Iterable[BakeMap]) -> None:
        """Checks that the files can be written, before minutes of work go into them.

        Raises:
            OutputFileError: the folder cannot be written to, or there are files that may not be replaced.
        """
        files = self.files(object_name, maps)
        taken = [path.name for path in files.values() if path.exists()]
        if taken and not self.overwrite:
            raise OutputFileError(
                f'There is already {", ".join(f"{name!r}" for name in taken)} in "{self.path}". Choose another folder, '
                "or allow overwriting."
            )
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.path):
                pass
        except OSError as error:
            raise OutputFileError(
                f'Textures cannot be written to "{self.path}": {error.strerror or error}. Choose another folder.'
            ) from error


def image_name(object_name: str, kind: BakeMap) -> str:
    """The name of a texture in the .blend file, e.g. "lamp color"."""
    return fitted_name(f"{object_name} {kind.value}")


def make_images(
    object_name: str, baked: BakedMaps, folder: TextureFolder | None = None
) -> dict[BakeMap, bpy.types.Image]:
    """Makes an image of each texture; all of them or none, files included.

    Args:
        object_name: becomes part of the names.
        baked: the textures.
        folder: where their files go; None: they are packed into the .blend file.

    Raises:
        OutputFileError: a file cannot be written. What was there before is there still.
    """
    images: dict[BakeMap, bpy.types.Image] = {}
    try:
        for kind, texture in baked.maps.items():
            images[kind] = _new_image(image_name(object_name, kind), kind, texture)
        if folder is None:
            for image in images.values():
                image.pack()
        else:
            folder.check(object_name, images)
            _save(images, folder.files(object_name, images))
    except BaseException as error:
        for image in images.values():
            bpy.data.images.remove(image)
        if isinstance(error, RuntimeError):
            raise OutputFileError(f"The textures could not be stored: {str(error).strip()}.") from error
        raise
    return images


def remove_unused_images() -> None:
    """Removes the textures of earlier bakes that nothing shows any more from the .blend file; their files stay."""
    for image in [i for i in bpy.data.images if i.users == 0 and RECORD_PROPERTY in i and i.is_editable]:
        bpy.data.images.remove(image)


def _new_image(name: str, kind: BakeMap, texture: NDArray[np.generic]) -> bpy.types.Image:
    size = len(texture)
    is_float = texture.dtype == np.float32
    image = bpy.data.images.new(name, size, size, alpha=False, float_buffer=is_float, is_data=kind is not BakeMap.COLOR)
    image[RECORD_PROPERTY] = True
    image.file_format = _format(kind)[0]
    pixels = np.ones((size * size, 4), dtype=np.float32)
    values = texture.reshape(size * size, -1).astype(np.float32)
    pixels[:, :3] = values if is_float else values / np.float32(255.0)
    image.pixels.foreach_set(pixels.ravel())
    image.update()
    return image


def _save(images: Mapping[BakeMap, bpy.types.Image], files: Mapping[BakeMap, Path]) -> None:
    """Writes all files under temporary names, and only then gives them their own."""
    temporary = {kind: path.with_name(f".{path.stem}.{os.getpid()}.tmp{path.suffix}") for kind, path in files.items()}
    try:
        for kind, image in images.items():
            image.filepath_raw = str(temporary[kind])
            image.save()
            if not temporary[kind].is_file() or temporary[kind].stat().st_size == 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        for kind, image in images.items():
            temporary[kind].replace(files[kind])
            image.filepath = _shown_path(files[kind])
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error).strip().removeprefix("Error: ")
        raise OutputFileError(
            f'The textures could not be saved in "{next(iter(files.values())).parent}": {reason}. Free some space or '
            "choose another folder."
        ) from error
    finally:
        for path in temporary.values():
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _shown_path(path: Path) -> str:
    """Relative to the .blend file where it is saved and the user's preferences say so."""
    if bpy.data.filepath and bpy.context.preferences.filepaths.use_relative_paths:
        with contextlib.suppress(ValueError):  # another drive
            return bpy.path.relpath(str(path))
    return str(path)


def _format(kind: BakeMap) -> tuple[str, str]:
    return _FORMATS.get(kind, _PNG)
