"""The headless command changes single parts of a result that is there, without a run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import bpy
import pytest
from PIL import Image

from styleglip_addon.batch import ExitCode, main
from styleglip_addon.blender.files.packed_states import packed_state
from styleglip_addon.blender.result.record import read_record
from styleglip_addon.engine import StyleState
from tests.untrained_model import write_untrained_model

from .sample_objects import add_prism, fingerprint

SETTINGS = json.dumps(
    {
        "iterations": 2,
        "image_size": 64,
        "dense_vertices": 500,
        "machine": {"threads": 1},
        "localization": {"image_size": 64, "views": 10},
        "material": {"candidates": 1},
        "textures": {"mode": "off"},
    }
)
Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def styled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A .blend with a vase whose base and lid have materials, and its report beside it."""
    folder = tmp_path_factory.mktemp("styled")
    model = write_untrained_model(folder / "model")
    obj = add_prism("Vase")
    for name, above in (("base", False), ("lid", True)):
        group = obj.vertex_groups.new(name=name)
        group.add([v.index for v in obj.data.vertices if (v.co.z > 0) == above], 1.0, "REPLACE")
    bpy.ops.wm.save_as_mainfile(filepath=str(folder / "vase.blend"))
    output = folder / "styled.blend"
    arguments = ["--prompt", "oak base, marble lid", "--output", output, "--report", folder / "styled.json"]
    masks = ["--mask", "base=vertex_group:base", "--mask", "lid=vertex_group:lid"]
    code = main([*map(str, arguments), *masks, "--model", str(model), "--settings", SETTINGS])
    assert code == ExitCode.OK
    return output


@pytest.fixture
def change(styled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command on the styled file; gives its code and what it said."""

    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        output, report = tmp_path / "changed.blend", tmp_path / "changed.json"
        code = main(["--input", str(styled), "--output", str(output), "--report", str(report), *arguments])
        return code, capsys.readouterr().err.strip()

    return run


def _opened(path: Path) -> tuple[bpy.types.Object, StyleState]:
    bpy.ops.wm.open_mainfile(filepath=str(path))
    obj = bpy.data.objects["Vase"]
    record = read_record(obj.data)
    assert record is not None
    data = packed_state(obj.data, record.id)
    assert data is not None
    return obj, StyleState.from_bytes(data)


def test_another_scale_changes_one_part_without_a_step_and_is_kept(tmp_path: Path, styled: Path, change: Run) -> None:
    before = fingerprint(_opened(styled)[0])["attributes"]
    former = json.loads(styled.with_suffix(".json").read_text())
    code, said = change("--scale", "Lid=30")
    assert code == ExitCode.OK, said
    told = json.loads((tmp_path / "changed.json").read_text())
    assert told["history"] == former["history"]
    assert {part["name"]: part["scale"] for part in told["parts"]} == {"base": 1.0, "lid": 30.0}
    obj, state = _opened(tmp_path / "changed.blend")
    after = fingerprint(obj)["attributes"]
    changed = {name for name, values in before.items() if after[name] != values}
    assert changed
    assert not any("base" in name for name in changed)
    assert any("lid" in name for name in changed)
    record = read_record(obj.data)
    assert record is not None
    assert [part.scale for part in record.report.parts] == [1.0, 30.0]
    assert [located.part.scale for located in state.parts] == [1.0, 30.0]


def test_variations_are_shown_beside_the_output_and_one_is_chosen(tmp_path: Path, styled: Path, change: Run) -> None:
    before = fingerprint(_opened(styled)[0])["attributes"]
    assert change("--variations", "2")[0] == ExitCode.OK
    listed = json.loads((tmp_path / "changed-variations.json").read_text())
    assert {name: [piece["seed"] for piece in pieces] for name, pieces in listed.items()} == {
        "base": [1, 2],
        "lid": [1, 2],
    }
    with Image.open(tmp_path / "changed-variations.png") as sheet:
        assert sheet.size == (3 * 264 + 8, 2 * (256 + 24 + 8) + 8)
    assert fingerprint(_opened(tmp_path / "changed.blend")[0])["attributes"] == before

    assert change("--choose", "base=2")[0] == ExitCode.OK
    told = json.loads((tmp_path / "changed.json").read_text())
    assert {part["name"]: part["seed"] for part in told["parts"]} == {"base": 2, "lid": None}
    obj, state = _opened(tmp_path / "changed.blend")
    after = fingerprint(obj)["attributes"]
    changed = {name for name, values in before.items() if after[name] != values}
    assert any("base" in name for name in changed)
    assert not any("lid" in name for name in changed)
    assert state.choices["base"].seed == 2


def test_a_report_with_a_scale_is_done_again_with_it(tmp_path: Path, change: Run) -> None:
    assert change("--scale", "lid=30")[0] == ExitCode.OK
    report, again = tmp_path / "changed.json", tmp_path / "again.json"
    masks = ["--mask", "base=vertex_group:base", "--mask", "lid=vertex_group:lid"]
    arguments = [
        "--from-report",
        str(report),
        *masks,
        "--output",
        str(tmp_path / "again.blend"),
        "--report",
        str(again),
    ]
    assert main(arguments) == ExitCode.OK
    parts = json.loads(again.read_text())["parts"]
    assert [part["scale"] for part in parts] == [1.0, 30.0]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--scale", "foot=2"), ExitCode.PROMPT, 'no part "foot" to change. The parts are: base, lid'),
        (("--scale", "lid=-2"), ExitCode.PROMPT, 'The scale -2 of part "lid" is none'),
        (("--scale", "lid=nan"), ExitCode.PROMPT, "Choose one from 0.01 to 100"),
        (("--scale", "lid=big"), ExitCode.USAGE, 'The scale "big" of "lid" is no number'),
        (("--scale", "lid"), ExitCode.USAGE, 'The scale "lid" cannot be read'),
        (("--scale", "lid=2", "--scale", "Lid=3"), ExitCode.USAGE, "given twice"),
        (("--scale", "lid=2", "--seed", "3"), ExitCode.USAGE, "leave out --seed"),
        (("--choose", "lid=-1"), ExitCode.PROMPT, 'The seed -1 of part "lid" is none'),
        (("--choose", "lid=two"), ExitCode.USAGE, 'The seed "two" of "lid" is no number'),
        (("--variations", "0"), ExitCode.USAGE, '"0" is no number from 1 to 32'),
    ],
)
def test_changes_that_make_no_sense_are_refused(
    change: Run, tmp_path: Path, arguments: tuple[str, ...], code: ExitCode, sentence: str
) -> None:
    got, said = change(*arguments)
    assert got == code
    assert sentence in said
    assert not (tmp_path / "changed.blend").exists()


def test_an_object_without_a_result_has_nothing_to_change(
    tmp_path: Path, styled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = styled.with_name("vase.blend")
    code = main(["--input", str(plain), "--scale", "lid=2", "--output", str(tmp_path / "out.blend")])
    assert code == ExitCode.MESH
    assert "has no result that could be changed. Make one with --prompt." in capsys.readouterr().err
