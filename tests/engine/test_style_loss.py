"""The part-level style loss against hand-computed values, repaired and as released."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from styleglip_addon.engine.guidance.style_loss import location_scores, part_style_loss, penalty
from styleglip_addon.engine.models.glip import GLIPOutput
from styleglip_addon.engine.vocabulary.errors import PromptError, SettingsError
from styleglip_addon.engine.vocabulary.settings import (
    ClipBehaviour,
    ClipMode,
    ClipSettings,
    ContentImage,
    CropTerms,
    StyleLossBehaviour,
    StyleLossKind,
    StyleLossSettings,
)
from styleglip_addon.engine.vocabulary.settings.codec import from_plain, to_plain

RECORDINGS = Path(__file__).resolve().parents[3] / "shared" / "style-loss" / "public"
RELEASED, REPAIRED = StyleLossBehaviour.RELEASED, StyleLossBehaviour.REPAIRED
MSE, BCE, NEGATIVE = StyleLossKind.MSE, StyleLossKind.BCE, StyleLossKind.NEGATIVE

# Two views, two locations, two parts: three candidates in the first view (one part 1, two part 2), one in the second.
CONTENT = torch.tensor([[[0.3, 0.9], [0.1, 0.26]], [[0.0, 0.0], [0.5, 0.0]]])
STYLE = torch.tensor([[[0.2, 0.5], [0.9, 0.6]], [[0.9, 0.9], [0.1, 0.9]]])


def test_scores_are_the_mean_token_probability_times_the_centerness() -> None:
    logits = torch.tensor([[[0.0, math.log(3.0), 9.0]]])
    output = GLIPOutput((logits,), (torch.zeros(1, 1, 4),), (torch.tensor([[math.log(4.0)]]),), (), ((1, 1),))
    token_map = torch.tensor([[True, True, False], [False, True, False]])
    assert location_scores(output, token_map)[0, 0].tolist() == pytest.approx([0.625 * 0.8, 0.75 * 0.8])


def test_the_loss_is_the_mean_over_candidates_then_over_views() -> None:
    loss = part_style_loss(CONTENT, STYLE, StyleLossSettings())
    first = (0.8**2 + 0.5**2 + 0.4**2) / 3
    assert loss.per_view.tolist() == pytest.approx([first, 0.9**2])
    assert loss.value.item() == pytest.approx((first + 0.9**2) / 2)
    assert loss.objective.item() == loss.value.item()
    assert loss.candidates == (2, 2)
    assert loss.update


def test_parts_may_count_the_same_however_many_candidates_they_have() -> None:
    loss = part_style_loss(CONTENT, STYLE, StyleLossSettings(per_part=True))
    first = (0.8**2 + (0.5**2 + 0.4**2) / 2) / 2
    # In the second view only one part has candidates, and it alone is that view's mean.
    assert loss.per_view.tolist() == pytest.approx([first, 0.9**2])


def test_the_options_are_their_formulas() -> None:
    g = torch.tensor([0.0, 0.25, 1.0])
    for behaviour in StyleLossBehaviour:
        assert penalty(g, MSE, behaviour).tolist() == pytest.approx([1.0, 0.5625, 0.0])
        assert penalty(g, NEGATIVE, behaviour).tolist() == pytest.approx([0.0, -0.25, -1.0])
    # As released the probability is taken for a logit: never below log(1 + 1/e), hardly any slope.
    expected = [math.log(2.0), math.log(1 + math.exp(-0.25)), math.log(1 + math.exp(-1.0))]
    assert penalty(g, BCE, RELEASED).tolist() == pytest.approx(expected)
    assert penalty(g, BCE, REPAIRED).tolist() == pytest.approx([-math.log(1e-6), math.log(4.0), 0.0], rel=1e-5)


def test_a_score_at_the_threshold_is_no_candidate() -> None:
    content = torch.tensor([[[0.25], [math.nextafter(0.25, 1.0)], [0.2500001]]])
    assert part_style_loss(content, torch.full((1, 3, 1), 0.5), StyleLossSettings()).candidates == (1,)
    assert part_style_loss(content, content, StyleLossSettings(threshold=0.2)).candidates == (3,)


def test_a_location_may_be_a_candidate_of_several_parts() -> None:
    assert part_style_loss(torch.full((1, 1, 3), 0.6), torch.rand(1, 1, 3), StyleLossSettings()).candidates == (1, 1, 1)


@pytest.mark.parametrize("kind", StyleLossKind)
@pytest.mark.parametrize("behaviour", StyleLossBehaviour)
def test_no_candidate_at_all_gives_no_gradient(kind: StyleLossKind, behaviour: StyleLossBehaviour) -> None:
    style = torch.full((2, 3, 2), 0.4, requires_grad=True)
    loss = part_style_loss(torch.zeros(2, 3, 2), style, StyleLossSettings(kind, behaviour))
    assert math.isnan(loss.value.item()) == (behaviour is RELEASED)
    assert loss.objective.item() == 0.0
    assert loss.update == (behaviour is RELEASED)
    for scalar in (loss.value, loss.objective):
        (gradient,) = torch.autograd.grad(scalar, style, retain_graph=True)
        assert gradient.tolist() == torch.zeros(2, 3, 2).tolist()


@pytest.mark.parametrize("kind", StyleLossKind)
@pytest.mark.parametrize("per_part", [False, True])
def test_an_empty_view_adds_nothing_and_still_counts_as_a_view(kind: StyleLossKind, per_part: bool) -> None:
    content = torch.tensor([[[0.9], [0.1]], [[0.1], [0.1]]])
    style = torch.tensor([[[0.5], [0.5]], [[0.5], [0.5]]], requires_grad=True)
    gradients = {}
    for behaviour in StyleLossBehaviour:
        loss = part_style_loss(content, style, StyleLossSettings(kind, behaviour, per_part=per_part))
        single = float(penalty(torch.tensor(0.5), kind, behaviour))
        assert loss.objective.item() == pytest.approx(single / 2)
        assert math.isnan(loss.value.item()) == (behaviour is RELEASED)
        assert [math.isnan(v) for v in loss.per_view.tolist()] == [False, behaviour is RELEASED]
        (gradients[behaviour],) = torch.autograd.grad(loss.value, style)
        assert gradients[behaviour][1].tolist() == [[0.0], [0.0]]
        assert gradients[behaviour][0, 1].tolist() == [0.0]
    slope = {MSE: -1.0, NEGATIVE: -1.0, BCE: -1 / 0.5}[kind]
    assert float(gradients[REPAIRED][0, 0, 0]) == pytest.approx(slope / 2)
    if kind is BCE:
        slope = -1 / (1 + math.exp(0.5))
    assert float(gradients[RELEASED][0, 0, 0]) == pytest.approx(slope / 2)


def test_the_content_pass_gets_no_gradient() -> None:
    content = CONTENT.clone().requires_grad_()
    loss = part_style_loss(content, STYLE.clone().requires_grad_(), StyleLossSettings())
    assert torch.autograd.grad(loss.value, content, allow_unused=True) == (None,)


def test_a_part_without_a_style_costs_one_without_gradient_as_released_and_is_refused_repaired() -> None:
    content = torch.tensor([[[0.9, 0.9]]])
    style = torch.tensor([[[0.5]]], requires_grad=True)
    loss = part_style_loss(content, style, StyleLossSettings(behaviour=RELEASED))
    assert loss.value.item() == pytest.approx((0.25 + 1.0) / 2)
    (gradient,) = torch.autograd.grad(loss.value, style)
    assert gradient.tolist() == [[[pytest.approx(-0.5)]]]
    with pytest.raises(PromptError, match="2 parts and 1 styles"):
        part_style_loss(content, style, StyleLossSettings())
    spare = part_style_loss(content[..., :1], torch.tensor([[[0.5, 0.1]]]), StyleLossSettings(behaviour=RELEASED))
    assert float(spare.value) == pytest.approx(0.25)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "pooled", "per_part"), [("sp1", 0.4595, 0.4576), ("sp2", 0.9551, 0.9648), ("sp3", 0.7001, 0.6870)]
)
def test_recorded_scores_give_the_published_means(name: str, pooled: float, per_part: float) -> None:
    """Both ways of averaging; the numbers are those of the specification beside the recordings."""
    if not (RECORDINGS / f"{name}.json").is_file():
        pytest.skip("the recordings are not beside the checkout")
    case = json.loads((RECORDINGS / f"{name}.json").read_text(encoding="utf-8"))
    cells = [h * w for h, w in case["result"]["released"]["level_shapes"]]
    starts, labels = np.cumsum([0, *cells]), len(case["label_to_tokens"]["released"]["content"])
    content = torch.zeros(len(case["views"]), sum(cells), labels)
    style = torch.rand(content.shape, generator=torch.Generator().manual_seed(0))
    with np.load(RECORDINGS / f"{name}.npz") as arrays:
        for v in range(len(content)):
            level, cell, label = arrays[f"released.v{v}.cand"].T
            content[v, starts[level] + cell, label - 1] = torch.from_numpy(arrays[f"released.v{v}.content_score"])
            style[v, starts[level] + cell, label - 1] = torch.from_numpy(arrays[f"released.v{v}.style_score"])
    recorded = case["result"]["released"]["loss"]
    for option, kind in (("MSE", MSE), ("BCE", BCE), ("Negative", NEGATIVE)):
        loss = part_style_loss(content, style, StyleLossSettings(kind, RELEASED))
        assert loss.value.item() == pytest.approx(recorded[option], abs=1e-6)
        loss = part_style_loss(content, style, StyleLossSettings(kind))
        assert loss.value.item() == pytest.approx(case["repaired_loss"][option], abs=1e-5)
    assert recorded["MSE"] == pytest.approx(pooled, abs=5e-5)
    loss = part_style_loss(content, style, StyleLossSettings(per_part=True))
    assert loss.value.item() == pytest.approx(per_part, abs=5e-5)


def test_settings_survive_json_and_refuse_nonsense() -> None:
    style_loss, clip = StyleLossSettings.released(BCE), ClipSettings.released()
    assert (style_loss.behaviour, style_loss.content) == (RELEASED, ContentImage.STYLED)
    assert from_plain(StyleLossSettings, json.loads(json.dumps(to_plain(style_loss)))) == style_loss
    assert from_plain(ClipSettings, json.loads(json.dumps(to_plain(clip)))) == clip
    assert (clip.mode, clip.behaviour) == (ClipMode.RELEASED_BOXES, ClipBehaviour.RELEASED)
    assert ClipSettings.text2mesh().geometry
    assert not ClipSettings.tango().geometry
    with pytest.raises(SettingsError, match=r"style_loss\.threshold"):
        StyleLossSettings(threshold=1.0)
    for bad in (
        {"crops": 65},
        {"crop_area": 0.0},
        {"box_threshold": 1.0},
        {"least_object": 1.0},
        {"draws": 0},
        {"most_boxes": -1},
        {"perspective": 1.5},
        {"perspective_share": -0.1},
        {"terms": CropTerms.LOCAL, "crops": 0},
    ):
        with pytest.raises(SettingsError, match=rf"clip\.({'|'.join(bad)})"):
            ClipSettings(**bad)
