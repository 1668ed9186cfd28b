"""Materials of nature and food: finite and in range everywhere, the same again, and what their names promise."""

from __future__ import annotations

import numpy as np
import pytest

from styleglip_addon.engine.materials.evaluation import Evaluated, evaluate
from styleglip_addon.engine.materials.families import foliage, grasses, ground, molten, skies_and_waters
from styleglip_addon.engine.materials.material import Material
from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.vocabulary.channels import EMISSION, IOR, METALLIC, ROUGHNESS, TRANSMISSION

FAMILIES = (foliage, grasses, ground, molten, skies_and_waters)
MATERIALS = {material.name: material for family in FAMILIES for material in family.MATERIALS}
EVERY = pytest.mark.parametrize("material", MATERIALS.values(), ids=MATERIALS.keys())


def ball(count: int = 600, diameter: float = 0.4, spacing: float = 0.001) -> Points:
    """Points all over a ball, in no order."""
    normal = np.random.default_rng(5).normal(size=(count, 3))
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    return on_ball(np.arctan2(normal[:, 0], -normal[:, 1]), np.arcsin(normal[:, 2]), diameter, spacing)


def on_ball(longitude: np.ndarray, latitude: np.ndarray, diameter: float = 0.4, spacing: float = 0.001) -> Points:
    """Points of a ball at angles in radians; u runs around."""
    radius = diameter / 2.0
    flat = np.cos(latitude)
    normal = np.stack((np.sin(longitude) * flat, -np.cos(longitude) * flat, np.sin(latitude)), axis=1)
    normal = normal.astype(np.float32)
    uv = (np.stack((longitude, latitude), axis=1) * radius).astype(np.float32)
    around = np.full(len(normal), 2.0 * np.pi * radius, np.float32)
    zeros = np.zeros(len(normal), np.float32)
    level = normal[:, 2] * np.float32(radius) + np.float32(radius)
    return Points(normal * np.float32(radius), normal, uv, around, normal[:, 2].copy(), level, zeros, spacing)


def shown(name: str, seed: int = 0, points: Points | None = None) -> Evaluated:
    sample = MATERIALS[name].sample(np.random.default_rng(seed))
    return evaluate(sample, ball() if points is None else points)


@EVERY
def test_every_value_is_finite_and_no_surface_is_blacker_or_whiter_than_things_are(material: Material) -> None:
    for seed in range(2):
        result = evaluate(material.sample(np.random.default_rng(seed)), ball())
        for values in (result.color, result.relief, result.dye, *result.channels.values()):
            assert np.isfinite(values).all()
            assert values.dtype == np.float32
        assert (result.color >= 0.0).all()
        assert (result.color <= 1.0).all()
        assert ROUGHNESS in result.channels
        assert np.abs(result.relief).max() < 0.04
        assert np.abs(np.median(result.relief)) < 0.012


@EVERY
def test_the_same_draw_gives_the_same_piece_and_another_one_another(material: Material) -> None:
    points = ball(200)
    first, again, other = (evaluate(material.sample(np.random.default_rng(seed)), points) for seed in (3, 3, 4))
    assert np.array_equal(first.color, again.color)
    assert np.array_equal(first.relief, again.relief)
    assert not np.array_equal(first.color, other.color)


@EVERY
def test_patterns_close_around_a_ball(material: Material) -> None:
    latitude = np.linspace(-1.3, 1.3, 300)
    seam = np.full_like(latitude, np.pi - 1e-5)
    left = evaluate(material.sample(np.random.default_rng(1)), on_ball(-seam, latitude))
    right = evaluate(material.sample(np.random.default_rng(1)), on_ball(seam, latitude))
    # Things with sharp edges may end between the two points of a pair.
    assert np.mean(np.abs(left.color - right.color).max(axis=1) > 0.05) < 0.03


@EVERY
def test_nothing_that_grows_is_metal(material: Material) -> None:
    assert METALLIC not in evaluate(material.sample(np.random.default_rng(0)), ball(50)).channels


@EVERY
def test_seen_from_afar_a_material_is_its_mean(material: Material) -> None:
    """Neighbouring samples of a far thing differ less than those of a near one, and keep the mean colour."""
    near = evaluate(material.sample(np.random.default_rng(0)), ball(3000))
    far = evaluate(material.sample(np.random.default_rng(0)), ball(3000, spacing=4.0 * material.finest))
    assert np.abs(near.color.mean(axis=0) - far.color.mean(axis=0)).max() < 0.08
    assert far.color.std() < near.color.std() + 0.02


@pytest.mark.parametrize("name", ["lava", "embers"])
def test_hot_rock_glows_in_its_cracks_only(name: str) -> None:
    result = shown(name, points=ball(4000))
    emission, brightness = result.channels[EMISSION], result.color.max(axis=1)
    assert np.mean(emission < 0.05) > 0.1
    assert emission.max() > 2.0
    assert brightness[emission > 1.0].mean() > 2.0 * brightness[emission < 0.05].mean()


@pytest.mark.parametrize(("name", "index"), [("ice", 1.31), ("water", 1.333)])
def test_ice_and_water_let_light_through(name: str, index: float) -> None:
    result = shown(name)
    assert result.channels[TRANSMISSION].mean() > 0.3
    assert np.allclose(result.channels[IOR], index)


def test_mud_is_wet_in_its_hollows() -> None:
    result = shown("mud", points=ball(4000))
    low = result.relief <= np.quantile(result.relief, 0.1)
    assert result.channels[ROUGHNESS][low].mean() < 0.6 * result.channels[ROUGHNESS][~low].mean()


def test_grass_is_green_and_snow_white() -> None:
    red, green, blue = shown("grass").color.mean(axis=0)
    assert green > 1.15 * red
    assert green > 1.5 * blue
    assert shown("snow").color.min() > 0.75
