"""Cloths: woven, knitted, felted and piled, with threads wide enough to be seen at render size."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .colours import mix, ramp, shade, tint, vary, vary_all
from .noise import Array, cells, displace, fractal, gradient_noise, random_of, smoothstep
from .placement import anywhere, upright, wrapped
from .sample import Kind, Recipe, Shader, Style

_COLOURS = {
    "red": "b51a22",
    "green": "1f7a3a",
    "blue": "2348a8",
    "purple": "5c2386",
    "black": "1b1a1d",
    "white": "f1efea",
    "grey": "85868a",
    "yellow": "e8bd2c",
    "pink": "ec94ae",
    "orange": "dd6f1e",
    "brown": "70482a",
    "beige": "d6c3a0",
}


def _threads(uv: Array, irregular: float) -> tuple[Array, Array, Array, Array]:
    """Plain weave of one thread per unit: (over 0 weft / 1 warp, brightness, warp number, weft number)."""
    warp = uv[:, 0] + irregular * gradient_noise(
        np.stack((uv[:, 0] * 0.7, uv[:, 1] * 0.12, uv[:, 0] * 0), 1).astype(np.float32)
    )
    weft = uv[:, 1] + irregular * gradient_noise(
        np.stack((uv[:, 0] * 0.12, uv[:, 1] * 0.7, uv[:, 0] * 0 + 9), 1).astype(np.float32)
    )
    i, j = np.floor(warp), np.floor(weft)
    x, y = warp - i - 0.5, weft - j - 0.5
    over = ((i + j) % 2.0) < 0.5
    across = np.where(over, x, y)
    along = np.where(over, y, x)
    round_ = np.sqrt(np.clip(1.0 - (across / 0.5) ** 2, 0.0, 1.0))
    return over, (round_ * (1.0 - 0.9 * along**2)).astype(np.float32), i, j


def woven(colour: str, thread: tuple[float, float], irregular: float, contrast: float, slubs: float = 0.3) -> Recipe:
    """Plain weave: threads over and under, of uneven thickness and tone.

    Args:
        colour: of the yarn.
        thread: range of the thread's width.
        irregular: how much threads wander.
        contrast: darkness between the threads, 0..1.
        slubs: strength of the thick and thin places along single threads.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        yarn, wrap, patch = (
            vary(rng, colour, 0.015, 0.12, 0.05),
            wrapped(rng, *thread, turn=0.3),
            anywhere(rng, 0.3, 0.6),
        )
        depth = contrast * rng.uniform(0.8, 1.15)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n)
            over, bump, i, j = _threads(uv, irregular)
            own = np.where(over, random_of(i), random_of(j + 71.0))
            run = np.where(over, uv[:, 1], uv[:, 0]) * 0.22
            slub = gradient_noise(np.stack((np.where(over, i, j + 71.0) * 3.3, run, over * 5.0), 1).astype(np.float32))
            tone = 0.22 * (own - 0.5) + np.float32(slubs) * 0.5 * slub + 0.06 * gradient_noise(patch(p))
            albedo = tint(yarn, tone)
            return mix(albedo, yarn * np.float32(0.42), (1.0 - bump) * np.float32(depth)), 0.012 * (bump - 0.5)

        return shader

    return recipe


def _denim(rng: np.random.Generator) -> Shader:
    indigo, pale = vary_all(rng, ("263f6c", "a9b8cf"), 0.012, 0.12)
    wrap, fade = wrapped(rng, 0.03, 0.05, 0.15), anywhere(rng, 0.35, 0.6)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        # Twill: each weft thread passes one warp thread further, so that the pale dashes run in diagonals.
        j = np.floor(uv[:, 1] * 1.4)
        twill = (uv[:, 0] + j * 0.5) % 1.5
        dash = smoothstep(0.62, 0.45, np.abs(twill - 0.5)) * smoothstep(0.5, 0.2, np.abs(uv[:, 1] * 1.4 - j - 0.5))
        thread = 0.3 * (random_of(np.floor(uv[:, 0] + j * 0.5)) - 0.5) + 0.15 * gradient_noise(
            np.stack((uv[:, 0] * 1.5, uv[:, 1] * 0.1, j * 0), 1).astype(np.float32)
        )
        worn = smoothstep(-0.1, 0.8, fractal(fade(p), 3))
        albedo = tint(mix(indigo, pale, 0.42 * worn), thread)
        return mix(albedo, pale, dash * (0.35 + 0.25 * worn)), 0.008 * (dash - 0.3)

    return shader


def velvet(colour: str) -> Recipe:
    """Deep colour with soft bright folds, as pile brushed in different directions shows."""

    def recipe(rng: np.random.Generator) -> Shader:
        base = vary(rng, colour, 0.015, 0.06, 0.06)
        place, pile = upright(rng, 0.35, 0.6), anywhere(rng, 0.014, 0.02)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p) * np.array([1.0, 1.0, 0.55], np.float32), 0.5, 1.0)
            sheen = smoothstep(-0.35, 0.6, gradient_noise(q) + 0.3 * gradient_noise(q * 2.1))
            albedo = tint(base, -0.5 + 0.62 * sheen + 0.2 * gradient_noise(pile(p)))
            return mix(albedo, shade(base, 1.4), smoothstep(0.7, 1.0, sheen) * 0.55), 0.012 * sheen

        return shader

    return recipe


def silk(colour: str) -> Recipe:
    """Long flowing satin folds with bright smooth highlights."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, place = vary(rng, colour, 0.015, 0.08, 0.05), anywhere(rng, 0.5, 0.8)
        stretch = np.array([1.5, 1.5, 0.4], np.float32)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(place(p) * stretch, 0.55, 0.8)
            wave = np.sin(2.0 * np.pi * (q[:, 0] * 0.8 + 0.7 * gradient_noise(q * 0.8)))
            bright = smoothstep(0.1, 1.0, wave)
            albedo = tint(base, 0.26 * wave - 0.10)
            return mix(albedo, shade(base, 1.65), bright * bright * 0.8), 0.015 * wave

        return shader

    return recipe


def knit(colour: str, size: tuple[float, float] = (0.10, 0.16)) -> Recipe:
    """Columns of V-shaped stitches."""

    def recipe(rng: np.random.Generator) -> Shader:
        yarn, wrap, fine = vary(rng, colour, 0.015, 0.1, 0.06), wrapped(rng, *size), anywhere(rng, 0.014, 0.02)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n)
            x = uv[:, 0] - np.floor(uv[:, 0])
            side = np.abs(x - 0.5)
            v = uv[:, 1] * 1.25 - side * 1.5
            y = v - np.floor(v)
            leg = (
                np.sqrt(np.clip(1.0 - ((y - 0.5) / 0.48) ** 2, 0, 1))
                * smoothstep(0.0, 0.10, side)
                * smoothstep(0.5, 0.42, side)
            )
            fuzz = gradient_noise(fine(p) * np.array([1, 1, 0.6], np.float32))
            tone = 0.16 * fuzz + 0.12 * (random_of(np.floor(uv[:, 0]), np.floor(v)) - 0.5)
            return mix(yarn * np.float32(0.32), tint(yarn, tone), leg), 0.02 * (leg - 0.6)

        return shader

    return recipe


def felt(colour: str) -> Recipe:
    """Matted fibres: mottled, soft, without threads."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, fine, place = vary(rng, colour, 0.015, 0.1, 0.06), anywhere(rng, 0.016, 0.026), anywhere(rng, 0.12, 0.25)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            q = displace(fine(p), 0.8, 0.5)
            fibre = 1.0 - np.abs(gradient_noise(q * np.array([1, 1, 0.3], np.float32)) * 1.6)
            albedo = tint(base, 0.24 * (fibre - 0.55) + 0.14 * fractal(place(p), 3))
            return mix(albedo, shade(base, 1.4), smoothstep(0.85, 1.0, fibre) * 0.3), 0.003 * fibre

        return shader

    return recipe


def _fleece(rng: np.random.Generator) -> Shader:
    """Curls of a sheep, dark between the locks."""
    stops, place, fine = (
        vary_all(rng, ("a8997e", "e0d4bc", "f6efe0"), 0.012),
        anywhere(rng, 0.10, 0.16),
        anywhere(rng, 0.025, 0.035),
    )

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        lock = cells(displace(place(p), 0.35, 1.5))
        curl = np.sin(16.0 * lock.nearest + 6.3 * lock.identity[:, 0])
        tone = 0.15 + 0.75 * smoothstep(0.0, 0.4, lock.border) + 0.16 * curl + 0.2 * gradient_noise(fine(p))
        return ramp(tone, (0.0, 0.5, 1.0), stops), 0.03 * (0.5 - lock.nearest)

    return shader


def corduroy(colour: str) -> Recipe:
    """Parallel soft ridges."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, wrap, fine = vary(rng, colour, 0.015), wrapped(rng, 0.05, 0.08, 0.1), anywhere(rng, 0.015, 0.02)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            wave = np.abs(np.sin(np.pi * wrap(p, n)[:, 0])).astype(np.float32)
            return tint(base, 0.75 * (wave - 0.78) + 0.14 * gradient_noise(fine(p))), 0.012 * (wave - 0.6)

        return shader

    return recipe


def _coloured(
    names: Sequence[str], base: str, build: Callable[[str], Recipe], further: Sequence[str]
) -> tuple[Style, ...]:
    """One style per colour: "red velvet" with phrases such as "soft red velvet"."""
    return tuple(
        Style(
            f"{c} {base}",
            (f"{c} {base}", *(word.format(c) for word in further)),
            Kind.CLOTH,
            build(_COLOURS[c]),
            0.4,
            base,
        )
        for c in names
    )


STYLES: tuple[Style, ...] = (
    Style(
        "linen",
        ("linen", "linen cloth", "natural linen", "woven linen"),
        Kind.CLOTH,
        woven("efe4cc", (0.032, 0.05), 0.35, 0.45, 0.4),
        2.0,
    ),
    Style(
        "burlap",
        ("burlap", "sackcloth", "hessian", "coarse sack"),
        Kind.CLOTH,
        woven("b08a56", (0.06, 0.09), 0.4, 0.95, 0.6),
    ),
    Style(
        "cotton",
        ("cotton", "white cotton", "cotton cloth"),
        Kind.CLOTH,
        woven("f3f1ec", (0.025, 0.035), 0.1, 0.28, 0.1),
    ),
    *_coloured(
        ("red", "blue", "green", "yellow"),
        "fabric",
        lambda c: woven(c, (0.04, 0.06), 0.2, 0.75, 0.4),
        ("{} cloth", "{} textile"),
    ),
    Style("denim", ("denim", "blue denim", "denim cloth"), Kind.CLOTH, _denim, 1.5),
    *_coloured(("red", "green", "blue", "purple", "black"), "velvet", velvet, ("soft {} velvet", "{} plush")),
    Style("velvet", ("velvet", "plush", "dark red velvet"), Kind.CLOTH, velvet("8e1230")),
    Style("silk", ("silk", "golden silk", "shiny silk"), Kind.CLOTH, silk("e6c993")),
    *_coloured(("red", "blue", "white", "purple"), "silk", silk, ("shiny {} silk", "{} silk cloth")),
    Style("knitted wool", ("knitted wool", "knit", "knitted", "wool sweater"), Kind.CLOTH, knit("ded0b8"), 1.5),
    *_coloured(("red", "blue", "green", "grey"), "knit", knit, ("{} knitted wool", "{} wool sweater")),
    Style("wool", ("wool", "woolly", "sheep wool", "fleece"), Kind.CLOTH, _fleece),
    Style("felt", ("felt", "grey felt", "felted wool"), Kind.CLOTH, felt("8d8b88")),
    *_coloured(("red", "green", "orange"), "felt", felt, ("soft {} felt", "{} felted wool")),
    Style("corduroy", ("corduroy", "brown corduroy", "ribbed cloth"), Kind.CLOTH, corduroy("86592f")),
)
