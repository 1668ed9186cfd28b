"""The part-level style loss against recordings of the authors' code, and the tool that replays them.

The recordings lie beside the checkout; where they are absent the tests that need them are skipped.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tools import check_style_loss
from tools.style_loss_boxes import LabelledBox, PictureBoxes, compare_boxes
from tools.style_loss_comparisons import compare_number
from tools.style_loss_recordings import RecordedNetworks

SHARED = Path(__file__).resolve().parents[3] / "shared"
KEYS = SHARED / "glip" / "keys.json"
CASES = SHARED / "style-loss" / "public"

needs_recordings = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (KEYS.is_file() and (CASES / "sp1.json").is_file()), reason="the recordings are not beside the checkout"
    ),
]

Record = dict[str, Any]
Arrays = dict[str, NDArray[Any]]


@pytest.fixture(scope="module")
def networks() -> RecordedNetworks:
    return RecordedNetworks(json.loads(KEYS.read_text(encoding="utf-8")))


def read(name: str) -> tuple[Record, Arrays]:
    with np.load(CASES / f"{name}.npz") as archive:
        arrays = {key: archive[key] for key in archive.files}
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8")), arrays


def write(folder: Path, name: str, record: Record, arrays: Arrays) -> None:
    (folder / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    np.savez(folder / f"{name}.npz", **arrays)


def failing(output: str) -> set[str]:
    """Names of the quantities that are printed as failing."""
    return {match[1].strip() for match in re.finditer(r" FAILS (.+?) +(?:inf|nan|\d\.\d\de[-+]\d\d) ", output)}


@pytest.mark.parametrize("name", ["sp2", "sp5_zero", "sp6_one"])
class TestRecordings:
    pytestmark = needs_recordings

    def test_every_recorded_quantity_holds(
        self, networks: RecordedNetworks, name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Not square; no candidate at all; exactly one candidate."""
        arguments = ["--keys", str(KEYS), "--cases", str(CASES), "--case", name]
        assert check_style_loss.main(arguments, networks) == 0
        output = capsys.readouterr().out
        assert failing(output) == set()
        for quantity in ("candidates", "style_score", "grad.MSE", "loss BCE", "closed form", "repaired_loss Negative"):
            assert quantity in output


class TestChangedRecordings:
    pytestmark = needs_recordings

    def test_exactly_what_was_changed_is_reported(
        self, networks: RecordedNetworks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        record, arrays = read("sp2")
        released = record["result"]["released"]
        released["loss"]["MSE"] += 2e-4
        released["per_view"]["BCE"][0] = "nan"
        released["closed_form"]["BCE_on_probability"] -= 2e-4
        released["n_candidates"][0]["2"] += 1
        released["per_label"][0]["3"] = released["per_label"][0]["3"] + 2e-4
        released["min_margin"][0] += 2e-4
        released["level_shapes"][4] = [3, 2]
        record["repaired_loss"]["BCE"] += 2e-4
        record["repaired_loss"]["update"] = False
        record["tokens"]["style"][1] = "red"
        record["label_to_tokens"]["released"]["style"]["3"].pop()
        record["char_spans"]["repaired"]["content"][0] = [[0, 4]]
        record["content_boxes"]["repaired"][0][0]["crop_int"][2] += 1
        record["content_boxes"]["released"][0][0]["box"][0] -= 3.0
        prefix = "released.v0"
        arrays[f"{prefix}.style_score"][7] += 2e-4
        arrays[f"{prefix}.style_centerness"][7] = np.nan
        arrays[f"{prefix}.grad.MSE.val"] *= np.float32(1.03)
        arrays[f"{prefix}.grad.BCE.stat"][0] *= 1.02
        write(tmp_path, "changed", record, arrays)
        assert check_style_loss.main(["--keys", str(KEYS), "--cases", str(tmp_path), "--brief"], networks) == 1
        assert failing(capsys.readouterr().out) == {
            "released loss MSE",
            "released.v0 loss BCE",
            "released closed form BCE_on_probability",
            "released.v0 candidates per label",
            "released.v0 mean of label 3",
            "released.v0 margin",
            "released.v0 level shapes",
            "repaired_loss BCE",
            "repaired_loss step MSE",
            "repaired_loss step BCE",
            "repaired_loss step Negative",
            "tokens style",
            "released labels to tokens style",
            "phrases by split content",
            "repaired.v0 boxes",
            "released.v0 boxes",
            "released.v0 style_score",
            "released.v0 style_centerness",
            "released.v0.grad.MSE samples",
            "released.v0.grad.BCE norm",
        }

    def test_a_lost_candidate_is_reported(
        self, networks: RecordedNetworks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        record, arrays = read("sp6_one")
        for name in ("cand", "content_score", "style_score", "style_prob", "style_centerness"):
            arrays[f"released.v0.{name}"] = arrays[f"released.v0.{name}"][:0]
        arrays["released.v0.grad.Negative.stat"][0] = 0.0
        write(tmp_path, "lost", record, arrays)
        assert check_style_loss.main(["--keys", str(KEYS), "--cases", str(tmp_path)], networks) == 1
        assert failing(capsys.readouterr().out) == {
            "released.v0 candidates",
            "released.v0.grad.Negative (recorded as 0)",
        }


class TestMalformedCases:
    """A damaged case is named with what is wrong; the others are still checked."""

    pytestmark = needs_recordings

    @pytest.mark.parametrize(
        ("damage", "message"),
        [
            (lambda record, arrays: record.pop("threshold"), "has no threshold"),
            (lambda record, arrays: record.update(views=[]), "at least one view"),
            (lambda record, arrays: record.update(image_HW=[224]), "no recording of the style loss"),
            (lambda record, arrays: record.update(views=[{"content_k": 1}]), "has no style_k"),
            (lambda record, arrays: record.update(modes=["guessed"]), "released and repaired are known"),
        ],
    )
    def test_a_wrong_outline_is_named(
        self,
        damage: Callable[[Record, Arrays], object],
        message: str,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        record, arrays = read("sp6_one")
        damage(record, arrays)
        write(tmp_path, "damaged", record, arrays)
        assert check_style_loss.main(["--keys", str(KEYS), "--cases", str(tmp_path)]) == 1
        output = capsys.readouterr().out
        assert "damaged" in output
        assert message in output

    def test_missing_values_are_named(
        self, networks: RecordedNetworks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        record, arrays = read("sp2")
        del arrays["released.v0.style_prob"]
        write(tmp_path, "a", record, arrays)
        record, arrays = read("sp2")
        arrays["released.v0.cand"][0, 1] = 10**6
        write(tmp_path, "b", record, arrays)
        record, arrays = read("sp2")
        del record["char_spans"]["released"]["style"]
        write(tmp_path, "c", record, arrays)
        assert check_style_loss.main(["--keys", str(KEYS), "--cases", str(tmp_path), "--brief"], networks) == 1
        output = capsys.readouterr().out
        assert "a.npz has no array released.v0.style_prob" in output
        assert "b.npz: released.v0.cand names a level, cell or label that there is not" in output
        assert "c.json has no char_spans.released.style" in output

    def test_files_that_cannot_be_read_are_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        arguments = ["--keys", str(KEYS), "--cases", str(tmp_path)]
        assert check_style_loss.main(arguments) == 2
        assert check_style_loss.main(["--keys", str(KEYS), "--cases", str(tmp_path / "none")]) == 2
        record, arrays = read("sp6_one")
        write(tmp_path, "one", record, arrays)
        assert check_style_loss.main([*arguments, "--case", "two"]) == 2
        assert "no case two" in capsys.readouterr().out
        (tmp_path / "one.npz").write_bytes((CASES / "sp6_one.npz").read_bytes()[:3000])
        assert check_style_loss.main(arguments) == 1
        assert "one.npz cannot be read" in capsys.readouterr().out
        (tmp_path / "one.npz").unlink()
        assert check_style_loss.main(arguments) == 1
        assert "one.npz is missing" in capsys.readouterr().out
        (tmp_path / "one.json").write_text('{"name": "one"', encoding="utf-8")
        assert check_style_loss.main(arguments) == 1
        assert "cannot be read as JSON" in capsys.readouterr().out
        (tmp_path / "one.json").unlink()
        write(tmp_path, "one", record, arrays)
        (tmp_path / "one.json").unlink()
        assert check_style_loss.main(arguments) == 2
        assert "one.npz has no JSON file" in capsys.readouterr().out


def test_nan_holds_against_nan_only() -> None:
    assert compare_number("x", math.nan, math.nan, 1e-4).holds
    assert not compare_number("x", 0.0, math.nan, 1e-4).holds
    assert not compare_number("x", math.nan, 0.0, 1e-4).holds
    assert compare_number("x", 0.1 + 0.9e-4, 0.1, 1e-4).holds
    assert not compare_number("x", 0.1 + 1.1e-4, 0.1, 1e-4).holds


def record_of(box: LabelledBox) -> dict[str, Any]:
    return {"box": list(box.corners), "crop_int": [int(c) for c in box.corners], "score": box.score, "label": box.label}


def test_boxes_match_as_sets_up_to_near_ties() -> None:
    one = LabelledBox((10.2, 10.0, 50.0, 60.0), 0.8, 1)
    two = LabelledBox((20.0, 5.5, 44.0, 30.0), 0.7, 2)
    faint = LabelledBox((0.0, 0.0, 9.0, 9.0), 0.50005, 1)
    twin = LabelledBox((11.0, 12.0, 52.0, 58.0), 0.80003, 1)

    def holds(
        found: list[LabelledBox], recorded: list[LabelledBox], suppressed: list[LabelledBox] | None = None, n: int = 100
    ) -> bool:
        boxes = PictureBoxes(found, [*found, *(suppressed or [])], n, 0.6)
        return compare_boxes("boxes", boxes, [record_of(box) for box in recorded]).holds

    assert holds([two, one], [one, two])
    assert holds([one], [one, faint], [faint])
    assert holds([one, faint], [one])
    assert not holds([one], [one, two])
    assert not holds([one, two], [one])
    assert not holds([LabelledBox(one.corners, 0.8, 2)], [one])
    assert not holds([LabelledBox(one.corners, 0.8003, 1)], [one])
    # Of two that suppress each other with equal scores either may be kept, if both were there to choose from.
    assert holds([twin, two], [one, two], [one])
    assert not holds([twin, two], [one, two])
    assert not holds([LabelledBox(twin.corners, 0.81, 1), two], [one, two], [one])
    # Where the places run out the last score is the limit.
    last = LabelledBox((0.0, 0.0, 9.0, 9.0), 0.7, 1)
    assert holds([one, two], [one, last], [last], n=2)
    assert not holds([one, two], [one, last], [last])
    # A crop's corner is the coordinate without its fraction.
    boxes = PictureBoxes([one], [one], 100, 0.6)
    assert not compare_boxes("boxes", boxes, [record_of(one) | {"crop_int": [11, 10, 50, 60]}]).holds
