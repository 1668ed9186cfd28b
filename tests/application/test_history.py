"""History in a real Blender window: an earlier result compared in the view, applied again, and that undone.

Skipped where `python tools/blender_window.py setup` was not run.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tools.blender_window import default_folder, is_ready

from .test_panel_in_a_window import play

pytestmark = pytest.mark.skipif(
    not is_ready(default_folder()), reason="there is no Blender window; make it with tools/blender_window.py setup"
)
EARLIER = ["pottery base, gold tube, linen shade", 0]
LATER = ["marble base, copper tube, blue glass shade", 1]


def test_an_earlier_result_is_compared_applied_and_taken_back(tmp_path: Path) -> None:
    play("history_script.py", tmp_path)
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert seen["applied"][0]["stage"] == "DONE", seen["applied"]
    assert seen["applied"][1:] == seen["ctrl+shift+z"] == EARLIER, "the prompt comes with its result"
    assert seen["ctrl+z"] == LATER
    shown = {name: _view(tmp_path / f"history-{name}.png") for name in ("earlier", "now", "back", "applied")}
    assert _differ(shown["earlier"], shown["now"]), "Compare switches between the two"
    assert _differ(shown["earlier"], shown["back"]), "the object itself has the later result"
    assert _differ(shown["applied"], shown["back"]), "Apply puts the earlier one on it"


def _view(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB").crop((60, 120, 880, 760)), dtype=float)


def _differ(one: np.ndarray, other: np.ndarray) -> bool:
    return float((np.abs(one - other).max(axis=2) > 24.0).mean()) > 0.01
