"""Replays recordings of 3DStyleGLIP's part-level style loss and compares every recorded quantity.

    python tools/check_style_loss.py --keys KEYS.json --cases FOLDER [--case NAME] [--device cpu] [--brief]

KEYS.json holds the rules that fill the weights and draw the pictures (that of `check_glip.py`); FOLDER holds pairs
NAME.json / NAME.npz. One line is printed per quantity; the exit code is 0 only when all hold, 1 when one does not or a
case cannot be read, 2 when there is nothing to check.

Limits: candidates equal as sets (locations within 5e-5 of the threshold may be on either side); scores and losses 1e-4
absolute, NaN where NaN is recorded; gradient of the picture 2e-2 relative L2 over the recorded samples and 1e-2 for its
norm, exactly 0 where 0 is recorded; boxes as sets with equal labels, IoU above 0.99 and scores within 1e-4.

The released behaviour pairs the phrases that a part-of-speech tagger found. The recordings carry them, so that no
tagger is needed here; the repaired behaviour splits the captions itself and is compared with the recorded spans.
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
import time
from collections.abc import Iterator
from dataclasses import replace

import torch

from styleglip_addon.engine.guidance.style_loss import (
    part_style_loss,
)
from styleglip_addon.engine.models.glip import GLIP
from styleglip_addon.engine.vocabulary.errors import StyleGLIPError
from styleglip_addon.engine.vocabulary.settings import StyleLossBehaviour, StyleLossSettings
from tools.glip_recordings import case_caption
from tools.style_loss_boxes import Comparison, compare_boxes, correct_boxes, swapped_boxes
from tools.style_loss_comparisons import (
    Scores,
    compare_candidates,
    compare_captions,
    compare_gradient,
    compare_losses,
    scores_of,
)
from tools.style_loss_recordings import OPTIONS, PASSES, CaseError, RecordedNetworks, StyleCase, find_cases, read_case


def run_case(model: GLIP, case: StyleCase) -> Iterator[Comparison]:
    """All comparisons of one case.

    Raises:
        CaseError: something is missing in it.
        StyleGLIPError: its captions cannot be read.
    """
    captions = {
        mode: {which: case_caption(model, case.captions[which], case.spans(mode, which)) for which in PASSES}
        for mode in case.modes
    }
    yield from compare_captions(case, captions)
    text = {which: model.encode_text([case.captions[which]]) for which in PASSES}
    tables: dict[str, list[Scores]] = {mode: [] for mode in case.modes}
    split = captions["repaired" if "repaired" in case.modes else "released"]["content"]
    for v, (content_k, style_k) in enumerate(case.views):
        pixels = model.processor.pixel_values
        with torch.no_grad():
            content = model(pixels(case.image(content_k).to(model.device)), text["content"])
        if "content_boxes" in case.record:
            for kind, boxes_of in (("released", swapped_boxes), ("repaired", correct_boxes)):
                boxes = boxes_of(model, content, split, case.size)
                yield compare_boxes(f"{kind}.v{v} boxes", boxes, case.get("content_boxes", kind, v))
        image = case.image(style_k).to(model.device).requires_grad_()
        style = model(pixels(image), text["style"])
        for mode in case.modes:
            scores = scores_of(content, style, captions[mode])
            yield from compare_candidates(case, mode, v, scores, content.level_shapes)
            for option, kind in OPTIONS.items():
                settings = StyleLossSettings(kind, StyleLossBehaviour.RELEASED, threshold=case.threshold)
                loss = part_style_loss(scores.content, scores.style, settings)
                share = loss.value / len(case.views)
                (gradient,) = torch.autograd.grad(share, image, retain_graph=True)
                yield from compare_gradient(case, f"{mode}.v{v}.grad.{option}", gradient)
            # Kept without their graph: one view's graph at a time is memory enough.
            tables[mode].append(replace(scores, style=scores.style.detach(), probability=scores.probability.detach()))
    for mode, views in tables.items():
        with torch.no_grad():
            yield from compare_losses(
                case, mode, torch.cat([s.content for s in views]), torch.cat([s.style for s in views])
            )


def main(arguments: list[str] | None = None, networks: RecordedNetworks | None = None) -> int:
    """Replays all cases; 0 when every comparison holds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--keys", type=Path, required=True, help="KEYS.json: tensors, weight rule, image rule")
    parser.add_argument("--cases", type=Path, required=True, help="folder with NAME.json and NAME.npz")
    parser.add_argument("--case", action="append", help="only this case; may be repeated")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--brief", action="store_true", help="print only a line per case and what fails")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads; 0 for PyTorch's own setting")
    options = parser.parse_args(arguments)
    if options.threads:
        torch.set_num_threads(options.threads)
    try:
        keys = json.loads(options.keys.read_text(encoding="utf-8"))
        files = [f for f in find_cases(options.cases) if options.case is None or f.stem in options.case]
        if not files:
            raise CaseError(f"There is no case {' or '.join(options.case)} in {options.cases}.")
    except (CaseError, OSError, ValueError) as error:
        print(f"Nothing can be checked: {error}")
        return 2
    networks = networks or RecordedNetworks(keys, options.device)
    failed = 0
    cases = []
    for file in files:
        try:
            cases.append(read_case(file, keys))
        except CaseError as error:
            print(f"{file.stem}: cannot be checked. {error}")
            failed += 1
    # Cases of one salt share their weights.
    for case in sorted(cases, key=lambda c: (c.salt, c.name)):
        failed += report(case, networks, options.brief)
    print("All comparisons hold." if not failed else f"{failed} comparisons do not hold.")
    return 1 if failed else 0


def report(case: StyleCase, networks: RecordedNetworks, brief: bool) -> int:
    """Replays and prints a case; gives the number of comparisons that do not hold."""
    start, total, failed = time.perf_counter(), 0, 0
    try:
        for line in run_case(networks.network(case), case):
            total, failed = total + 1, failed + (not line.holds)
            if not (brief and line.holds):
                print(f"  {case.name} {line}", flush=True)
    except (CaseError, StyleGLIPError) as error:
        print(f"{case.name}: cannot be checked further. {error}")
        return failed + 1
    seconds = time.perf_counter() - start
    print(f"{case.name}: {total - failed} of {total} hold, {seconds:.1f} s", flush=True)
    return failed


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StyleGLIPError as problem:
        sys.exit(str(problem))
