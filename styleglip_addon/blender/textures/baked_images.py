"""Baked textures as Blender images: PNG with 8 bits, EXR with floats for heights; packed, or files in a folder.

The PNG files are written here and Blender is given their content: its own way through floats takes seconds.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.baking import BakedMaps, BakeMap
from ...engine.baking.maps import COLORED
from ...engine.optimisation.temporary_files import clear_stale, temporary_beside
from ..files.scene_files import OutputFileError
from ..names import RECORD_PROPERTY, fitted_name
from .png_files import png_bytes

_FORMATS = {BakeMap.DISPLACEMENT: ("OPEN_EXR", ".exr")}
_PNG = ("PNG", ".png")
_THREADS = 4


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
        contents = _contents(baked.maps)
        for kind, content in contents.items():
            images[kind].source = "FILE"
            images[kind].pack(data=content, data_len=len(content))
        if folder is None:
            for kind in images.keys() - contents.keys():
                images[kind].pack()
        else:
            folder.check(object_name, images)
            _save(images, contents, folder.files(object_name, images))
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
    """An image of the right kind; one of floats has its pixels already."""
    size, is_float = len(texture), texture.dtype == np.float32
    image = bpy.data.images.new(name, size, size, alpha=False, float_buffer=is_float, is_data=kind not in COLORED)
    image[RECORD_PROPERTY] = True
    image.file_format = _format(kind)[0]
    if is_float:
        pixels = np.ones((size * size, 4), dtype=np.float32)
        pixels[:, :3] = texture.reshape(-1, 1)
        image.pixels.foreach_set(pixels.ravel())
        image.update()
    return image


def _contents(maps: Mapping[BakeMap, NDArray[np.generic]]) -> dict[BakeMap, bytes]:
    """The files of the textures of 8 bits, compressed side by side."""
    small = {kind: np.asarray(texture, dtype=np.uint8) for kind, texture in maps.items() if texture.dtype == np.uint8}
    with ThreadPoolExecutor(_THREADS) as pool:
        return dict(zip(small, pool.map(png_bytes, small.values()), strict=True))


def _save(
    images: Mapping[BakeMap, bpy.types.Image], contents: Mapping[BakeMap, bytes], files: Mapping[BakeMap, Path]
) -> None:
    """Writes all files under temporary names, and only then gives them their own."""
    for folder in {path.parent for path in files.values()}:
        clear_stale(folder)
    temporary = {kind: temporary_beside(path, keeps_suffix=True) for kind, path in files.items()}
    try:
        for kind, image in images.items():
            if kind in contents:
                temporary[kind].write_bytes(contents[kind])
                continue
            image.filepath_raw = str(temporary[kind])
            image.save()
            if not temporary[kind].is_file() or temporary[kind].stat().st_size == 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        for kind, image in images.items():
            temporary[kind].replace(files[kind])
            image.filepath = _shown_path(files[kind])
            if image.packed_file is not None:
                image.unpack(method="REMOVE")
    except (OSError, RuntimeError) as error:
        folder = next(iter(files.values())).parent
        largest = max(4 * image.size[0] * image.size[1] for image in images.values())
        raise OutputFileError(
            f'The textures could not be saved in "{folder}": {_reason(error, folder, largest)}. Free some space or '
            "choose another folder."
        ) from error
    finally:
        for path in temporary.values():
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _reason(error: OSError | RuntimeError, folder: Path, largest: int) -> str:
    """Why a file was not written; on a full disk Blender says other things.

    Args:
        error: of Python or Blender.
        folder: where the file was to be.
        largest: bytes that a file may have.
    """
    if isinstance(error, OSError):
        return error.strerror or str(error)
    with contextlib.suppress(OSError):
        if shutil.disk_usage(folder).free < largest:
            return os.strerror(errno.ENOSPC)
    return " ".join(str(error).removeprefix("Error: ").split()).rstrip(".")


def _shown_path(path: Path) -> str:
    """Relative to the .blend file where it is saved and the user's preferences say so."""
    if bpy.data.filepath and bpy.context.preferences.filepaths.use_relative_paths:
        with contextlib.suppress(ValueError):  # another drive
            return bpy.path.relpath(str(path))
    return str(path)


def _format(kind: BakeMap) -> tuple[str, str]:
    return _FORMATS.get(kind, _PNG)
