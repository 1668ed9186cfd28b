"""The add-on's preferences: which model, on which device, and where files go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import bpy

from ..engine.errors import SettingsError
from ..engine.types import Device

PACKAGE = (__package__ or "").rpartition(".")[0]
"""The top package under the name Blender gave it, e.g. "bl_ext.user_default.styleglip"."""
EMBEDDED = "embedded"
"""The engine's name of the model that comes with the add-on; not imported, because that would import PyTorch."""


class ModelChoice(StrEnum):
    """Where the model comes from."""

    EMBEDDED = "EMBEDDED"
    FOLDER = "FOLDER"


@dataclass(frozen=True)
class EngineChoice:
    """What the preferences say about the engine.

    Args:
        model: "embedded" or a folder.
        device: where the networks run.
        threads: CPU threads, 0 for PyTorch's own setting.
    """

    model: str = EMBEDDED
    device: Device = Device.AUTO
    threads: int = 1


def engine_choice(context: bpy.types.Context) -> EngineChoice:
    """Reads the preferences; the defaults where the add-on runs without being enabled, as in a script.

    Raises:
        SettingsError: a folder was chosen as the model, but not which one.
    """
    addon = context.preferences.addons.get(PACKAGE)
    chosen = addon.preferences if addon is not None else None
    if chosen is None:
        return EngineChoice()
    model = EMBEDDED
    if chosen.model == ModelChoice.FOLDER:
        model = bpy.path.abspath(chosen.model_folder)
        if not model.strip():
            raise SettingsError("Choose the model's folder in the add-on's preferences, or the embedded model.")
    return EngineChoice(model=model, device=Device(chosen.device.lower()), threads=chosen.threads)


def data_folder() -> Path:
    """Where results go that their object cannot take: the extension's own folder in the user's Blender settings."""
    try:
        return Path(bpy.utils.extension_path_user(PACKAGE, path="results"))
    except ValueError:  # not installed as an extension, as in a checkout
        return Path(bpy.utils.user_resource("DATAFILES", path="styleglip")) / "results"


class StyleGLIPPreferences(bpy.types.AddonPreferences):
    """Shown in Edit > Preferences > Add-ons."""

    bl_idname = PACKAGE

    if TYPE_CHECKING:
        model: str
        model_folder: str
        device: str
        threads: int
    else:
        model: bpy.props.EnumProperty(
            name="Model",
            description="The networks that find parts and judge styles",
            items=[
                (ModelChoice.EMBEDDED, "Embedded", "The small model that comes with the add-on; runs on any computer"),
                (ModelChoice.FOLDER, "Folder", "A model in a folder on this computer"),
            ],
        )
        model_folder: bpy.props.StringProperty(
            name="Folder", description="A folder that holds a StyleGLIP model", subtype="DIR_PATH"
        )
        device: bpy.props.EnumProperty(
            name="Device",
            description="Where the networks run",
            items=[
                ("AUTO", "Automatic", "The graphics card where PyTorch can use it, else the processor"),
                ("CPU", "Processor (CPU)", "Works everywhere"),
                ("CUDA", "NVIDIA graphics card (CUDA)", "Fast; needs a PyTorch with CUDA"),
                ("MPS", "Apple graphics (MPS)", "For Apple silicon"),
            ],
        )
        threads: bpy.props.IntProperty(
            name="Processor Threads",
            description="How many processor cores a job may use; 0 leaves the choice to PyTorch. "
            "One is as fast as several for the embedded model when anything else runs",
            default=1,
            min=0,
            max=256,
        )

    def draw(self, context: bpy.types.Context) -> None:
        """Draws the preferences."""
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(self, "model")
        if self.model == ModelChoice.FOLDER:
            layout.prop(self, "model_folder")
        layout.prop(self, "device")
        layout.prop(self, "threads")
        row = layout.row()
        row.active = False
        row.label(text=f"Results that an object cannot take are kept in {data_folder()}", icon="FILE_FOLDER")


def register() -> None:
    """Registers the preferences."""
    bpy.utils.register_class(StyleGLIPPreferences)


def unregister() -> None:
    """Takes the preferences off."""
    bpy.utils.unregister_class(StyleGLIPPreferences)
