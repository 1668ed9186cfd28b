"""The whole run on a small mesh with an untrained model: every step is real, only the taste is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from styleglip_addon.engine import (
    Mesh,
    MeshError,
    Models,
    Part,
    Phase,
    Preset,
    Progress,
    PromptError,
    StyleState,
    StylizeCancelled,
    StylizeSettings,
    load_models,
    stylize,
)
from styleglip_addon.engine.fields import PartFields, StyledSurface, UnstyledPoints
from styleglip_addon.engine.fields.color_field import ColorField
from styleglip_addon.engine.optimisation.scene import Scene, background_color
from styleglip_addon.engine.rendering import create_renderer
from styleglip_addon.engine.rendering.color import lab_to_linear, linear_to_srgb, srgb_to_linear
from styleglip_addon.engine.rendering.pictures import WantedPictures
from styleglip_addon.engine.surface.prepared import prepare_surface
from styleglip_addon.engine.vocabulary import Background, FieldKind, FieldSettings, MirrorAxis, OptimizerKind
from styleglip_addon.engine.vocabulary.channels import COLOR, METALLIC, NORMAL_OFFSET, ROUGHNESS
from tests.engine.small_runs import QUICK, halves, sphere
from tests.untrained_model import write_untrained_model


def _field(kind: FieldKind) -> FieldSettings:
    return replace(QUICK.field, kind=kind)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def test_the_result_fits_the_input_and_comes_with_what_reproduces_it(models: Models) -> None:
    mesh = sphere()
    parts = halves(mesh)
    result = stylize(mesh, parts, QUICK, models=models)
    assert result.displacement.shape == result.color.shape == mesh.vertices.shape
    assert result.weights.shape == (len(mesh.vertices), 2)
    assert np.allclose(result.displacement, sum(p.displacement for p in result.parts), atol=1e-7)
    assert result.color.min() >= 0.0
    assert result.color.max() <= 1.0
    assert len(result.history) == QUICK.iterations
    assert result.settings == QUICK
    assert [p.located.part.style for p in result.parts] == ["gold", "wood"]
    assert set(result.seconds) >= {"loading", "locating", "styling"}


def test_the_same_seed_gives_the_same_result_and_another_seed_another(models: Models) -> None:
    mesh = sphere()
    first = stylize(mesh, halves(mesh), QUICK, models=models)
    again = stylize(mesh, halves(mesh), QUICK, models=models)
    other = stylize(mesh, halves(mesh), QUICK.with_(seed=1), models=models)
    assert np.array_equal(first.color, again.color)
    assert np.array_equal(first.displacement, again.displacement)
    assert not np.array_equal(first.color, other.color)


def test_a_run_starts_at_the_mean_colour_of_every_parts_palette(models: Models) -> None:
    mesh = sphere()
    result = stylize(mesh, halves(mesh), QUICK.with_(iterations=1, learning_rate=1e-9), models=models)
    for styled in result.parts:
        palette = models.encoder.palette(styled.located.part.style)
        assert palette is not None
        mean = lab_to_linear((palette.lab * palette.shares[:, None]).sum(dim=0))
        # The field keeps off full black and white: 6 % in sRGB.
        wanted = srgb_to_linear(linear_to_srgb(mean).clamp(0.06, 0.94))
        assert np.allclose(styled.color, wanted.numpy(), atol=1e-3)


def test_without_the_palettes_a_run_starts_grey(models: Models) -> None:
    mesh = sphere()
    settings = QUICK.with_(iterations=1, learning_rate=1e-9, palette_weight=0.0)
    result = stylize(mesh, halves(mesh), settings, models=models)
    assert np.allclose(result.parts[0].color, float(srgb_to_linear(torch.tensor(0.5))), atol=1e-3)


def test_the_result_says_what_the_words_were_taken_for(models: Models) -> None:
    mesh = sphere()
    result = stylize(mesh, halves(mesh), QUICK.with_(iterations=1), models=models)
    readings = [part.read_as for part in result.parts]
    assert [(r.name, r.share) for r in readings if r is not None] == [("gold", 1.0), ("wood", 1.0)]


def test_a_larger_object_is_displaced_by_as_much_more(models: Models) -> None:
    # A power of two scales without rounding, so that the two runs are the same run.
    small, large = sphere(), sphere(radius=8.0)
    first = stylize(small, halves(small), QUICK, models=models)
    second = stylize(large, halves(large), QUICK, models=models)
    assert np.abs(first.displacement).max() > 0.0
    assert np.allclose(second.displacement, 8.0 * first.displacement, atol=1e-6)
    assert np.array_equal(second.color, first.color)


def test_an_object_far_from_the_origin_is_displaced_within_the_limit(models: Models) -> None:
    mesh = sphere(center=(100.0, -50.0, 20.0), radius=8.0)
    result = stylize(mesh, halves(mesh), QUICK, models=models)
    length = np.linalg.norm(result.displacement, axis=1)
    assert 0.0 < length.max() <= 8.0 * QUICK.field.displacement_limit * 1.001


def test_a_part_at_half_strength_moves_half_as_far(models: Models) -> None:
    mesh = sphere()
    cap, body = halves(mesh)
    full = stylize(mesh, (cap, body), QUICK, models=models)
    half = stylize(mesh, (replace(cap, strength=0.5), body), QUICK, models=models)
    assert np.allclose(half.parts[0].displacement, 0.5 * full.parts[0].displacement, atol=1e-7)
    assert np.array_equal(half.parts[1].displacement, full.parts[1].displacement)


def test_without_displacement_nothing_moves(models: Models) -> None:
    mesh = sphere()
    result = stylize(mesh, halves(mesh), QUICK.with_(field=_field(FieldKind.COLOR)), models=models)
    assert not result.displacement.any()


def test_a_mask_on_the_mesh_serves_the_part_of_its_name(models: Models) -> None:
    mesh = sphere()
    cap, body = halves(mesh)
    assert cap.mask is not None
    assert body.mask is not None
    carrying = replace(mesh, masks={"cap": cap.mask, "body": body.mask})
    first = stylize(mesh, (cap, body), QUICK, models=models)
    second = stylize(carrying, (Part("cap", "gold"), Part("body", "wood")), QUICK, models=models)
    assert np.array_equal(first.color, second.color)


def test_a_strong_smoothness_weight_keeps_a_part_in_one_color(models: Models) -> None:
    mesh = sphere()
    whole = (Part("ball", "gold", mask=np.ones(len(mesh.vertices), dtype=np.float32)),)
    settings = QUICK.with_(iterations=40)
    free = stylize(mesh, whole, settings, models=models)
    smooth = stylize(mesh, whole, settings.with_(smoothness_weight=500.0), models=models)
    assert smooth.color.std(axis=0).mean() < 0.5 * free.color.std(axis=0).mean()


def test_an_empty_mask_is_a_part_not_found_and_the_other_is_styled(models: Models) -> None:
    mesh = sphere()
    cap, body = halves(mesh)
    nowhere = replace(cap, mask=np.zeros(len(mesh.vertices), dtype=np.float32))
    result = stylize(mesh, (nowhere, body), QUICK, models=models)
    assert not result.parts[0].located.found
    assert "cap" in result.warnings[0]
    assert not result.parts[0].displacement.any()
    assert result.parts[1].located.found
    assert np.abs(result.parts[1].displacement).max() > 0.0


def test_progress_counts_every_step_and_estimates_the_time_left(models: Models) -> None:
    mesh = sphere()
    seen: list[Progress] = []
    stylize(mesh, halves(mesh), QUICK.with_(iterations=10), on_progress=seen.append, models=models)
    styling = [p for p in seen if p.phase is Phase.STYLING]
    assert [p.step for p in styling] == list(range(11))
    assert styling[-1].steps == 10
    assert styling[-1].seconds_left == pytest.approx(0.0)
    assert styling[5].seconds_left > 0.0
    assert styling[10].snapshot is not None
    assert styling[10].snapshot.color.shape == mesh.vertices.shape


def test_a_stop_is_obeyed_at_the_next_step(models: Models) -> None:
    mesh = sphere()
    seen: list[Progress] = []

    def stop() -> bool:
        return bool(seen) and seen[-1].phase is Phase.STYLING and seen[-1].step >= 2

    with pytest.raises(StylizeCancelled):
        stylize(mesh, halves(mesh), QUICK, on_progress=seen.append, should_stop=stop, models=models)
    assert seen[-1].step == 2


def test_a_run_without_parts_or_with_a_foreign_mask_says_what_to_do(models: Models) -> None:
    mesh = sphere()
    with pytest.raises(PromptError, match="at least one part"):
        stylize(mesh, (), QUICK, models=models)
    with pytest.raises(PromptError, match="cap"):
        stylize(mesh, (Part("cap", "gold", mask=np.ones(3, dtype=np.float32)),), QUICK, models=models)


@pytest.mark.parametrize(
    ("vertices", "faces", "words"),
    [
        (np.zeros((3, 3)), np.zeros((0, 3)), "no faces"),
        (np.full((3, 3), np.nan), [[0, 1, 2]], "3 vertices have NaN"),
        (np.zeros((3, 3)), [[0, 1, 2]], "one point"),
        (np.eye(3), [[0, 1, 7]], "missing vertices"),
    ],
)
def test_a_mesh_that_cannot_be_stylized_says_why(vertices: object, faces: object, words: str) -> None:
    with pytest.raises(MeshError, match=words):
        Mesh(np.asarray(vertices, dtype=np.float32), np.asarray(faces, dtype=np.int64))


def test_a_model_folder_without_a_model_is_named(tmp_path: Path) -> None:
    from styleglip_addon.engine import ModelError

    with pytest.raises(ModelError, match=tmp_path.name):
        load_models(tmp_path)


def _whole(mesh: Mesh) -> tuple[Part, ...]:
    return (Part("ball", "gold", mask=np.ones(len(mesh.vertices), dtype=np.float32)),)


def _color_field(state: StyleState | None) -> ColorField:
    assert state is not None
    field = state.build_field(0)
    assert isinstance(field, ColorField)
    return field


def test_a_mirrored_style_is_the_same_on_both_sides(models: Models) -> None:
    mesh = sphere()
    settings = QUICK.with_(dense_vertices=10)  # a denser copy would not be quite symmetric
    field = replace(QUICK.field, mirror=MirrorAxis.X)
    free = stylize(mesh, _whole(mesh), settings, models=models)
    mirrored = stylize(mesh, _whole(mesh), settings.with_(field=field), models=models)
    image = mesh.vertices * (-1.0, 1.0, 1.0)
    other = np.linalg.norm(image[:, None] - mesh.vertices[None], axis=2).argmin(axis=1)
    assert np.allclose(mirrored.color, mirrored.color[other], atol=1e-4)
    assert np.abs(free.color - free.color[other]).max() > 1e-2


def test_a_standardised_field_sees_every_axis_alike_however_long_an_object_is(models: Models) -> None:
    ball = sphere()
    settings = QUICK.with_(field=replace(QUICK.field, standardize=True), dense_vertices=10, iterations=1)
    for stretch in (1.0, 4.0):
        mesh = Mesh(ball.vertices * np.array((1.0, 1.0, stretch), dtype=np.float32), ball.faces)
        state = stylize(mesh, _whole(mesh), settings, models=models).state
        assert state is not None
        seen = _color_field(state).frame(torch.from_numpy(state.sphere.apply(mesh.vertices).astype(np.float32)))
        assert torch.allclose(seen.mean(dim=0), torch.zeros(3), atol=1e-4)
        assert torch.allclose(seen.std(dim=0), torch.ones(3), atol=1e-4)


def test_frequencies_come_on_step_by_step(models: Models) -> None:
    mesh = sphere()
    settings = QUICK.with_(field=replace(QUICK.field, progressive_steps=8), iterations=5)
    state = stylize(mesh, _whole(mesh), settings, models=models).state
    # Before the fifth step four steps were done: half of the frequencies are on.
    assert float(_color_field(state).encoding.progress) == pytest.approx(0.5)
    all_on = stylize(mesh, _whole(mesh), settings.with_(iterations=9), models=models).state
    assert float(_color_field(all_on).encoding.progress) == 1.0


def test_materials_move_nothing_and_both_together_do(models: Models) -> None:
    mesh = sphere()
    appearance = stylize(mesh, halves(mesh), QUICK.with_(field=_field(FieldKind.APPEARANCE)), models=models)
    both = stylize(mesh, halves(mesh), QUICK.with_(field=_field(FieldKind.APPEARANCE_DISPLACEMENT)), models=models)
    plain = stylize(mesh, halves(mesh), QUICK, models=models)
    assert not appearance.displacement.any()
    assert np.abs(both.displacement).max() > 0.0
    for part in (*appearance.parts, *both.parts):
        assert set(part.material) == {ROUGHNESS, METALLIC}
        roughness, metallic = part.material[ROUGHNESS], part.material[METALLIC]
        assert roughness.shape == metallic.shape == (len(mesh.vertices),)
        assert 0.0 <= metallic.min() <= roughness.max() <= 1.0
        assert roughness.std() > 0.0
    assert not plain.parts[0].material


def test_adam_and_adamw_part_ways_by_the_weight_decay(models: Models) -> None:
    mesh = sphere()
    adamw = QUICK.with_(optimizer=OptimizerKind.ADAMW)
    plain = stylize(mesh, halves(mesh), QUICK, models=models)
    assert np.allclose(stylize(mesh, halves(mesh), adamw, models=models).color, plain.color, atol=1e-5)
    decayed = stylize(mesh, halves(mesh), adamw.with_(weight_decay=0.5), models=models)
    assert not np.allclose(decayed.color, plain.color, atol=1e-5)


@pytest.mark.parametrize(
    ("background", "styles", "level"),
    [
        (Background.WHITE, ("gold",), 1.0),
        (Background.BLACK, ("linen",), 0.0),
        (Background.GREY, ("linen",), 0.2140),
        (Background.METAL_AWARE, ("polished gold", "steel"), 0.0),
        (Background.METAL_AWARE, ("gold", "linen"), 1.0),
        (Background.METAL_AWARE, ("marigold",), 1.0),
    ],
)
def test_the_background_suits_the_styles(background: Background, styles: tuple[str, ...], level: float) -> None:
    assert background_color(background, styles) == pytest.approx((level,) * 3, abs=1e-4)


def test_the_background_is_what_the_pictures_show_around_the_object(models: Models) -> None:
    surface = prepare_surface(sphere(), 400, "cpu")
    weights = torch.ones(len(surface.vertices), 1)
    fields = PartFields(QUICK.field, ["ball"], weights, UnstyledPoints.of(surface), 0)
    for background, level in ((Background.WHITE, 1.0), (Background.GREY, 0.5), (Background.BLACK, 0.0)):
        settings = QUICK.with_(background=background, field=_field(FieldKind.APPEARANCE_DISPLACEMENT))
        scene = Scene(surface, ["gold"], create_renderer(), settings)
        flat, own_normal = torch.full((len(surface.vertices),), 0.5), torch.zeros_like(surface.vertices)
        plain = StyledSurface({COLOR: surface.base_color}, surface.vertices, ())
        material = {ROUGHNESS: flat, METALLIC: flat, NORMAL_OFFSET: own_normal}
        shiny = replace(plain, channels={**plain.channels, **material})
        cameras = scene.sample_cameras(torch.Generator().manual_seed(0))
        for styled in (plain, shiny):
            pictures = scene.pictures(fields, styled, cameras, WantedPictures(whole=True, content=True, grey=True))
            assert pictures.content is not None
            assert pictures.grey is not None
            for picture in (pictures.content, pictures.whole, pictures.grey):
                assert torch.allclose(picture[0, :, 0, 0], torch.full((3,), level), atol=1e-3)
                assert not torch.allclose(picture[0, :, 48, 48], torch.full((3,), level), atol=1e-2)


def test_picture_sizes_that_are_no_multiple_of_anything_work(models: Models) -> None:
    mesh = sphere()
    result = stylize(mesh, halves(mesh), QUICK.with_(image_size=83, iterations=3), models=models)
    assert len(result.history) == 3


@pytest.mark.parametrize("preset", list(Preset))
def test_every_preset_takes_its_steps(preset: Preset, models: Models) -> None:
    mesh = sphere()
    settings = StylizeSettings.preset(preset, iterations=3).with_(
        image_size=83, views_per_iteration=2, dense_vertices=400, localization=QUICK.localization
    )
    settings = settings.with_(field=replace(settings.field, width=16, frequencies=8))
    result = stylize(mesh, halves(mesh), settings, models=models)
    assert len(result.history) == 3
    assert np.isfinite(result.color).all()
    assert np.isfinite(result.displacement).all()
