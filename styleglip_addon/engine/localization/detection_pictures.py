"""Pictures of the views in which parts were looked for, with the boxes that were believed and their scores."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ..rendering import create_renderer
from ..surface.prepared import prepare_surface
from ..vocabulary import Detection, Mesh, StylizeSettings
from ..vocabulary.errors import StyleGLIPError
from .on_surface import locating_cameras

Picture = NDArray[np.uint8]
"""(H, W, 3) sRGB, first row on top."""

_SCALE = 2
"""The pictures are drawn this much larger than those the detector saw, so that labels can be read."""
_COLORS = ((205, 50, 50), (30, 110, 190), (40, 150, 50), (140, 90, 190), (230, 120, 20), (20, 140, 150), (225, 80, 165))
"""One per part, dark enough for white letters."""
_STRONG = 0.85
"""Boxes below this share of their part's best score in a view are drawn thin and without a label."""
_MARGIN = 6


def detection_pictures(
    mesh: Mesh, detections: Mapping[str, Sequence[Detection]], settings: StylizeSettings
) -> tuple[Picture, ...]:
    """Every view with the boxes of the parts: colour by part, part and score above each box.

    Args:
        mesh: as it was when the parts were located.
        detections: boxes by part name, see `LocatedPart.detections`; parts with a mask have none.
        settings: of the run that located them.

    Returns:
        One picture per view, `settings.localization.views` of them.

    Raises:
        StyleGLIPError: a box names a view that the settings do not have.
    """
    options = settings.localization
    unfit = [d.view for boxes in detections.values() for d in boxes if not 0 <= d.view < options.views]
    if unfit:
        raise StyleGLIPError(f"The boxes name view {unfit[0]}, but the settings have {options.views} views.")
    surface = prepare_surface(mesh, settings.dense_vertices, "cpu")
    size = options.image_size * _SCALE
    cameras, renderer = locating_cameras(surface, settings), create_renderer(settings.machine.renderer)
    pictures = []
    for view in range(options.views):
        with torch.no_grad():
            rendering = renderer.render(
                surface.vertices, surface.faces, surface.base_color, cameras.select([view]), (size, size)
            )
        values = (rendering.image[0].clamp(0.0, 1.0) * 255.0).round().to(torch.uint8)
        own = {name: [d for d in boxes if d.view == view] for name, boxes in detections.items()}
        pictures.append(with_boxes(values.permute(1, 2, 0).numpy(), own, float(_SCALE)))
    return tuple(pictures)


def with_boxes(picture: Picture, detections: Mapping[str, Sequence[Detection]], scale: float = 1.0) -> Picture:
    """A copy of a picture with boxes, and part and score above those that are nearly as sure as their part's best.

    Args:
        picture: what the boxes are drawn on.
        detections: the boxes of this view, by part name; the order decides the colours.
        scale: pixels of the picture per pixel that the boxes are measured in.
    """
    image = Image.fromarray(np.ascontiguousarray(picture))
    draw = ImageDraw.Draw(image)
    font = _font(max(picture.shape[0] // 26, 9))
    labels = []
    for number, (name, boxes) in enumerate(detections.items()):
        color, best = part_color(number), max((box.score for box in boxes), default=0.0)
        for detection in sorted(boxes, key=lambda box: box.score):
            x0, y0, x1, y1 = (value * scale for value in detection.box)
            is_strong = detection.score >= _STRONG * best
            line = max(picture.shape[0] // 150, 2) if is_strong else 1
            draw.rectangle((x0, y0, max(x1, x0), max(y1, y0)), outline=color, width=line)
            if is_strong:
                labels.append((x0, y0, f"{_drawable(name, number)} {detection.score:.2f}", color))
    for x, y, text, color in labels:  # above all boxes
        left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
        width, height = right - left + 4, bottom - top + 4
        x = min(max(x, 0.0), picture.shape[1] - width)
        y = y - height if y >= height else y
        draw.rectangle((x, y, x + width, y + height), fill=color)
        draw.text((x + 2 - left, y + 2 - top), text, fill=(255, 255, 255), font=font)
    return np.asarray(image)


def sheet(pictures: Sequence[Picture], columns: int = 4) -> Picture:
    """All pictures, which are of one size, side by side and below each other on white."""
    height, width = pictures[0].shape[:2]
    columns = min(columns, len(pictures))
    rows = math.ceil(len(pictures) / columns)
    whole = np.full(
        (rows * (height + _MARGIN) + _MARGIN, columns * (width + _MARGIN) + _MARGIN, 3), 255, dtype=np.uint8
    )
    for number, picture in enumerate(pictures):
        y = _MARGIN + number // columns * (height + _MARGIN)
        x = _MARGIN + number % columns * (width + _MARGIN)
        whole[y : y + height, x : x + width] = picture
    return whole


def save_pictures(pictures: Sequence[Picture], folder: Path) -> tuple[Path, ...]:
    """Writes each picture as PNG, "view-00.png" and so on, into a folder that is made if needed.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, picture in enumerate(pictures):
        path = folder / f"view-{number:02d}.png"
        Image.fromarray(np.ascontiguousarray(picture)).save(path, format="PNG")
        paths.append(path)
    return tuple(paths)


def part_color(number: int) -> tuple[int, int, int]:
    """The sRGB colour of the boxes of part `number`."""
    return _COLORS[number % len(_COLORS)]


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _drawable(name: str, number: int) -> str:
    """The part's name where Pillow's own font has its letters, else its number."""
    try:
        name.encode("latin-1")
    except UnicodeEncodeError:
        return f"part {number + 1}"
    return name
