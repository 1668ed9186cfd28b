"""The engine's vocabulary in one place: meshes, parts, settings, progress and results as frozen dataclasses.

Arrays are NumPy, so that a caller needs no PyTorch. V = vertices, F = triangles, P = parts.
"""

from __future__ import annotations

from .mesh import FloatArray, IntArray, Mesh, Part
from .presets import Preset
from .results import (
    Detection,
    LocatedPart,
    Losses,
    OnProgress,
    Phase,
    Progress,
    ShouldStop,
    Snapshot,
    StyledPart,
    StylizeResult,
)
from .settings.appearance import AppearanceSettings
from .settings.field import FieldKind, FieldSettings, MirrorAxis, Spectrum
from .settings.guidance import ClipSettings, StyleLossSettings
from .settings.loop import (
    Background,
    Device,
    JointSettings,
    LocalizationSettings,
    OptimizerKind,
    PartsMode,
    RegularizerSettings,
    RendererChoice,
)
from .settings.run import StylizeSettings

__all__ = [
    "AppearanceSettings",
    "Background",
    "ClipSettings",
    "Detection",
    "Device",
    "FieldKind",
    "FieldSettings",
    "FloatArray",
    "IntArray",
    "JointSettings",
    "LocalizationSettings",
    "LocatedPart",
    "Losses",
    "Mesh",
    "MirrorAxis",
    "OnProgress",
    "OptimizerKind",
    "Part",
    "PartsMode",
    "Phase",
    "Preset",
    "Progress",
    "RegularizerSettings",
    "RendererChoice",
    "ShouldStop",
    "Snapshot",
    "Spectrum",
    "StyleLossSettings",
    "StyledPart",
    "StylizeResult",
    "StylizeSettings",
]
