"""Joint mode: parts located again stay near their first place, and the loop takes the new places over."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from styleglip_addon.engine import (
    Models,
    Part,
    Phase,
    Progress,
    PromptError,
    StylizeCancelled,
    continue_run,
    load_models,
    result_of_state,
    stylize,
)
from styleglip_addon.engine.baking import dense_result, styled_shape
from styleglip_addon.engine.localization.relocation import guarded_weights, weighted_overlap
from styleglip_addon.engine.models.contract import PhraseBox
from styleglip_addon.engine.models.glip import GLIP
from styleglip_addon.engine.optimisation.progress import ProgressReporter
from styleglip_addon.engine.optimisation.state import StyleState
from styleglip_addon.engine.surface.prepared import prepare_surface
from styleglip_addon.engine.vocabulary import JointSettings, PartsMode
from styleglip_addon.engine.vocabulary.settings import Start
from tests.engine.small_runs import QUICK, halves, sphere
from tests.untrained_model import write_untrained_model


def _column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)[:, None]


def test_overlap_is_weighed_by_area() -> None:
    first, second = _column(1, 1, 0), _column(1, 0, 0.5)
    areas = np.array((3.0, 1.0, 2.0))
    # min: 3*1 + 0 + 0; max: 3 + 1 + 2*0.5.
    assert weighted_overlap(first, second, areas) == pytest.approx([3.0 / 5.0])
    assert weighted_overlap(_column(0, 0, 0), _column(0, 0, 0), areas) == pytest.approx([1.0])


def test_a_small_move_is_taken_over_and_a_large_one_is_held_back() -> None:
    areas = np.ones(10)
    first, near, far = np.zeros((3, 10, 1), dtype=np.float32)
    first[:5] = 1.0
    near[:6] = 1.0
    far[5:] = 1.0
    weights, held_back = guarded_weights(first, near, [True], areas, 0.2)
    assert np.array_equal(weights, near)
    assert held_back == []
    weights, held_back = guarded_weights(first, far, [True], areas, 0.2)
    assert held_back == [0]
    # (1-t)*first + t*far overlaps first by 5(1-t) / (5 + 5t), which is 0.8 at t = 1/9.
    assert weights[0, 0] == pytest.approx(8.0 / 9.0, abs=1e-4)
    assert weights[9, 0] == pytest.approx(1.0 / 9.0, abs=1e-4)


def test_a_part_that_is_not_found_again_keeps_its_place() -> None:
    first = np.array(((1.0, 0.0), (0.0, 1.0)), dtype=np.float32)
    again = np.zeros_like(first)
    again[:, 1] = (0.0, 1.0)
    weights, held_back = guarded_weights(first, again, [False, True], np.ones(2), 0.2)
    assert np.array_equal(weights, first)
    assert held_back == [0]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.0, 0.9), st.integers(1, 4))
def test_no_part_ever_drifts_too_far_and_places_are_never_claimed_twice(seed: int, most: float, parts: int) -> None:
    random = np.random.default_rng(seed)
    first, again = (random.dirichlet(np.full(parts + 1, 0.3), 30)[:, :parts].astype(np.float32) for _ in range(2))
    areas = random.random(30) + 0.01
    found = random.random(parts) > 0.2
    weights, _ = guarded_weights(first, again, list(found), areas, most)
    assert (1.0 - weighted_overlap(first, weights, areas)).max() <= most + 1e-5
    assert weights.sum(axis=1).max() <= 1.0 + 1e-5
    assert weights.min() >= 0.0


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def test_the_loop_takes_new_places_within_the_guard_and_keeps_painted_ones(models: Models) -> None:
    mesh = sphere()
    cap, _ = halves(mesh)
    parts = (cap, Part("body", "wood"))
    fixed = stylize(mesh, parts, QUICK, models=models)
    joint_settings = QUICK.with_(parts_mode=PartsMode.JOINT, joint=JointSettings(every=2, most_drift=0.1))
    joint = stylize(mesh, parts, joint_settings, models=models)
    assert joint.state is not None
    assert joint.state.first_weights is not None
    assert np.array_equal(joint.parts[0].located.weights, fixed.parts[0].located.weights)
    count = len(mesh.vertices)
    assert np.array_equal(joint.state.first_weights[:count], fixed.weights)
    last = np.stack([part.weights for part in joint.state.parts], axis=1)
    areas = prepare_surface(mesh, QUICK.dense_vertices, "cpu").areas.numpy()
    assert (1.0 - weighted_overlap(joint.state.first_weights, last, areas)).max() <= 0.1 + 1e-4


class _ColorShyDetector:
    """Sees the cap in the upper half of a grey object, and in the upper 62 % of a coloured one; the body below."""

    config = SimpleNamespace(name="a stand-in")

    def __init__(self) -> None:
        self.shares: list[float] = []

    def detect(self, images: torch.Tensor, phrases: Sequence[str], threshold: float) -> list[tuple[PhraseBox, ...]]:
        found: list[tuple[PhraseBox, ...]] = []
        for image in images:
            rows, columns = (image.min(dim=0).values < 0.99).nonzero(as_tuple=True)
            x0, x1 = float(columns.min()), float(columns.max()) + 1
            y0, y1 = float(rows.min()), float(rows.max()) + 1
            is_grey = float((image.max(dim=0).values - image.min(dim=0).values).max()) < 1e-3
            self.shares.append(0.5 if is_grey else 0.62)
            middle = y0 + self.shares[-1] * (y1 - y0)
            found.append((PhraseBox(0, (x0, y0, x1, middle), 0.9), PhraseBox(1, (x0, middle, x1, y1), 0.9)))
        return found


def test_parts_are_located_again_in_the_styled_pictures_and_drift_only_so_far(models: Models) -> None:
    mesh = sphere()
    parts = (Part("cap", "gold"), Part("body", "wood"))
    base = QUICK.with_(iterations=6, glip_weight=0.0)
    detector = _ColorShyDetector()
    with_detector = replace(models, glip=cast(GLIP, detector))
    fixed = stylize(mesh, parts, base, models=with_detector)
    assert detector.shares == [0.5] * 10
    joint = base.with_(parts_mode=PartsMode.JOINT, joint=JointSettings(every=3, most_drift=0.5))
    free = stylize(mesh, parts, joint, models=with_detector)
    assert detector.shares[20:] == [0.62] * 10
    assert free.warnings == ()
    assert free.weights[:, 0].sum() > fixed.weights[:, 0].sum()
    tight = joint.with_(joint=JointSettings(every=3, most_drift=0.02))
    held = stylize(mesh, parts, tight, models=with_detector)
    assert {name for name in ("cap", "body") if any(f'"{name}"' in sentence for sentence in held.warnings)}
    assert fixed.weights[:, 0].sum() < held.weights[:, 0].sum() < free.weights[:, 0].sum()


def test_holistic_mode_styles_the_whole_surface_with_one_prompt(models: Models) -> None:
    mesh = sphere()
    whole = QUICK.with_(parts_mode=PartsMode.HOLISTIC)
    one = stylize(mesh, [Part("object", "a mushroom made of gold")], whole, models=models)
    assert len(one.parts) == 1
    assert one.weights.min() == 1.0
    assert one.parts[0].located.detections == ()
    several = stylize(mesh, [Part("cap", "gold"), Part("body", "wood")], whole, models=models)
    assert [(p.located.part.name, p.located.part.style) for p in several.parts] == [("object", "gold cap, wood body")]
    with pytest.raises(PromptError, match="at least one part"):
        stylize(mesh, [], whole, models=models)


_SEARCHING = QUICK.with_(
    iterations=5, glip_weight=0.0, parts_mode=PartsMode.JOINT, joint=JointSettings(every=2, most_drift=0.5)
)
_WORDS = (Part("cap", "gold"), Part("body", "wood"))


def test_progress_tells_every_view_in_which_parts_are_found_again_and_counts_the_time_it_takes(models: Models) -> None:
    seen: list[Progress] = []
    with_detector = replace(models, glip=cast(GLIP, _ColorShyDetector()))
    result = stylize(sphere(), _WORDS, _SEARCHING, on_progress=seen.append, models=with_detector)
    order = [(report.phase, report.step) for report in seen if report.phase in (Phase.STYLING, Phase.RELOCATING)]
    search = [(Phase.RELOCATING, view) for view in range(11)]
    styling = [(Phase.STYLING, step) for step in range(6)]
    assert order == [*styling[:3], *search, *styling[3:5], *search, *styling[5:]]
    assert all(report.steps == 10 for report in seen if report.phase is Phase.RELOCATING)
    lefts = [report.seconds_left for report in seen if report.phase is Phase.RELOCATING]
    assert lefts[:11] == sorted(lefts[:11], reverse=True)
    assert min(lefts) > 0.0
    assert result.seconds["relocating"] > 0.0


def test_the_time_left_holds_the_searches_still_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    seen: list[Progress] = []
    progress = ProgressReporter(seen.append, None, 10, 6, relocate_every=2)

    def run(phase: Phase, first: int, last: int, seconds: float) -> None:
        for step in range(first, last + 1):
            now[0] += seconds
            progress.report(phase, step)

    progress.start(Phase.LOCATING)
    run(Phase.LOCATING, 1, 10, 2.0)
    progress.finish(Phase.LOCATING)
    progress.start(Phase.STYLING)
    run(Phase.STYLING, 1, 2, 3.0)
    assert seen[-1].seconds_left == pytest.approx(4 * 3 + 2 * 20)  # searches at 2 and 4, each as long as the first
    progress.start(Phase.RELOCATING)
    run(Phase.RELOCATING, 1, 5, 2.0)
    assert seen[-1].seconds_left == pytest.approx(4 * 3 + 1.5 * 20)
    run(Phase.RELOCATING, 6, 10, 2.0)
    progress.finish(Phase.RELOCATING)
    run(Phase.STYLING, 3, 4, 3.0)
    assert seen[-1].seconds_left == pytest.approx(2 * 3 + 20)
    run(Phase.STYLING, 5, 6, 3.0)
    assert seen[-1].seconds_left == pytest.approx(0.0)


@pytest.mark.parametrize("start", Start)
def test_a_search_ends_at_the_next_view_and_is_made_up_for_when_the_run_goes_on(
    start: Start, models: Models, tmp_path: Path
) -> None:
    searching = _SEARCHING.with_(start=start)
    seen: list[Progress] = []
    with_detector = replace(models, glip=cast(GLIP, _ColorShyDetector()))

    def stop() -> bool:
        return bool(seen) and seen[-1].phase is Phase.RELOCATING and seen[-1].step == 4

    with pytest.raises(StylizeCancelled) as stopped:
        stylize(sphere(), _WORDS, searching, on_progress=seen.append, should_stop=stop, models=with_detector)
    assert (seen[-1].phase, seen[-1].step) == (Phase.RELOCATING, 4)
    assert stopped.value.state is not None
    stopped.value.state.save(tmp_path / "state")
    resumed = continue_run(sphere(), StyleState.load(tmp_path / "state"), models=with_detector)
    whole = stylize(sphere(), _WORDS, searching, models=with_detector)
    assert np.array_equal(resumed.color, whole.color)
    assert np.array_equal(resumed.weights, whole.weights)


def test_a_material_moves_with_its_part_and_a_state_knows_where_it_is_by_then(models: Models) -> None:
    with_detector = replace(models, glip=cast(GLIP, _ColorShyDetector()))
    result = stylize(sphere(), _WORDS, _SEARCHING.with_(start=Start.MATERIAL), models=with_detector)
    assert result.state.relocated_at == 4
    again = result_of_state(StyleState.from_bytes(result.state.to_bytes()), sphere())
    assert np.array_equal(again.color, result.color)
    dense = dense_result(styled_shape(result.state, sphere()))
    for part, told in zip(dense.parts, result.parts, strict=True):
        inside = np.flatnonzero(told.located.weights > 0.99)
        np.testing.assert_allclose(part.color[inside], told.color[inside], atol=0.05)
