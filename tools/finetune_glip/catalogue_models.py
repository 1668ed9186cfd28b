"""What `--model` names: the embedded model, a file or folder, or a GLIP of the catalogue that has been downloaded."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from styleglip_addon.engine.models.catalogue.entry import ModelEntry, ModelKind
from styleglip_addon.engine.models.catalogue.known_models import entries_of, find
from styleglip_addon.engine.models.catalogue.stored_models import is_downloaded, model_path
from styleglip_addon.engine.vocabulary.model_choice import EMBEDDED, ModelChoice
from tools.finetune_glip.problems import FinetuningError

FOLDER_VARIABLE = "STYLEGLIP_MODELS"
"""Environment variable: the folder of downloaded models."""


def tuned_model(name: str, folder: Path | None = None) -> ModelChoice:
    """The model to tune.

    Args:
        name: "embedded", a file, a folder, or an id of the catalogue; what exists under this name wins over an id.
        folder: where downloaded models are; None: the folder that `STYLEGLIP_MODELS` names, else those of the add-on.

    Raises:
        FinetuningError: the catalogue's model is not a GLIP or is not on this computer, or the name is none.
    """
    if name == EMBEDDED or Path(name).expanduser().exists():
        return ModelChoice.of(name)
    entry = find(name)
    if entry is None:
        ids = ", ".join(e.id for e in entries_of(ModelKind.GLIP))
        raise FinetuningError(
            f'There is no file or folder "{name}", and the catalogue has no such GLIP. It has: {ids}.'
        )
    if entry.kind is not ModelKind.GLIP:
        raise FinetuningError(f"{entry.name} finds no parts. Choose a GLIP, or the embedded model.")
    named = os.environ.get(FOLDER_VARIABLE, "").strip()
    own = folder or (Path(named) if named else None)
    folders = addon_folders() if own is None else [own.expanduser()]
    place = next((each for each in folders if is_downloaded(entry, each)), None)
    if place is None:
        raise FinetuningError(_missing(entry, own))
    return ModelChoice.of(model_path(entry, place))


def addon_folders() -> list[Path]:
    """Where the add-on keeps downloads unless its preferences name a folder, of all Blenders, newest first."""
    if resources := os.environ.get("BLENDER_USER_RESOURCES"):
        versions = [Path(resources)]
    else:
        versions = sorted(_settings_folder().glob("[0-9]*"), key=_version, reverse=True)
    found = []
    for version in versions:
        found += sorted(version.glob("extensions/.user/*/styleglip/models"))
        found += sorted(version.glob("datafiles/styleglip/models"))
    return found


def _settings_folder() -> Path:
    """Where Blender keeps the settings of its versions."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", "")) / "Blender Foundation" / "Blender"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Blender"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "blender"


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.name.split(".") if part.isdigit())


def _missing(entry: ModelEntry, folder: Path | None) -> str:
    if not entry.can_be_downloaded:
        return f"{entry.name} cannot be downloaded. {entry.how_to_get.rstrip('.')}: give its path to --model."
    where = f'is not in "{folder}"' if folder is not None else "is not on this computer"
    return (
        f"{entry.name} {where}. Download it in the add-on's preferences; if it is in a folder of your own, name that "
        f"folder with --models-folder or {FOLDER_VARIABLE}."
    )
