"""Cloths with a pattern woven, sewn or worked in: tartan, carpet, houndstooth, patchwork, lace."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import choose, mix, rgb, tint, vary, vary_all
from .noise import Array, gradient_noise, random_of, smoothstep
from .placement import anywhere, wrapped
from .sample import Kind, Recipe, Shader, Style


def tartan(ground: str, stripes: Sequence[tuple[float, float, str]]) -> Recipe:
    """Crossing coloured bands; where they cross the colours mix in a fine twill.

    Args:
        ground: colour of the cloth.
        stripes: (centre, width, colour) in units of the repeat.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        colours = vary_all(rng, (ground, *(code for _, _, code in stripes)), 0.012, 0.05)
        wrap = wrapped(rng, 0.32, 0.5, 0.1)

        def band(t: Array) -> Array:
            phase = t - np.floor(t)
            out = np.broadcast_to(colours[0], (len(t), 3))
            for (centre, width, _), colour in zip(stripes, colours[1:], strict=True):
                away = np.abs((phase - centre + 0.5) % 1.0 - 0.5)
                out = np.where((away < width / 2.0)[:, None], colour, out)
            return out

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n)
            warp = ((uv[:, 0] + uv[:, 1]) * 22.0 % 2.0) < 1.0
            albedo = np.where(warp[:, None], band(uv[:, 0]), band(uv[:, 1]))
            both = 0.5 * band(uv[:, 0]) + 0.5 * band(uv[:, 1])
            return (0.6 * both + 0.4 * albedo).astype(np.float32), 0.002 * warp

        return shader

    return recipe


def _carpet(rng: np.random.Generator) -> Shader:
    colours = vary_all(rng, ("8e1f22", "1f2c57", "c9973f", "e6d8b8", "4a1414"), 0.02)
    wrap, fine = wrapped(rng, 0.3, 0.45), anywhere(rng, 0.015, 0.02)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        uv = np.floor(uv * 22.0) / 22.0
        x, y = (np.abs(uv - np.floor(uv) - 0.5)).T
        diamond = x + y
        flower = np.hypot(x, y) + 0.05 * np.cos(6.0 * np.arctan2(y, x))
        step = np.clip((diamond * 9.0).astype(np.int64), 0, 8)
        albedo = np.stack([colours[k] for k in (3, 0, 2, 0, 1, 2, 0, 3, 1)])[step]
        albedo = np.where((flower < 0.12)[:, None], colours[2], albedo)
        return tint(albedo, 0.22 * gradient_noise(fine(p))), 0.003 * gradient_noise(fine(p))

    return shader


def _houndstooth(rng: np.random.Generator) -> Shader:
    dark, light = vary(rng, "17171a"), vary(rng, "f2efe8")
    wrap = wrapped(rng, 0.13, 0.22)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        u, v = np.floor(wrap(p, n) * 8.0).T
        i, j = u % 8.0, v % 8.0
        warp_dark, weft_dark = i < 4.0, j < 4.0
        over = ((i + j) % 4.0) < 2.0
        return mix(light, dark, np.where(over, warp_dark, weft_dark).astype(np.float32)), 0.001 * over

    return shader


def _patchwork(rng: np.random.Generator) -> Shader:
    tones = vary_all(rng, ("c4474a", "4a78b0", "e6bf55", "6aa36a", "ead9bd", "8f5a9a"), 0.03)
    wrap = wrapped(rng, 0.2, 0.32)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        cell = np.floor(uv)
        x, y = (uv - cell - 0.5).T
        first, second = random_of(cell[:, 0], cell[:, 1]), random_of(cell[:, 1], cell[:, 0] + 40.0)
        kind = random_of(cell[:, 0] + 7.0, cell[:, 1] + 3.0)
        dots = np.hypot(*(((uv * 5.0) % 1.0) - 0.5).T) < 0.25
        stripes = ((uv[:, 0] * 5.0) % 1.0) < 0.4
        marked = np.where(kind < 0.33, dots, np.where(kind < 0.66, stripes, False))
        albedo = np.where(marked[:, None], choose(second, tones), choose(first, tones))
        inset = 0.5 - np.maximum(np.abs(x), np.abs(y))
        stitch = (np.abs(inset - 0.08) < 0.016) & ((((uv[:, 0] + uv[:, 1]) * 9.0) % 1.0) < 0.6)
        albedo = mix(albedo, rgb("fbf6ea"), stitch.astype(np.float32))
        return mix(albedo, rgb("4a3a30"), smoothstep(0.03, 0.01, inset) * 0.7), 0.02 * smoothstep(0.0, 0.25, inset)

    return shader


def _lace(rng: np.random.Generator) -> Shader:
    thread, ground, wrap = vary(rng, "fbf9f3"), vary(rng, "7d6a60", 0.05), wrapped(rng, 0.24, 0.34, 0.2)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        x, y = (uv - np.floor(uv) - 0.5).T
        radius, angle = np.hypot(x, y), np.arctan2(y, x)
        petal = np.abs(radius - 0.28 - 0.09 * np.cos(8.0 * angle)) < 0.05
        net = (np.abs(((uv[:, 0] + uv[:, 1]) * 5.0) % 1.0 - 0.5) > 0.36) | (
            np.abs(((uv[:, 0] - uv[:, 1]) * 5.0) % 1.0 - 0.5) > 0.36
        )
        on = petal | (radius < 0.08) | (net & (radius > 0.38))
        return mix(ground, thread, on.astype(np.float32) * 0.95), 0.005 * on

    return shader


_RED_TARTAN = (
    (0.25, 0.28, "1d4a2a"),
    (0.25, 0.05, "f0e6d0"),
    (0.75, 0.10, "16233f"),
    (0.62, 0.025, "e8c23c"),
    (0.88, 0.025, "e8c23c"),
)
_GREEN_TARTAN = ((0.25, 0.30, "16274a"), (0.75, 0.12, "101713"), (0.5, 0.03, "e8e2cf"), (0.0, 0.03, "c8362c"))

STYLES: tuple[Style, ...] = (
    Style("tartan", ("tartan", "red plaid", "plaid", "scottish plaid"), Kind.CLOTH, tartan("b3202a", _RED_TARTAN)),
    Style("green tartan", ("green tartan", "green plaid"), Kind.CLOTH, tartan("1f5a36", _GREEN_TARTAN), 0.5, "tartan"),
    Style(
        "gingham",
        ("gingham", "red checked cloth", "picnic cloth"),
        Kind.CLOTH,
        tartan("f6f2ec", ((0.25, 0.5, "d02c30"),)),
    ),
    Style("carpet", ("carpet", "rug", "persian carpet", "oriental rug"), Kind.CLOTH, _carpet),
    Style("houndstooth", ("houndstooth", "black and white houndstooth"), Kind.CLOTH, _houndstooth),
    Style("patchwork", ("patchwork", "patchwork quilt", "quilt"), Kind.CLOTH, _patchwork),
    Style("lace", ("lace", "white lace", "crochet"), Kind.CLOTH, _lace),
)
