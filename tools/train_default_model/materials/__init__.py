"""Procedural solid materials ("styles") that the embedded model learns its words from."""

from .catalogue import (
    HELD_OUT_WORDS,
    STYLES,
    find_style,
    reference_colors,
    sample_material,
)
from .sample import Kind, MaterialSample, Style

__all__ = [
    "HELD_OUT_WORDS",
    "STYLES",
    "Kind",
    "MaterialSample",
    "Style",
    "find_style",
    "reference_colors",
    "sample_material",
]
