"""Makes the field that the settings name."""

from __future__ import annotations

import torch

from ..surface.prepared import Surface
from ..vocabulary import FieldKind, FieldSettings, MirrorAxis
from .color_field import ColorField
from .contract import Field
from .input_frame import InputFrame
from .material_field import MaterialField

_FIELDS: dict[FieldKind, type[ColorField]] = {
    FieldKind.COLOR: ColorField,
    FieldKind.COLOR_DISPLACEMENT: ColorField,
    FieldKind.APPEARANCE: MaterialField,
    FieldKind.APPEARANCE_DISPLACEMENT: MaterialField,
}

_MIRRORS = {
    MirrorAxis.NONE: None,
    MirrorAxis.X: (1.0, 0.0, 0.0),
    MirrorAxis.Y: (0.0, 1.0, 0.0),
    MirrorAxis.Z: (0.0, 0.0, 1.0),
}


def create_field(settings: FieldSettings, generator: torch.Generator, frame: InputFrame | None = None) -> Field:
    """An untrained field.

    Args:
        settings: which kind, its size and ranges.
        generator: draws all its weights.
        frame: what points go through first, see `input_frame`; None: nothing, or what a state dictionary brings.
    """
    return _FIELDS[settings.kind](settings, generator, frame)


def input_frame(settings: FieldSettings, surface: Surface) -> InputFrame:
    """What points go through before they are encoded: mirrored first and standardised then, as in Text2Mesh."""
    return InputFrame(_MIRRORS[settings.mirror], surface.vertices if settings.standardize else None)
