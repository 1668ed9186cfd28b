"""Compares the quantities of the part-level style loss with recordings, within the limits of check_style_loss.py."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from styleglip_addon.engine.guidance.paired_captions import phrase_spans
from styleglip_addon.engine.guidance.style_loss import (
    aligned_scores,
    candidate_locations,
    location_scores,
    part_style_loss,
)
from styleglip_addon.engine.models.glip import Caption, GLIPOutput, phrase_scores
from styleglip_addon.engine.vocabulary.settings import StyleLossBehaviour, StyleLossKind, StyleLossSettings
from tools.style_loss_boxes import Comparison
from tools.style_loss_recordings import OPTIONS, PASSES, CaseError, StyleCase

LIMIT_SCORE = LIMIT_LOSS = 1e-4
LIMIT_GRADIENT, LIMIT_NORM = 2e-2, 1e-2
NEAR_THRESHOLD = 5e-5


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of one view under the phrases of one mode.

    Args:
        content: (1, N, P), see `location_scores`.
        style: (1, N, S) likewise, with gradient while the view is at hand.
        probability: (1, N, P) the style words' without centerness.
        centerness: (1, N) of the style pass.
    """

    content: Tensor
    style: Tensor
    probability: Tensor
    centerness: Tensor


def compare_number(name: str, actual: float, expected: float, limit: float) -> Comparison:
    """Two numbers; NaN holds against NaN only."""
    if math.isnan(expected) or math.isnan(actual):
        same = math.isnan(expected) and math.isnan(actual)
        return Comparison(name, 0.0, limit, "NaN as recorded" if same else f"{actual:g}, recorded {expected:g}", same)
    difference = abs(actual - expected)
    return Comparison(name, difference, limit, f"{actual:.6f}", difference <= limit)


def compare_same(name: str, actual: object, expected: object) -> Comparison:
    """Two things that must be equal."""
    same = actual == expected
    return Comparison(name, 0.0 if same else math.inf, 0.0, "" if same else f"{actual}, recorded {expected}", same)


def compare_gradient(case: StyleCase, prefix: str, gradient: Tensor) -> Iterator[Comparison]:
    """The recorded samples of a picture's gradient, and its norm."""
    values = gradient.detach().double().cpu().reshape(-1).numpy()
    index, expected = case.array(f"{prefix}.idx"), case.array(f"{prefix}.val").astype(np.float64)
    norm = float(case.array(f"{prefix}.stat")[0])
    if len(index) != len(expected) or index.min(initial=0) < 0 or index.max(initial=0) >= len(values):
        raise CaseError(f"{case.name}.npz: {prefix}.idx does not fit pictures of {case.size[0]} x {case.size[1]}.")
    found = float(np.linalg.norm(values))
    if norm == 0.0:
        yield Comparison(f"{prefix} (recorded as 0)", found, 0.0, "", found == 0.0)
        return
    samples = float(np.linalg.norm(expected)) or norm
    relative = float(np.linalg.norm(values[index] - expected)) / samples
    yield Comparison(f"{prefix} samples", relative, LIMIT_GRADIENT, "", relative <= LIMIT_GRADIENT)
    off = abs(found - norm) / norm
    yield Comparison(f"{prefix} norm", off, LIMIT_NORM, f"{found:.5g}", off <= LIMIT_NORM)


def compare_captions(case: StyleCase, captions: dict[str, dict[str, Caption]]) -> Iterator[Comparison]:
    """Word pieces, the tokens of every label, and our own split of the captions."""
    for which in PASSES:
        yield compare_same(f"tokens {which}", list(captions["released"][which].tokens), case.get("tokens", which))
        for mode in case.modes:
            rows = {str(i + 1): row.nonzero()[:, 0].tolist() for i, row in enumerate(captions[mode][which].token_map)}
            yield compare_same(f"{mode} labels to tokens {which}", rows, case.get("label_to_tokens", mode, which))
        recorded = case.get("char_spans").get("repaired")
        if recorded is not None:
            ours = [[list(span)] for span in phrase_spans(case.captions[which])]
            yield compare_same(f"phrases by split {which}", ours, recorded[which])


def scores_of(content: GLIPOutput, style: GLIPOutput, captions: dict[str, Caption]) -> Scores:
    """All scores of one view."""
    token_map = captions["style"].token_map.to(style.token_logits[0].device)
    table = location_scores(content, captions["content"].token_map.to(token_map.device))
    parts = table.shape[2]
    probability = phrase_scores(torch.cat(list(style.token_logits), dim=1), token_map)
    centerness = torch.cat(list(style.centerness), dim=1).sigmoid()
    return Scores(table, location_scores(style, token_map), aligned_scores(probability, parts), centerness)


def rows_of(chosen: Tensor, shapes: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Candidates (N, P) as (level, cell, label), labels from 1."""
    level = torch.cat([torch.full((h * w,), i) for i, (h, w) in enumerate(shapes)])
    cell = torch.cat([torch.arange(h * w) for h, w in shapes])
    location, part = chosen.cpu().nonzero(as_tuple=True)
    triples = torch.stack((level[location], cell[location], part + 1), dim=1).tolist()
    return [(int(a), int(b), int(c)) for a, b, c in triples]


def compare_candidates(
    case: StyleCase, mode: str, v: int, scores: Scores, shapes: tuple[tuple[int, int], ...]
) -> Iterator[Comparison]:
    """Candidates as a set, their scores, their number and mean score per label, the margin to the threshold."""
    prefix = f"{mode}.v{v}"
    chosen = candidate_locations(scores.content, case.threshold)[0]
    found = set(rows_of(chosen, shapes))
    listed = case.array(f"{prefix}.cand")
    if listed.ndim != 2 or listed.shape[1] != 3:
        raise CaseError(f"{case.name}.npz: {prefix}.cand has shape {listed.shape}, expected (m, 3).")
    recorded = [(int(a), int(b), int(c)) for a, b, c in listed.tolist()]
    starts = np.cumsum([0, *(h * w for h, w in shapes)])
    counts, parts = [h * w for h, w in shapes], chosen.shape[1]
    if any(not (0 <= a < len(shapes) and 0 <= b < counts[a] and 1 <= c <= parts) for a, b, c in recorded):
        raise CaseError(f"{case.name}.npz: {prefix}.cand names a level, cell or label that there is not.")

    def at(table: Tensor, rows: Sequence[tuple[int, int, int]]) -> np.ndarray:
        values = table[0].detach().cpu().double().numpy()
        return np.array([values[starts[a] + b, c - 1] for a, b, c in rows])

    other = sorted(found.symmetric_difference(recorded))
    far = np.abs(at(scores.content, other) - case.threshold) >= NEAR_THRESHOLD
    note = f"{len(found)} of {len(recorded)}" + (f", {len(other)} differ, e.g. {other[0]}" if other else "")
    same = not far.any() and len(set(recorded)) == len(recorded)
    yield Comparison(f"{prefix} candidates", float(far.sum()), 0.0, note, same)
    style = aligned_scores(scores.style, parts)
    tables = {
        "content_score": scores.content,
        "style_score": style,
        "style_prob": scores.probability,
        "style_centerness": scores.centerness[..., None].expand_as(style),
    }
    for name, table in tables.items():
        expected = case.array(f"{prefix}.{name}").astype(np.float64)
        if expected.shape != (len(recorded),):
            raise CaseError(f"{case.name}.npz: {prefix}.{name} has shape {expected.shape}, not ({len(recorded)},).")
        # A NaN in the recording or in our scores must fail, so the largest difference is asked for its size.
        largest = float(np.abs(at(table, recorded) - expected).max(initial=0.0))
        yield Comparison(f"{prefix} {name}", largest, LIMIT_SCORE, "", largest <= LIMIT_SCORE)
    result = ("result", mode)
    number = {str(p + 1): int(chosen[:, p].sum()) for p in range(parts)}
    if not other:
        yield compare_same(f"{prefix} candidates per label", number, case.get(*result, "n_candidates", v))
    for p in range(parts):
        if number[str(p + 1)] == 0:
            yield compare_same(f"{prefix} mean of label {p + 1}", None, case.get(*result, "per_label", v, str(p + 1)))
            continue
        mean, path = float(style.detach()[0, :, p][chosen[:, p]].mean()), (*result, "per_label", v, str(p + 1))
        yield compare_number(f"{prefix} mean of label {p + 1}", mean, case.number(*path), LIMIT_SCORE)
    margin = float((scores.content - case.threshold).abs().min())
    yield compare_number(f"{prefix} margin", margin, case.number(*result, "min_margin", v), LIMIT_SCORE)
    yield compare_same(f"{prefix} level shapes", [list(s) for s in shapes], case.get(*result, "level_shapes"))


def compare_losses(case: StyleCase, mode: str, content: Tensor, style: Tensor) -> Iterator[Comparison]:
    """All loss values of one mode; `content` and `style` hold the scores of all views."""

    def settings(kind: StyleLossKind, behaviour: StyleLossBehaviour) -> StyleLossSettings:
        return StyleLossSettings(kind, behaviour, threshold=case.threshold)

    released, repaired = StyleLossBehaviour.RELEASED, StyleLossBehaviour.REPAIRED
    path = ("result", mode)
    for option, kind in OPTIONS.items():
        loss = part_style_loss(content, style, settings(kind, released))
        yield compare_number(f"{mode} loss {option}", float(loss.value), case.number(*path, "loss", option), LIMIT_LOSS)
        for v, value in enumerate(loss.per_view.tolist()):
            recorded = case.number(*path, "per_view", option, v)
            yield compare_number(f"{mode}.v{v} loss {option}", value, recorded, LIMIT_LOSS)
        # The closed forms count empty views as 0, so they are what is minimised.
        name = "BCE_released_double_sigmoid" if option == "BCE" else option
        closed = case.number(*path, "closed_form", name)
        yield compare_number(f"{mode} closed form {name}", float(loss.objective), closed, LIMIT_LOSS)
    full = aligned_scores(style, content.shape[2])
    loss = part_style_loss(content, full, settings(StyleLossKind.BCE, repaired))
    name = "BCE_on_probability"
    yield compare_number(
        f"{mode} closed form {name}", float(loss.value), case.number(*path, "closed_form", name), LIMIT_LOSS
    )
    if case.get("repaired_loss", "spans_mode") != mode:
        return
    for option, kind in OPTIONS.items():
        loss = part_style_loss(content, style, settings(kind, repaired))
        recorded = case.number("repaired_loss", option)
        yield compare_number(f"repaired_loss {option}", float(loss.value), recorded, LIMIT_LOSS)
        yield compare_same(f"repaired_loss step {option}", loss.update, case.get("repaired_loss", "update"))
