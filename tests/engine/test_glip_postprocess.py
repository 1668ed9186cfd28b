"""Phrase probabilities and boxes follow the released CUDA code."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from styleglip_addon.engine.models.glip import GLIPConfig, phrase_scores
from styleglip_addon.engine.models.glip.postprocess import Boxes, detections, overlap, suppress

CONFIG = GLIPConfig.glip_t()
EYE = torch.eye(2, dtype=torch.bool)


def logit(p: float) -> float:
    return math.log(p / (1 - p))


def detect(
    probabilities: list[list[float]], centers: list[float], boxes: list[list[float]], config: GLIPConfig = CONFIG
) -> Boxes:
    """Detections of one level; box offsets are zero, so the anchors are the boxes. One token per phrase."""
    logits = torch.tensor([[logit(p) for p in row] for row in probabilities])
    anchors = torch.tensor(boxes)
    center = torch.tensor([logit(c) for c in centers])
    return detections([logits], [torch.zeros_like(anchors)], [center], [anchors], EYE, (100, 200), config)


def test_a_phrase_scores_the_mean_of_its_tokens_probabilities_not_of_their_logits() -> None:
    logits = torch.tensor([[[-9.0, 2.0, -4.0, 1.0, 7.0]]])
    token_map = torch.tensor([[False, True, True, False, False], [False, False, False, True, False]])
    expected = [(torch.sigmoid(torch.tensor(2.0)) + torch.sigmoid(torch.tensor(-4.0))) / 2, torch.tensor(1.0).sigmoid()]
    torch.testing.assert_close(phrase_scores(logits, token_map), torch.stack(expected).view(1, 1, 2))
    torch.testing.assert_close(phrase_scores(logits, token_map[:, :4]), phrase_scores(logits, token_map))
    assert phrase_scores(logits, torch.zeros(1, 5, dtype=torch.bool)).item() == 0.0


def test_the_score_is_the_root_of_probability_times_centerness_and_the_threshold_ignores_centerness() -> None:
    found = detect([[0.64, 0.04], [0.051, 0.01]], [0.25, 0.01], [[0, 0, 9, 9], [50, 50, 79, 79]])
    assert found.phrases.tolist() == [0, 0]
    assert found.scores.tolist() == pytest.approx([0.4, math.sqrt(0.051 * 0.01)], rel=1e-4)


def test_a_level_keeps_the_best_by_probability_times_centerness() -> None:
    """Selecting by probability alone, as mmdetection does, would keep the first box."""
    one = CONFIG.with_(boxes_per_level=1)
    found = detect([[0.9, 0.01], [0.5, 0.01]], [0.1, 0.9], [[0, 0, 9, 9], [50, 50, 79, 79]], one)
    assert found.boxes.tolist() == [[50, 50, 79, 79]]


def test_boxes_are_clipped_to_the_picture_without_padding() -> None:
    found = detect([[0.9, 0.01]], [0.9], [[-5, -7, 300, 300]])
    assert found.boxes.tolist() == [[0, 0, 199, 99]]


def test_suppression_acts_within_a_phrase_and_gives_back_the_right_boxes_of_several_phrases() -> None:
    """The released CPU code mixes up indices once there are two labels; the CUDA code is the reference."""
    boxes = [[0.0, 0, 9, 9], [100.0, 0, 149, 49], [0.0, 0, 9, 10], [100.0, 0, 149, 50]]
    found = detect([[0.9, 0.01], [0.01, 0.8], [0.7, 0.01], [0.6, 0.5]], [0.9] * 4, boxes)
    rows = {(p, tuple(b)) for p, b in zip(found.phrases.tolist(), found.boxes.tolist(), strict=True)}
    assert rows == {(0, (0, 0, 9, 9)), (1, (100, 0, 149, 49)), (0, (100, 0, 149, 50))}


def test_overlap_counts_both_border_pixels_and_only_more_than_the_threshold_suppresses() -> None:
    boxes = torch.tensor([[0.0, 0.0, 9.0, 9.0], [0.0, 0.0, 9.0, 5.0]])  # 100 and 60 pixels
    assert overlap(boxes[0], boxes[1:]).item() == pytest.approx(0.6)
    scores, labels = torch.tensor([0.9, 0.8]), torch.tensor([0, 0])
    exact = float(overlap(boxes[0], boxes[1:]).item())
    assert suppress(boxes, scores, labels, exact).tolist() == [0, 1]
    assert suppress(boxes, scores, labels, exact - 1e-6).tolist() == [0]


def literal_suppress(boxes: Tensor, scores: Tensor, labels: Tensor, threshold: float) -> set[int]:
    kept: list[int] = []
    for i in sorted(range(len(boxes)), key=lambda n: -float(scores[n])):
        if all(labels[i] != labels[j] or float(overlap(boxes[j], boxes[i : i + 1])) <= threshold for j in kept):
            kept.append(i)
    return set(kept)


def test_suppression_equals_the_greedy_rule_on_many_random_boxes() -> None:
    generator = torch.Generator().manual_seed(3)
    corner = torch.rand(120, 2, generator=generator) * 60
    boxes = torch.cat((corner, corner + 5 + torch.rand(120, 2, generator=generator) * 30), dim=1)
    scores, labels = torch.rand(120, generator=generator), torch.randint(0, 3, (120,), generator=generator)
    kept = suppress(boxes, scores, labels, 0.4)
    assert set(kept.tolist()) == literal_suppress(boxes, scores, labels, 0.4)
    assert scores[kept].tolist() == sorted(scores[kept].tolist(), reverse=True)


def test_the_hundred_best_are_kept_and_ties_at_the_last_place_all_stay() -> None:
    boxes = [[20.0 * i, 0.0, 20.0 * i + 9, 9.0] for i in range(9)]
    probabilities = [[0.9 - 0.1 * min(i, 4), 0.01] for i in range(9)]
    found = detect(probabilities, [0.9] * 9, boxes, CONFIG.with_(boxes_per_image=3))
    assert len(found.scores) == 3
    found = detect(probabilities, [0.9] * 9, boxes, CONFIG.with_(boxes_per_image=6))
    assert len(found.scores) == 9


def test_no_box_above_the_threshold_is_an_empty_result() -> None:
    found = detect([[0.01, 0.02]], [0.9], [[0, 0, 9, 9]])
    assert found.boxes.shape == (0, 4)
    assert len(found.scores) == 0
