"""What a batch consists of, what it keeps and what it shows, without making anything."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from styleglip_addon.batch import ExitCode
from styleglip_addon.blender.batches.assets import Asset
from styleglip_addon.blender.batches.drafts import BatchOrder, Draft
from styleglip_addon.blender.batches.inputs import Listing, planned
from styleglip_addon.blender.batches.job_files import JobError, read_job_file
from styleglip_addon.blender.batches.job_schema import ENTRIES
from styleglip_addon.blender.batches.journal import Journal, read_journal
from styleglip_addon.blender.batches.making import Made
from styleglip_addon.blender.batches.orders import read_batch
from styleglip_addon.blender.batches.output_names import FIELDS, fit_name
from styleglip_addon.blender.batches.pages import write_page
from styleglip_addon.blender.batches.shown import Shown
from styleglip_addon.blender.batches.summaries import exit_code_of
from styleglip_addon.blender.files.batch_arguments import BATCH_OPTIONS
from styleglip_addon.blender.files.scene_files import InputFileError, OutputFileError

DOCUMENTATION = (Path(__file__).resolve().parents[2] / "docs" / "batches.md").read_text(encoding="utf-8")


def no_objects(path: Path, draft: Draft) -> Listing:
    return Listing(("Pot", "Ur/n"))


def order_of(*arguments: str) -> BatchOrder:
    order = read_batch(arguments)
    assert order is not None
    return order


@pytest.mark.parametrize(
    "arguments",
    [
        ["--input", "lamp.obj", "--prompt", "gold lamp", "--output", "out.blend"],
        ["--prompt", "gold lamp", "--output", "out.blend"],
        ["--input", "", "--prompt", "gold lamp", "--output", "out.blend"],
        ["--input", "mesh.obj", "--prompt", "gold lamp", "--output", "out"],
        ["--read-prompt", "--prompt", "gold lamp"],
        ["--input", "lamp[1].obj", "--prompt", "gold lamp", "--output", "out.blend"],
    ],
)
def test_a_call_for_one_asset_is_none_for_many(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mesh.obj").mkdir()
    (tmp_path / "lamp[1].obj").touch()
    assert read_batch(arguments) is None


def test_folders_and_patterns_give_their_meshes_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("in/b.obj", "in/A.glb", "in/notes.txt", "in/deep/c.ply", "d.stl"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()
    shared = ("--prompt", "gold lid", "--output", "out/{folder}-{number}-{name}.blend", "--seed", "3")
    plan = planned(order_of("--input", "in", "d.stl", "in/*/*.ply", *shared).drafts, no_objects)
    assert [asset.input.name for asset in plan.assets] == ["A.glb", "b.obj", "d.stl", "c.ply"]
    assert [asset.output.name for asset in plan.assets if asset.output][:2] == ["in-0001-A.blend", "in-0002-b.blend"]
    assert plan.assets[0].arguments[:4] == ("--prompt", "gold lid", "--seed", "3")
    assert len(plan.notes) == 1
    again = planned(order_of("--input", "in", *shared).drafts, no_objects, [str(tmp_path / "in" / "b.obj")])
    assert [asset.input.name for asset in again.assets] == ["A.glb"]
    with pytest.raises(InputFileError, match=r"\*\.fbx"):
        planned(order_of("--input", "*.fbx", *shared).drafts, no_objects)


def test_objects_give_names_that_every_system_takes(tmp_path: Path) -> None:
    scene = str(tmp_path / "scene.blend")
    drafts = order_of("--input", scene, "--all", "--prompt", "gold lid", "--output", str(tmp_path)).drafts
    outputs = [asset.output for asset in planned(drafts, no_objects).assets]
    assert outputs == [tmp_path / "scene-Pot.blend", tmp_path / "scene-Ur_n.blend"]
    for name, fit in (("a/b", "a_b"), ("..", "_"), ("CON", "_CON"), ("x. ", "x"), ("\x00", "_"), ("é" * 200, "é" * 80)):
        assert fit_name(name) == fit


def test_two_assets_never_share_a_file(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "lamp.obj").touch()
    shared = ("--prompt", "gold lid", "--output", str(tmp_path / "{name}.blend"))
    with pytest.raises(JobError, match="written twice"):
        planned(order_of("--input", str(tmp_path / "one"), str(tmp_path / "two"), *shared).drafts, no_objects)


def test_a_job_merges_its_defaults_and_knows_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "job.yaml"
    path.write_text(
        "defaults:\n"
        "  prompt: gold lid\n"
        "  output: out/{name}.blend\n"
        "  settings: {iterations: 5, field: {sigma: 1e-1}}\n"
        "  textures: off\n"
        "assets:\n"
        "  - input: [a.obj, b.obj]\n"
        "    settings: {field: {kind: appearance}}\n"
        "    masks: {lid: 'material:On'}\n"
        "  - {input: c.obj, prompt: yes lid, textures: 512, timeout: 5}\n"
    )
    assert read_job_file(path).lines["assets", 0, "settings"] == 8
    with pytest.raises(Exception, match=r"line 10.*yes"):  # no switch, as YAML 1.1 would have it, but a style
        raise JobError(f"{read_job_file(path).place(('assets', 1))} {read_job_file(path).data['assets'][1]['prompt']}")
    plan = planned(order_of("--job", str(path), "--seed", "7").drafts, no_objects)
    first, _, last = plan.assets
    assert (
        "--settings=" + json.dumps({"iterations": 5, "field": {"sigma": 0.1, "kind": "appearance"}}) in first.arguments
    )
    assert "--mask=lid=material:On" in first.arguments
    assert "--textures=off" in first.arguments
    assert first.arguments[-4:-2] == ("--seed", "7")
    assert (first.output, last.timeout) == (tmp_path / "out" / "a.blend", 5.0)
    assert "--textures=512" in last.arguments


def test_a_journal_that_was_cut_off_keeps_what_is_whole(tmp_path: Path) -> None:
    path, output = tmp_path / "journal.jsonl", tmp_path / "a.blend"
    output.write_bytes(b"1234")
    asset = Asset(1, "a", tmp_path / "a.obj", output=output)
    journal = Journal(path, goes_on=False)
    journal.add(asset, "key", {str(output): 4}, {"code": 0})
    with pytest.raises(OutputFileError, match="Another batch"):
        Journal(path, goes_on=True)
    journal.close()
    with path.open("ab") as file:
        file.write(b'{"key": "other", "fi')
    known = read_journal(path)
    assert list(known) == ["key"]
    assert known["key"].stands(asset)
    output.write_bytes(b"12345")
    assert not known["key"].stands(asset)
    journal = Journal(path, goes_on=True)
    journal.add(asset, "next", {}, {"code": 0})
    journal.close()
    assert list(read_journal(path)) == ["key", "next"]
    assert {each.name for each in tmp_path.iterdir()} == {"journal.jsonl", "a.blend"}


def test_another_input_of_the_same_name_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "a.obj"
    path.write_text("1")
    asset = Asset(1, "a", path, arguments=("--seed", "1"))
    keys = {asset.key("1"), asset.key("2"), Asset(1, "a", path, arguments=("--seed", "2")).key("1")}
    path.write_text("22")
    assert len(keys | {asset.key("1")}) == 4


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([("done", 0), ("done", 0)], "OK"),
        ([("done", 0), ("skipped", None)], "OK"),
        ([("part_missing", 8), ("part_missing", 10), ("done", 0)], "INCOMPLETE"),
        ([("part_missing", 8), ("part_missing", 9)], "NOTHING_FOUND"),
        ([("failed", 3), ("done", 0)], "PARTLY"),
        ([("failed", 3), ("skipped", None)], "PARTLY"),
        ([("crashed", None), ("timeout", None)], "NONE_DONE"),
        ([("done", 0), ("stopped", 130)], "CANCELLED"),
    ],
)
def test_a_batch_ends_with_the_worst_code(outcomes: list[tuple[str, int | None]], code: str) -> None:
    asset = Asset(1, "a", Path("a.obj"))
    assert exit_code_of([Made(asset, outcome, number) for outcome, number in outcomes]) is ExitCode[code]


def test_the_page_holds_all_it_shows_and_nothing_in_it_is_read_as_markup(tmp_path: Path) -> None:
    evil = "<script>alert('x')</script>\""
    part = {"name": evil, "style": evil, "found": False, "reason": evil, "told_by": evil, "reading": [evil]}
    answer = {
        "parts": [part],
        "warnings": [evil],
        "thumbnail": '"><b>',
        "seconds": 75.0,
        "memory": 2**30,
        "vertices": 3,
    }
    made = [
        Made(Asset(1, evil, Path(evil)), "failed", 3, evil, answer, (Path(evil),)),
        Made(Asset(2, "b", Path("b")), "not_begun"),
    ]
    write_page(tmp_path / "page.html", made, False, 80.0)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<b>" not in page.replace("<li><b>", "").split("<article>")[0]
    assert "1 min 15 s" in page
    assert re.findall(r'(?:src|href)="(?!data:)', page) == []
    assert re.findall(r"https?:", page) == []


def test_a_terminal_has_a_bar_and_other_places_have_lines() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    made = [Made(Asset(1, "a", Path("a")), "done", 0), Made(Asset(2, "b", Path("b")), "failed", 3, "It is damaged.")]
    for stream in (Terminal(), io.StringIO()):
        shown = Shown(stream, 2)
        shown.progress(made[0].asset, "styling", "1/2")
        for each in made:
            shown.finished(each)
        shown.close()
        told = stream.getvalue()
        assert "2/2 b: failed. It is damaged." in told
        assert ("100%" in told) == stream.isatty()
        assert ("1/2 a: done" in told) != stream.isatty()


def test_all_options_names_and_fields_are_documented() -> None:
    for name in BATCH_OPTIONS:
        assert f"--{name.replace('_', '-')}" in DOCUMENTATION
    for name, entry in ENTRIES.items():
        assert f"| `{name}` | {entry.kind.told} | {entry.told} |" in DOCUMENTATION
    for name in FIELDS:
        assert f"`{{{name}}}`" in DOCUMENTATION
