"""The add-on's preferences: which models, on which device, where files go, and the catalogue of models."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import bpy

from ...engine.models.catalogue.entry import ModelEntry, ModelKind
from ...engine.models.catalogue.known_models import CATALOG, entries_of, find
from ...engine.models.catalogue.stored_models import is_downloaded, model_path
from ...engine.vocabulary import Device
from ...engine.vocabulary.errors import SettingsError
from ...engine.vocabulary.model_choice import EMBEDDED, ModelChoice
from . import panel

PACKAGE = (__package__ or "").removesuffix(".ui.models")
"""The top package under the name Blender gave it, e.g. "bl_ext.user_default.styleglip"."""


class Source(StrEnum):
    """Where a model comes from, besides the catalogue's entries, which are named by their ids."""

    EMBEDDED = "EMBEDDED"
    OWN = "OWN"


@dataclass(frozen=True)
class EngineChoice:
    """What the preferences say about the engine.

    Args:
        model: which models.
        device: where the networks run.
        threads: CPU threads, 0 for PyTorch's own setting.
    """

    model: ModelChoice = field(default_factory=ModelChoice)
    device: Device = Device.AUTO
    threads: int = 1


def engine_choice(context: bpy.types.Context) -> EngineChoice:
    """Reads the preferences; the defaults where the add-on runs without being enabled, as in a script.

    Raises:
        SettingsError: a chosen model is not there.
    """
    chosen = stored(context)
    if chosen is None:
        return EngineChoice()
    folder = models_folder(context)
    model = ModelChoice(
        glip=_named(chosen.glip, chosen.glip_path, folder, "the GLIP model"),
        clip=_named(chosen.clip, chosen.clip_path, folder, "the CLIP model"),
        embedded_palette=chosen.embedded_palette,
    )
    return EngineChoice(model=model, device=Device(chosen.device.lower()), threads=chosen.threads)


def stored(context: bpy.types.Context) -> StyleGLIPPreferences | None:
    """The preferences; None where the add-on is not enabled."""
    addon = context.preferences.addons.get(PACKAGE)
    return addon.preferences if addon is not None else None


def data_folder() -> Path:
    """Where results go that their object cannot take: the extension's own folder in the user's Blender settings."""
    return _user_folder("results")


def models_folder(context: bpy.types.Context) -> Path:
    """Where downloaded models are: the folder of the preferences, else the extension's own."""
    chosen = stored(context)
    own = bpy.path.abspath(chosen.models_folder).strip() if chosen is not None else ""
    return Path(own) if own else _user_folder("models")


def choose(preferences: StyleGLIPPreferences, entry: ModelEntry) -> None:
    """Uses a model of the catalogue from now on."""
    match entry.kind:
        case ModelKind.EMBEDDED:
            preferences.glip = preferences.clip = Source.EMBEDDED
        case ModelKind.GLIP:
            preferences.glip = entry.id
        case ModelKind.CLIP:
            preferences.clip = entry.id


def uses(preferences: StyleGLIPPreferences, entry: ModelEntry) -> bool:
    """Whether a model of the catalogue is the chosen one."""
    if entry.kind is ModelKind.EMBEDDED:
        return preferences.glip == preferences.clip == Source.EMBEDDED
    return entry.id in (preferences.glip, preferences.clip)


def _user_folder(name: str) -> Path:
    try:
        return Path(bpy.utils.extension_path_user(PACKAGE, path=name))
    except ValueError:  # not installed as an extension, as in a checkout
        return Path(bpy.utils.user_resource("DATAFILES", path="styleglip")) / name


def _named(choice: str, own: str, folder: Path, what: str) -> str:
    """What `ModelChoice` calls a chosen model.

    Raises:
        SettingsError: it is not there.
    """
    if choice == Source.OWN:
        path = bpy.path.abspath(own).strip()
        if not path:
            raise SettingsError(
                f"Choose the file or folder of {what} in the add-on's preferences, or the embedded one."
            )
        return path
    entry = find(choice)
    if entry is None:  # embedded; or an entry of another version of the catalogue
        return EMBEDDED
    if not is_downloaded(entry, folder):
        raise SettingsError(
            f"{entry.name} is not on this computer. Download it in the add-on's preferences, or choose the embedded "
            "model there."
        )
    return str(model_path(entry, folder))


def _items(kind: ModelKind) -> list[tuple[str, str, str]]:
    own = "A file or folder of this kind on this computer"
    return [
        (Source.EMBEDDED, "Embedded", CATALOG[0].purpose),
        *((entry.id, entry.name, entry.purpose) for entry in entries_of(kind) if entry.can_be_downloaded),
        (Source.OWN, "Own File or Folder", own),
    ]


class StyleGLIPPreferences(bpy.types.AddonPreferences):
    """Shown in Edit > Preferences > Add-ons."""

    bl_idname = PACKAGE

    if TYPE_CHECKING:
        glip: str
        glip_path: str
        clip: str
        clip_path: str
        embedded_palette: bool
        models_folder: str
        device: str
        threads: int
        shows_glip: bool
        shows_clip: bool
    else:
        glip: bpy.props.EnumProperty(
            name="Finds Parts",
            description="The GLIP model that finds the parts in pictures of the object",
            items=_items(ModelKind.GLIP),
        )
        glip_path: bpy.props.StringProperty(
            name="File or Folder",
            description="A GLIP checkpoint (.pth, .safetensors), fine-tuned ones as well, or a folder with one",
            subtype="FILE_PATH",
        )
        clip: bpy.props.EnumProperty(
            name="Judges Styles",
            description="The CLIP model that tells how well a part looks like its style",
            items=_items(ModelKind.CLIP),
        )
        clip_path: bpy.props.StringProperty(
            name="File or Folder",
            description="A CLIP folder from the hub, or a file (.safetensors, .bin, OpenAI's .pt)",
            subtype="FILE_PATH",
        )
        embedded_palette: bpy.props.BoolProperty(
            name="Colours from the Embedded Model",
            description="CLIP knows no colours by name: let the embedded model say which colours a style has",
            default=True,
        )
        models_folder: bpy.props.StringProperty(
            name="Models Folder",
            description="Where downloaded models go. Empty: the add-on's own folder in Blender's settings",
            subtype="DIR_PATH",
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
        shows_glip: bpy.props.BoolProperty(name="Models That Find Parts", options={"SKIP_SAVE"})
        shows_clip: bpy.props.BoolProperty(name="Models That Judge Styles", options={"SKIP_SAVE"})

    def draw(self, context: bpy.types.Context) -> None:
        """Draws the preferences."""
        folder = models_folder(context)
        layout = self.layout.column()
        layout.use_property_split = True
        layout.use_property_decorate = False
        for kind, path in (("glip", "glip_path"), ("clip", "clip_path")):
            layout.prop(self, kind)
            if getattr(self, kind) == Source.OWN:
                layout.prop(self, path)
            panel.draw_missing(layout, find(getattr(self, kind)), folder)
        if self.clip != Source.EMBEDDED:
            layout.prop(self, "embedded_palette")
        layout.separator()
        layout.prop(self, "device")
        layout.prop(self, "threads")
        layout.separator()
        panel.draw(layout, context, self, folder, lambda entry: uses(self, entry))
        layout.prop(self, "models_folder", placeholder=str(_user_folder("models")))
        row = layout.row()
        row.active = False
        row.label(text=f"Results that an object cannot take are kept in {data_folder()}", icon="FILE_FOLDER")
