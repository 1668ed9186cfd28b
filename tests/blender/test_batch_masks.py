"""The headless command with masks, and the pictures of the boxes beside its report."""

from __future__ import annotations

import json
from pathlib import Path

import bpy
import numpy as np
import pytest

from styleglip_addon.batch import ExitCode, main
from styleglip_addon.blender.files.headless import _save_detections
from styleglip_addon.blender.files.scene_files import OutputFileError
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.reading.part_masks import FACE_SET_ATTRIBUTE
from styleglip_addon.blender.result.vertex_groups import read_group
from tests.untrained_model import write_untrained_model

from .sample_objects import add_object, add_prism, styled
from .test_batch import QUICK


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def vase(tmp_path: Path) -> Path:
    """A file with a cube whose upper face is a face set of its own, and whose lower vertices are a group."""
    obj = add_object()
    sets = np.full(6, 1, dtype=np.int32)
    sets[5] = 7
    obj.data.attributes.new(FACE_SET_ATTRIBUTE, "INT", "FACE").data.foreach_set("value", sets)
    obj.vertex_groups.new(name="Foot").add([0, 2, 4, 6], 1.0, "REPLACE")
    path = tmp_path / "vase.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    return path


def _run(vase: Path, model: Path, *more: str) -> int:
    output = vase.with_name("out.blend")
    arguments = ["--input", str(vase), "--prompt", "gold Lid, red foot", "--output", str(output)]
    return main([*arguments, "--model", str(model), "--settings", QUICK, *more])


def test_parts_with_masks_are_where_the_masks_say(vase: Path, model: Path) -> None:
    report_path = vase.with_name("report.json")
    masks = ["--mask", "lid=face_set:7", "--mask", "foot=vertex_group:Foot"]
    assert _run(vase, model, *masks, "--report", str(report_path)) == ExitCode.OK
    report = json.loads(report_path.read_text(encoding="utf-8"))
    assert [(part["name"], part["found"]) for part in report["parts"]] == [("Lid", True), ("foot", True)]
    assert report["detection_pictures"] == [], "nothing was looked for"
    bpy.ops.wm.open_mainfile(filepath=str(vase.with_name("out.blend")))
    lid = read_group(bpy.data.objects["Vase"], "StyleGLIP: Lid")
    assert lid[[1, 3, 5, 7]].min() > 0.9
    assert lid[[0, 2, 4, 6]].max() < 0.1


@pytest.mark.parametrize(
    ("mask", "code", "sentence"),
    [
        ("lid=face_set:9", ExitCode.MESH, "no face set 9; it has 1, 7"),
        ("lid", ExitCode.USAGE, "Write PART=SOURCE:NAME"),
        ("knob=vertex_group:Foot", ExitCode.PROMPT, 'a mask for "knob", but the prompt names no such part'),
    ],
)
def test_a_wrong_mask_has_a_sentence_and_a_code(
    vase: Path, model: Path, capsys: pytest.CaptureFixture[str], mask: str, code: ExitCode, sentence: str
) -> None:
    assert _run(vase, model, "--mask", mask) == code
    assert sentence in capsys.readouterr().err
    assert not vase.with_name("out.blend").exists()


def test_pictures_of_the_boxes_lie_beside_the_report(tmp_path: Path) -> None:
    exported = export_object(add_prism())
    names = _save_detections(tmp_path / "lamp.json", exported.mesh, styled(exported))
    assert names == tuple(f"lamp-detections/view-{number:02d}.png" for number in range(12))
    assert all((tmp_path / name).read_bytes().startswith(b"\x89PNG") for name in names)
    (tmp_path / "file-detections").write_text("in the way")
    with pytest.raises(OutputFileError, match="The pictures cannot be written to"):
        _save_detections(tmp_path / "file.json", exported.mesh, styled(exported))
