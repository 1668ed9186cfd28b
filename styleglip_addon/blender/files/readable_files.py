"""A mesh file as Blender reads it as it is meant: names in any encoding, places near the origin, nothing from outside.

Blender reads text as UTF-8 and coordinates in single precision, which knows a place 5,000 km away to half a metre, and
opens whatever a file names. A file that needs nothing of this is imported as it is; of another one a copy is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ...engine.optimisation.temporary_files import temporary_folder
from .content_checks import check_gltf
from .gltf_document import read_document
from .gltf_pictures import with_whole_paths, without_outside_pictures
from .gltf_places import brought_near
from .mesh_text import as_utf8, is_fine, is_wide, without_distance
from .obj_materials import Materials, read_materials

_TEXTS = (".obj", ".ply", ".stl")
_NOWHERE = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class ReadableFile:
    """What is imported in place of a file.

    Args:
        path: the file itself, or the copy.
        origin: what is missing from the copy's coordinates, in the file's axes.
        notes: sentences for the user: what was left out.
    """

    path: Path
    origin: tuple[float, float, float] = _NOWHERE
    notes: tuple[str, ...] = ()


@contextmanager
def readable_file(path: Path) -> Iterator[ReadableFile]:
    """A file that Blender reads as it is meant, for as long as the context lasts.

    Raises:
        RuntimeError: it must not be imported; the reason.
        OSError: it cannot be read, or the copy cannot be written.
    """
    suffix, real = path.suffix.lower(), path.resolve()  # what a file names is seen from where it really is
    with temporary_folder() as folder:
        copy = folder / path.name
        yield _of_text(real, suffix, copy) if suffix in _TEXTS else _of_gltf(real, copy)


def _of_text(path: Path, suffix: str, copy: Path) -> ReadableFile:
    if is_fine(path, suffix):
        return ReadableFile(path)
    data = path.read_bytes()
    text = as_utf8(data) if suffix == ".obj" or is_wide(data) else data
    near = without_distance(text, suffix)
    is_as_it_was = near is None and text == data
    text, origin = (text, _NOWHERE) if near is None else near
    materials = read_materials(path, text, as_utf8) if suffix == ".obj" else Materials(text)
    if is_as_it_was and materials.is_plain:
        return ReadableFile(path, notes=materials.notes)
    for name, content in materials.files.items():
        (copy.parent / name).write_bytes(content)
    copy.write_bytes(materials.text)
    return ReadableFile(copy, origin, materials.notes)


def _of_gltf(path: Path, copy: Path) -> ReadableFile:
    try:
        document = read_document(path)
    except ValueError:
        return ReadableFile(path)  # the importer says what is wrong
    check_gltf(path, document)
    without, notes = without_outside_pictures(path, document)
    near = brought_near(document if without is None else without)
    if without is None and near is None:
        return ReadableFile(path, notes=notes)
    changed, origin = (without, _NOWHERE) if near is None else near
    assert changed is not None
    copy.write_bytes(with_whole_paths(changed, path.parent).to_bytes())
    return ReadableFile(copy, origin, notes)
