"""Food, as a toy maker would paint it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import choose, mix, ramp, rgb, tint, vary, vary_all
from .lighting import gloss
from .noise import Array, cells, displace, fractal, gradient_noise, smoothstep
from .patterns import striped
from .placement import anywhere, upright, wrapped
from .sample import Kind, Recipe, Shader, Style


def chocolate(colour: str) -> Recipe:
    """A bar's square pieces with bevelled edges, or smooth melted chocolate."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, wrap, shine, melted = (
            vary(rng, colour, 0.01),
            wrapped(rng, 0.2, 0.3),
            gloss(rng, 0.10),
            rng.random() < 0.35,
        )
        flow = anywhere(rng, 0.5, 0.8)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            if melted:
                fold = np.sin(9.0 * gradient_noise(displace(flow(p), 0.4, 1.0)))
                albedo = tint(base, 0.28 * fold)
                return mix(
                    albedo, rgb("d9b79a"), np.maximum(shine(p, n) * 0.6, smoothstep(0.8, 1.0, fold) * 0.3)
                ), 0.02 * fold
            uv = wrap(p, n) * np.array([1.0, 1.4], np.float32)
            x, y = (uv - np.floor(uv) - 0.5).T
            inset = 0.5 - np.maximum(np.abs(x), np.abs(y))
            bevel = smoothstep(0.03, 0.15, inset)
            # The bevel's upper and left flanks catch the light, the others lie in shadow.
            flank = np.where(np.abs(x) > np.abs(y), -np.sign(x), np.sign(y)) * (1.0 - bevel)
            albedo = tint(base, 0.42 * flank + 0.06)
            albedo = mix(albedo, base * np.float32(0.45), smoothstep(0.035, 0.015, inset))
            return mix(albedo, rgb("d9b79a"), shine(p, n) * 0.35 * bevel), 0.03 * (bevel - 0.5)

        return shader

    return recipe


def _cheese(rng: np.random.Generator) -> Shader:
    base, place, fine = vary(rng, "f5c63c", 0.012), anywhere(rng, 0.28, 0.42), anywhere(rng, 0.2, 0.3)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        hole = cells(place(p))
        radius = hole.nearest / (0.20 + 0.25 * hole.identity[:, 0])
        inside = smoothstep(1.03, 0.97, radius)
        pit = tint(rgb("b97e14"), 0.5 * (radius - 0.5))
        rim = smoothstep(1.25, 1.03, radius) * (1.0 - inside)
        albedo = tint(base, 0.08 * gradient_noise(fine(p)) + 0.08 * rim)
        return mix(albedo, pit, inside), -0.06 * inside * (1.0 - 0.5 * np.clip(radius, 0, 1))

    return shader


def crust(colours: Sequence[str], pores: float) -> Recipe:
    """Baked dough: golden brown above, paler at the cracks."""

    def recipe(rng: np.random.Generator) -> Shader:
        stops, place, fine = vary_all(rng, colours, 0.01, 0.05), anywhere(rng, 0.3, 0.5), anywhere(rng, 0.05, 0.08)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p), 0.3, 1.5)
            bake = fractal(q, 4, 0.55)
            tone = 0.5 + 0.5 * bake - 0.15 * n[:, 2] + 0.12 * fractal(fine(p), 2)
            albedo = ramp(tone, np.linspace(0, 1, len(stops)).tolist(), stops)
            pore = smoothstep(0.32, 0.2, cells(displace(fine(p), 0.4, 1.0)).nearest) * np.float32(pores)
            split = smoothstep(0.95, 0.99, 1.0 - np.abs(gradient_noise(q * 0.8 + 4.0)))
            return mix(
                mix(albedo, stops[0] * np.float32(0.7), pore), rgb("f6e2b4"), split * 0.7
            ), 0.02 * bake - 0.01 * pore

        return shader

    return recipe


def _pizza(rng: np.random.Generator) -> Shader:
    cheese = vary_all(rng, ("d88a2a", "f2c45a", "fae6a4"), 0.01)
    place, fine, top = anywhere(rng, 0.15, 0.22), anywhere(rng, 0.05, 0.07), wrapped(rng, 0.32, 0.46, 0.5)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        melt = fractal(place(p), 3, 0.6)
        albedo = ramp(0.5 + 0.8 * melt, (0.0, 0.5, 1.0), cheese)
        albedo = mix(albedo, rgb("b4281a"), smoothstep(0.25, 0.4, fractal(place(p) * 0.8 + 7.0, 3)))
        slice_ = cells(top(p, n), 0.5)
        radius = slice_.nearest / 0.33
        salami = tint(rgb("b0301f"), 0.4 * gradient_noise(fine(p)))
        salami = mix(salami, rgb("e8a08a"), smoothstep(0.45, 0.6, gradient_noise(fine(p) * 1.4 + 5.0)))
        salami = mix(salami, rgb("6e150e"), smoothstep(0.84, 0.96, radius))
        on = smoothstep(1.02, 0.97, radius) * (slice_.identity[:, 0] < 0.8)
        albedo = mix(albedo, salami, on)
        leaf = cells(top(p, n) * 2.3 + 9.0)
        basil = smoothstep(0.24, 0.2, leaf.nearest) * (leaf.identity[:, 1] < 0.22)
        return mix(albedo, rgb("2f7a2a"), basil), 0.015 * on + 0.01 * melt

    return shader


def sprinkled(
    ground: str, tones: Sequence[str], size: tuple[float, float], length: float = 0.36, share: float = 0.85
) -> Recipe:
    """Icing with little coloured rods, or with round chips when `length` is small."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, colours, wrap, shine = (
            vary(rng, ground),
            vary_all(rng, tones, 0.012),
            wrapped(rng, *size, turn=0.8),
            gloss(rng, 0.07),
        )

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            albedo = mix(tint(base, 0.06 * gradient_noise(p * 4.0)), rgb("ffffff"), shine(p, n) * 0.6)
            relief = np.zeros(len(p), np.float32)
            for layer in range(2):
                uv = wrap(p, n) + np.float32(0.5 * layer)
                cell = np.floor(uv)
                number = cells(cell + np.float32(0.5 + 31 * layer), 0.0).identity
                x, y = (uv - cell - 0.5 - 0.25 * (number[:, :2] - 0.5)).T
                angle = number[:, 1] * 9.0
                a, b = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
                away = np.hypot(np.maximum(np.abs(a) - (length - 0.1), 0.0), b)
                on = (away < (0.1 if length > 0.2 else 0.22)) & (number[:, 2] < share)
                albedo = np.where(on[:, None], tint(choose(number[:, 0], colours), 0.8 * b), albedo)
                relief = np.where(on, 0.012, relief)
            return albedo, relief.astype(np.float32)

        return shader

    return recipe


def _waffle(rng: np.random.Generator) -> Shader:
    stops, wrap, fine = (
        vary_all(rng, ("8a4a16", "c98532", "e6b460", "f4d28c"), 0.01),
        wrapped(rng, 0.14, 0.2, 0.8),
        anywhere(rng, 0.05, 0.08),
    )

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        inset = 0.5 - np.max(np.abs(uv - np.floor(uv) - 0.5), axis=1)
        pit = smoothstep(0.10, 0.26, inset)
        tone = 0.85 - 0.62 * pit + 0.15 * fractal(fine(p), 3)
        return ramp(tone, (0.0, 0.35, 0.7, 1.0), stops), -0.03 * pit

    return shader


def _honey(rng: np.random.Generator) -> Shader:
    stops, place, shine = (
        vary_all(rng, ("7a3a04", "c8760a", "f0a81c", "ffd870"), 0.01),
        upright(rng, 0.4, 0.6),
        gloss(rng, 0.06),
    )

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = place(p) * np.array([1.4, 1.4, 0.4], np.float32)
        run = fractal(displace(q, 0.4, 1.0), 3, 0.4)
        streak = smoothstep(0.35, 0.5, run) * smoothstep(0.68, 0.5, run)
        albedo = ramp(0.5 + 0.65 * run + 0.2 * n[:, 2], (0.0, 0.35, 0.7, 1.0), stops)
        return mix(albedo, rgb("fffbe6"), np.maximum(shine(p, n) * 0.95, streak * 0.6)), 0.03 * run

    return shader


def _cookie(rng: np.random.Generator) -> Shader:
    stops, place, chip, fine = (
        vary_all(rng, ("9c6428", "cf9a56", "e6bf82"), 0.01),
        anywhere(rng, 0.16, 0.24),
        anywhere(rng, 0.2, 0.28),
        anywhere(rng, 0.04, 0.06),
    )

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        dough = ramp(0.5 + 0.6 * fractal(place(p), 4, 0.65), (0.0, 0.5, 1.0), stops)
        bit = cells(displace(chip(p), 0.15, 2.5))
        on = smoothstep(0.03, -0.02, bit.nearest - 0.14 - 0.16 * bit.identity[:, 0])
        return mix(dough, tint(rgb("3a1d0e"), 0.3 * gradient_noise(fine(p))), on), 0.02 * on

    return shader


_CANDY = ("e8384f", "2a8ae0", "f7d22d", "3ab86a", "f58ab0", "fdfdfd")

STYLES: tuple[Style, ...] = (
    Style("chocolate", ("chocolate", "milk chocolate", "chocolate bar"), Kind.FOOD, chocolate("5e3318"), 1.2),
    Style("dark chocolate", ("dark chocolate", "bitter chocolate"), Kind.FOOD, chocolate("321a10"), 0.6, "chocolate"),
    Style(
        "white chocolate",
        ("white chocolate", "creamy white chocolate"),
        Kind.FOOD,
        chocolate("f0e2be"),
        0.5,
        "chocolate",
    ),
    Style("cheese", ("cheese", "swiss cheese", "yellow cheese"), Kind.FOOD, _cheese, 1.2),
    Style(
        "bread",
        ("bread", "bread crust", "baked bread", "loaf of bread"),
        Kind.FOOD,
        crust(("f2d79c", "d9a04e", "b06a26", "74390f"), 0.3),
    ),
    Style(
        "candy cane",
        ("candy cane", "peppermint candy", "candy stripes"),
        Kind.FOOD,
        striped(("fdfbf8", "fdfbf8", "d8182a"), (0.07, 0.12), 0.8),
    ),
    Style("pizza", ("pizza", "salami pizza", "pepperoni pizza"), Kind.FOOD, _pizza),
    Style(
        "sprinkles",
        ("sprinkles", "donut icing with sprinkles", "pink frosting with sprinkles"),
        Kind.FOOD,
        sprinkled("f79ac0", _CANDY, (0.12, 0.18)),
    ),
    Style(
        "chocolate sprinkles",
        ("chocolate sprinkles", "chocolate donut with sprinkles"),
        Kind.FOOD,
        sprinkled("4a2816", _CANDY, (0.12, 0.18)),
        0.6,
    ),
    Style(
        "gumdrops",
        ("gumdrops", "jelly beans", "candy"),
        Kind.FOOD,
        sprinkled("f4efe6", _CANDY[:5], (0.12, 0.18), 0.15, 1.0),
    ),
    Style("waffle", ("waffle", "belgian waffle", "ice cream cone"), Kind.FOOD, _waffle),
    Style("honey", ("honey", "golden honey", "dripping honey"), Kind.FOOD, _honey),
    Style("cookie", ("cookie", "chocolate chip cookie", "biscuit"), Kind.FOOD, _cookie),
)
