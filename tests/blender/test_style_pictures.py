"""The headless command reads the pictures that a prompt names; what is none is told in a sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from styleglip_addon.batch import ExitCode, main
from styleglip_addon.blender.files.style_pictures import read_picture, with_pictures
from styleglip_addon.engine import Part, PromptError


def test_pictures_are_read_upright_on_white(tmp_path: Path) -> None:
    pixels = np.zeros((40, 60, 4), np.uint8)
    pixels[:, :30] = (255, 0, 0, 255)
    Image.fromarray(pixels).save(tmp_path / "half a picture.png")
    (part, other) = with_pictures((Part("shade", f'"@{tmp_path}/half a picture.png"'), Part("base", "oak")))
    assert part.picture is not None
    assert part.picture.shape == (40, 60, 3)
    assert part.picture[0, 0].tolist() == [255, 0, 0]
    assert part.picture[0, 59].tolist() == [255, 255, 255]
    assert other.picture is None


def test_what_is_no_picture_is_told(tmp_path: Path) -> None:
    Image.new("RGB", (20, 50)).save(tmp_path / "small.png")
    Image.new("RGB", (400, 400)).save(tmp_path / "whole.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "whole.png").read_bytes()[:300])
    (tmp_path / "text.jpg").write_text("no picture")
    for name, sentence in (
        ("absent.jpg", "There is no picture"),
        ("small.png", "20 x 50 pixels, at least 32 x 32"),
        ("cut.png", "cannot be read"),
        ("text.jpg", "is no picture"),
    ):
        with pytest.raises(PromptError, match=sentence):
            read_picture(tmp_path / name)


def test_a_missing_picture_ends_the_command_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mesh = Path(__file__).resolve().parents[1] / "assets" / "lamp.obj"
    prompt, output = f'"@{tmp_path}/no such.jpg" shade', tmp_path / "out.blend"
    assert main(["--input", str(mesh), "--prompt", prompt, "--output", str(output)]) == ExitCode.PROMPT
    assert "There is no picture" in capsys.readouterr().err
    assert not output.exists()
