"""All settings of a run, as frozen dataclasses without PyTorch."""

from __future__ import annotations

from .appearance import AppearanceSettings
from .background import Background
from .clip import ClipBehaviour, ClipMode, ClipSettings, CropTerms
from .field import FieldKind, FieldSettings, MirrorAxis, Spectrum
from .localization import LocalizationSettings
from .machine import Device, MachineSettings, RendererChoice
from .optimizer import OptimizerKind
from .parts_mode import JointSettings, PartsMode
from .regularizers import RegularizerSettings
from .run import StylizeSettings
from .schedule import Schedule
from .start import MaterialSettings, Start
from .style_loss import ContentImage, StyleLossBehaviour, StyleLossKind, StyleLossPictures, StyleLossSettings
from .textures import TextureMode, TextureSettings

__all__ = [
    "AppearanceSettings",
    "Background",
    "ClipBehaviour",
    "ClipMode",
    "ClipSettings",
    "ContentImage",
    "CropTerms",
    "Device",
    "FieldKind",
    "FieldSettings",
    "JointSettings",
    "LocalizationSettings",
    "MachineSettings",
    "MaterialSettings",
    "MirrorAxis",
    "OptimizerKind",
    "PartsMode",
    "RegularizerSettings",
    "RendererChoice",
    "Schedule",
    "Spectrum",
    "Start",
    "StyleLossBehaviour",
    "StyleLossKind",
    "StyleLossPictures",
    "StyleLossSettings",
    "StylizeSettings",
    "TextureMode",
    "TextureSettings",
]
