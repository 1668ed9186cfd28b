"""The engine's materials as the training shows them: valid, repeatable, distinct, of visible sizes, well worded."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.evaluation import Evaluated
from styleglip_addon.engine.materials.lab import lab_of
from styleglip_addon.engine.materials.material import Kind
from styleglip_addon.engine.materials.points import Array
from styleglip_addon.engine.rendering.shading import Lighting
from styleglip_addon.engine.vocabulary.channels import COAT, EMISSION, METALLIC, ROUGHNESS, TRANSMISSION, Channel
from tools.benchmarks.colour_difference import ciede2000
from tools.train_default_model.lit_materials import (
    HELD_OUT_WORDS,
    STYLES,
    find_style,
    reference_colors,
    sample_material,
)
from tools.train_default_model.lit_materials.painted_light import Studio, painted
from tools.train_default_model.visible_surface import VisibleSurface, paint_parts, pixel_spacing

SHIPPED = Path(__file__).resolve().parents[2] / "styleglip_addon" / "models" / "embedded"
SPACING = 0.01
"""About a pixel of a training picture, in radii of the object."""

FINE = 0.001
"""At which nothing is filtered: quick."""

CLEAR = {"glass", "clear plastic", "bubble wrap"}
"""What has hardly a look of its own."""


def _sphere(count: int = 800, seed: int = 0) -> tuple[Array, Array]:
    """Positions and normals (n, 3) of a sphere of radius 0.9, with the poles and axis normals among them."""
    normal = np.random.default_rng(seed).normal(size=(count, 3)).astype(np.float32)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    normal[:6] = np.concatenate([np.eye(3), -np.eye(3)])
    return (0.9 * normal).astype(np.float32), normal


def _mean(style: str) -> Array:
    mean: Array = reference_colors(style, np.random.default_rng(3), 1024).mean(axis=0)
    return mean


def _lit(color: tuple[float, float, float], channels: dict[Channel, float], seed: int = 0) -> Array:
    """A smooth ball of one colour in a random studio."""
    position, normal = _sphere(4000)
    zeros = np.zeros(len(position), np.float32)
    values = {channel: np.full(len(position), value, np.float32) for channel, value in channels.items()}
    even = np.broadcast_to(np.array(color, np.float32), position.shape)
    evaluated = Evaluated(even, zeros, values, zeros)
    return painted(evaluated, position, normal, Studio.random(np.random.default_rng(seed)))


def test_the_styles_are_the_engines_materials_but_for_those_that_held_out_words_name() -> None:
    assert len(STYLES) >= 400
    assert {style.kind for style in STYLES.values()} == set(Kind)
    assert sum(bool(style.base) for style in STYLES.values()) >= 50
    for name in MATERIALS.keys() - STYLES.keys():
        assert any(word in HELD_OUT_WORDS for word in re.findall(r"[a-z]+", name)), name


def test_every_style_of_the_shipped_model_can_be_trained_again() -> None:
    table = json.loads((SHIPPED / "looks.json").read_text(encoding="utf-8"))
    assert set(table["names"][: table["trained"]]) <= set(STYLES)


@pytest.mark.parametrize("style", STYLES)
def test_a_style_paints_valid_colours_and_relief_the_same_for_a_seed(style: str) -> None:
    position, normal = _sphere(100)
    material, again, other = (sample_material(np.random.default_rng(seed), style) for seed in (5, 5, 6))
    color, relief = material.shade(position, normal, FINE)
    assert color.shape == (len(position), 3)
    assert color.dtype == relief.dtype == np.float32
    assert np.isfinite(color).all()
    assert color.min() >= 0.0
    assert color.max() <= 1.0
    assert relief.shape == (len(position),)
    assert np.abs(relief).max() < 0.2
    assert material.style == style
    assert material.phrase in STYLES[style].phrases
    np.testing.assert_array_equal(again.shade(position, normal, FINE)[0], color)
    assert np.abs(other.shade(position, normal, FINE)[0] - color).max() > 0.004


def test_a_point_has_the_same_colour_whichever_points_it_is_evaluated_with() -> None:
    position, normal = _sphere(200)
    for style in ("gold", "oak", "brick", "linen", "leopard", "pottery", "velvet", "glass"):
        material = sample_material(np.random.default_rng(1), style)
        together, _ = material.shade(position, normal, SPACING)
        alone, _ = material.shade(position[50:90], normal[50:90], SPACING)
        np.testing.assert_allclose(alone, together[50:90], atol=1e-5)


def test_no_points_are_no_colours() -> None:
    nothing = np.zeros((0, 3), np.float32)
    for style in ("red", "gold", "oak", "brick", "linen", "leopard"):
        assert sample_material(np.random.default_rng(0), style).shade(nothing, nothing, SPACING)[0].shape == (0, 3)


def test_every_phrase_belongs_to_one_style_and_is_found() -> None:
    count = Counter(phrase for style in STYLES.values() for phrase in style.phrases)
    assert [phrase for phrase, times in count.items() if times > 1] == []
    for style in STYLES.values():
        assert style.phrases[0] == style.name
        for phrase in style.phrases:
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
    for color in ("yellow", "grey", "orange"):
        position, normal = _sphere()
        plain, _ = sample_material(np.random.default_rng(0), color).shade(position, normal, SPACING)
        assert plain.mean(axis=1).std() < 0.06


def test_what_shines_has_highlights_and_what_is_dull_has_none() -> None:
    red = (0.6, 0.1, 0.1)
    dull, coated = _lit(red, {ROUGHNESS: 0.8}), _lit(red, {ROUGHNESS: 0.8, COAT: 1.0})
    assert np.abs(dull - np.array(red, np.float32)).max() < 1e-6
    assert coated.max(axis=0)[1] > 0.6
    # Most of the thing keeps its colour: highlights are small.
    assert np.median(coated[:, 1]) == pytest.approx(0.1, abs=0.01)
    rough, smooth = (_lit((0.8, 0.8, 0.8), {METALLIC: 1.0, ROUGHNESS: value}).std() for value in (0.8, 0.1))
    assert smooth > 1.5 * rough


def test_glow_is_brighter_and_glass_keeps_its_hue() -> None:
    orange = (0.8, 0.3, 0.05)
    glowing = _lit(orange, {ROUGHNESS: 0.9, EMISSION: 2.0})
    assert (glowing.mean(axis=0) > np.array(orange)).all()
    glass = _lit((0.3, 0.7, 0.4), {ROUGHNESS: 0.05, TRANSMISSION: 1.0}).mean(axis=0)
    assert glass[1] > glass[2] > glass[0]


def test_a_materials_features_are_to_be_seen() -> None:
    """A crop shows about 0.6 of an object's radius in 64 pixels."""
    for style in ("linen", "brick", "gold", "oak", "tartan", "granite", "houndstooth"):
        material = STYLES[style]
        metres = np.array([sample_material(np.random.default_rng(seed), style).metres for seed in range(40)])
        assert (material.coarsest / metres).max() < 0.6
        assert (material.coarsest / metres).min() > 0.05
        assert metres.max() > 1.5 * metres.min()
        assert np.median(material.finest / metres) > 0.0015


def test_pieces_lie_differently_and_stay_in_the_objects_axes() -> None:
    frames = [sample_material(np.random.default_rng(seed), "oak").frame for seed in range(60)]
    lengths = Counter(int(frame[2].argmax()) for frame in frames)
    assert lengths[2] > lengths[0] > 0
    assert lengths[1] > 0
    assert all(np.linalg.det(frame) == pytest.approx(1.0) for frame in frames)


def test_palettes_agree_with_those_of_the_shipped_looks() -> None:
    """The shipped model was trained on earlier materials: a few differ in design, most are of the same colours."""
    table = json.loads((SHIPPED / "looks.json").read_text(encoding="utf-8"))
    tensors = load_file(SHIPPED / "looks.safetensors")
    shipped = (tensors["palette_lab"].astype(np.float64) * tensors["palette_shares"][..., None]).sum(axis=1)
    rng = np.random.default_rng(0)

    def apart(name: str) -> float:
        own = lab_of(reference_colors(name, rng, 240, 2)).mean(axis=0)
        return float(ciede2000(shipped[table["names"].index(name)], own))

    difference = [apart(name) for name in table["names"][: table["trained"] : 3]]
    assert np.median(difference) < 6.0
    assert np.quantile(difference, 0.9) < 16.0
    for name in ("gold", "silver", "steel", "copper", "red", "oak", "brick", "porcelain", "marble", "leather"):
        assert apart(name) < 12.0, name


def test_styles_can_be_told_apart_by_colour_or_by_pattern() -> None:
    """Two styles of the same statistics (colour, contrast, size of features) would teach the model a contradiction."""
    rng = np.random.default_rng(0)
    position, normal = _sphere(400)
    tangent = np.cross(normal, rng.normal(size=3)).astype(np.float32)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-6
    names = list(STYLES)
    signatures = []
    for name in names:
        rows = []
        for seed in range(2):
            material = sample_material(np.random.default_rng(seed), name)
            color, _ = material.shade(position, normal, FINE)
            steps = [
                np.abs(material.shade(position + d * tangent, normal, FINE)[0] - color).mean()
                for d in (0.01, 0.03, 0.1)
            ]
            quantiles = np.quantile(color, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0).ravel()
            rows.append(np.concatenate([quantiles, 4.0 * np.array(steps)]))
        signatures.append(np.mean(rows, axis=0))
    table = np.stack(signatures)
    distance = np.linalg.norm(table[:, None] - table[None], axis=-1) + np.eye(len(names))
    twins = [{names[i], names[j]} for i, j in np.argwhere(distance < 0.04) if i < j]
    assert [twin for twin in twins if not twin <= CLEAR] == []


def test_drawing_without_a_style_follows_the_weights_and_knows_no_other_names() -> None:
    rng = np.random.default_rng(0)
    drawn = Counter(sample_material(rng).style for _ in range(6000))
    assert drawn["pottery"] > drawn["dark chocolate"]
    assert len(drawn) > 0.95 * len(STYLES)
    assert sample_material(rng, "gold").style == "gold"
    with pytest.raises(KeyError):
        sample_material(rng, "no such style")


def _floor(side: int, step: float) -> VisibleSurface:
    """A level floor of two instances beside each other, seen from above."""
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2).astype(np.float32) * step
    count = len(grid)
    return VisibleSurface(
        mask=torch.ones(side, side, dtype=torch.bool),
        light=torch.tensor([0.0, 0.0, 1.0]),
        lighting=Lighting(),
        position=np.concatenate((grid, np.zeros((count, 1), np.float32)), axis=1),
        normal=np.tile(np.array([0.0, 0.0, 1.0], np.float32), (count, 1)),
        part=np.zeros(count, np.int64),
        instance=(grid[:, 0] > step * (side // 2)).astype(np.int64),
    )


def test_materials_are_evaluated_as_densely_as_the_pixels_lie() -> None:
    surface = _floor(12, 0.02)
    assert pixel_spacing(surface) == pytest.approx(0.02, rel=1e-3)
    # A gap between two instances is no distance between samples.
    torn = surface.position.copy()
    torn[surface.instance == 1, 0] += 5.0
    assert pixel_spacing(replace(surface, position=torn)) == pytest.approx(0.02, rel=1e-3)
    assert pixel_spacing(replace(surface, instance=np.arange(len(torn)))) > 0.0


def test_relief_bends_what_a_metal_mirrors() -> None:
    surface = _floor(40, 0.02)
    colors, normal = paint_parts([sample_material(np.random.default_rng(2), "hammered steel")], surface)
    assert np.abs(normal[:, :2]).max() > 0.02
    assert np.allclose(np.linalg.norm(normal, axis=1), 1.0, atol=1e-5)
    assert colors.shape == surface.position.shape
    assert colors.mean(axis=1).std() > 0.02
