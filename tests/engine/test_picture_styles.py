"""A picture as a style: how a prompt names it, the tile that is made of it, and runs whose parts have one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from styleglip_addon.engine import (
    Models,
    Part,
    PromptError,
    StyleState,
    continue_run,
    format_prompt,
    load_models,
    parse_prompt,
    restyle,
    result_of_state,
    stylize,
    variations,
)
from styleglip_addon.engine.materials.evaluation import evaluate
from styleglip_addon.engine.materials.lab import lab_of
from styleglip_addon.engine.materials.pictures.pictured import pictured
from styleglip_addon.engine.materials.pictures.tile import Tile, make_tile
from styleglip_addon.engine.materials.points import boxed_points
from styleglip_addon.engine.vocabulary.channels import ROUGHNESS
from styleglip_addon.engine.vocabulary.picture_words import picture_of, words_beside
from tests.engine.small_runs import QUICK
from tests.engine.test_material_start import MESH, PARTS, SETTINGS


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models()


def _photograph(size: int = 120) -> np.ndarray:
    """Blotches on red, brighter to the right."""
    rng = np.random.default_rng(0)
    blotches = np.kron(rng.uniform(0.3, 0.7, (size // 6, size // 6)), np.ones((6, 6)))
    light = np.linspace(0.7, 1.3, size)[None]
    picture = (blotches * light)[..., None] * np.array((1.0, 0.3, 0.2))
    return (np.clip(picture, 0.0, 1.0) * 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("prompt", "name", "path", "words"),
    [
        ('"@photo.jpg" shade', "shade", "photo.jpg", ""),
        ("@photo.jpg shade", "shade", "photo.jpg", ""),
        (r'"@C:\my files\photo, 2.png" glossy shade', "shade", r"C:\my files\photo, 2.png", "glossy"),
        ("rusty @/a/b.c/photo.jpg tube", "tube", "/a/b.c/photo.jpg", "rusty"),
        ('arm rest: "@a b.jpg" old', "arm rest", "a b.jpg", "old"),
        ("“@photo.jpg” shade", "shade", "photo.jpg", ""),
    ],
)
def test_a_prompt_names_pictures_and_is_written_back(prompt: str, name: str, path: str, words: str) -> None:
    (part, other) = parse_prompt(f"{prompt}, oak base")
    assert (part.name, picture_of(part.style), words_beside(part.style)) == (name, path, words)
    assert (other.name, other.style) == ("base", "oak")
    again = parse_prompt(format_prompt((part, other)))
    assert [(p.name, p.style) for p in again] == [(p.name, p.style) for p in (part, other)]


def test_a_picture_without_a_part_is_for_the_whole_object() -> None:
    (part,) = parse_prompt("glossy @photo.jpg")
    assert (part.name, part.style) == ("object", "glossy @photo.jpg")


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        ('"@" shade', "Name a picture"),
        ("oak base, @photo.jpg", 'which part should be "@photo.jpg"'),
        ("@a.jpg @b.jpg shade", "several pictures"),
    ],
)
def test_what_is_wrong_with_a_picture_in_a_prompt_is_told(prompt: str, sentence: str) -> None:
    with pytest.raises(PromptError, match=sentence):
        parse_prompt(prompt)


def test_a_tile_has_no_seam_and_no_light() -> None:
    photograph = _photograph()
    pixels = make_tile(photograph).pixels.astype(np.float32)
    for axis in (0, 1):
        steps = np.abs(np.diff(pixels, axis=axis)).mean(axis=(1 - axis, 2))
        seam = np.abs(pixels.take(0, axis) - pixels.take(-1, axis)).mean()
        assert seam < 1.2 * steps.max()  # no worse than between two blotches
    lightness = lab_of(pixels / 255.0)[..., 0]
    half = lightness.shape[1] // 2
    before = lab_of(photograph / np.float32(255.0))[..., 0]
    slope = abs(lightness[:, :half].mean() - lightness[:, half:].mean())
    assert slope < 0.4 * abs(before[:, :60].mean() - before[:, 60:].mean())


def test_what_samples_cannot_carry_becomes_the_mean_colour() -> None:
    checked = np.indices((64, 64)).sum(axis=0) % 2 * np.uint8(255)
    sample = pictured(Tile(np.repeat(checked[..., None], 3, axis=2).astype(np.uint8)), np.random.default_rng(0))
    rng = np.random.default_rng(1)
    normal = np.tile(np.array([[0.0, 0.0, 1.0]], np.float32), (500, 1))
    position = np.concatenate((rng.uniform(0.0, 3.0, (500, 2)), np.zeros((500, 1))), axis=1).astype(np.float32)
    far = evaluate(sample, boxed_points(position, normal, 0.1)).color
    assert far.std() < 0.02
    assert far.mean() == pytest.approx(0.735, abs=0.02)  # half the light of white


def test_a_run_keeps_the_picture_and_needs_no_file(models: Models) -> None:
    photograph = _photograph()
    parts = (replace(PARTS[0], style="@nowhere.jpg glossy", picture=photograph), PARTS[1])
    result = stylize(MESH, parts, SETTINGS, models=models)
    red, green, _ = result.parts[0].color.mean(axis=0)
    assert red > 2.0 * green
    assert result.parts[0].material[ROUGHNESS].mean() < 0.4
    assert result.parts[0].reading[0] == "material: as in the picture"
    assert not result.warnings
    state = StyleState.from_bytes(result.state.to_bytes())
    again = result_of_state(state, MESH)
    for part, before in zip(again.parts, result.parts, strict=True):
        np.testing.assert_array_equal(part.color, before.color)
    longer = continue_run(MESH, state, settings=SETTINGS.with_(iterations=6), models=models)
    np.testing.assert_array_equal(longer.parts[0].color, result.parts[0].color)  # the guidance leaves it as it is
    (shown,) = variations(MESH, state, ["cap"], count=1, size=64)
    assert shown.others[0].choice.picture is not None


def test_pictures_alone_leave_the_guidance_nothing_to_do(models: Models) -> None:
    parts = tuple(replace(part, style="@a.jpg", picture=_photograph()) for part in PARTS)
    result = stylize(MESH, parts, SETTINGS, models=models)
    assert len(result.history) == SETTINGS.iterations
    assert {choice.picture is None for choice in result.state.choices.values()} == {False}


@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        (None, "was not read"),
        (np.zeros((20, 400, 3), np.uint8), "400 x 20 pixels"),
        (np.zeros((64, 64), np.uint8), r"\(H, W, 3\)"),
        (np.zeros((64, 64, 3), np.float32), "uint8"),
    ],
)
def test_pictures_that_are_none_are_refused_before_anything_long(picture: np.ndarray | None, sentence: str) -> None:
    with pytest.raises(PromptError, match=sentence):
        stylize(MESH, [Part("cap", "@photo.jpg", picture=picture)], SETTINGS)


def test_a_part_is_restyled_with_a_picture_and_from_grey_none_is_taken(models: Models) -> None:
    result = stylize(MESH, PARTS, SETTINGS, models=models)
    photograph = _photograph()
    restyled = restyle(MESH, result.state, [Part("Cap", "@a.jpg", picture=photograph)], SETTINGS, models=models)
    red, green, _ = restyled.parts[0].color.mean(axis=0)
    assert red > 2.0 * green
    assert restyled.state.parts[0].part.picture is None
    np.testing.assert_array_equal(restyled.parts[1].color, result.parts[1].color)
    with pytest.raises(PromptError, match="was not read"):
        restyle(MESH, result.state, [Part("cap", "@a.jpg")], SETTINGS, models=models)
    with pytest.raises(PromptError, match="start from grey"):
        stylize(MESH, [replace(PARTS[0], style="@a.jpg", picture=photograph)], QUICK, models=models)
