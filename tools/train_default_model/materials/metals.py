"""Metals, painted as an artist paints them: strong dark and bright bands in the metal's own colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import mix, ramp, rgb, tint, vary, vary_all
from .lighting import studio
from .noise import Array, cells, fractal, gradient_noise, ridges, smoothstep
from .placement import anywhere, upright, wrapped
from .sample import Kind, Recipe, Shader, Style

_STOPS = (0.0, 0.2, 0.48, 0.75, 1.0)

# Five colours of each metal, from its shadow to its highlight.
PALETTES: dict[str, tuple[str, str, str, str, str]] = {
    "gold": ("4a2a05", "985f0c", "dd9f1c", "fac945", "fff6c8"),
    "silver": ("2f343b", "767d86", "b4bac0", "e2e7ea", "ffffff"),
    "copper": ("3d1508", "85391a", "c66a3c", "ee9f72", "ffe3cf"),
    "brass": ("3b2f0c", "75611f", "a98f3a", "d2bd68", "f6efc0"),
    "steel": ("262b31", "525a63", "838c96", "b7c0c9", "f2f7fb"),
    "chrome": ("08090b", "2e343c", "8a96a4", "d9e4ee", "ffffff"),
    "iron": ("16171a", "2b2d31", "43464b", "5f6369", "8e9399"),
    "aluminium": ("6d7378", "9aa0a5", "bdc2c6", "d9dddf", "f7f9fa"),
    "rose gold": ("5a2a22", "a3604f", "dc9a86", "f4c3b2", "fff0ea"),
    "black metal": ("040405", "101114", "1e2024", "474b52", "b4bac2"),
    "red metal": ("2a0204", "74060c", "c0121c", "ee4a4a", "ffd8d2"),
    "blue metal": ("030a2c", "0a2a7a", "1650c8", "5a92f2", "dcebff"),
    "green metal": ("03200c", "0a5a26", "149446", "5acb80", "dafbe4"),
    "purple metal": ("17042c", "430f7a", "762ac2", "aa70ea", "f0e0ff"),
}


def metal(
    colours: Sequence[str], roughness: tuple[float, float], brushed: float = 0.2, hammered: float = 0.15
) -> Recipe:
    """Metal of five colours from shadow to highlight.

    Args:
        colours: sRGB codes, dark to bright.
        roughness: range of the reflections' softness, 0..1.
        brushed: share of samples with fine parallel scratches.
        hammered: share of samples with hammer marks.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops = vary_all(rng, colours, 0.008, 0.05)
        reflection = studio(rng, rng.uniform(*roughness))
        finish = rng.random()
        dents = anywhere(rng, 0.10, 0.2)
        # Noise stretched along one axis reads as scratches.
        scratches = upright(rng, 0.012, 0.02)
        stretch = np.array([0.06, 0.06, 1.0] if rng.random() < 0.6 else [1.0, 1.0, 0.05], np.float32)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            relief = np.zeros(len(p), np.float32)
            bent = n
            if finish < hammered:
                dent = cells(dents(p))
                # Each mark is a shallow bowl: it leans one way in the middle and not at all on its rim.
                bowl = smoothstep(0.0, 0.35, dent.border)
                bent = n + (dent.identity - 0.5) * np.float32(0.75) * bowl[:, None]
                bent /= np.linalg.norm(bent, axis=1, keepdims=True)
                relief = 0.015 * (dent.nearest**2 - 0.3)
            value = np.float32(0.47) + (reflection(p, bent) - 0.5) * np.float32(1.2)
            if finish < hammered:
                value = value - 0.2 * (1.0 - bowl)
            if finish > 1.0 - brushed:
                grain = gradient_noise(scratches(p) * stretch)
                value = 0.15 + 0.7 * value + 0.22 * grain
            else:
                value = value + 0.05 * gradient_noise(scratches(p) * 0.5)
            return ramp(value, _STOPS, stops), relief

        return shader

    return recipe


def _rust(rng: np.random.Generator, amount: float) -> Shader:
    bare = vary_all(rng, PALETTES["steel"], 0.01, 0.1)
    rusts = vary_all(rng, ("3a1c0e", "6e2f12", "a1481a", "cf7430"), 0.012, 0.08)
    reflection, place, fine = studio(rng, 0.7), anywhere(rng, 0.22, 0.45), anywhere(rng, 0.035, 0.06)
    streaks = upright(rng, 0.05, 0.09)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = fine(p)
        grain = fractal(q, 3, 0.7)
        patch = fractal(place(p), 4, 0.6) + 0.35 * gradient_noise(streaks(p) * np.array([1, 1, 0.25], np.float32))
        cover = smoothstep(-0.12, 0.12, patch + 0.15 * grain + np.float32(amount))
        rust = ramp(0.5 + 0.55 * grain + 0.35 * patch, (0.0, 0.33, 0.66, 1.0), rusts)
        metal_colour = ramp(0.12 + 0.6 * reflection(p, n) + 0.08 * grain, _STOPS, bare)
        return mix(metal_colour, rust, cover), cover * (0.004 + 0.006 * grain)

    return shader


def _rusty_metal(rng: np.random.Generator) -> Shader:
    return _rust(rng, rng.uniform(-0.05, 0.15))


def _rust_all_over(rng: np.random.Generator) -> Shader:
    return _rust(rng, rng.uniform(0.6, 1.0))


def _verdigris(rng: np.random.Generator) -> Shader:
    copper = vary_all(rng, PALETTES["copper"], 0.01, 0.08)
    green = vary_all(rng, ("2c6a5e", "4d9c88", "7cc4ae", "abdfce"), 0.015, 0.06)
    reflection, place, amount = studio(rng, 0.6), upright(rng, 0.2, 0.4), rng.uniform(0.05, 0.3)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = place(p)
        streaks = fractal(q * np.array([2.0, 2.0, 0.5], np.float32), 4, 0.6)
        cover = smoothstep(-0.15, 0.1, streaks + np.float32(amount))
        patina = ramp(0.5 + 0.7 * fractal(q * 5.0, 3), (0.0, 0.35, 0.7, 1.0), green)
        return mix(ramp(0.1 + 0.7 * reflection(p, n), _STOPS, copper), patina, cover), 0.004 * cover

    return shader


def _diamond_plate(rng: np.random.Generator) -> Shader:
    stops, reflection, wrap = vary_all(rng, PALETTES["steel"]), studio(rng, 0.8), wrapped(rng, 0.16, 0.26)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        cell = np.floor(uv)
        odd = (cell.sum(axis=1) % 2.0) < 0.5
        x, y = (uv - cell - 0.5).T
        a, b = np.where(odd, x + y, x - y), np.where(odd, x - y, x + y)
        inside = smoothstep(1.0, 0.7, (a / 0.62) ** 2 + (b / 0.22) ** 2)
        value = 0.3 + 0.35 * reflection(p, n) + inside * (0.22 + np.clip(b * 2.6, -0.35, 0.35))
        return ramp(value, _STOPS, stops), 0.012 * inside

    return shader


def _chipped_paint(rng: np.random.Generator) -> Shader:
    """Scratched old paint over steel."""
    paint = vary(rng, ["b3261e", "2457a8", "2f7d3b", "d8a21a", "d9d6cc"][int(rng.integers(5))], 0.02)
    stops, reflection, place = vary_all(rng, PALETTES["steel"]), studio(rng, 0.7), anywhere(rng, 0.15, 0.3)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = place(p)
        chips = smoothstep(0.28, 0.34, fractal(q, 4, 0.65)) + smoothstep(0.93, 0.96, ridges(q * 0.8, 2))
        edge = smoothstep(0.15, 0.28, fractal(q, 4, 0.65))
        under = ramp(0.15 + 0.5 * reflection(p, n), _STOPS, stops)
        rusty = mix(tint(paint, gradient_noise(q * 6.0) * 0.08), rgb("7a3a17"), edge * 0.85)
        return mix(rusty, under, chips), -0.004 * np.clip(chips, 0.0, 1.0)

    return shader


_GLOSSY, _SATIN = (0.05, 0.5), (0.5, 1.0)

STYLES: tuple[Style, ...] = (
    Style(
        "gold",
        ("gold", "golden", "polished gold", "shiny gold", "gold metal"),
        Kind.METAL,
        metal(PALETTES["gold"], _GLOSSY),
        2.0,
    ),
    Style(
        "silver",
        ("silver", "polished silver", "shiny silver", "silver metal"),
        Kind.METAL,
        metal(PALETTES["silver"], _GLOSSY),
        1.5,
    ),
    Style(
        "copper",
        ("copper", "polished copper", "copper metal", "hammered copper"),
        Kind.METAL,
        metal(PALETTES["copper"], _GLOSSY, 0.1, 0.3),
        1.5,
    ),
    Style(
        "brass",
        ("brass", "old brass", "polished brass", "antique brass"),
        Kind.METAL,
        metal(PALETTES["brass"], _GLOSSY),
    ),
    Style(
        "steel",
        ("steel", "stainless steel", "polished steel", "steel metal", "metal"),
        Kind.METAL,
        metal(PALETTES["steel"], _GLOSSY, 0.35, 0.05),
        1.5,
    ),
    Style(
        "brushed steel",
        ("brushed steel", "brushed metal", "scratched steel"),
        Kind.METAL,
        metal(PALETTES["steel"], _SATIN, 1.0, 0.0),
    ),
    Style(
        "chrome",
        ("chrome", "chromed metal", "mirror", "mirror chrome"),
        Kind.METAL,
        metal(PALETTES["chrome"], (0.0, 0.15), 0.0, 0.0),
    ),
    Style(
        "iron",
        ("iron", "cast iron", "wrought iron", "dark iron"),
        Kind.METAL,
        metal(PALETTES["iron"], _SATIN, 0.1, 0.5),
    ),
    Style(
        "aluminium",
        ("aluminium", "aluminum", "light metal"),
        Kind.METAL,
        metal(PALETTES["aluminium"], _SATIN, 0.7, 0.05),
    ),
    Style("rose gold", ("rose gold", "pink gold"), Kind.METAL, metal(PALETTES["rose gold"], _GLOSSY)),
    *(
        Style(
            name,
            (name, f"shiny {name}", f"metallic {name.split()[0]}"),
            Kind.METAL,
            metal(PALETTES[name], _GLOSSY, 0.1, 0.05),
            0.4,
            "metal",
        )
        for name in ("black metal", "red metal", "blue metal", "green metal", "purple metal")
    ),
    Style("rusty metal", ("rusty metal", "rusted metal", "rusty steel", "rusty iron"), Kind.METAL, _rusty_metal, 1.5),
    Style("rust", ("rust", "rusty", "heavy rust", "corroded iron"), Kind.METAL, _rust_all_over),
    Style("verdigris", ("verdigris", "oxidized copper", "copper patina", "weathered copper"), Kind.METAL, _verdigris),
    Style("diamond plate", ("diamond plate", "tread plate", "checker plate metal"), Kind.METAL, _diamond_plate),
    Style(
        "chipped paint", ("chipped paint", "peeling paint on metal", "old painted metal"), Kind.METAL, _chipped_paint
    ),
)
