"""Variations in a real Blender window: pictures, one taken, a slider dragged, and all of it undone.

Skipped where `python tools/blender_window.py setup` was not run.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.blender_window import default_folder, is_ready

from .test_panel_in_a_window import play

pytestmark = pytest.mark.skipif(
    not is_ready(default_folder()), reason="there is no Blender window; make it with tools/blender_window.py setup"
)


def test_variations_are_shown_taken_dialled_on_and_undone(tmp_path: Path) -> None:
    play("variations_script.py", tmp_path)
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert seen["icons"] == 6, "each picture is an icon of its own"
    assert seen["looks"]["tube"] == [0.75, 5], "the fifth, which was taken last"
    assert [seen["looks"][name] for name in ("base", "shade")] == [[1.0, None], [1.0, None]]
    assert seen["scale"] == pytest.approx(1.875), "where the slider stopped"
    assert seen["undone"], "each take, and the slider as a whole, is one undo step"
    assert (tmp_path / "materials.png").is_file()
