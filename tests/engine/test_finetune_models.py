"""Which model fine-tuning takes by a name: what the catalogue has, where it is looked for, what is said without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from styleglip_addon.engine.models.catalogue.known_models import find
from styleglip_addon.engine.models.catalogue.stored_models import model_path
from styleglip_addon.engine.vocabulary.model_choice import EMBEDDED
from tools.finetune_glip.catalogue_models import FOLDER_VARIABLE, addon_folders, tuned_model
from tools.finetune_glip.problems import FinetuningError


@pytest.fixture(autouse=True)
def no_models_of_this_computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the variable nor a Blender of whoever runs the tests decides."""
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    monkeypatch.setenv("BLENDER_USER_RESOURCES", str(tmp_path / "blender"))


def downloaded(folder: Path) -> Path:
    """A file where a download of GLIP-T leaves it."""
    entry = find("glip-t")
    assert entry is not None
    path = model_path(entry, folder)
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.truncate(entry.files[0].size or 1)
    return path


def test_a_downloaded_model_is_found_by_its_id(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = downloaded(tmp_path / "mine")
    choice = tuned_model("glip-t", tmp_path / "mine")
    assert (choice.glip, choice.clip) == (str(path), EMBEDDED)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "mine"))
    assert tuned_model("glip-t").glip == str(path)
    with pytest.raises(FinetuningError, match="other"):
        tuned_model("glip-t", tmp_path / "other")  # the option is meant, not the variable


def test_the_folders_of_the_add_on_are_looked_through(tmp_path: Path) -> None:
    folder = tmp_path / "blender" / "extensions" / ".user" / "user_default" / "styleglip" / "models"
    path = downloaded(folder)
    assert addon_folders() == [folder]
    assert tuned_model("glip-t").glip == str(path)


def test_what_is_not_there_is_said_in_a_sentence() -> None:
    with pytest.raises(FinetuningError, match=r"GLIP-T is not on this computer\. Download it .* --models-folder"):
        tuned_model("glip-t")
    with pytest.raises(FinetuningError, match=r"has no such GLIP\. It has: glip-t, glip-l"):
        tuned_model("glip-x")
    with pytest.raises(FinetuningError, match="finds no parts"):
        tuned_model("clip-vit-b-32")


def test_paths_are_taken_as_they_are(tmp_path: Path) -> None:
    assert tuned_model(EMBEDDED).is_embedded
    assert tuned_model(str(tmp_path)).glip == str(tmp_path)
