"""The procedural materials that the embedded model is trained on: valid, repeatable, distinct, and worded with care."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.train_default_model.materials import (
    HELD_OUT_WORDS,
    STYLES,
    Kind,
    find_style,
    reference_colors,
    sample_material,
)
from tools.train_default_model.materials.noise import cells, fractal, gradient_noise

FloatArray = NDArray[np.float32]


def _sphere(count: int = 800, seed: int = 0) -> tuple[FloatArray, FloatArray]:
    """Positions and normals (N, 3) of a sphere of radius 0.9, with the poles and axis normals among them."""
    normal = np.random.default_rng(seed).normal(size=(count, 3)).astype(np.float32)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    normal[:6] = np.concatenate([np.eye(3), -np.eye(3)])
    return (0.9 * normal).astype(np.float32), normal


def _mean(style: str) -> FloatArray:
    mean: FloatArray = reference_colors(style, np.random.default_rng(3), 1024).mean(axis=0)
    return mean


def test_there_are_well_over_a_hundred_styles_of_every_kind() -> None:
    kinds = Counter(style.kind for style in STYLES.values())
    assert len(STYLES) >= 200
    assert set(kinds) == set(Kind)
    assert sum(bool(style.base) for style in STYLES.values()) >= 50


@pytest.mark.parametrize("style", STYLES)
def test_every_style_paints_valid_colours_and_relief(style: str) -> None:
    position, normal = _sphere()
    for seed in range(3):
        material = STYLES[style].sample(np.random.default_rng(seed))
        albedo, relief = material.evaluate(position, normal), material.height(position, normal)
        assert albedo.shape == (len(position), 3)
        assert albedo.dtype == np.float32
        assert np.isfinite(albedo).all()
        assert albedo.min() >= 0.0
        assert albedo.max() <= 1.0
        assert relief.shape == (len(position),)
        assert np.abs(relief).max() < 0.15
        assert material.style == style
        assert material.phrase in STYLES[style].phrases


@pytest.mark.parametrize("style", STYLES)
def test_the_same_seed_paints_the_same_and_another_seed_another_material(style: str) -> None:
    position, normal = _sphere(300)
    first, again, other = (STYLES[style].sample(np.random.default_rng(s)).evaluate(position, normal) for s in (5, 5, 6))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0.004


def test_a_point_has_the_same_colour_whichever_points_it_is_evaluated_with() -> None:
    position, normal = _sphere(200)
    for style in ("gold", "oak", "brick", "linen", "leopard", "pottery"):
        material = STYLES[style].sample(np.random.default_rng(1))
        together = material.evaluate(position, normal)
        np.testing.assert_allclose(material.evaluate(position[50:90], normal[50:90]), together[50:90], atol=1e-5)


def test_no_points_are_no_colours() -> None:
    nothing = np.zeros((0, 3), np.float32)
    for style in ("red", "gold", "oak", "brick", "linen", "leopard"):
        assert STYLES[style].sample(np.random.default_rng(0)).evaluate(nothing, nothing).shape == (0, 3)


def test_every_phrase_belongs_to_one_style_and_every_style_has_two() -> None:
    count = Counter(phrase for style in STYLES.values() for phrase in style.phrases)
    assert [phrase for phrase, times in count.items() if times > 1] == []
    assert [style.name for style in STYLES.values() if len(style.phrases) < 2] == []
    for style in STYLES.values():
        assert style.phrases[0] == style.name
        for phrase in style.phrases:
            assert phrase == " ".join(phrase.lower().split())
            assert find_style(phrase.title()) is style


def test_held_out_words_are_in_no_phrase_and_point_to_a_style() -> None:
    used = {word for style in STYLES.values() for phrase in style.phrases for word in re.findall(r"[a-z]+", phrase)}
    for word, style in HELD_OUT_WORDS.items():
        assert not {word, f"{word}s", word.removesuffix("s")} & used, word
        assert style in STYLES
    assert len(HELD_OUT_WORDS) >= 40


@pytest.mark.parametrize(
    ("style", "channels"),
    [
        ("red", "r>g r>b"),
        ("gold", "r>g g>b"),
        ("copper", "r>g g>b"),
        ("pottery", "r>g g>b"),
        ("denim", "b>g g>r"),
        ("grass", "g>r g>b"),
        ("water", "b>g g>r"),
        ("rusty metal", "r>g g>b"),
        ("amethyst", "b>r r>g"),
    ],
)
def test_styles_have_the_hue_their_name_promises(style: str, channels: str) -> None:
    mean = dict(zip("rgb", _mean(style), strict=True))
    for comparison in channels.split():
        assert mean[comparison[0]] > mean[comparison[2]] + 0.02


@pytest.mark.parametrize(
    ("bright", "dark"),
    [
        ("white", "black"),
        ("marble", "black marble"),
        ("silver", "iron"),
        ("light wood", "dark wood"),
        ("snow", "mud"),
        ("white chocolate", "dark chocolate"),
        ("linen", "burlap"),
        ("oak", "dark oak"),
    ],
)
def test_bright_styles_are_brighter_than_their_dark_counterparts(bright: str, dark: str) -> None:
    assert _mean(bright).mean() > _mean(dark).mean() + 0.1


def test_metal_has_strong_light_and_shadow_where_plain_colour_has_none() -> None:
    for metal in ("gold", "silver", "steel", "copper", "chrome"):
        spread = reference_colors(metal, np.random.default_rng(0)).mean(axis=1).std()
        assert spread > 0.1
    for colour in ("yellow", "grey", "orange"):
        position, normal = _sphere()
        painted = STYLES[colour].sample(np.random.default_rng(0)).evaluate(position, normal)
        assert painted.mean(axis=1).std() < 0.06


def test_styles_can_be_told_apart_by_colour_or_by_pattern() -> None:
    """Two styles of the same statistics (colour, contrast, size of features) would teach the model a contradiction."""
    rng = np.random.default_rng(0)
    position, normal = _sphere(1500)
    tangent = np.cross(normal, rng.normal(size=3)).astype(np.float32)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-6
    names = list(STYLES)
    signatures = []
    for name in names:
        rows = []
        for seed in range(4):
            material = STYLES[name].sample(np.random.default_rng(seed))
            colour = material.evaluate(position, normal)
            steps = [
                np.abs(material.evaluate(position + d * tangent, normal) - colour).mean() for d in (0.01, 0.03, 0.1)
            ]
            quantiles = np.quantile(colour, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0).ravel()
            rows.append(np.concatenate([quantiles, 4.0 * np.array(steps)]))
        signatures.append(np.mean(rows, axis=0))
    table = np.stack(signatures)
    distance = np.linalg.norm(table[:, None] - table[None], axis=-1) + np.eye(len(names))
    twins = [(names[i], names[j]) for i, j in np.argwhere(distance < 0.06) if i < j]
    assert twins == []


def test_drawing_without_a_style_follows_the_weights_and_knows_no_other_names() -> None:
    rng = np.random.default_rng(0)
    drawn = Counter(sample_material(rng).style for _ in range(4000))
    assert drawn["pottery"] > drawn["dark chocolate"]
    assert len(drawn) > 0.95 * len(STYLES)
    assert sample_material(rng, "gold").style == "gold"
    with pytest.raises(KeyError):
        sample_material(rng, "no such style")


def test_noise_is_smooth_centred_and_bounded() -> None:
    p = np.random.default_rng(0).uniform(-40, 40, (20000, 3)).astype(np.float32)
    for values in (gradient_noise(p), fractal(p, 4)):
        assert abs(float(values.mean())) < 0.02
        assert 0.25 < float(values.std()) < 0.5
        assert float(np.abs(values).max()) < 1.8
    assert np.abs(gradient_noise(p + np.float32(0.01)) - gradient_noise(p)).max() < 0.08


def test_cells_are_constant_inside_and_their_borders_are_at_zero() -> None:
    p = np.random.default_rng(0).uniform(-20, 20, (5000, 3)).astype(np.float32)
    near = cells(p)
    moved = cells(p + np.float32(0.002))
    same = (near.identity == moved.identity).all(axis=1)
    assert same.mean() > 0.95
    assert near.border[~same].max() < 0.02
    assert (near.nearest <= near.second).all()
