"""The engine's vocabulary in one place: meshes, parts, settings, progress and results as frozen dataclasses.

Arrays are NumPy, so that a caller needs no PyTorch. V = vertices, F = triangles, P = parts.
"""

from __future__ import annotations

from .mesh import FloatArray, IntArray, Mesh, Part
from .named_regions import NamedRegion, NameKind
from .part_reading import PartReading
from .presets import Preset
from .qualities import Quality
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
from .settings import (
    AppearanceSettings,
    Background,
    ClipSettings,
    Device,
    FieldKind,
    FieldSettings,
    JointSettings,
    LocalizationSettings,
    MachineSettings,
    MirrorAxis,
    OptimizerKind,
    PartsMode,
    RegularizerSettings,
    RendererChoice,
    Schedule,
    Spectrum,
    StyleLossSettings,
    StylizeSettings,
)

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
    "MachineSettings",
    "Mesh",
    "MirrorAxis",
    "NameKind",
    "NamedRegion",
    "OnProgress",
    "OptimizerKind",
    "Part",
    "PartReading",
    "PartsMode",
    "Phase",
    "Preset",
    "Progress",
    "Quality",
    "RegularizerSettings",
    "RendererChoice",
    "Schedule",
    "ShouldStop",
    "Snapshot",
    "Spectrum",
    "StyleLossSettings",
    "StyledPart",
    "StylizeResult",
    "StylizeSettings",
]
