"""What the pictures show around the object."""

from __future__ import annotations

from enum import StrEnum


class Background(StrEnum):
    """What the pictures show around the object. METAL_AWARE is black where all styles name metals, else white."""

    WHITE = "white"
    GREY = "grey"
    BLACK = "black"
    METAL_AWARE = "metal_aware"
