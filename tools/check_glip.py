"""Compares this project's GLIP with recordings of the original code, tensor by tensor.

    python tools/check_glip.py --keys KEYS.json --cases FOLDER [--text both] [--device cpu] [--case NAME] [--bfloat16]

KEYS.json lists every tensor of the original state dict and the rules that fill weights and draw images; FOLDER holds
pairs NAME.json / NAME.npz. Prints the relative L2 and the largest absolute difference of every recorded tensor, and the
match of detections as sets; the exit code is 0 only when all hold. With --bfloat16 the differences are printed and not
judged.

Limits, relative L2 of the recorded samples: 1e-4; 3e-4 for the end of the tower and what is read from it (token
logits, box offsets, centerness); 1e-3 for the gradient of the picture. Detections: equal labels, IoU above 0.99. The
wider limit at the end is the recordings' own rounding: against the same network in float64, the centerness of P7 in
case p3 (eight numbers) is off by 1.7e-4 in the recording and by 0.7e-4 here.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine.models.glip import GLIP, Caption
from styleglip_addon.engine.vocabulary.errors import ModelError
from tools.glip_recordings import Recorder, build_model, case_caption, case_pixels, head_tensors, pixel_iou

LIMIT, LIMIT_END, LIMIT_GRADIENT, LIMIT_OVERLAP = 1e-4, 3e-4, 1e-3, 0.99


@dataclass(frozen=True)
class Line:
    """One printed comparison; `limit` None is shown but not judged."""

    name: str
    relative: float
    largest: float
    limit: float | None
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the difference is within the limit and there is no complaint."""
        return not self.note and (self.limit is None or self.relative <= self.limit)


def compare(name: str, actual: Tensor, data: Mapping[str, NDArray[Any]], limit: float | None) -> Line:
    """Compares a tensor with the recorded samples of it."""
    shape = tuple(int(n) for n in data[name + ".shape"]) if name + ".shape" in data else tuple(actual.shape)
    if int(np.prod(shape)) != actual.numel():
        return Line(name, float("inf"), float("inf"), limit, f"shape {tuple(actual.shape)}, recorded {shape}")
    values = actual.detach().double().cpu().reshape(-1).numpy()[data[name + ".idx"]]
    expected = data[name + ".val"].astype(np.float64)
    difference = values - expected
    norm = float(np.linalg.norm(expected))
    relative = float(np.linalg.norm(difference)) / (norm if norm > 0 else 1.0)
    note = "" if np.isfinite(values).all() else "not finite"
    return Line(name, relative, float(np.abs(difference).max(initial=0.0)), limit, note)


def compare_boxes(name: str, found: Any, data: Mapping[str, NDArray[Any]], limit: float | None) -> Line:
    """Matches detections as sets: same label, IoU above 0.99, scores alike; near-ties at the last place may differ."""
    boxes, scores = found.boxes.cpu().double().numpy(), found.scores.cpu().double().numpy()
    labels = found.phrases.cpu().numpy() + 1
    expected, expected_scores = data[name + ".boxes"].astype(np.float64), data[name + ".scores"].astype(np.float64)
    expected_labels = data[name + ".labels"]
    free, worst, unmatched = np.ones(len(boxes), bool), 1.0, 0
    last = min(expected_scores.min(initial=1.0), scores.min(initial=1.0))
    for box, score, label in zip(expected, expected_scores, expected_labels, strict=True):
        overlap = np.where(free & (labels == label), pixel_iou(boxes, box[None])[:, 0], -1.0)
        best = int(overlap.argmax()) if len(overlap) else -1
        if best >= 0 and overlap[best] > LIMIT_OVERLAP:
            free[best], worst = False, min(worst, float(overlap[best]))
        elif score > last + 1e-4:
            unmatched += 1
    spare = int((free & (scores > last + 1e-4)).sum())
    note = f"{unmatched} recorded and {spare} of our boxes unmatched" if unmatched or spare else ""
    count = min(len(scores), len(expected_scores))
    difference = np.abs(np.sort(scores)[::-1][:count] - np.sort(expected_scores)[::-1][:count])
    return Line(
        f"{name} ({count} boxes, IoU >= {worst:.5f})", 1.0 - worst, float(difference.max(initial=0.0)), limit, note
    )


def run_case(
    model: GLIP,
    case: Mapping[str, Any],
    data: Mapping[str, NDArray[Any]],
    keys: Mapping[str, Any],
    trim: bool,
    judge: bool,
) -> Iterator[Line]:
    """All comparisons of one case."""

    def limit(value: float) -> float | None:
        return value if judge else None

    pixels, sizes = case_pixels(case, keys, model)
    pixels = pixels.to(model.device)
    want_gradient = "grad.idx" in data
    pixels.requires_grad_(want_gradient)
    text = model.encode_text(case["captions"], trim)
    yield from compare_text(model, case, data, text.hidden, text.mask, limit(LIMIT))
    captions = [case_caption(model, t, s) for t, s in zip(case["captions"], case["char_spans"], strict=True)]
    tokens = {int(label): set(map(int, rows)) for label, rows in case["label_to_tokens"].items()}
    caption = next((c for c in captions if tokens_of(c) == tokens), None)
    yield Line("phrases to tokens", 0.0, 0.0, None, "" if caption else f"{tokens_of(captions[0])}, recorded {tokens}")
    caption = caption or captions[0]

    recorder = Recorder(model)
    try:
        with nullcontext() if want_gradient else torch.no_grad():
            output = model(pixels, text)
    finally:
        recorder.close()
    found = recorder.found
    mask = text.mask
    for name, hidden in recorder.text.items():
        found[name] = hidden.expand(len(mask), -1, -1)[mask]
    found["input"] = pixels
    found |= head_tensors(output, mask)
    for name in sorted({k[:-4] for k in data if k.endswith(".idx")} - {"grad"}, key=order):
        if name.startswith("lang."):
            continue
        end = name.startswith((recorder.last, "dot_logits.", "bbox_reg.", "centerness."))
        if name not in found:
            yield Line(name, float("inf"), float("inf"), LIMIT, "not produced")
            continue
        yield compare(name, found[name], data, limit(LIMIT_END if end else LIMIT))
    for i, boxes in enumerate(model.boxes(output, caption, sizes)):
        if f"det{i}.boxes" in data:
            yield compare_boxes(f"det{i}", boxes, data, limit(1.0 - LIMIT_OVERLAP))
    if want_gradient:
        columns = sorted(set().union(*tokens.values()))
        loss = torch.stack([t[:, :, columns].sigmoid().mean() for t in output.token_logits]).mean()
        (gradient,) = torch.autograd.grad(loss, pixels)
        yield compare("grad", gradient, data, limit(LIMIT_GRADIENT))


def tokens_of(caption: Caption) -> dict[int, set[int]]:
    """Token positions by label, from 1."""
    return {i + 1: set(row.nonzero()[:, 0].tolist()) for i, row in enumerate(caption.token_map)}


def compare_text(
    model: GLIP,
    case: Mapping[str, Any],
    data: Mapping[str, NDArray[Any]],
    hidden: Tensor,
    mask: Tensor,
    limit: float | None,
) -> Iterator[Line]:
    """Word pieces and language features."""
    length = model.config.max_tokens
    ids, full = model.tokenizer.batch(case["captions"], length, length)
    same = np.array_equal(ids.numpy(), data["input_ids"])
    if "attention_mask" in data:
        same = same and np.array_equal(full.numpy(), data["attention_mask"].astype(bool))
    yield Line("input_ids, attention_mask", 0.0, 0.0, None, "" if same else "other word pieces")
    real = hidden * mask.unsqueeze(-1)
    longest = int(mask.sum(dim=1).max())
    named = {
        "lang.hidden": hidden[:, :longest],
        "lang.embedded": torch.nn.functional.pad(real, (0, 0, 0, length - real.shape[1])),
        "lang.aggregate": real.sum(dim=1) / mask.sum(dim=1, keepdim=True),
    }
    for name, tensor in named.items():
        if name + ".idx" in data:
            yield compare(name, tensor, data, limit)


def order(name: str) -> tuple[int, int, str]:
    """Sorts names in the order of the forward pass."""
    stages = ("input", "swin", "fpn", "tower", "bbox_reg", "centerness", "dot_logits", "anchors")
    number = re.match(r"tower(\d+)", name)
    stage = next((i for i, s in enumerate(stages) if name.startswith(s)), len(stages))
    return stage, int(number[1]) if number else 0, name


def main(arguments: list[str] | None = None) -> int:
    """Runs all cases; 0 when every comparison holds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--keys", type=Path, required=True, help="KEYS.json: tensors, weight rule, image rule")
    parser.add_argument("--cases", type=Path, required=True, help="folder with NAME.json and NAME.npz")
    parser.add_argument("--text", choices=("both", "trimmed", "untrimmed"), default="both", help="padding of captions")
    parser.add_argument("--case", action="append", help="only this case; may be repeated")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--bfloat16", action="store_true", help="autocast to bfloat16; differences are not judged")
    parser.add_argument("--brief", action="store_true", help="print only failures and the worst of each case")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads, 0 for PyTorch's own setting")
    options = parser.parse_args(arguments)
    if options.threads:
        torch.set_num_threads(options.threads)
    keys = json.loads(options.keys.read_text(encoding="utf-8"))
    cases = [json.loads(p.read_text(encoding="utf-8")) | {"file": p} for p in sorted(options.cases.glob("*.json"))]
    cases = [c for c in cases if c["file"].with_suffix(".npz").is_file() and "captions" in c]
    cases = [c for c in cases if options.case is None or c["name"] in options.case]
    if not cases:
        print(f"No cases (NAME.json with NAME.npz) in {options.cases}.")
        return 2

    def weights(case: Mapping[str, Any]) -> tuple[str, float, bool]:
        salt = case.get("weight_salt", keys.get("weight_salt", keys["weight_rule"].get("salt", "")))
        return str(salt or ""), float(case.get("bias0_shift") or 0.0), bool(case.get("prompt_offset_active"))

    failed, built, model = 0, None, None
    for case in sorted(cases, key=weights):
        if weights(case) != built:
            model = None  # the old weights go before the new ones come
            model, built = build_model(keys, *weights(case)).to(options.device), weights(case)
        assert model is not None
        with np.load(case["file"].with_suffix(".npz")) as archive:
            data = {name: archive[name] for name in archive.files}
        for trim in {"both": (True, False), "trimmed": (True,), "untrimmed": (False,)}[options.text]:
            start = time.perf_counter()
            with torch.autocast(torch.device(options.device).type, torch.bfloat16, enabled=options.bfloat16):
                lines = list(run_case(model, case, data, keys, trim, not options.bfloat16))
            failed += report(case, trim, lines, time.perf_counter() - start, options.brief)
    if options.bfloat16:
        print("Differences of bfloat16 are shown and not judged.")
        return 0
    print("All comparisons hold." if not failed else f"{failed} comparisons do not hold.")
    return 1 if failed else 0


def report(case: Mapping[str, Any], trim: bool, lines: list[Line], seconds: float, brief: bool) -> int:
    """Prints a case and gives the number of comparisons that do not hold."""
    failed = sum(not line.holds for line in lines)
    judged = [line for line in lines if np.isfinite(line.relative)]
    worst = max(judged, key=lambda line: line.relative / (line.limit or 1.0))
    title = f"{case['name']}, text {'trimmed' if trim else 'untrimmed'}"
    print(f"{title}: {len(lines) - failed} of {len(lines)} hold, {seconds:.1f} s, nearest to its limit: {worst.name}")
    for line in lines:
        if line.holds and brief:
            continue
        limit = "" if line.limit is None else f" limit {line.limit:.0e}"
        figures = f"rel L2 {line.relative:.2e} max {line.largest:.2e}{limit}"
        print(f"  {'ok' if line.holds else 'FAILS':5} {line.name:38} {figures} {line.note}".rstrip())
    return failed


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ModelError as problem:
        sys.exit(str(problem))
