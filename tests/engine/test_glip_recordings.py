"""GLIP-T against recordings of the original code: tensors, detections, gradients, and the scores of 3DStyleGLIP.

The recordings lie beside the checkout; where they are absent these tests are skipped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from styleglip_addon.engine.models.glip import GLIP, phrase_scores
from styleglip_addon.engine.models.glip.key_names import PROMPT_OFFSET
from tools import check_glip
from tools.glip_recordings import build_model, case_caption, rule_image, rule_tensor

SHARED = Path(__file__).resolve().parents[3] / "shared"
CASES = SHARED / "glip" / "public"
STYLE_CASES = SHARED / "style-loss" / "public"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (SHARED / "glip" / "keys.json").is_file(), reason="the recordings are not beside the checkout"
    ),
]


@pytest.fixture(scope="module")
def keys() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((SHARED / "glip" / "keys.json").read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="module")
def model(keys: dict[str, Any]) -> GLIP:
    return build_model(keys, "", 0.0, False)


def recording(file: Path) -> tuple[dict[str, Any], Mapping[str, NDArray[Any]]]:
    with np.load(file.with_suffix(".npz")) as archive:
        return json.loads(file.read_text(encoding="utf-8")), {name: archive[name] for name in archive.files}


@pytest.mark.parametrize("name", ["p1", "p2", "p3"])
@pytest.mark.parametrize("trim", [True, False], ids=["trimmed", "untrimmed"])
def test_every_recorded_tensor_and_detection_holds(keys: dict[str, Any], model: GLIP, name: str, trim: bool) -> None:
    case, data = recording(CASES / f"{name}.json")
    lines = list(check_glip.run_case(model, case, data, keys, trim, judge=True))
    compared = {line.name.split(" ")[0] for line in lines}
    recorded = {n[:-4] for n in data if n.endswith(".idx")} | {n[:4] for n in data if n.endswith(".boxes")}
    assert recorded <= compared
    assert [line for line in lines if not line.holds] == []


def test_the_checking_tool_reports_what_does_not_hold(
    keys: dict[str, Any],
    model: GLIP,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    case, data = recording(CASES / "p2.json")
    changed = dict(data)
    changed["fpn.P4.val"] = data["fpn.P4.val"] * np.float32(1.001)
    changed["det0.labels"] = np.where(np.arange(100) == 3, 9, data["det0.labels"])
    (tmp_path / "p2.json").write_text(json.dumps(case))
    np.savez(tmp_path / "p2.npz", **changed)
    monkeypatch.setattr(check_glip, "build_model", lambda *_: model)
    arguments = ["--keys", str(SHARED / "glip" / "keys.json"), "--cases", str(tmp_path), "--text", "trimmed"]
    assert check_glip.main(arguments) == 1
    failing = [line for line in capsys.readouterr().out.splitlines() if "FAILS" in line]
    assert len(failing) == 2
    assert "fpn.P4" in failing[0]
    assert "det0" in failing[1]
    np.savez(tmp_path / "p2.npz", **data)
    assert check_glip.main([*arguments, "--brief"]) == 0
    assert check_glip.main([*arguments, "--case", "other"]) == 2


@pytest.mark.parametrize("name", ["sp1", "sp2", "sp3"])
def test_candidates_and_scores_of_3dstyleglip_are_found(keys: dict[str, Any], model: GLIP, name: str) -> None:
    """Sizes that are not multiples of 32, no padding, and in sp3 a learned prompt offset."""
    if not (STYLE_CASES / f"{name}.json").is_file():
        pytest.skip("the style-loss recordings are not beside the checkout")
    case, data = recording(STYLE_CASES / f"{name}.json")
    mode = "repaired" if "repaired" in case["modes"] else "released"
    bias = model.head.bias.clone()
    try:
        model.head.bias.data += case["bias0_shift"]
        if case["prompt_offset_active"]:
            offset = rule_tensor(PROMPT_OFFSET, (1000, 768), keys["weight_rule"]["rules"], case["weight_salt"])
            assert offset is not None
            model.prompt_offset = torch.nn.Parameter(torch.from_numpy(offset), requires_grad=False)
        for v, view in enumerate(case["views"]):
            tables = [scores_of(model, case, mode, kind, view[f"{kind}_k"]) for kind in ("content", "style")]
            found = [
                (level, cell, label + 1)
                for level, table in enumerate(tables[0])
                for cell, label in (table[..., 0] > case["threshold"]).nonzero().tolist()
            ]
            expected = data[f"{mode}.v{v}.cand"]
            assert found == [tuple(row) for row in expected.tolist()]
            for table, key in zip(tables, ("content_score", "style_score"), strict=True):
                values = [float(table[level][cell, label - 1, 0]) for level, cell, label in found]
                np.testing.assert_allclose(values, data[f"{mode}.v{v}.{key}"], atol=1e-4)
    finally:
        model.head.bias.data.copy_(bias)
        model.prompt_offset = None


def scores_of(model: GLIP, case: Mapping[str, Any], mode: str, kind: str, k: int) -> list[torch.Tensor]:
    """Per level (n, P, 1): phrase probability times centerness."""
    caption = case_caption(model, case[f"{kind}_caption"], case["char_spans"][mode][kind])
    height, width = case["image_HW"]
    image = torch.from_numpy(rule_image(height, width, k)).permute(2, 0, 1)[None].float() / 255
    with torch.no_grad():
        output = model(model.processor.pixel_values(image), model.encode_text([caption.text]))
    pairs = zip(output.token_logits, output.centerness, strict=True)
    return [(phrase_scores(t, caption.token_map) * c.sigmoid().unsqueeze(-1))[0].unsqueeze(-1) for t, c in pairs]
