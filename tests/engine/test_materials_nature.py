"""Materials of nature and food: finite and in range everywhere, the same again, and what their names promise."""

from __future__ import annotations

import numpy as np
import pytest

from styleglip_addon.engine.materials.catalogue import FAMILIES as EVERY_FAMILY
from styleglip_addon.engine.materials.evaluation import Evaluated, evaluate
from styleglip_addon.engine.materials.material import Material
from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.vocabulary.channels import EMISSION, IOR, METALLIC, ROUGHNESS, TRANSMISSION

FAMILIES = (
    "baked",
    "berries",
    "blossoms",
    "cut_fruit",
    "foliage",
    "forest_floor",
    "fruits",
    "grasses",
    "groceries",
    "ground",
    "growths",
    "icings",
    "molten",
    "skies_and_waters",
    "sweets",
)
MATERIALS = {material.name: material for family in FAMILIES for material in EVERY_FAMILY[family]}
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
    """A point is the same after u has gone around once."""
    rng = np.random.default_rng(2)
    longitude, latitude = rng.uniform(-np.pi, np.pi, 400), rng.uniform(-1.3, 1.3, 400)
    first = evaluate(material.sample(np.random.default_rng(1)), on_ball(longitude, latitude))
    again = evaluate(material.sample(np.random.default_rng(1)), on_ball(longitude + 2.0 * np.pi, latitude))
    # Rounding may move a point over a sharp edge.
    assert np.mean(np.abs(first.color - again.color).max(axis=1) > 0.05) < 0.02


@EVERY
def test_nothing_that_grows_is_metal(material: Material) -> None:
    assert METALLIC not in evaluate(material.sample(np.random.default_rng(0)), ball(50)).channels


@EVERY
def test_seen_from_afar_a_material_is_its_mean(material: Material) -> None:
    """Neighbouring samples of a far thing differ less than those of a near one, and keep the mean of the light."""
    near = evaluate(material.sample(np.random.default_rng(0)), ball(3000))
    far = evaluate(material.sample(np.random.default_rng(0)), ball(3000, spacing=4.0 * material.finest))
    assert np.abs((near.color**2.2).mean(axis=0) - (far.color**2.2).mean(axis=0)).max() < 0.08
    assert far.color.std() < near.color.std() + 0.02


@pytest.mark.parametrize("name", ["lava", "embers"])
def test_hot_rock_glows_in_its_cracks_only(name: str) -> None:
    result = shown(name, points=ball(4000))
    emission, brightness = result.channels[EMISSION], result.color.max(axis=1)
    assert np.mean(emission < 0.05) > 0.1
    assert emission.max() > 2.0
    assert brightness[emission > 1.0].mean() > 2.0 * brightness[emission < 0.05].mean()


@pytest.mark.parametrize(("name", "index"), [("ice", 1.31), ("water", 1.333), ("honey", 1.49), ("jelly", 1.36)])
def test_what_is_clear_lets_light_through(name: str, index: float) -> None:
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


@pytest.mark.parametrize(("name", "low", "high"), [("waffle", 0.019, 0.024), ("corn", 0.012, 0.0145)])
def test_rows_around_have_the_pitch_they_are_said_to_have(name: str, low: float, high: float) -> None:
    """The relief along u comes again after a pitch, give or take what makes it close around the ball."""
    around, step = 2.0 * np.pi * 0.2, 0.0005
    count = int(around / step)
    spectrum = np.zeros(count // 2 + 1)
    for latitude in np.linspace(0.0, 0.1, 12):
        line = on_ball(np.arange(count) / count * 2.0 * np.pi, np.full(count, latitude), spacing=step)
        spectrum += np.abs(np.fft.rfft(shown(name, points=line).relief))
    pitch = around / (np.argmax(spectrum[20:]) + 20)
    assert 0.93 * low < pitch < 1.07 * high


def test_gills_are_on_a_mushrooms_underside_only() -> None:
    points = ball(4000)
    color = shown("toadstool", points=points).color
    under, above = points.upward < -0.65, points.upward > -0.4
    assert color[under, 1].min() > 0.5
    assert np.median(color[above, 1]) < 0.3


def test_watermelon_stripes_run_from_end_to_end() -> None:
    """Along a line from below to above the colour changes less than around."""
    angle = np.linspace(-0.7, 0.7, 400)
    up = shown("watermelon", points=on_ball(np.full_like(angle, 0.3), angle)).color[:, 1]
    around = shown("watermelon", points=on_ball(angle * 2.0, np.zeros_like(angle))).color[:, 1]
    assert around.std() > 1.4 * up.std()


@pytest.mark.parametrize(("name", "plain"), [("lava", 0.3), ("sprinkles", 0.1), ("daisies", 0.2), ("candy cane", 0.2)])
def test_a_colour_word_spares_what_is_not_the_thing(name: str, plain: float) -> None:
    """Crust, sprinkles, the lawn and the white of a cane keep their colour; the rest takes the word's."""
    dye = shown(name, points=ball(3000)).dye
    assert np.mean(dye < 0.1) > plain
    assert np.mean(dye > 0.9) > 0.1
