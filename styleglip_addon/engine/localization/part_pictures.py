"""A picture of where parts were found: the object from four sides, each part in a tint, and a legend."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from ..rendering import create_renderer
from ..rendering.cameras import look_at
from ..rendering.color import srgb_to_linear
from ..surface.prepared import Surface
from ..vocabulary import LocatedPart
from ..vocabulary.part_tints import UNTINTED, part_tint
from .located_parts import LocatedParts

_VIEWS = ((-30.0, 15.0), (60.0, 15.0), (150.0, 20.0), (30.0, 60.0))
"""Azimuth and elevation in degrees: from the front on both sides, from behind, from above."""

_SIZE = 384
_FINER = 2
_FIELD_OF_VIEW = 30.0
_MARGIN = 12
_LINE = 44
_SWATCH = 26
_LEGEND_WIDTH = 340
_INK, _PALE, _PAPER = (30, 30, 30), (130, 130, 130), (255, 255, 255)


def parts_picture(located: LocatedParts) -> NDArray[np.uint8]:
    """(H, W, 3) sRGB: the views of the object in two columns, and beside them a line for each part.

    Parts that were not found stand there in grey. Surface that belongs to no part is grey.
    """
    views = _pictures(located.surface, located.on_surface)
    rows = math.ceil(len(views) / 2)
    height = max(rows * _SIZE, len(located) * _LINE + 2 * _MARGIN)
    sheet = Image.new("RGB", (2 * _SIZE + _LEGEND_WIDTH, height), _PAPER)
    for number, view in enumerate(views):
        sheet.paste(view, (number % 2 * _SIZE, number // 2 * _SIZE))
    draw = ImageDraw.Draw(sheet)
    names, figures = ImageFont.load_default(17), ImageFont.load_default(13)
    left = 2 * _SIZE + _MARGIN
    for number, item in enumerate(located):
        top = _MARGIN + number * _LINE
        tint = tuple(round(255 * value) for value in part_tint(number))
        box = (left, top + 2, left + _SWATCH, top + 2 + _SWATCH)
        draw.rectangle(box, fill=tint if item.found else None, outline=tint if item.found else _PALE)
        text = left + _SWATCH + _MARGIN
        draw.text((text, top - 1), _drawable(item.part.name, number), fill=_INK if item.found else _PALE, font=names)
        draw.text((text, top + 19), confidence_words(item), fill=_PALE, font=figures)
    return np.asarray(sheet)


def confidence_words(item: LocatedPart) -> str:
    """How sure it is that the part is there, and that this is its place, as words of a legend."""
    if not item.found:
        return "not found" if item.presence is None else f"not found ({item.presence:.0%})"
    if item.is_manual:
        return "as given"
    there = "" if item.presence is None else f"there {item.presence:.0%}, "
    return f"{there}boxes {item.confidence:.2f}"


def _pictures(surface: Surface, parts: Sequence[LocatedPart]) -> list[Image.Image]:
    azimuth, elevation = torch.tensor(_VIEWS).deg2rad().T
    cameras = look_at(azimuth, elevation, surface.up, surface.front, _FIELD_OF_VIEW).to(surface.vertices.device)
    size = (_SIZE * _FINER,) * 2
    with torch.no_grad():
        rendering = create_renderer().render(surface.vertices, surface.faces, _tinted(surface, parts), cameras, size)
    values = (rendering.image.clamp(0.0, 1.0) * 255.0).round().to(torch.uint8).permute(0, 2, 3, 1).cpu().numpy()
    return [Image.fromarray(view).resize((_SIZE, _SIZE), Image.Resampling.LANCZOS) for view in values]


def _tinted(surface: Surface, parts: Sequence[LocatedPart]) -> Tensor:
    """(W, 3) linear RGB."""
    color = torch.full((len(surface.vertices), 3), UNTINTED)
    for number, item in enumerate(parts):
        if item.found:
            weights = torch.from_numpy(np.asarray(item.weights, dtype=np.float32))[:, None]
            color = color + weights * (torch.tensor(part_tint(number)) - UNTINTED)
    return srgb_to_linear(color.clamp(0.0, 1.0)).to(surface.vertices)


def _drawable(name: str, number: int) -> str:
    """The part's name, where it is short and Pillow's own font has its letters; else its start or its number."""
    try:
        name.encode("latin-1")
    except UnicodeEncodeError:
        return f"part {number + 1}"
    return name if len(name) <= 28 else f"{name[:26]}..."
