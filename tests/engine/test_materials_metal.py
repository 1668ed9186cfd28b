"""Metals, paints, plastics, waxes, papers, glass and glows: channels as named, laid patterns as long as said."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from styleglip_addon.engine.materials.evaluation import Evaluated, evaluate
from styleglip_addon.engine.materials.families.metal import (
    plated_metals,
    polished_metals,
    sheet_metals,
    weathered_metals,
    worked_metals,
)
from styleglip_addon.engine.materials.families.printed import glows, papers
from styleglip_addon.engine.materials.families.synthetic import glasses, paints, plastics, rubbers, waxes
from styleglip_addon.engine.materials.material import Kind, Material
from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.vocabulary.channels import (
    ANISOTROPY,
    COAT,
    EMISSION,
    IOR,
    METALLIC,
    ROUGHNESS,
    SUBSURFACE,
    TRANSMISSION,
    Channel,
)

_METALS = (*polished_metals.MATERIALS, *worked_metals.MATERIALS)
_GLOWS = glows.MATERIALS
_ALL = (
    *_METALS,
    *sheet_metals.MATERIALS,
    *plated_metals.MATERIALS,
    *weathered_metals.MATERIALS,
    *paints.MATERIALS,
    *plastics.MATERIALS,
    *rubbers.MATERIALS,
    *waxes.MATERIALS,
    *papers.MATERIALS,
    *glasses.MATERIALS,
    *_GLOWS,
)
_BY_NAME = {material.name: material for material in _ALL}
_RADIUS = 0.2


def _drum(u: np.ndarray, v: np.ndarray, spacing: float = 0.0004) -> Points:
    """Points on a drum of 40 cm, u around, v up."""
    angle = np.asarray(u, np.float32) / np.float32(_RADIUS)
    normal = np.stack((np.cos(angle), np.sin(angle), np.zeros_like(angle)), axis=1).astype(np.float32)
    position = normal * np.float32(_RADIUS)
    position[:, 2] = v
    zeros, around = np.zeros(len(u), np.float32), np.full(len(u), 2.0 * math.pi * _RADIUS, np.float32)
    uv = np.stack((u, v), axis=1).astype(np.float32)
    return Points(position, normal, uv, around, zeros, position[:, 2].copy(), zeros, spacing)


def _scattered(count: int = 3000) -> Points:
    rng = np.random.default_rng(3)
    return _drum(rng.uniform(0.0, 1.25, count), rng.uniform(-0.2, 0.2, count))


def _piece(name: str, points: Points, seed: int = 8) -> Evaluated:
    return evaluate(_BY_NAME[name].sample(np.random.default_rng(seed)), points)


def _mean(name: str, channel: Channel) -> float:
    return float(_piece(name, _scattered()).channels[channel].mean())


@pytest.mark.parametrize("material", _ALL, ids=lambda material: material.name)
def test_a_piece_is_finite_moderate_and_the_same_again(material: Material) -> None:
    first, again = (_piece(material.name, _scattered()) for _ in range(2))
    for values in (first.color, first.relief, first.dye, *first.channels.values()):
        assert np.isfinite(values).all()
    assert np.array_equal(first.color, again.color)
    assert np.array_equal(first.relief, again.relief)
    assert np.abs(first.relief).max() < 0.3 * material.coarsest
    assert first.dye.min() >= 0.0
    assert first.dye.max() <= 1.0
    assert 0.0 < first.channels[ROUGHNESS].mean() < 0.95
    # Nothing but metal reflects more than fresh snow.
    bare = first.channels.get(METALLIC, np.zeros(3000)) + first.channels.get(TRANSMISSION, 0.0)
    glowing = first.channels.get(EMISSION, np.zeros(3000)) > 0.0
    plain = first.color[(bare < 0.1) & ~glowing] @ np.array([0.21, 0.72, 0.07], np.float32)
    assert (plain > 0.96).mean() < 0.02 if len(plain) else True


@pytest.mark.parametrize("material", _METALS, ids=lambda material: material.name)
def test_bare_metals_are_metal_all_over_and_unevenly_smooth(material: Material) -> None:
    channels = _piece(material.name, _scattered()).channels
    assert channels[METALLIC].min() == 1.0
    assert channels[ROUGHNESS].std() > 0.002


def test_gold_silver_and_copper_have_the_reflectance_of_those_metals() -> None:
    gold, silver, copper = (_piece(name, _scattered()).color.mean(axis=0) for name in ("gold", "silver", "copper"))
    assert gold[0] > gold[1] > gold[2] + 0.25
    assert silver.min() > 0.85
    assert copper[0] > copper[1] + 0.15 > copper[2]


@pytest.mark.parametrize("name", ["rust", "weathering steel"])
def test_rust_is_no_metal(name: str) -> None:
    channels = _piece(name, _scattered()).channels
    assert channels[METALLIC].max() == 0.0
    assert channels[ROUGHNESS].mean() > 0.7


@pytest.mark.parametrize("name", ["rusty metal", "verdigris", "chipped paint"])
def test_a_weathered_metal_shows_metal_and_its_cover(name: str) -> None:
    metal = np.concatenate([_piece(name, _scattered(), seed).channels[METALLIC] for seed in range(6)])
    assert (metal > 0.8).mean() > 0.01
    assert (metal < 0.1).mean() > 0.2


@pytest.mark.parametrize("name", ["glass", "green glass", "frosted glass", "fluted glass", "clear plastic"])
def test_light_passes_through_glass(name: str) -> None:
    assert _mean(name, TRANSMISSION) > 0.85
    assert 1.4 < _mean(name, IOR) < 1.6


def test_the_lead_of_stained_glass_is_opaque_metal() -> None:
    channels = _piece("stained glass", _scattered()).channels
    lead = channels[METALLIC] > 0.9
    assert 0.05 < lead.mean() < 0.4
    assert channels[TRANSMISSION][lead].max() < 0.1
    assert channels[TRANSMISSION][channels[METALLIC] < 0.01].mean() > 0.6


def test_finishes_are_what_their_names_say() -> None:
    assert _mean("frosted glass", ROUGHNESS) > _mean("glass", ROUGHNESS) + 0.3
    assert _mean("chrome", ROUGHNESS) < 0.08 < _mean("silver", ROUGHNESS) < _mean("lead", ROUGHNESS)
    assert _mean("brushed steel", ANISOTROPY) > 0.5
    assert _mean("car paint", COAT) == _mean("lacquer", COAT) == 1.0
    assert min(_mean(name, SUBSURFACE) for name in ("wax", "candle", "soap")) >= 0.45
    assert _mean("rubber", ROUGHNESS) > 0.55 > 0.35 > _mean("plastic", ROUGHNESS)


@pytest.mark.parametrize("material", _GLOWS, ids=lambda material: material.name)
def test_what_glows_sends_out_light(material: Material) -> None:
    assert _piece(material.name, _scattered()).channels[EMISSION].max() > 1.0


@pytest.mark.parametrize("name", list(paints.COLORS))
def test_a_color_word_is_that_color_nearly_evenly(name: str) -> None:
    color = _piece(name, _scattered()).color
    code = paints.COLORS[name][0]
    meant = np.array([int(code[i : i + 2], 16) for i in (0, 2, 4)]) / 255.0
    assert np.abs(color.mean(axis=0) - meant).max() < 0.05
    assert color.std(axis=0).max() < 0.03
    assert _BY_NAME[name].kind is Kind.COLOR


@pytest.mark.parametrize(
    ("name", "period", "along_v"),
    [
        ("diamond plate", 0.054, True),
        ("mirror ball", 0.012, True),
        ("corrugated iron", 0.076, False),
        ("fluted glass", 0.011, False),
    ],
)
def test_laid_patterns_repeat_at_the_said_distance(name: str, period: float, along_v: bool) -> None:
    line = np.arange(6000) * 0.0001
    constant = np.full(6000, 0.02)
    points = _drum(constant, line, 0.0001) if along_v else _drum(line, constant, 0.0001)
    relief = np.diff(_piece(name, points).relief)
    relief = relief - relief.mean()
    spectrum = np.abs(np.fft.rfft(relief, 1 << 16)) ** 2
    correlation = np.fft.irfft(spectrum)
    lags = np.arange(int(0.6 * period * 1e4), int(1.5 * period * 1e4))
    found = lags[np.argmax(correlation[lags])] * 0.0001
    assert found == pytest.approx(period, rel=0.08)


@pytest.mark.parametrize(
    "name", ["diamond plate", "toy bricks", "tyre tread", "newspaper", "graph paper", "gold leaf", "riveted metal"]
)
def test_laid_patterns_close_around_a_piece(name: str) -> None:
    v = np.linspace(-0.2, 0.2, 3000)
    around = 2.0 * math.pi * _RADIUS
    start, end = (_piece(name, _drum(np.full(3000, u), v)) for u in (2e-5, around + 2e-5))
    before = _piece(name, _drum(np.full(3000, around - 2e-5), v))
    assert np.quantile(np.abs(start.relief - end.relief), 0.95) < 2e-4
    assert np.quantile(np.abs(before.relief - start.relief), 0.9) < 2e-4


@pytest.mark.parametrize("name", ["glitter", "galvanised steel", "styrofoam", "brushed steel", "graph paper"])
def test_from_afar_only_the_mean_is_left(name: str) -> None:
    near = _piece(name, _scattered())
    points = replace(_scattered(), spacing=0.08)
    far = evaluate(_BY_NAME[name].sample(np.random.default_rng(8)), points)
    assert far.color.std(axis=0).max() < 0.02
    assert np.abs(near.color.mean(axis=0) - far.color.mean(axis=0)).max() < 0.06
