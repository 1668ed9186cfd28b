"""The engine's materials as a diffuse renderer can show them: sized for crops, with a studio's light painted on."""

from .held_out import HELD_OUT_WORDS
from .sample import LitMaterial, reference_colors, sample_material
from .styles import STYLES, find_style

__all__ = [
    "HELD_OUT_WORDS",
    "STYLES",
    "LitMaterial",
    "find_style",
    "reference_colors",
    "sample_material",
]
