"""An artist's stories in a real Blender window, by mouse and keyboard: the data and the pictures.

    python tools/test_application.py

The add-on is installed from its zip. Skipped where there is no window. Pictures stay in $STYLEGLIP_PICTURES, if set.
How smoothly the window goes on, `tools/check_gaps.py --window` tells.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from styleglip_addon.engine.optimisation.state_file import load_state
from tools.blender_window import default_folder, is_ready, run
from tools.build_extension import build, slim_plan

SCRIPTS = Path(__file__).parent
SECONDS = 2400.0
"""That a story may take where several share the machine."""

pytestmark = pytest.mark.skipif(
    not is_ready(default_folder()), reason="there is no Blender window; make it with tools/blender_window.py setup"
)

Told = dict[str, Any]


@pytest.fixture(scope="session")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The slim zip: what it would install, the window's Blender has."""
    return build(tmp_path_factory.mktemp("zip"), slim_plan()).path


@pytest.fixture(scope="module")
def play(zipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Told, Path]]:
    """Plays a story once; what it saw, and the folder with its pictures and what Blender printed."""
    played: dict[str, tuple[Told, Path]] = {}

    def played_story(name: str) -> tuple[Told, Path]:
        if name not in played:
            kept = os.environ.get("STYLEGLIP_PICTURES")
            output = Path(kept) / name if kept else tmp_path_factory.mktemp(name)
            output.mkdir(parents=True, exist_ok=True)
            (output / "seen.json").unlink(missing_ok=True)
            shutil.copy(zipped, output)
            with (output / "console.txt").open("w", encoding="utf-8") as console:
                code = run(default_folder(), SCRIPTS / f"{name}_story.py", [], output, SECONDS, console)
            (output / zipped.name).unlink()
            printed = (output / "console.txt").read_text(encoding="utf-8", errors="replace")
            assert code == 0, printed
            assert "Traceback" not in printed, printed
            played[name] = json.loads((output / "seen.json").read_text(encoding="utf-8")), output
        return played[name]

    return played_story


@pytest.fixture
def suzanne(play: Callable[[str], tuple[Told, Path]]) -> tuple[Told, Path]:
    """First contact, and a part that is not there."""
    return play("suzanne")


@pytest.fixture
def accidents(play: Callable[[str], tuple[Told, Path]]) -> tuple[Told, Path]:
    """All that happens to an object, a file and Blender while a run is under way."""
    return play("accidents")


@pytest.fixture
def narrow(play: Callable[[str], tuple[Told, Path]]) -> tuple[Told, Path]:
    """The panel at 220 pixels."""
    return play("narrow")


@pytest.fixture
def looks(play: Callable[[str], tuple[Told, Path]]) -> tuple[Told, Path]:
    """Languages and themes."""
    return play("looks")


def test_first_contact_ends_with_all_parts_there_and_their_colors_seen(suzanne: tuple[Told, Path]) -> None:
    seen, pictures = suzanne
    assert seen["rows"] == [["gold", "ears"], ["marble", "head"], ["emerald", "eyes"]]
    assert seen["started"]
    assert seen["ending"]["stage"] == "DONE", seen["ending"]
    assert sorted(seen["parts"]) == ["ears", "eyes", "head"]
    assert seen["colors_shown"] == "VERTEX"
    before, after = (_saturated(pictures / f"{name}.png") for name in ("02-prompt", "04-stylized"))
    assert after > before + 0.01, "gold and emerald are seen in the 3D view"


def test_one_undo_takes_the_result_back_and_leaves_the_prompt(suzanne: tuple[Told, Path]) -> None:
    seen, _ = suzanne
    assert seen["undone"] == []
    assert seen["prompt_after_undo"] == "gold ears, marble head, emerald eyes"
    assert seen["redone"]


def test_a_missing_part_is_asked_about_before_anything_is_styled(suzanne: tuple[Told, Path]) -> None:
    seen, _ = suzanne
    assert seen["removed"] == []
    assert seen["asked"]["stage"] == "ASKING"
    assert '"propeller" was not found' in seen["asked"]["sentence"]
    assert seen["asked"]["keys"] == []
    assert seen["gone_on"]["stage"] == "DONE", seen["gone_on"]
    assert seen["gone_on"]["parts"] == ["ears"]


def test_a_renamed_object_gets_its_result(accidents: tuple[Told, Path]) -> None:
    renamed = accidents[0]["renamed"]
    assert renamed["stage"] == "DONE", renamed
    assert sorted(renamed["parts"]) == ["base", "shade", "tube"]


def test_a_result_waits_for_an_object_in_edit_mode_and_comes_without_a_click(accidents: tuple[Told, Path]) -> None:
    seen = accidents[0]["in_edit_mode"]
    assert (seen["mode"], seen["waiting"]["stage"], seen["keys_meanwhile"]) == ("EDIT_MESH", "READY", [])
    assert seen["stage"] == "DONE", seen
    assert sorted(seen["parts"]) == ["base", "shade", "tube"]


def test_a_result_for_a_deleted_object_is_kept_in_a_file_that_the_panel_names(accidents: tuple[Told, Path]) -> None:
    seen = accidents[0]["deleted"]
    assert (seen["left"], seen["stage"], seen["kept"]) == ([], "FAILED", 1)
    assert ".safetensors" in seen["sentence"]


def test_another_file_ends_the_run_and_keeps_what_it_reached(accidents: tuple[Told, Path]) -> None:
    seen = accidents[0]["new_file"]
    assert (seen["stage"], seen["thread_ended"], seen["kept"]) == ("CANCELLED", True, 2)
    assert ".safetensors" in seen["sentence"]


def test_an_add_on_that_is_disabled_ends_the_run_and_keeps_what_it_reached(accidents: tuple[Told, Path]) -> None:
    seen = accidents[0]["disabled"]
    assert (seen["thread_ended"], seen["panels"], seen["keys"], seen["kept"]) == (True, 0, [], 3)
    assert seen["panels_again"] > 0


def test_blender_that_is_quit_keeps_what_a_run_reached(accidents: tuple[Told, Path]) -> None:
    kept = sorted((accidents[1] / "kept").glob("*.safetensors"))
    assert len(kept) == 4, "of the deleted object, the closed file, the disabled add-on and the Blender that was quit"
    assert all(load_state(path).step > 0 for path in kept)


def test_blender_speaks_the_add_ons_languages(looks: tuple[Told, Path]) -> None:
    told = looks[0]["languages"]
    assert {name: each["button"] for name, each in told.items()} == {
        "de": "Stilisieren",
        "es": "Estilizar",
        "fr": "Styliser",
        "ja": "スタイル化",
        "zh_HANS": "风格化",
    }
    for each in told.values():
        assert each["tooltip"] != "Stop the job. The object stays as it is"
        assert "Color" in each["sentence"]
        assert "faces" not in each["sentence"].replace("faces.", "") or each["locale"] == "fr_FR"


def test_the_panel_is_seen_in_both_themes(looks: tuple[Told, Path]) -> None:
    seen, pictures = looks
    assert seen["ending"]["stage"] == "DONE", seen["ending"]
    for name in ("ready", "running", "done", "zh_HANS", "light"):
        values = _grey(pictures / f"{name}.png")
        assert values.std() > 10.0, f"{name} is one color"
        assert 10.0 < values.mean() < 245.0, f"{name} is black or white"
    assert _grey(pictures / "light.png").mean() > _grey(pictures / "done.png").mean() + 40.0


def test_the_panel_works_at_220_pixels(narrow: tuple[Told, Path]) -> None:
    seen, pictures = narrow
    assert seen["width"] == 220
    assert seen["ending"]["stage"] == "DONE", "its Stylize button was clicked there"
    for name in ("empty", "ready", "running", "done-0", "done-1", "de-0", "de-1"):
        values = _grey(pictures / f"{name}.png")
        assert values.shape[1] == 242, "the panel and its tabs"
        assert values.std() > 10.0, f"{name} is one color"


def _grey(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("L"), dtype=float)


def _saturated(path: Path) -> float:
    """Share of the 3D view in which a color is seen."""
    with Image.open(path) as picture:
        view = picture.convert("RGB").crop((60, 120, 900, 760))
        pixels = np.asarray(view, dtype=float)
    return float((np.ptp(pixels, axis=2) > 40.0).mean())
