"""Leathers: tanned hides by their grain, and what upholsterers make of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SHEEN
from ...colors import mix, shade, tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, fractal, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...spaces import Space, laid, size, solid


@dataclass(frozen=True)
class Hide:
    """How a hide was tanned and finished.

    Args:
        grain: range of the width of a pebble of the grain, metres.
        deep: depth of the creases between pebbles, in parts of that width.
        wrinkles: strength of the folds that follow use, 0..1.
        patina: how much it has darkened and worn unevenly, 0..1.
        roughness: on the pebbles.
        coat: of lacquer on top.
    """

    grain: tuple[float, float] = (0.0017, 0.0022)
    deep: float = 0.14
    wrinkles: float = 0.8
    patina: float = 0.5
    roughness: float = 0.48
    coat: float = 0.0


def leather(color: str, hide: Hide = Hide()) -> Recipe:
    """Pebbled grain; wax and dirt lie in creases and folds, edges are worn lighter.

    Args:
        color: hexadecimal.
        hide: how it was finished.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, width = vary(rng, color, 0.008, 0.08, 0.06), size(rng, *hide.grain)
        dark, pale = base * np.float32(0.55), shade(base, 1.22)
        place, fold = solid(rng, width, width), solid(rng, 0.028, 0.04)
        cloud = solid(rng, 0.07, 0.1)

        def shader(points: Points) -> Shaded:
            space, folds = place(points), fold(points)
            drift, mottle = fractal(cloud(points), 2), gradient_noise(folds.finer(2.3, 5.0))
            pebbles, own = _pebbles(space.moved(np.stack((mottle, -mottle, 0.7 * mottle), axis=1) * np.float32(0.8)))
            crease = 1.0 - pebbles
            wrinkle = np.float32(hide.wrinkles) * _wrinkles(folds, mottle, drift)
            worn = np.clip(-points.recess, 0.0, 1.0) * 0.5
            tone = np.float32(0.26 * hide.patina) * drift + 0.07 * mottle + 0.1 * (own - 0.5)
            color = mix(tint(base, tone), dark, 0.45 * crease + 0.45 * wrinkle)
            color = mix(color, pale, np.float32(hide.patina) * (worn + 0.4 * smoothstep(0.35, 0.9, drift)))
            relief = np.float32(hide.deep * width) * (pebbles - 0.7) - np.float32(0.0004) * wrinkle
            # It lies in soft waves over what it covers.
            relief = relief + np.float32(0.0005 * hide.wrinkles) * mottle
            rough = hide.roughness + 0.22 * crease + 0.15 * wrinkle - 0.1 * hide.patina * drift
            return Shaded(
                color=color,
                relief=relief.astype(np.float32),
                channels={ROUGHNESS: rough, COAT: np.float32(hide.coat) * (1.0 - 0.5 * crease)},
            )

        return shader

    return recipe


def _pebbles(space: Space) -> tuple[Array, Array]:
    """Rounded cells (n,), 0 in the creases to 1, and a random number of each, both at their mean from afar."""
    share = np.float32(kept(space.footprint))
    if share == 0.0:
        return np.full(len(space.q), 0.7, np.float32), np.full(len(space.q), 0.5, np.float32)
    cell = cells(space)
    dome = smoothstep(0.02, 0.42, cell.border)
    return 0.7 + share * (dome - np.float32(0.7)), 0.5 + share * (cell.identity[:, 0] - np.float32(0.5))


def _wrinkles(folds: Space, bend: Array, used: Array) -> Array:
    """Thin creases (n,) 0..1 where a hide has been folded: a net of long meshes that fades into the smooth hide."""
    wrinkles = np.zeros(len(folds.q), np.float32)
    space = folds.finer(1.6, 3.0).stretched(1.0, 1.0, 0.4)
    share = np.float32(kept(4.0 * space.footprint))
    there = smoothstep(0.0, 0.7, used)
    rows = np.flatnonzero(there > 0.02)
    if share == 0.0 or len(rows) == 0:
        return wrinkles
    sway = np.stack((bend, -bend, 0.4 * bend), axis=1) * np.float32(0.5)
    net = cells(Space(space.q[rows] + sway[rows], space.footprint))
    # Not every mesh is drawn all around: the crease is deep on the side of one, and hardly there on another's.
    depth = np.float32(0.25) + np.float32(0.75) * net.identity[:, 1]
    wrinkles[rows] = smoothstep(0.07, 0.0, net.border) * depth * there[rows] * share
    return wrinkles


def suede(color: str) -> Recipe:
    """The brushed flesh side: a short nap that lies one way here and the other way there."""

    def recipe(rng: np.random.Generator) -> Shader:
        base = vary(rng, color, 0.008, 0.08, 0.06)
        stroke, cloud, nap = solid(rng, 0.05, 0.07), solid(rng, 0.13, 0.2), solid(rng, 0.0009, 0.0012)

        def shader(points: Points) -> Shaded:
            brushed = fractal(stroke(points), 3, 0.6)
            lie = smoothstep(-0.5, 0.5, brushed + 0.5 * gradient_noise(cloud(points)))
            fibre = fractal(nap(points), 2, 0.7)
            tone = 0.13 * (lie - 0.5) + 0.15 * fibre
            return Shaded(
                color=tint(base, tone),
                relief=np.float32(0.00012) * fibre + np.float32(0.0001) * lie,
                channels={ROUGHNESS: 0.95 - 0.08 * lie, SHEEN: 0.35 + 0.3 * lie},
            )

        return shader

    return recipe


def quilted(color: str, width: float, buttons: bool, hide: Hide) -> Recipe:
    """Padded diamonds: drawn in by buttons as on a chesterfield, or sewn with a seam as in a car.

    Args:
        color: hexadecimal.
        width: of a diamond, metres.
        buttons: whether buttons sit where the lines cross; else the lines are stitched.
        hide: the leather.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        cover, place = leather(color, hide)(rng), laid(rng, 2.0 * width, 2.0 * 1.25 * width)
        thread = shade(vary(rng, color), 1.5)

        def shader(points: Points) -> Shaded:
            q = place(points).q
            a, b = q[:, 0] + q[:, 1], q[:, 0] - q[:, 1]
            x, y = a - np.round(a), b - np.round(b)
            near, cross = np.minimum(np.abs(x), np.abs(y)), np.hypot(x, y)
            skin = cover(points)
            if buttons:
                pad = (1.0 - np.exp(np.abs(x) * np.float32(-9.0))) * (1.0 - np.exp(np.abs(y) * np.float32(-9.0)))
                pad = pad * (0.75 + 0.25 * smoothstep(0.05, 0.4, cross))
                knob = smoothstep(0.068, 0.062, cross)
                dome = np.sqrt(np.clip(1.0 - (cross / 0.068) ** 2, 0.0, 1.0))
                height = np.float32(0.2 * width) * (pad * (1.0 - knob) - 0.7) + np.float32(0.06 * width) * dome * knob
                dirt = 0.35 * smoothstep(0.05, 0.0, near) * (1.0 - knob)
                color = mix(
                    skin.color, skin.color * np.float32(0.5), np.maximum(dirt, 0.5 * _ring(cross, 0.072, 0.012))
                )
                return Shaded(color=color, relief=height.astype(np.float32) + skin.relief, channels=skin.channels)
            pad = np.sqrt(np.clip(near * np.float32(2.0), 0.0, 1.0))
            height = np.float32(0.1 * width) * (pad - 0.7)
            along = np.where(np.abs(x) < np.abs(y), b, a) * np.float32(width / 0.004)
            stitch = smoothstep(0.42, 0.34, np.abs(along - np.round(along)))
            sewn = _ring(near, np.float32(0.0022 / width), 0.0009 / width) * stitch * kept(points.spacing / 0.002)
            color = mix(
                mix(skin.color, thread, sewn), skin.color * np.float32(0.4), smoothstep(0.0012 / width, 0.0, near)
            )
            return Shaded(
                color=color,
                relief=(height + np.float32(0.0003) * sewn).astype(np.float32) + skin.relief,
                channels=skin.channels,
                dye=1.0 - sewn,
            )

        return shader

    return recipe


def _ring(distance: Array, at: float | np.floating, width: float) -> Array:
    ring: Array = smoothstep(1.0, 0.6, np.abs(distance - np.float32(at)) / np.float32(width))
    return ring


def _cracked(rng: np.random.Generator) -> Shader:
    """Old leather whose finish has dried and broken into scales, pale fibres in the cracks."""
    cover = leather("5d3520", Hide(wrinkles=0.8, patina=1.0, roughness=0.55))(rng)
    flesh = vary(rng, "b08a62", 0.01)
    place, where = solid(rng, 0.009, 0.013), solid(rng, 0.09, 0.13)

    def shader(points: Points) -> Shaded:
        skin, field = cover(points), place(points)
        bend = fractal(field.finer(1.2, 3.0), 2, 0.6)
        cell = cells(field.moved(bend[:, None] * np.array([0.5, -0.45, 0.4], np.float32)))
        share = np.float32(kept(0.7 * field.footprint))
        old = smoothstep(-0.3, 0.35, gradient_noise(where(points)))
        crack = smoothstep(0.24, 0.06, cell.border / np.maximum(old, 0.05)) * old * share
        lost = smoothstep(0.52, 0.6, bend + 0.35 * old) * old
        gone = np.maximum(0.9 * crack, lost)
        color = mix(skin.color, tint(flesh, 0.25 * bend), 0.75 * gone)
        relief = skin.relief - np.float32(0.0005) * gone
        rough = skin.channels[ROUGHNESS] * (1.0 - gone) + 0.95 * gone
        return Shaded(color=color, relief=relief, channels={ROUGHNESS: rough}, dye=1.0 - 0.7 * gone)

    return shader


_PLAIN = Hide()
_SMOOTH = Hide((0.0008, 0.001), deep=0.06, wrinkles=0.15, patina=0.15, roughness=0.16, coat=0.9)
_COARSE = Hide((0.0026, 0.0034), deep=0.16, wrinkles=0.25, patina=0.2, roughness=0.42)
_SOFA = Hide(wrinkles=0.35, patina=0.6, roughness=0.4)
_COLORS = {
    "red": "7d1f1c",
    "black": "211f1e",
    "white": "e2dccf",
    "tan": "b0794a",
    "green": "2f5238",
    "blue": "2a4068",
    "dark brown": "40281c",
}


def _hide(
    name: str, phrases: tuple[str, ...], recipe: Recipe, feature: float = 0.03, weight: float = 1.0, base: str = ""
) -> Material:
    return Material(name, phrases, Kind.LEATHER, recipe, finest=0.0006, coarsest=feature, weight=weight, base=base)


MATERIALS = (
    _hide("leather", ("leather", "brown leather", "old leather", "worn leather"), leather("754528"), weight=1.5),
    *(
        _hide(
            f"{name} leather",
            (f"{name} leather", f"{name} hide", f"worn {name} leather"),
            leather(code),
            weight=0.5,
            base="leather",
        )
        for name, code in _COLORS.items()
    ),
    _hide(
        "quilted leather",
        ("quilted leather", "tufted leather", "chesterfield leather"),
        quilted("6a3319", 0.11, True, _SOFA),
        0.11,
    ),
    _hide(
        "stitched leather",
        ("stitched leather", "diamond stitched leather", "car seat leather"),
        quilted("2a2625", 0.05, False, Hide(wrinkles=0.0, patina=0.15, roughness=0.45)),
        0.05,
    ),
    _hide("suede", ("suede", "suede leather", "nubuck", "chamois"), suede("9c7650")),
    _hide(
        "patent leather", ("patent leather", "glossy black leather", "lacquered leather"), leather("171516", _SMOOTH)
    ),
    _hide("pebbled leather", ("pebbled leather", "grained leather", "bull hide"), leather("8a5632", _COARSE)),
    _hide("cracked leather", ("cracked leather", "dried out leather", "vintage leather"), _cracked),
)
