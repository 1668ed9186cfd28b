"""The add-on in a real Blender window: an artist's session with undo, and everything that can go wrong meanwhile.

Skipped where `python tools/blender_window.py setup` was not run.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.untrained_model import write_untrained_model
from tools.blender_window import default_folder, is_ready, run

SCRIPTS = Path(__file__).parent
KEYS = ["Basis", "StyleGLIP: base", "StyleGLIP: tube", "StyleGLIP: shade"]
CANCELLED = "Cancelled. The object is unchanged."

pytestmark = pytest.mark.skipif(
    not is_ready(default_folder()), reason="there is no Blender window; make it with tools/blender_window.py setup"
)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the session saw; it is played once for all tests."""
    output = tmp_path_factory.mktemp("window")
    (output / "model").mkdir()
    write_untrained_model(output / "model")
    play("panel_script.py", output)
    return dict(json.loads((output / "seen.json").read_text()))


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the session with a result saw; it is played once for all tests."""
    output = tmp_path_factory.mktemp("result")
    play("result_script.py", output)
    return dict(json.loads((output / "seen.json").read_text()))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the session that finds parts saw; it is played once for all tests."""
    output = tmp_path_factory.mktemp("found")
    play("find_parts_script.py", output)
    return dict(json.loads((output / "seen.json").read_text()))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the session with work under way saw; it is played once for all tests."""
    output = tmp_path_factory.mktemp("running")
    play("running_script.py", output)
    return dict(json.loads((output / "seen.json").read_text()))


def play(script: str, output: Path) -> None:
    """Plays a script; nothing of the add-on may raise meanwhile, which Blender only prints."""
    place = output / "console.txt"
    with place.open("w", encoding="utf-8") as console:
        code = run(default_folder(), SCRIPTS / script, [], output, 1200.0, console)
    printed = place.read_text(encoding="utf-8", errors="replace")
    assert code == 0, printed
    assert "Traceback" not in printed, printed


def test_a_typed_prompt_becomes_rows(seen: dict[str, Any]) -> None:
    assert seen["rows"] == [["red pottery", "base"], ["gold", "tube"], ["linen", "shade"]]


def test_a_bad_prompt_has_a_sentence_and_stylize_is_disabled(seen: dict[str, Any]) -> None:
    assert "linen" in seen["problem"]
    assert not seen["stylize_with_a_bad_prompt"]


def test_a_run_leaves_a_shape_key_per_part(seen: dict[str, Any]) -> None:
    assert seen["stylized"]["stage"] == "DONE", seen["stylized"]
    assert "Basis" in seen["stylized"]["keys"]
    assert len(seen["stylized"]["keys"]) > 1


def test_a_second_run_is_refused_while_one_runs(seen: dict[str, Any]) -> None:
    assert not seen["stylize_while_running"]


def test_a_paused_run_ends_the_step_it_is_in_and_takes_no_other(seen: dict[str, Any]) -> None:
    assert seen["steps_while_paused"] <= 1


def test_one_ctrl_z_takes_the_result_back_and_the_prompt_stays(seen: dict[str, Any]) -> None:
    assert seen["undone"] == {"keys": [], "prompt": "red pottery base, gold tube, linen shade"}
    assert seen["redone"] == seen["stylized"]["keys"]
    assert seen["colors_shown"] == "VERTEX", "solid shading shows the result, undone and redone with it"


def test_a_result_waits_while_its_object_is_in_edit_mode(seen: dict[str, Any]) -> None:
    assert seen["in_edit_mode"]["stage"] == "READY"
    assert "Object Mode" in seen["in_edit_mode"]["sentence"]
    assert seen["after_edit_mode"]["stage"] in ("DONE", "FAILED"), "applied, or told that no part was found"
    assert seen["removed"] == []


def test_a_cancelled_run_leaves_nothing(seen: dict[str, Any]) -> None:
    assert seen["cancelled"]["stage"] == "CANCELLED"
    assert seen["cancelled"]["keys"] == []


def test_a_run_survives_undo(seen: dict[str, Any]) -> None:
    assert seen["undo_meanwhile"]["stage"] == "DONE", seen["undo_meanwhile"]
    assert len(seen["undo_meanwhile"]["keys"]) > 1


def test_a_result_that_no_longer_fits_is_kept_in_a_file_that_the_sentence_names(seen: dict[str, Any]) -> None:
    assert "edited meanwhile" in seen["mesh_edited_meanwhile"]["sentence"]
    assert ".safetensors" in seen["mesh_edited_meanwhile"]["sentence"]


def test_a_missing_model_is_named(seen: dict[str, Any]) -> None:
    assert seen["model_missing"]["stage"] == "FAILED"
    assert "/no/such/model" in seen["model_missing"]["sentence"]


def test_opening_another_file_stops_the_run(seen: dict[str, Any]) -> None:
    assert seen["file_opened_meanwhile"]["stage"] == "CANCELLED"
    assert seen["file_opened_meanwhile"]["thread_ended"]


def test_switching_the_add_on_off_stops_the_run(seen: dict[str, Any]) -> None:
    assert seen["thread_ended_with_the_add_on"]


def test_a_run_is_cancelled_and_made_anew_by_clicks(result: dict[str, Any]) -> None:
    assert result["cancelled"] == {"stage": "CANCELLED", "sentence": CANCELLED, "keys": []}
    assert result["stylized"]["stage"] == "DONE", result["stylized"]
    assert result["stylized"]["keys"] == result["redone"] == KEYS
    assert result["undone"] == []


def test_textures_are_baked_and_one_ctrl_z_takes_them_back(result: dict[str, Any]) -> None:
    assert result["baked"]["stage"] == "DONE", result["baked"]
    kinds = ("color", "displacement", "metallic", "normal", "roughness", "sheen")
    assert result["baked"]["images"] == [f"Lamp {kind}" for kind in kinds]
    assert result["bake_undone"] == []
    assert result["bake_redone"] == result["baked"]["images"]


def test_a_kept_result_is_chosen_in_the_file_browser_and_put_on_the_object(result: dict[str, Any]) -> None:
    assert result["removed"] == []
    (name,) = result["offered"]
    assert name in result["kept"]["sentence"]
    assert result["opened"]["stage"] == "DONE", result["opened"]
    assert result["opened"]["keys"] == KEYS
    assert result["opening_undone"] == []


def test_a_file_without_a_result_is_refused_with_a_sentence(result: dict[str, Any]) -> None:
    assert "other.safetensors" in result["refused"]
    assert "Traceback" not in result["refused"]


def test_parts_are_found_as_groups_alone_and_one_ctrl_z_takes_them_back(found: dict[str, Any]) -> None:
    groups = ["StyleGLIP: ears", "StyleGLIP: eyes", "StyleGLIP: head"]
    assert found["found"] == [True] * 3
    assert found["groups"] == found["redone"] == groups
    assert found["attributes"] == found["undone"] == []


def test_a_missing_part_is_asked_about_painted_and_styled(found: dict[str, Any]) -> None:
    assert found["asked"]["stage"] == "ASKING", found["asked"]
    assert found["missing"]
    assert f'"{found["missing"][0]}"' in found["asked"]["sentence"]
    assert found["asked"]["keys"] == []
    assert found["painting"] == "PAINT_WEIGHT"
    assert found["painted"] == ["OBJECT", "VERTEX_GROUP"]
    assert found["stylized"]["stage"] == "DONE", found["stylized"]
    assert found["stylized"]["keys"] == ["Basis", "StyleGLIP: ears", "StyleGLIP: head", "StyleGLIP: propeller"]
    assert not found["tinted_at_the_end"]


def test_esc_over_the_view_cancels_a_run_but_is_a_tools_while_one_is_at_work(running: dict[str, Any]) -> None:
    assert running["status bar drawn"] > 0, "it follows the run by itself"
    assert running["escape"] == {"stage": "CANCELLED", "sentence": CANCELLED}
    assert running["moving"] == 1
    assert running["runs after the tool's escape"]
    assert running["moved"] == [0.0, 0.0, 0.0]
    assert running["second escape"]["stage"] == "CANCELLED"


def test_a_result_comes_while_another_object_is_painted_and_one_ctrl_z_takes_it_back(running: dict[str, Any]) -> None:
    assert running["painted"]["stage"] == "DONE", running["painted"]
    assert running["painted"]["keys"] == running["painted, redone"] == KEYS
    assert running["painted"]["mode"] == "PAINT_WEIGHT"
    assert running["painted, undone"] == []


def test_a_result_that_waited_for_edit_mode_is_applied_without_a_click(running: dict[str, Any]) -> None:
    assert running["edited"]["stage"] == "READY"
    assert running["edited"]["keys"] == []
    assert running["edited, back"]["stage"] == "DONE", running["edited, back"]
    assert running["edited, back"]["keys"] == KEYS


def test_a_run_is_kept_when_another_file_is_opened(running: dict[str, Any]) -> None:
    assert running["file opened"]["stage"] == "CANCELLED"
    assert running["file opened"]["kept"]


def test_without_its_packages_the_panel_says_what_to_do(tmp_path: Path) -> None:
    play("missing_packages_script.py", tmp_path)
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert "transformers" in seen["sentence"]
    assert "install" in seen["sentence"].lower()
    assert not seen["stylize"]


def test_the_slim_zip_shows_its_first_step_and_why_it_cannot_be_done(tmp_path: Path) -> None:
    play("packages_pictures_script.py", tmp_path)
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert seen["lock"]
    assert "click Install Packages" in seen["sentence"]
    assert not seen["offline"], "the button is off while Blender may not use the network"
    assert seen["online"]
    assert seen["refused"][0] == "FAILED", "there is neither pip nor a network"


def test_the_preferences_are_drawn_in_every_state(tmp_path: Path) -> None:
    with (tmp_path / "console.txt").open("w", encoding="utf-8") as console:
        code = run(default_folder(), SCRIPTS / "preferences_pictures_script.py", [], tmp_path, console=console)
    printed = (tmp_path / "console.txt").read_text(encoding="utf-8", errors="replace")
    assert code == 0, printed
    assert "in draw" not in printed, "a download without a network prints why it failed; drawing prints nothing"
