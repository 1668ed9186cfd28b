"""Smooth sweet things: chocolate, candy canes, honey, caramel, jelly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import COAT, IOR, ROUGHNESS, SUBSURFACE, TRANSMISSION
from ...colors import mix, ramp, shade, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import displaced, fractal, gradient_noise, random_of, smoothstep
from ...points import Array, Points
from ...scatter import Inside, strewn
from ...spaces import count_around, counted, laid, size, solid


def chocolate(color: str) -> Recipe:
    """A bar's pieces with sloping sides; some pieces of it are melted and folded instead.

    Args:
        color: hexadecimal.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, pitch, melted = vary(rng, color, 0.008, 0.06, 0.05), size(rng, 0.026, 0.032), rng.random() < 0.25
        bar, flow = laid(rng, 1.25 * pitch, pitch), solid(rng, 0.06, 0.08)
        bloom, scuff = solid(rng, 0.05, 0.08), solid(rng, 0.003, 0.004)

        def shader(points: Points) -> Shaded:
            pale, fine = fractal(bloom(points), 3), gradient_noise(scuff(points))
            if melted:
                q = displaced(flow(points), 0.6, 0.9)
                fold = np.sin(7.0 * gradient_noise(q) + 1.5 * gradient_noise(q.finer(1.7, 5.0)))
                relief = 0.0035 * fold
                color, rough = tint(base, 0.05 * pale + 0.06 * fold), 0.2 + 0.06 * pale
            else:
                q2 = bar(points).q
                cell = np.floor(q2)
                x, y = np.abs(q2 - cell - 0.5).T
                inset = np.minimum((0.5 - x) * np.float32(1.25), 0.5 - y)
                slope = np.clip((inset - 0.025) / 0.14, 0.0, 1.0)
                top = smoothstep(0.85, 1.0, slope)
                own = random_of(counted(cell[:, 0], count_around(points, 1.25 * pitch)), cell[:, 1])
                relief = np.float32(0.16 * pitch) * (slope - 0.8) + 0.00004 * fine
                # Edges that were rubbed are paler, and fat bloom lies here and there.
                rubbed = smoothstep(0.25, 0.0, np.abs(slope - 0.92)) * smoothstep(-0.2, 0.5, pale + 0.3 * fine)
                color = tint(base, 0.08 * (own - 0.5) + 0.07 * pale + 0.12 * rubbed - 0.12 * (slope < 0.02))
                rough = 0.36 - 0.06 * top + 0.1 * pale + 0.1 * rubbed
            return Shaded(color, relief, {ROUGHNESS: rough, COAT: 0.15, SUBSURFACE: 0.08})

        return shader

    return recipe


def _candy_cane(rng: np.random.Generator) -> Shader:
    white, red = vary_all(rng, ("f6f2ec", "c4142a"), 0.006, 0.02)
    pitch = size(rng, 0.035, 0.045)
    wrap, slow = laid(rng, pitch, 1.6 * pitch), solid(rng, 0.03, 0.05)

    def shader(points: Points) -> Shaded:
        q = wrap(points).q
        turn = q[:, 0] + q[:, 1] + 0.03 * gradient_noise(slow(points))
        # One broad stripe and two fine ones to a turn.
        t = np.abs(turn - np.round(turn))
        blur = 0.012
        stripe = smoothstep(0.2 + blur, 0.2 - blur, t)
        fine = smoothstep(0.03 + blur, 0.03 - blur, np.abs(t - 0.33))
        on = np.maximum(stripe, fine)
        relief = 0.0004 * fractal(slow(points), 2) + 0.0003 * on
        return Shaded(mix(white, red, on), relief, {ROUGHNESS: 0.25, COAT: 0.9, SUBSURFACE: 0.25}, on)

    return shader


def syrup(colors: Sequence[str], through: float, gloss: float) -> Recipe:
    """Something thick that has run down and settled in folds.

    Args:
        colors: from thick to thin, hexadecimal.
        through: transmission.
        gloss: roughness.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, place = vary_all(rng, colors, 0.008, 0.04), solid(rng, 0.035, 0.05, turned=False)

        def shader(points: Points) -> Shaded:
            q = displaced(place(points).stretched(1.0, 1.0, 0.3), 0.35, 0.9)
            run = fractal(q, 2, 0.4)
            drop = smoothstep(0.0, 0.45, gradient_noise(q.finer(1.3, 7.0)))
            thin = 0.5 - 0.55 * run - 0.2 * drop
            return Shaded(
                ramp(thin, np.linspace(0, 1, len(stops)).tolist(), stops),
                0.0045 * run + 0.002 * drop - 0.0005,
                {ROUGHNESS: gloss, TRANSMISSION: through, IOR: 1.49, SUBSURFACE: 0.3 * (1.0 - through), COAT: 0.3},
            )

        return shader

    return recipe


def _jelly(rng: np.random.Generator) -> Shader:
    base = vary(rng, ("d81e36", "35a83f", "f08a1c", "8a2fa8")[int(rng.integers(4))], 0.015)
    place, air = solid(rng, 0.05, 0.07), solid(rng, 0.012, 0.015, turned=False)

    def shader(points: Points) -> Shaded:
        wave = fractal(place(points), 2)
        bubble = strewn(air(points), points, _bubble, reach=0.3)
        radius = np.hypot(bubble.along, bubble.across) / (0.06 + 0.2 * bubble.identity[:, 1] ** 2)
        ring = bubble.inside * smoothstep(0.5, 1.0, radius)
        color = mix(tint(base, 0.12 * wave), shade(base, 1.5), 0.5 * ring)
        return Shaded(
            color, 0.0015 * wave, {ROUGHNESS: 0.08, TRANSMISSION: 0.75, IOR: 1.36, SUBSURFACE: 0.2, COAT: 0.4}
        )

    return shader


def _bubble(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = (np.hypot(along, across) < 0.06 + 0.2 * own[:, 1] ** 2) & (own[:, 0] < 0.5)
    return inside


def _material(
    name: str, phrases: tuple[str, ...], recipe: Recipe, sizes: tuple[float, float], weight: float = 1.0, base: str = ""
) -> Material:
    return Material(name, phrases, Kind.FOOD, recipe, *sizes, weight=weight, base=base)


_BAR = (0.003, 0.04)

MATERIALS = (
    _material("chocolate", ("chocolate", "milk chocolate", "chocolate bar"), chocolate("5f3a22"), _BAR, 1.2),
    _material(
        "dark chocolate", ("dark chocolate", "bitter chocolate"), chocolate("3a2118"), _BAR, 0.6, base="chocolate"
    ),
    _material(
        "white chocolate",
        ("white chocolate", "creamy white chocolate"),
        chocolate("ecdcb6"),
        _BAR,
        0.5,
        base="chocolate",
    ),
    _material("candy cane", ("candy cane", "peppermint candy", "candy stripes"), _candy_cane, (0.002, 0.06)),
    _material(
        "honey",
        ("honey", "golden honey", "dripping honey"),
        syrup(("a85a0c", "d98a1a", "f0b040", "f8cf72"), 0.75, 0.05),
        (0.006, 0.05),
    ),
    _material(
        "caramel",
        ("caramel", "toffee", "butterscotch", "caramel sauce"),
        syrup(("8a4c18", "b0692a", "cc8a44", "dea866"), 0.15, 0.12),
        (0.006, 0.05),
        0.7,
    ),
    _material("jelly", ("jelly", "gelatin", "jello", "gummy"), _jelly, (0.004, 0.05), 0.7),
)
