"""Small pictures of the model's materials, as Blender's icons; made from one sheet when they are first asked for.

`tools/material_pictures.py` draws the sheet.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import bpy
import bpy.utils.previews
import numpy as np

_SHEET = Path(__file__).with_name("materials.jpg")
_NAMES = Path(__file__).with_name("materials.json")

_pictures: Any = None
"""Blender's collection of previews."""


@cache
def material_names() -> tuple[str, ...]:
    """The materials on the sheet, in alphabetical order."""
    return tuple(json.loads(_NAMES.read_text(encoding="utf-8"))["names"])


def material_icons() -> dict[str, int]:
    """Blender's number of each material's picture, by name."""
    global _pictures
    if _pictures is None:
        _pictures = bpy.utils.previews.new()
        _fill(_pictures)
    return {name: int(preview.icon_id) for name, preview in _pictures.items()}


def forget_pictures() -> None:
    """The add-on is switched off."""
    global _pictures
    if _pictures is not None:
        bpy.utils.previews.remove(_pictures)
        _pictures = None


def _fill(pictures: Any) -> None:
    from PIL import Image  # with the engine's packages

    plain = json.loads(_NAMES.read_text(encoding="utf-8"))
    side, columns = plain["side"], plain["columns"]
    sheet = np.asarray(Image.open(_SHEET).convert("RGB"), dtype=np.float32) / 255.0
    pixels = np.ones((side, side, 4), dtype=np.float32)
    pixels[..., 3] = _ball(side)
    for number, name in enumerate(plain["names"]):
        row, column = divmod(number, columns)
        picture = sheet[row * side : (row + 1) * side, column * side : (column + 1) * side]
        pixels[..., :3] = picture[::-1] * pixels[..., 3:]  # Blender's icons are premultiplied
        preview = pictures.new(name)
        preview.icon_size = preview.image_size = (side, side)
        preview.icon_pixels_float.foreach_set(pixels.ravel())
        preview.image_pixels_float.foreach_set(pixels.ravel())


def _ball(side: int) -> np.ndarray:
    """(side, side) 1 on the ball, 0 around it, with a soft rim."""
    places = (np.arange(side, dtype=np.float32) + 0.5) / side * 2.1 - 1.05
    distance = np.hypot(*np.meshgrid(places, places))
    return np.clip((1.0 - distance) * side / 2.1 + 0.5, 0.0, 1.0)
