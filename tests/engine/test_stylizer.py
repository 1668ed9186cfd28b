"""The whole run on a small mesh with an untrained model: every step is real, only the taste is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from styleglip_addon.engine import (
    FieldSettings,
    LocalizationSettings,
    Mesh,
    MeshError,
    Models,
    Part,
    Phase,
    Progress,
    PromptError,
    StylizeCancelled,
    StylizeSettings,
    load_models,
    stylize,
)
from styleglip_addon.engine.types import FloatArray
from tests.untrained_model import write_untrained_model

QUICK = StylizeSettings(
    iterations=4,
    image_size=96,
    views_per_iteration=1,
    crops_per_part=1,
    dense_vertices=400,
    learning_rate=1e-2,
    field=FieldSettings(frequencies=8, width=16, depth=1),
    localization=LocalizationSettings(views=10, image_size=64),
    threads=1,
)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def _sphere(center: tuple[float, float, float] = (0.0, 0.0, 0.0), radius: float = 1.0) -> Mesh:
    """A UV sphere of 12 x 24 quads cut into triangles."""
    polar, around = np.meshgrid(np.linspace(0.02, np.pi - 0.02, 13), np.arange(24) * 2 * np.pi / 24, indexing="ij")
    points = np.stack((np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)), axis=-1)
    row, column = (a.reshape(-1) for a in np.meshgrid(np.arange(12), np.arange(24), indexing="ij"))
    a, b = row * 24 + column, row * 24 + (column + 1) % 24
    faces = np.concatenate((np.stack((a, a + 24, b), 1), np.stack((b, a + 24, b + 24), 1)))
    vertices = points.reshape(-1, 3) * radius + np.asarray(center)
    return Mesh(vertices.astype(np.float32), faces.astype(np.int64))


def _halves(mesh: Mesh) -> tuple[Part, Part]:
    """Upper and lower half as parts with manual masks."""
    height = mesh.vertices[:, 2] - mesh.vertices[:, 2].mean()
    upper: FloatArray = (height > 0).astype(np.float32)
    return Part("cap", "gold", mask=upper), Part("body", "wood", mask=1 - upper)


def test_the_result_fits_the_input_and_comes_with_what_reproduces_it(models: Models) -> None:
    mesh = _sphere()
    parts = _halves(mesh)
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
    mesh = _sphere()
    first = stylize(mesh, _halves(mesh), QUICK, models=models)
    again = stylize(mesh, _halves(mesh), QUICK, models=models)
    other = stylize(mesh, _halves(mesh), QUICK.with_(seed=1), models=models)
    assert np.array_equal(first.color, again.color)
    assert np.array_equal(first.displacement, again.displacement)
    assert not np.array_equal(first.color, other.color)


def test_a_larger_object_is_displaced_by_as_much_more(models: Models) -> None:
    # A power of two scales without rounding, so that the two runs are the same run.
    small, large = _sphere(), _sphere(radius=8.0)
    first = stylize(small, _halves(small), QUICK, models=models)
    second = stylize(large, _halves(large), QUICK, models=models)
    assert np.abs(first.displacement).max() > 0.0
    assert np.allclose(second.displacement, 8.0 * first.displacement, atol=1e-6)
    assert np.array_equal(second.color, first.color)


def test_an_object_far_from_the_origin_is_displaced_within_the_limit(models: Models) -> None:
    mesh = _sphere(center=(100.0, -50.0, 20.0), radius=8.0)
    result = stylize(mesh, _halves(mesh), QUICK, models=models)
    length = np.linalg.norm(result.displacement, axis=1)
    assert 0.0 < length.max() <= 8.0 * QUICK.field.displacement_limit * 1.001


def test_a_part_at_half_strength_moves_half_as_far(models: Models) -> None:
    mesh = _sphere()
    cap, body = _halves(mesh)
    full = stylize(mesh, (cap, body), QUICK, models=models)
    half = stylize(mesh, (replace(cap, strength=0.5), body), QUICK, models=models)
    assert np.allclose(half.parts[0].displacement, 0.5 * full.parts[0].displacement, atol=1e-7)
    assert np.array_equal(half.parts[1].displacement, full.parts[1].displacement)


def test_without_displacement_nothing_moves(models: Models) -> None:
    mesh = _sphere()
    result = stylize(mesh, _halves(mesh), QUICK.with_(displacement=False), models=models)
    assert not result.displacement.any()


def test_a_mask_on_the_mesh_serves_the_part_of_its_name(models: Models) -> None:
    mesh = _sphere()
    cap, body = _halves(mesh)
    assert cap.mask is not None
    assert body.mask is not None
    carrying = replace(mesh, masks={"cap": cap.mask, "body": body.mask})
    first = stylize(mesh, (cap, body), QUICK, models=models)
    second = stylize(carrying, (Part("cap", "gold"), Part("body", "wood")), QUICK, models=models)
    assert np.array_equal(first.color, second.color)


def test_a_strong_smoothness_weight_keeps_a_part_in_one_color(models: Models) -> None:
    mesh = _sphere()
    whole = (Part("ball", "gold", mask=np.ones(len(mesh.vertices), dtype=np.float32)),)
    settings = QUICK.with_(iterations=12)
    free = stylize(mesh, whole, settings, models=models)
    smooth = stylize(mesh, whole, settings.with_(smoothness_weight=50.0), models=models)
    assert smooth.color.std(axis=0).mean() < 0.7 * free.color.std(axis=0).mean()


def test_an_empty_mask_is_a_part_not_found_and_the_other_is_styled(models: Models) -> None:
    mesh = _sphere()
    cap, body = _halves(mesh)
    nowhere = replace(cap, mask=np.zeros(len(mesh.vertices), dtype=np.float32))
    result = stylize(mesh, (nowhere, body), QUICK, models=models)
    assert not result.parts[0].located.found
    assert "cap" in result.warnings[0]
    assert not result.parts[0].displacement.any()
    assert result.parts[1].located.found
    assert np.abs(result.parts[1].displacement).max() > 0.0


def test_progress_counts_every_step_and_estimates_the_time_left(models: Models) -> None:
    mesh = _sphere()
    seen: list[Progress] = []
    stylize(mesh, _halves(mesh), QUICK.with_(iterations=10), on_progress=seen.append, models=models)
    styling = [p for p in seen if p.phase is Phase.STYLING]
    assert [p.step for p in styling] == list(range(11))
    assert styling[-1].steps == 10
    assert styling[-1].seconds_left == pytest.approx(0.0)
    assert styling[5].seconds_left > 0.0
    assert styling[10].snapshot is not None
    assert styling[10].snapshot.color.shape == mesh.vertices.shape


def test_a_stop_is_obeyed_at_the_next_step(models: Models) -> None:
    mesh = _sphere()
    seen: list[Progress] = []

    def stop() -> bool:
        return bool(seen) and seen[-1].phase is Phase.STYLING and seen[-1].step >= 2

    with pytest.raises(StylizeCancelled):
        stylize(mesh, _halves(mesh), QUICK, on_progress=seen.append, should_stop=stop, models=models)
    assert seen[-1].step == 2


def test_a_run_without_parts_or_with_a_foreign_mask_says_what_to_do(models: Models) -> None:
    mesh = _sphere()
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
