"""A small picture of an object as text, for a page that holds all it shows."""

from __future__ import annotations

import base64
import io
import tempfile
from pathlib import Path

import bpy

from .object_pictures import render_object

_SIZE = 256
_SAMPLES = 8
_QUALITY = 86


def thumbnail_of(object_name: str) -> str:
    """A JPEG of 256 x 256 pixels in Base64; "" where there is no such object, or no mesh is active without a name.

    Args:
        object_name: of the open file; "": the active one.
    """
    obj = bpy.data.objects.get(object_name) if object_name else bpy.context.view_layer.objects.active
    if obj is None or obj.type != "MESH":
        return ""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "thumbnail.png"
        render_object(obj, path, size=_SIZE, samples=_SAMPLES)
        held = io.BytesIO()
        with Image.open(path) as picture:
            picture.convert("RGB").save(held, "JPEG", quality=_QUALITY)
    return base64.b64encode(held.getvalue()).decode("ascii")
