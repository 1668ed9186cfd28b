"""Which models and which device the preferences choose."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

import bpy

from ...engine.models.catalogue.entry import ModelEntry, ModelKind
from ...engine.models.catalogue.known_models import find
from ...engine.models.catalogue.stored_models import is_downloaded, model_path
from ...engine.vocabulary import Device
from ...engine.vocabulary.errors import SettingsError
from ...engine.vocabulary.model_choice import EMBEDDED, ModelChoice
from .stored import models_folder, stored

if TYPE_CHECKING:
    from .preferences import StyleGLIPPreferences


class Source(Enum):
    """Where a model comes from, besides the catalogue's entries, which are named by their ids."""

    EMBEDDED = auto()
    OWN = auto()


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
    return EngineChoice(model=model, device=Device[chosen.device], threads=chosen.threads)


def kept_minutes(context: bpy.types.Context) -> int:
    """Minutes for which models stay in memory without use; 0: for good."""
    chosen = stored(context)
    return 0 if chosen is None else chosen.keep_minutes


def choose(preferences: StyleGLIPPreferences, entry: ModelEntry) -> None:
    """Uses a model of the catalogue from now on."""
    match entry.kind:
        case ModelKind.EMBEDDED:
            preferences.glip = preferences.clip = Source.EMBEDDED.name
        case ModelKind.GLIP:
            preferences.glip = entry.id
        case ModelKind.CLIP:
            preferences.clip = entry.id


def uses(preferences: StyleGLIPPreferences, entry: ModelEntry) -> bool:
    """Whether a model of the catalogue is the chosen one."""
    if entry.kind is ModelKind.EMBEDDED:
        return preferences.glip == preferences.clip == Source.EMBEDDED.name
    return entry.id in (preferences.glip, preferences.clip)


def _named(choice: str, own: str, folder: Path, what: str) -> str:
    """What `ModelChoice` calls a chosen model.

    Raises:
        SettingsError: it is not there.
    """
    if choice == Source.OWN.name:
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
