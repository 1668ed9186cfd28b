"""Runs whose fields start from materials: chosen, fitted, put away, taken up, restyled, and evaluated anywhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from styleglip_addon.engine import (
    FieldKind,
    FieldSettings,
    Models,
    Part,
    Phase,
    Progress,
    PromptError,
    SettingsError,
    StateError,
    StyleState,
    StylizeCancelled,
    StylizeResult,
    StylizeSettings,
    continue_run,
    load_models,
    restyle,
    result_of_state,
    stylize,
    variations,
)
from styleglip_addon.engine.baking import dense_result, styled_shape
from styleglip_addon.engine.fields import FittedMaterial, PartMaterial
from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.choice import MaterialChoice, piece_of
from styleglip_addon.engine.materials.points import boxed_points
from styleglip_addon.engine.materials.words.reader import read_style
from styleglip_addon.engine.optimisation.placing import radii_per_metre
from styleglip_addon.engine.surface import UnitSphere
from styleglip_addon.engine.vocabulary.channels import COLOR, METALLIC, ROUGHNESS
from styleglip_addon.engine.vocabulary.settings import MaterialSettings, Start
from tests.engine.small_runs import QUICK, halves, sphere

SETTINGS = QUICK.with_(
    start=Start.MATERIAL,
    field=FieldSettings(frequencies=8, width=16, depth=1),
    material=MaterialSettings(candidates=2, views=1),
)
MESH = sphere()
PARTS = tuple(
    replace(part, name=name, style=style)
    for part, name, style in zip(halves(MESH), ("cap", "body"), ("gold", "linen"), strict=True)
)


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models()


@pytest.fixture(scope="module")
def result(models: Models) -> StylizeResult:
    return stylize(MESH, PARTS, SETTINGS, models=models)


def test_a_part_looks_like_its_material_before_and_after_it_is_fitted(result: StylizeResult) -> None:
    cap, body = result.parts
    assert cap.material[METALLIC].min() > 0.99
    assert body.material[METALLIC].max() < 0.01
    assert body.material[ROUGHNESS].mean() > cap.material[ROUGHNESS].mean() + 0.3
    red, _, blue = cap.color.mean(axis=0)
    assert red > blue + 0.3  # gold
    assert np.ptp(body.color.mean(axis=0)) < 0.35  # linen
    assert any(line == "material: gold" for line in cap.reading)
    assert body.finest is not None
    assert 0.0 < body.finest < 0.01


def test_every_phase_is_told_and_counted(models: Models) -> None:
    seen: list[Progress] = []
    result = stylize(MESH, PARTS, SETTINGS, on_progress=seen.append, models=models)
    choosing = [report.step for report in seen if report.phase is Phase.CHOOSING]
    assert choosing == [0, 1, 2]
    assert set(result.seconds) >= {"loading", "locating", "choosing", "styling"}
    order = list(dict.fromkeys(report.phase for report in seen))
    assert order.index(Phase.LOCATING) < order.index(Phase.CHOOSING) < order.index(Phase.STYLING)


def test_a_run_cancelled_in_the_middle_ends_bit_for_bit_like_one_that_was_not(
    result: StylizeResult, models: Models
) -> None:
    taken: list[Progress] = []

    def enough() -> bool:
        return any(report.phase is Phase.STYLING and report.step == 2 for report in taken)

    with pytest.raises(StylizeCancelled) as cancelled:
        stylize(MESH, PARTS, SETTINGS, on_progress=taken.append, should_stop=enough, models=models)
    state = cancelled.value.state
    assert state is not None
    read = StyleState.from_bytes(state.to_bytes())
    assert read.choices == state.choices
    resumed = continue_run(MESH, read, settings=SETTINGS, models=models)
    np.testing.assert_array_equal(resumed.color, result.color)
    np.testing.assert_array_equal(resumed.displacement, result.displacement)


def test_a_state_alone_gives_the_result_again(result: StylizeResult) -> None:
    again = result_of_state(StyleState.from_bytes(result.state.to_bytes()), MESH)
    np.testing.assert_array_equal(again.color, result.color)
    for part, before in zip(again.parts, result.parts, strict=True):
        assert part.material.keys() == before.material.keys()
        for channel in part.material:
            np.testing.assert_array_equal(part.material[channel], before.material[channel])


def test_one_part_restyled_leaves_the_others_bit_for_bit(result: StylizeResult, models: Models) -> None:
    changed = restyle(MESH, result.state, [Part("cap", "denim")], SETTINGS, models=models)
    assert any(line == "material: denim" for line in changed.parts[0].reading)
    np.testing.assert_array_equal(changed.parts[1].color, result.parts[1].color)
    assert changed.parts[0].material[METALLIC].max() < 0.01


def test_a_material_is_made_larger_afterwards_without_a_step(result: StylizeResult) -> None:
    larger = continue_run(MESH, result.state, [replace(PARTS[1], scale=30.0, mask=None)])
    assert len(larger.history) == len(result.history)
    assert larger.parts[1].finest == pytest.approx(30.0 * (result.parts[1].finest or 0.0))
    assert np.abs(larger.parts[1].color - result.parts[1].color).mean() > 1e-3
    np.testing.assert_array_equal(larger.parts[0].color, result.parts[0].color)


def test_an_object_in_other_units_has_the_same_material_in_them(models: Models) -> None:
    settings = SETTINGS.with_(iterations=1, material=MaterialSettings(candidates=1))
    metres = stylize(sphere(radius=0.5), PARTS, settings, models=models)
    millimetres = stylize(sphere(radius=500.0), PARTS, settings, models=models)
    moved = np.abs(metres.parts[1].displacement).max()
    assert moved > 1e-6
    # Where charts meet, rounding may decide which of them a vertex lies in.
    alike = np.isclose(millimetres.parts[1].displacement, 1000.0 * metres.parts[1].displacement, atol=moved)
    assert alike.mean() > 0.9
    assert millimetres.parts[1].finest == pytest.approx(1000.0 * (metres.parts[1].finest or 0.0), rel=1e-3)


def test_dense_copy_and_result_agree_at_shared_vertices(result: StylizeResult) -> None:
    shape = styled_shape(result.state, MESH)
    coarse, fine = dense_result(shape), dense_result(shape, 2000)
    count = len(coarse.vertices)
    assert len(fine.vertices) > count
    own = np.flatnonzero(coarse.parts[0].weights[: len(MESH.vertices)] > 0.99)
    # The fine copy's samples lie closer, so less is filtered away: gold has nothing to lose.
    np.testing.assert_allclose(fine.parts[0].color[own], coarse.parts[0].color[own], atol=0.02)


def test_a_style_from_a_material_is_known_on_its_surface_only(result: StylizeResult) -> None:
    with pytest.raises(StateError, match="surface of its mesh"):
        result.state.evaluate(0, MESH.vertices)


def test_what_was_not_understood_is_told(models: Models) -> None:
    strange = (replace(PARTS[0], style="red qwxyz"),)
    warned = stylize(MESH, strange, SETTINGS.with_(iterations=1), models=models).warnings
    assert any("qwxyz" in sentence and "not understood" in sentence for sentence in warned)


def test_the_residual_learns_in_the_last_steps_only(models: Models) -> None:
    settings = SETTINGS.with_(material=MaterialSettings(candidates=1, views=1, residual_steps=2), iterations=4)
    taken: list[Progress] = []

    def half_way() -> bool:
        return any(report.phase is Phase.STYLING and report.step == 2 for report in taken)

    with pytest.raises(StylizeCancelled) as cancelled:
        stylize(MESH, PARTS, settings, on_progress=taken.append, should_stop=half_way, models=models)
    state = cancelled.value.state
    assert state is not None
    assert _learned_residual(state) == 0.0
    whole = stylize(MESH, PARTS, settings, models=models)
    assert _learned_residual(whole.state) > 0.0
    resumed = continue_run(MESH, StyleState.from_bytes(state.to_bytes()), settings=settings, models=models)
    np.testing.assert_array_equal(resumed.color, whole.color)
    with pytest.raises(StateError, match="residual"):
        continue_run(MESH, whole.state, settings=settings.with_(material=MaterialSettings()), models=models)


def _learned_residual(state: StyleState) -> float:
    """How far the residuals' last layers, which begin at zero, have come."""
    last = [value for name, value in state.fields.items() if "residual.color_head" in name]
    assert last
    return float(max(value.abs().max() for value in last[-2:]))


def test_colors_alone_leave_the_shape_and_the_material(models: Models) -> None:
    colors = SETTINGS.with_(field=replace(SETTINGS.field, kind=FieldKind.COLOR), iterations=1)
    result = stylize(MESH, PARTS, colors, models=models)
    assert not result.displacement.any()
    assert not any(part.material for part in result.parts)


def test_a_fit_stays_within_its_limits() -> None:
    sample = MATERIALS["gold"].sample(np.random.default_rng(0))
    limits = MaterialSettings(palette=4.0, roughness=0.1, relief=0.2, contrast=0.2)
    field = FittedMaterial(FieldSettings(), limits, PartMaterial(sample, 1.0, 1.0), torch.Generator())
    normal = np.tile(np.array([[0.0, 0.0, 1.0]], np.float32), (50, 1))
    places = boxed_points(np.random.default_rng(1).normal(size=(50, 3)).astype(np.float32), normal, 0.01)
    points = torch.zeros(50, 3)
    before = field.values(points, places=places)
    with torch.no_grad():
        for parameter in field.parameters():
            parameter.fill_(100.0)
    after = field.values(points, places=places)
    assert float((after[ROUGHNESS] - before[ROUGHNESS]).detach().abs().max()) <= 0.1 + 1e-6
    assert float((after[COLOR] - before[COLOR]).detach().abs().max()) < 0.2


def test_settings_that_a_material_cannot_follow_are_refused() -> None:
    with pytest.raises(SettingsError, match="mirror"):
        StylizeSettings(field=FieldSettings(mirror="x"))  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match="candidates"):
        MaterialSettings(candidates=0)


def test_an_object_in_other_units_than_metres_looks_as_if_it_were_one_metre_large() -> None:
    radius = 75.0
    sphere_of_that_size = UnitSphere((0.0, 0.0, 0.0), radius)
    assert radii_per_metre(sphere_of_that_size) == pytest.approx(2.0)
    assert radii_per_metre(UnitSphere((0.0, 0.0, 0.0), 0.5)) == pytest.approx(2.0)


def test_the_other_parts_keep_their_shape_where_one_is_made_larger(result: StylizeResult, models: Models) -> None:
    restyled = restyle(MESH, result.state, [Part("cap", "denim")], SETTINGS, models=models)
    larger = result_of_state(restyled.state, MESH, parts=[replace(PARTS[1], scale=30.0, mask=None)])
    np.testing.assert_array_equal(larger.parts[0].displacement, restyled.parts[0].displacement)
    assert larger.parts[1].displacement.any()
    assert larger.state.only == restyled.state.only


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), 1e9])
def test_a_size_that_is_none_is_refused(result: StylizeResult, scale: float) -> None:
    with pytest.raises(PromptError, match=r"scale .* of part .cap. is none"):
        result_of_state(result.state, MESH, parts=[replace(PARTS[0], scale=scale)])


def test_the_look_is_shown_as_soon_as_materials_are_chosen(models: Models) -> None:
    seen: list[Progress] = []
    stylize(MESH, PARTS, SETTINGS.with_(iterations=8), on_progress=seen.append, models=models)
    shown = [(report.phase, report.step) for report in seen if report.snapshot is not None]
    assert shown == [(Phase.CHOOSING, 2), *((Phase.STYLING, step) for step in (2, 4, 6, 8))]


def test_other_pieces_are_shown_and_the_chosen_one_is_what_was_shown(result: StylizeResult) -> None:
    (cap,) = variations(MESH, result.state, ["Cap"], count=2, size=64)
    assert [other.seed for other in cap.others] == [1, 2]
    pictures = [cap.now, *(other.picture for other in cap.others)]
    assert all(picture.shape == (64, 64, 3) and np.ptp(picture) > 0.3 for picture in pictures)
    assert np.abs(pictures[1] - pictures[2]).max() > 0.01
    chosen = result_of_state(result.state, MESH, parts=[replace(PARTS[0], seed=2, mask=None)])
    assert chosen.state.choices["cap"] == cap.others[1].choice
    (again,) = variations(MESH, StyleState.from_bytes(chosen.state.to_bytes()), ["cap"], count=1, size=64)
    np.testing.assert_allclose(again.now, cap.others[1].picture, atol=1e-5)
    np.testing.assert_array_equal(chosen.parts[1].color, result.parts[1].color)


def test_a_piece_asked_for_is_the_one_a_run_fits(models: Models, result: StylizeResult) -> None:
    asked = tuple(replace(part, seed=5) for part in PARTS)
    run = stylize(MESH, asked, SETTINGS.with_(iterations=1), models=models)
    assert [choice.seed for choice in run.state.choices.values()] == [5, 5]
    longer = continue_run(MESH, run.state, settings=SETTINGS.with_(iterations=2), models=models)
    assert [part.located.part.seed for part in longer.parts] == [5, 5]


def test_words_that_no_material_is_called_by_have_pieces_of_several_materials() -> None:
    reading = read_style("quirky", lambda phrase: [("oak", 0.4), ("marble", 0.3), ("linen", 0.2)])
    pieces = [piece_of(reading, seed) for seed in range(1, 5)]
    assert [piece.understood.material for piece in pieces] == ["oak", "linen", "oak", "marble"]
    assert all(piece == MaterialChoice.from_dict(piece.to_dict()) for piece in pieces)


def test_there_are_no_pieces_of_grey(models: Models) -> None:
    grey = stylize(MESH, PARTS, QUICK.with_(iterations=1), models=models)
    with pytest.raises(StateError, match="started from grey"):
        variations(MESH, grey.state)
    with pytest.raises(StateError, match="started from grey"):
        result_of_state(grey.state, MESH, parts=[replace(PARTS[0], seed=1)])
