"""A result from its saved state: the same arrays, whatever run it was, without a model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from styleglip_addon.engine import (
    Models,
    Part,
    Phase,
    Progress,
    StateError,
    StylizeCancelled,
    StylizeResult,
    StylizeSettings,
    load_models,
    restyle,
    result_of_state,
    stylize,
)
from styleglip_addon.engine.optimisation.state import StyleState
from styleglip_addon.engine.vocabulary import JointSettings, PartsMode
from tests.engine.small_runs import QUICK, halves, sphere
from tests.engine.test_state import ALL_AT_ONCE
from tests.untrained_model import write_untrained_model

MESH = replace(sphere(radius=2.0), colors=np.full((len(sphere().vertices), 3), 0.3, dtype=np.float32))
CAP, BODY = halves(MESH)
STRONG = QUICK.with_(learning_rate=0.3, iterations=8, field=replace(QUICK.field, displacement_limit=0.5))
"""So strong that displacement is held back."""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def _reopened(result: StylizeResult, folder: Path) -> StylizeResult:
    result.state.save(folder / "kept.safetensors")
    bare = replace(MESH, colors=None)  # what the object shows by now does not matter
    return result_of_state(StyleState.load(folder / "kept.safetensors"), bare)


def _assert_same(one: StylizeResult, other: StylizeResult) -> None:
    assert one.color.tobytes() == other.color.tobytes()
    assert one.displacement.tobytes() == other.displacement.tobytes()
    assert one.weights.tobytes() == other.weights.tobytes()
    for first, second in zip(one.parts, other.parts, strict=True):
        assert first.color.tobytes() == second.color.tobytes()
        assert first.displacement.tobytes() == second.displacement.tobytes()
        assert set(first.material) == set(second.material)
        assert all(values.tobytes() == second.material[channel].tobytes() for channel, values in first.material.items())
        assert first.read_as == second.read_as
        facts = ("found", "reason", "confidence", "detections")
        assert [getattr(first.located, name) for name in facts] == [getattr(second.located, name) for name in facts]
    assert (one.settings, one.model, one.history, one.warnings) == (
        other.settings,
        other.model,
        other.history,
        other.warnings,
    )
    assert one.state.held is not None
    assert other.state.held is not None
    assert one.state.held.tobytes() == other.state.held.tobytes()


@pytest.mark.parametrize(
    "settings",
    [
        STRONG,
        ALL_AT_ONCE,
        QUICK.with_(parts_mode=PartsMode.JOINT, joint=JointSettings(every=3, most_drift=0.3)),
        QUICK.with_(parts_mode=PartsMode.HOLISTIC),
    ],
    ids=["held back", "all at once", "joint", "holistic"],
)
def test_a_reopened_result_is_the_same_bit_for_bit(settings: StylizeSettings, models: Models, tmp_path: Path) -> None:
    parts = (CAP, Part("body", "wood")) if settings.parts_mode is PartsMode.JOINT else (CAP, BODY)
    result = stylize(MESH, parts, settings, models=models)
    _assert_same(_reopened(result, tmp_path), result)
    assert any(part.read_as is not None for part in result.parts)
    if settings is STRONG:
        assert result.state.held is not None
        assert (result.state.held < 1.0).any()


def test_so_is_one_with_a_part_that_was_not_found_and_one_of_half_the_strength(models: Models, tmp_path: Path) -> None:
    nowhere = replace(CAP, mask=np.zeros(len(MESH.vertices), dtype=np.float32))
    result = stylize(MESH, (nowhere, replace(BODY, strength=0.5)), QUICK, models=models)
    assert [part.located.found for part in result.parts] == [False, True]
    _assert_same(_reopened(result, tmp_path), result)


def test_so_is_one_with_a_part_restyled(models: Models, tmp_path: Path) -> None:
    first = stylize(MESH, (CAP, BODY), STRONG, models=models)
    result = restyle(MESH, first.state, [Part("cap", "wood")], STRONG, models=models)
    _assert_same(_reopened(result, tmp_path), result)


def test_a_run_that_was_cancelled_has_a_result_of_the_steps_it_took_if_it_took_any(models: Models) -> None:
    seen: list[Progress] = []

    def stop_after(step: int) -> StyleState:
        seen.clear()
        with pytest.raises(StylizeCancelled) as stopped:
            stylize(
                MESH,
                (CAP, BODY),
                QUICK,
                seen.append,
                lambda: seen[-1].phase is Phase.STYLING and seen[-1].step == step,
                models,
            )
        assert stopped.value.state is not None
        return stopped.value.state

    kept = result_of_state(stop_after(2), MESH)
    _assert_same(kept, stylize(MESH, (CAP, BODY), QUICK.with_(iterations=2), models=models))
    with pytest.raises(StateError, match="before its first step"):
        result_of_state(replace(stop_after(2), step=0), MESH)


def test_another_mesh_is_refused(models: Models) -> None:
    state = stylize(MESH, (CAP, BODY), QUICK, models=models).state
    with pytest.raises(StateError, match="another mesh"):
        result_of_state(state, sphere(radius=3.0))
