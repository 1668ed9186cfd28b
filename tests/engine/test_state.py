"""The state of a run: saved, loaded, resumed, restyled in one part, evaluated anywhere; and what is no state."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch

from styleglip_addon.engine import (
    Losses,
    Models,
    Part,
    Phase,
    Progress,
    PromptError,
    StateError,
    StylizeCancelled,
    StylizeResult,
    StylizeSettings,
    continue_run,
    load_models,
    restyle,
    stylize,
)
from styleglip_addon.engine.optimisation.state import StyleState
from styleglip_addon.engine.vocabulary import FieldKind, JointSettings, MirrorAxis, OptimizerKind, PartsMode
from styleglip_addon.engine.vocabulary.channels import COLOR, DISPLACEMENT, METALLIC, NORMAL_OFFSET, ROUGHNESS
from styleglip_addon.engine.vocabulary.errors import ModelError
from tests.engine.small_runs import QUICK, halves, sphere
from tests.untrained_model import write_untrained_model

MESH = sphere(center=(3.0, -1.0, 2.0), radius=2.0)
PARTS = halves(MESH)
ALL_AT_ONCE = QUICK.with_(
    views_per_iteration=2,
    optimizer=OptimizerKind.ADAMW,
    weight_decay=0.01,
    decay_every=3,
    palette_weight=0.0,
    field=replace(
        QUICK.field,
        kind=FieldKind.APPEARANCE_DISPLACEMENT,
        appearance=replace(QUICK.field.appearance, lights=4, learn_lights=True),
        progressive_steps=6,
        mirror=MirrorAxis.X,
        standardize=True,
    ),
)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


@pytest.fixture(scope="module")
def result(models: Models) -> StylizeResult:
    return stylize(MESH, PARTS, QUICK, models=models)


def _with_header(data: bytes, change: Mapping[str, object]) -> bytes:
    """A state file whose own entry in the header says something else."""
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    metadata = json.loads(header["__metadata__"]["styleglip_state"]) | change
    header["__metadata__"]["styleglip_state"] = json.dumps(metadata)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + data[8 + length :]


def _state(result: StylizeResult) -> StyleState:
    assert result.state is not None
    return result.state


def _assert_same(first: StylizeResult, second: StylizeResult) -> None:
    assert np.array_equal(first.color, second.color)
    assert np.array_equal(first.displacement, second.displacement)
    np.testing.assert_array_equal([h.total for h in first.history], [h.total for h in second.history])
    for one, other in zip(first.parts, second.parts, strict=True):
        assert np.array_equal(one.color, other.color)
        assert np.array_equal(one.located.weights, other.located.weights)


@pytest.mark.parametrize(
    "settings",
    [QUICK, ALL_AT_ONCE, QUICK.with_(parts_mode=PartsMode.JOINT, joint=JointSettings(every=3, most_drift=0.3))],
    ids=["default", "all at once", "joint"],
)
def test_a_run_put_away_in_the_middle_ends_bit_for_bit_like_one_that_was_not(
    settings: StylizeSettings, models: Models, tmp_path: Path
) -> None:
    parts = (PARTS[0], Part("body", "wood")) if settings.parts_mode is PartsMode.JOINT else PARTS
    whole = stylize(MESH, parts, settings.with_(iterations=8), models=models)
    half = stylize(MESH, parts, settings.with_(iterations=4), models=models)
    _state(half).save(tmp_path / "half.styleglip")
    loaded = StyleState.load(tmp_path / "half.styleglip")
    resumed = continue_run(MESH, loaded, settings=settings.with_(iterations=8), models=models)
    _assert_same(whole, resumed)
    assert not np.array_equal(half.color, whole.color)
    assert whole.warnings == resumed.warnings


def test_a_resumed_run_minds_the_colors_it_began_with_not_those_of_the_result(models: Models, tmp_path: Path) -> None:
    red = np.tile(np.array((0.6, 0.1, 0.1), dtype=np.float32), (len(MESH.vertices), 1))
    colored = replace(MESH, colors=red, front=(0.0, -1.0, 0.0))
    cap = PARTS[:1]
    whole = stylize(colored, cap, QUICK, models=models)
    half = stylize(colored, cap, QUICK.with_(iterations=2), models=models)
    _state(half).save(tmp_path / "s")
    shown = replace(MESH, colors=half.color)
    _assert_same(whole, continue_run(shown, StyleState.load(tmp_path / "s"), settings=QUICK, models=models))


def test_a_cancelled_run_goes_on_where_it_was_stopped(models: Models) -> None:
    seen: list[Progress] = []

    def stop() -> bool:
        return bool(seen) and seen[-1].phase is Phase.STYLING and seen[-1].step == 2

    with pytest.raises(StylizeCancelled) as stopped:
        stylize(MESH, PARTS, QUICK, on_progress=seen.append, should_stop=stop, models=models)
    assert stopped.value.state is not None
    assert stopped.value.state.step == 2
    resumed = continue_run(MESH, stopped.value.state, PARTS, models=models)
    _assert_same(stylize(MESH, PARTS, QUICK, models=models), resumed)


def test_a_run_cancelled_while_parts_are_located_has_no_state(models: Models) -> None:
    with pytest.raises(StylizeCancelled) as stopped:
        stylize(MESH, PARTS, QUICK, should_stop=lambda: True, models=models)
    assert stopped.value.state is None


def test_a_finished_state_gives_its_result_again_without_a_model_and_with_new_strengths(result: StylizeResult) -> None:
    _assert_same(result, continue_run(MESH, _state(result)))
    half = continue_run(MESH, _state(result), [replace(PARTS[0], strength=0.5)])
    assert np.allclose(half.parts[0].displacement, 0.5 * result.parts[0].displacement, atol=1e-7)
    assert np.array_equal(half.parts[1].displacement, result.parts[1].displacement)


def test_one_part_restyled_leaves_the_others_bit_for_bit(result: StylizeResult, models: Models, tmp_path: Path) -> None:
    _state(result).save(tmp_path / "s")
    restyled = restyle(MESH, StyleState.load(tmp_path / "s"), [Part("cap", "wood")], QUICK, models=models)
    assert restyled.parts[0].located.part.style == "wood"
    assert not np.array_equal(restyled.parts[0].color, result.parts[0].color)
    assert np.array_equal(restyled.parts[1].color, result.parts[1].color)
    assert np.array_equal(restyled.parts[1].displacement, result.parts[1].displacement)
    outside = restyled.parts[0].located.weights == 0.0
    assert np.array_equal(restyled.color[outside], result.color[outside])
    assert len(restyled.history) == QUICK.iterations
    old, new = _state(result), _state(restyled)
    assert all(torch.equal(old.fields[name], new.fields[name]) for name in old.fields if name.startswith("1."))
    assert any(not torch.equal(old.fields[name], new.fields[name]) for name in old.fields if name.startswith("0."))


def test_a_restyling_that_is_continued_still_leaves_the_others(result: StylizeResult, models: Models) -> None:
    first = restyle(MESH, _state(result), [Part("cap", "wood")], QUICK, models=models)
    longer = continue_run(MESH, _state(first), settings=QUICK.with_(iterations=6), models=models)
    assert not np.array_equal(longer.parts[0].color, first.parts[0].color)
    assert np.array_equal(longer.parts[1].color, result.parts[1].color)
    whole = QUICK.with_(iterations=6)
    at_once = restyle(MESH, _state(result), [Part("cap", "wood")], whole, models=models)
    _assert_same(at_once, longer)


def test_evaluated_at_the_vertices_of_a_mesh_that_is_dense_enough_the_state_gives_the_result(models: Models) -> None:
    result = stylize(MESH, PARTS, QUICK.with_(dense_vertices=1), models=models)
    samples = _state(result).evaluate(0, MESH.vertices)
    styled = result.parts[0]
    assert np.allclose(samples[COLOR], styled.color, atol=1e-6)
    weights = styled.located.weights
    along = samples[DISPLACEMENT] * weights
    assert np.allclose(np.abs(along), np.linalg.norm(styled.displacement, axis=1), atol=1e-6)
    assert set(samples) == {COLOR, DISPLACEMENT}
    assert _state(result).evaluate(0, np.zeros((0, 3)))[COLOR].shape == (0, 3)


def test_a_field_of_materials_is_evaluated_with_all_its_channels(models: Models, tmp_path: Path) -> None:
    result = stylize(MESH, PARTS, ALL_AT_ONCE.with_(dense_vertices=1), models=models)
    _state(result).save(tmp_path / "s")
    samples = StyleState.load(tmp_path / "s").evaluate(1, MESH.vertices)
    styled = result.parts[1]
    assert set(styled.material) == {ROUGHNESS, METALLIC}
    assert set(samples) == {COLOR, DISPLACEMENT, ROUGHNESS, METALLIC, NORMAL_OFFSET}
    assert np.allclose(samples[ROUGHNESS], styled.material[ROUGHNESS], atol=1e-6)
    assert np.allclose(samples[COLOR], styled.color, atol=1e-6)
    assert samples[NORMAL_OFFSET].shape == MESH.vertices.shape


def test_the_displacement_is_in_the_objects_own_units(models: Models) -> None:
    large = sphere(radius=8.0)
    small = sphere()
    states = [_state(stylize(mesh, halves(mesh), QUICK, models=models)) for mesh in (small, large)]
    first, second = (state.evaluate(0, mesh.vertices) for state, mesh in zip(states, (small, large), strict=True))
    assert np.abs(first[DISPLACEMENT]).max() > 0.0
    assert np.allclose(second[DISPLACEMENT], 8.0 * first[DISPLACEMENT], rtol=1e-5)


def test_a_part_that_was_not_found_cannot_be_evaluated(models: Models) -> None:
    nowhere = replace(PARTS[0], mask=np.zeros(len(MESH.vertices), dtype=np.float32))
    state = _state(stylize(MESH, (nowhere, PARTS[1]), QUICK, models=models))
    with pytest.raises(StateError, match='"cap" was not found'):
        state.evaluate(0, MESH.vertices)
    assert state.evaluate(1, MESH.vertices)[COLOR].shape == MESH.vertices.shape
    with pytest.raises(StateError, match="no part number 5"):
        state.evaluate(5, MESH.vertices)


def test_what_does_not_fit_the_state_is_named(result: StylizeResult, models: Models) -> None:
    state = _state(result)
    more = QUICK.with_(iterations=6)
    with pytest.raises(StateError, match="another mesh"):
        continue_run(sphere(), state, settings=more, models=models)
    with pytest.raises(StateError, match=r'"field\.width"'):
        continue_run(MESH, state, settings=more.with_(field=replace(QUICK.field, width=17)), models=models)
    for kind in (FieldKind.COLOR, FieldKind.APPEARANCE, FieldKind.APPEARANCE_DISPLACEMENT):
        with pytest.raises(StateError, match=r'"field\.kind"'):
            continue_run(MESH, state, settings=more.with_(field=replace(QUICK.field, kind=kind)), models=models)
    with pytest.raises(PromptError, match='"cap" was styled as "gold"'):
        continue_run(MESH, state, [Part("cap", "wood")], more, models=models)
    with pytest.raises(PromptError, match='no part "lid"'):
        restyle(MESH, state, [Part("lid", "wood")], more, models=models)
    with pytest.raises(PromptError, match="at least one part to restyle"):
        restyle(MESH, state, [], more, models=models)
    with pytest.raises(ModelError, match="was guided by the model"):
        continue_run(MESH, state, settings=more, models=replace(models, name="another"))


def test_materials_that_a_field_of_colors_has_not_are_of_no_account(result: StylizeResult) -> None:
    dialled = replace(QUICK.field, appearance=replace(QUICK.field.appearance, lights=7))
    _assert_same(result, continue_run(MESH, _state(result), settings=QUICK.with_(field=dialled)))


def test_ranges_of_materials_bind_a_continued_run_only_where_there_are_materials(models: Models) -> None:
    for kind, fits in ((FieldKind.COLOR_DISPLACEMENT, True), (FieldKind.APPEARANCE, False)):
        settings = QUICK.with_(field=replace(QUICK.field, kind=kind), iterations=1)
        state = _state(stylize(MESH, PARTS, settings, models=models))
        other = replace(settings.field, appearance=replace(settings.field.appearance, least_roughness=0.2))
        longer = settings.with_(field=other, iterations=2)
        if fits:
            assert len(continue_run(MESH, state, settings=longer, models=models).history) == 2
        else:
            with pytest.raises(StateError, match=r'"field\.appearance"'):
                continue_run(MESH, state, settings=longer, models=models)


def test_a_file_that_is_no_state_or_a_broken_one_gets_a_sentence(result: StylizeResult, tmp_path: Path) -> None:
    path = tmp_path / "run.styleglip"
    with pytest.raises(StateError, match="cannot be read"):
        StyleState.load(path)
    _state(result).save(path)
    whole = path.read_bytes()
    for content in (b"", b"PK\x03\x04 not ours", whole[: len(whole) // 2], whole[:100], whole[8:]):
        path.write_bytes(content)
        with pytest.raises(StateError, match=r"run\.styleglip.*(damaged|no saved)"):
            StyleState.load(path)
    safetensors.torch.save_file({"weight": torch.zeros(3)}, path)
    with pytest.raises(StateError, match="no saved StyleGLIP state"):
        StyleState.load(path)


@pytest.mark.parametrize(
    "change",
    [
        {"format": 99},
        {"settings": {"iterations": "many"}},
        {"parts": []},
        {"parts": "cap"},
        {"sphere": {"center": [0, 0], "radius": 1}},
        {"sphere": {"center": [0, 0, 0], "radius": -1}},
        {"settings": QUICK.with_(field=replace(QUICK.field, width=99)).to_dict()},
        {"losses": ["total"]},
        {"choice": {"glip": 3}},
    ],
    ids=str,
)
def test_a_header_that_does_not_fit_its_tensors_gets_a_sentence(
    change: dict[str, object], result: StylizeResult
) -> None:
    data = _with_header(_state(result).to_bytes(), change)
    with pytest.raises(StateError, match=r"damaged|another version"):
        StyleState.from_bytes(data)


def test_a_state_with_the_settings_of_an_earlier_version_goes_on(models: Models) -> None:
    settings = ALL_AT_ONCE.with_(iterations=2)
    state = _state(stylize(MESH, PARTS, settings, models=models))
    former = settings.to_dict()
    former |= former.pop("machine") | {"glip_every": 3, "field_kind": "both", "displacement": True}
    former["clip"]["ratio"] = None
    former["appearance"] = former["field"].pop("appearance")
    del former["field"]["kind"], former["schedule"]
    loaded = StyleState.from_bytes(_with_header(state.to_bytes(), {"settings": former}))
    assert loaded.settings == settings
    longer = continue_run(MESH, loaded, settings=settings.with_(iterations=3), models=models)
    assert len(longer.history) == 3


def test_the_history_has_a_value_for_each_term_that_a_step_evaluated_and_none_for_others(result: StylizeResult) -> None:
    state = _state(result)
    assert len({frozenset(losses.terms) for losses in state.history}) > 1, "GLIP and CLIP take turns"
    assert StyleState.from_bytes(state.to_bytes()).history == state.history
    # Earlier versions wrote a column for every loss there was, evaluated or not.
    former = replace(state, history=tuple(Losses(h.total, {"glip": 1.0, "clip": math.nan}) for h in state.history))
    assert [losses.terms for losses in StyleState.from_bytes(former.to_bytes()).history] == [{"glip": 1.0}] * state.step


def test_a_state_that_cannot_be_written_leaves_the_old_file_as_it_was(result: StylizeResult, tmp_path: Path) -> None:
    with pytest.raises(StateError, match="cannot be written"):
        _state(result).save(tmp_path / "absent" / "run.styleglip")
    path = tmp_path / "run.styleglip"
    _state(result).save(path)
    _state(result).save(path)
    assert [file.name for file in tmp_path.iterdir()] == ["run.styleglip"]
