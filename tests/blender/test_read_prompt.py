"""The command tells what a prompt is read as: alone with --read-prompt, and in a run before anything is looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from styleglip_addon.batch import ExitCode, main


def test_read_prompt_shows_parts_styles_and_what_they_are_taken_for(capsys: pytest.CaptureFixture[str]) -> None:
    prompt = "make the base rust-free steel and the shade red velvet"
    assert main(["--read-prompt", "--prompt", prompt]) == ExitCode.OK
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "base: rust-free steel",
        "    material: steel",
        "    color: its own",
        "    left away: rust",
        "shade: red velvet",
        "    material: red velvet",
        "    color: its own",
    ]
    assert told.err == ""


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--read-prompt"], ExitCode.USAGE, "--read-prompt needs --prompt"),
        (["--read-prompt", "--prompt", "Lampe aus Holz"], ExitCode.PROMPT, "only English is read"),
        (["--read-prompt", "--prompt", "gold lamp without shade"], ExitCode.PROMPT, "cannot be taken away"),
    ],
)
def test_what_cannot_be_read_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: ExitCode, said: str
) -> None:
    assert main(arguments) == code
    assert said in capsys.readouterr().err


def test_a_run_tells_what_it_read_before_it_looks_for_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cube = tmp_path / "cube.obj"
    corners = [f"v {x} {y} {z}" for x in (0, 1) for y in (0, 1) for z in (0, 1)]
    faces = ["f 1 2 4 3", "f 5 7 8 6", "f 1 5 6 2", "f 3 4 8 7", "f 1 3 7 5", "f 2 6 8 4"]
    cube.write_text("\n".join([*corners, *faces]))
    arguments = ["--input", str(cube), "--output", str(tmp_path / "o.blend"), "--iterations", "1", "--textures", "off"]
    arguments += ["--settings", '{"dense_vertices": 400, "material": {"candidates": 1}}']
    assert main([*arguments, "--prompt", "all not shiny gold"]) == ExitCode.OK
    lines = [line for line in capsys.readouterr().err.splitlines() if line]
    told = [number for number, line in enumerate(lines) if line.startswith("StyleGLIP: object")]
    assert len(told) == 1
    assert "place: the whole object; material: gold" in lines[told[0]]
    assert "finish: matte" in lines[told[0]]
    assert told[0] < next(number for number, line in enumerate(lines) if line.startswith("locating"))


def test_a_picture_that_is_not_there_is_told_without_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--read-prompt", "--prompt", '"@nothere.jpg" base']) == ExitCode.PROMPT
    assert 'There is no picture "nothere.jpg".' in capsys.readouterr().err
