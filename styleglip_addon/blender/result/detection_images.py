"""The boxes of an object's result, read from its record, and pictures of them as an image of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary import Detection, StylizeSettings
from ..names import MATERIAL_PREFIX, RECORD_PROPERTY, fitted_name
from ..reading.object_handle import Topology
from ..reading.validation import ObjectError
from .record import read_record

_PREFIX = MATERIAL_PREFIX + "Detections of "


@dataclass(frozen=True)
class RecordedDetections:
    """What the record tells about where parts were looked for.

    Args:
        detections: boxes by part name; empty for a part with a mask.
        settings: of the run.
    """

    detections: Mapping[str, tuple[Detection, ...]]
    settings: StylizeSettings


def recorded_detections(obj: bpy.types.Object) -> RecordedDetections:
    """The boxes of an object's result.

    Raises:
        ObjectError: no result, no part that was looked for, or other faces than those that were looked at.
        SettingsError: the record is of another version.
    """
    record = read_record(obj.data)
    if record is None:
        raise ObjectError(f'"{obj.name}" has no StyleGLIP result. Press Stylize first.')
    if record.topology and record.topology != Topology.of(obj.data).checksum:
        raise ObjectError(f'The faces of "{obj.name}" are no longer those in which the parts were looked for.')
    detections = {part.name: part.detections for part in record.report.parts}
    if not any(detections.values()):
        raise ObjectError(f'No part of "{obj.name}" was looked for in pictures: their places were given by masks.')
    return RecordedDetections(detections, record.report.run.stylize_settings())


def show_as_image(obj_name: str, picture: NDArray[np.uint8]) -> bpy.types.Image:
    """Puts a picture in an image of the file, the same one for the same object.

    It is saved with the file only while an image editor shows it.

    Args:
        obj_name: whose detections it shows.
        picture: (H, W, 3) sRGB, first row on top.
    """
    name = fitted_name(_PREFIX + obj_name)
    height, width = picture.shape[:2]
    image = bpy.data.images.get(name)
    if image is not None and (RECORD_PROPERTY not in image or tuple(image.size) != (width, height)):
        if RECORD_PROPERTY in image:
            bpy.data.images.remove(image)
        image = None
    if image is None:
        image = bpy.data.images.new(name, width, height)
        image[RECORD_PROPERTY] = True
    rgba = np.ones((height, width, 4), dtype=np.float32)
    rgba[..., :3] = picture[::-1].astype(np.float32) / 255.0  # Blender's first row is at the bottom
    image.pixels.foreach_set(rgba.ravel())
    image.update()
    image.pack()  # else Blender asks about an unsaved image when it quits
    return image
