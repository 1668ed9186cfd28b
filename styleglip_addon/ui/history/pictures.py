"""The small pictures of results: made in the background when a result has come, or when the panel lacks one.

Undo and redo lead past the moment at which a picture was made, so those of this session are kept in memory as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import bpy
import bpy.utils.previews
import numpy as np
from numpy.typing import NDArray

from ...blender.files.history import PICTURE_SIZE, entries, has_picture, read_picture, write_picture
from ...blender.reading.mesh_export import export_object
from ...engine.vocabulary import Mesh
from ...engine.vocabulary.errors import StyleGLIPError
from ...jobs.history import PictureOrder, picture_work
from ...jobs.messages import FINAL_MESSAGES, Done, Message
from ...jobs.session import Lane, Session
from ..background import driver
from ..result.states import finder_of
from ..target import find_object
from ..windows import redraw_sidebars

_MOST_KEPT = 64
_SECONDS = 0.5

_icons: Any = None
"""Blender's collection of previews, by result."""
_made: dict[str, NDArray[np.uint8]] = {}
"""Pictures of this session by result, the latest last."""
_failed: set[str] = set()
"""Results of which none can be made: their object was changed, or what made them is gone."""


@dataclass(frozen=True)
class _Wanted:
    uid: int
    record_id: str
    mesh: Mesh | None


_wanted: list[_Wanted] = []


@dataclass(kw_only=True)
class PictureSession(Session):
    """One picture being made; nothing is told of it.

    Args:
        record_id: of the result that it is of.
    """

    lane: ClassVar[Lane] = Lane.HISTORY

    record_id: str = ""


def wanted_picture(obj: Any, record_id: str, mesh: Mesh | None = None) -> None:
    """Has a picture of a result made when there is time; nothing without a window, where nobody would see it.

    Args:
        obj: the object.
        record_id: of the result.
        mesh: as it was exported for the run; None: the object is exported once more.
    """
    being_made = driver().session(Lane.HISTORY)
    is_made = isinstance(being_made, PictureSession) and being_made.record_id == record_id
    if is_made or bpy.app.background or record_id in _failed or any(each.record_id == record_id for each in _wanted):
        return
    _wanted.append(_Wanted(obj.session_uid, record_id, mesh))
    if not bpy.app.timers.is_registered(_tick):
        bpy.app.timers.register(_tick, first_interval=0.0, persistent=True)


def make_picture(obj: Any, record_id: str, mesh: Mesh | None = None) -> None:
    """Starts to make a picture.

    Raises:
        StyleGLIPError: the object cannot be read, what made the result is gone, or another job of the lane runs.
    """
    mesh = export_object(obj, allow_shared=True).mesh if mesh is None else mesh
    order = PictureOrder(mesh, finder_of(obj, record_id), PICTURE_SIZE)
    driver().start(
        PictureSession(record_id=record_id), picture_work(order), partial(_listen, obj.session_uid, record_id)
    )


def icon_of(obj: Any, record_id: str) -> int:
    """Blender's number of a result's picture; 0: there is none yet, and it is being made."""
    if _icons is None:
        return 0
    if record_id not in _icons:
        picture = read_picture(obj.data, record_id)
        picture = _made.get(record_id) if picture is None else picture
        if picture is None:
            wanted_picture(obj, record_id)
            return 0
        _show(record_id, picture)
    return int(_icons[record_id].icon_id)


def cannot_be_pictured(record_id: str) -> bool:
    """Whether a picture was tried in vain."""
    return record_id in _failed


def write_made() -> None:
    """Puts pictures that were made since into the file; called before it is saved."""
    for mesh in [mesh for mesh in bpy.data.meshes if mesh.is_editable]:
        for entry in entries(mesh):
            if entry.id in _made and not has_picture(mesh, entry.id):
                write_picture(mesh, entry.id, _made[entry.id])


def forget() -> None:
    """Another file is opened."""
    _wanted.clear()
    _made.clear()
    _failed.clear()
    if _icons is not None:
        _icons.clear()


def _tick() -> float | None:
    if driver().job(Lane.HISTORY) is not None or driver().busy_sentence(Lane.HISTORY):
        return _SECONDS
    while _wanted:
        wanted = _wanted.pop(0)
        obj = find_object(wanted.uid)
        if obj is None:
            continue
        try:
            make_picture(obj, wanted.record_id, wanted.mesh)
        except StyleGLIPError:
            _failed.add(wanted.record_id)
            continue
        return _SECONDS
    return None


def _listen(uid: int, record_id: str, message: Message) -> None:
    if isinstance(message, Done):
        _made.pop(record_id, None)
        _made[record_id] = message.result
        for old in list(_made)[:-_MOST_KEPT]:
            del _made[old]
        obj = find_object(uid)
        if obj is not None and obj.type == "MESH":
            write_picture(obj.data, record_id, message.result)
        if _icons is not None:
            _show(record_id, message.result)
    elif isinstance(message, FINAL_MESSAGES):
        _failed.add(record_id)
    redraw_sidebars()


def _show(record_id: str, picture: NDArray[np.uint8]) -> None:
    if len(_icons) >= _MOST_KEPT:
        _icons.clear()
    if record_id in _icons:
        del _icons[record_id]
    preview = _icons.new(record_id)
    preview.image_size = picture.shape[:2]
    pixels = np.ones((*picture.shape[:2], 4), dtype=np.float32)
    pixels[..., :3] = picture[::-1].astype(np.float32) / 255.0  # Blender's first row is the lowest
    preview.image_pixels_float.foreach_set(pixels.ravel())


def register() -> None:
    """Makes the collection."""
    global _icons
    _icons = bpy.utils.previews.new()


def unregister() -> None:
    """Ends the work and frees the collection."""
    global _icons
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)
    forget()
    bpy.utils.previews.remove(_icons)
    _icons = None
