"""Cloths with a pile of upright fibres: velvet, corduroy, terry, fleece, plush, plain carpet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, kept, random_of, smoothstep
from ...points import Points
from ...spaces import laid, rolled, size, solid
from .dyed import dyed


@dataclass(frozen=True)
class Nap:
    """How the pile of a velvet lies.

    Args:
        stroke: width and length of the strokes in which it is brushed, metres.
        contrast: between pile that leans towards the eye and away from it, 0..1.
        bend: how far strokes meander, in their widths.
        edge: softness of the strokes' edges.
        octaves: how many sizes of strokes there are.
    """

    stroke: tuple[float, float] = (0.06, 0.16)
    contrast: float = 0.2
    bend: float = 0.6
    edge: float = 1.5
    octaves: int = 3


def velvet(color: str, nap: Nap | None = None) -> Recipe:
    """Dense short pile: deep colour, bright at the rim; pile that leans away shows its dark depth, in strokes."""
    brushing = nap or Nap()

    def recipe(rng: np.random.Generator) -> Shader:
        base = vary(rng, color, 0.012, 0.06, 0.06)
        brushed, pile = rolled(rng, *brushing.stroke), solid(rng, 0.0009, 0.0012)
        lean = solid(rng, 0.16, 0.24)

        def shader(points: Points) -> Shaded:
            bent = displaced(brushed(points), brushing.bend, 0.8)
            stroke = fractal(bent, brushing.octaves, 0.55) + 0.35 * gradient_noise(lean(points))
            turned = smoothstep(-0.5 * brushing.edge, 0.5 * brushing.edge, stroke)
            tuft = gradient_noise(pile(points))
            # Seen along the fibres, only their tips reflect; seen from the side, whole fibres do.
            return Shaded(
                color=tint(base, brushing.contrast * (1.15 * turned - 0.85) + 0.1 * tuft),
                relief=np.float32(0.00007) * tuft + np.float32(0.003 * brushing.contrast) * turned,
                channels={ROUGHNESS: 0.8 - 0.15 * turned, SHEEN: 0.75 + 0.25 * turned},
            )

        return shader

    return recipe


def corduroy(color: str) -> Recipe:
    """Ribs of pile along the piece, about five to two centimetres, worn a little paler on their crests."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, width = vary(rng, color, 0.012), size(rng, 0.0045, 0.0055)
        ribs, wave, pile = laid(rng, width, width), rolled(rng, 0.012, 0.06), solid(rng, 0.0009, 0.0012)
        tone = rolled(rng, 0.03, 0.12)

        def shader(points: Points) -> Shaded:
            space = ribs(points)
            tuft = gradient_noise(pile(points))
            x = space.q[:, 0] + 0.08 * gradient_noise(wave(points)) + 0.04 * tuft
            away = np.abs(x - np.floor(x) - 0.5) * np.float32(2.0)
            rib = np.sqrt(np.clip(1.0 - away**2, 0.0, 1.0))
            rib = np.float32(0.78) + np.float32(kept(1.3 * space.footprint)) * (rib - np.float32(0.78))
            lean = fractal(tone(points), 2)
            return Shaded(
                color=tint(
                    base, 0.62 * (rib - 0.8) + 0.14 * tuft + 0.14 * lean + 0.1 * np.maximum(-points.recess, 0.0)
                ),
                relief=np.float32(0.32 * width) * (rib - 0.78) + np.float32(0.00025) * tuft,
                channels={ROUGHNESS: 0.88, SHEEN: 0.55},
            )

        return shader

    return recipe


@dataclass(frozen=True)
class Tufts:
    """What tells piles of single tufts apart.

    Args:
        color: hexadecimal.
        width: range of a tuft's width, metres.
        height: of the relief, in tuft widths.
        depth: darkness between the tufts, 0..1.
        spread: how much tufts differ in tone.
        sheen: of the pile.
        curl: how far tufts lean in swirls, in tuft widths.
    """

    color: str
    width: tuple[float, float]
    height: float = 0.5
    depth: float = 0.5
    spread: float = 0.2
    sheen: float = 0.5
    curl: float = 0.35


def tufted(tufts: Tufts) -> Recipe:
    """Tufts or curls side by side, leaning in slow swirls that show as paler and darker strokes."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, width = vary(rng, tufts.color, 0.012, 0.08, 0.05), size(rng, *tufts.width)
        place, fibre = solid(rng, width, 1.01 * width), solid(rng, 0.17 * width, 0.18 * width)
        lean = solid(rng, 0.05, 0.08)

        def shader(points: Points) -> Shaded:
            hair = fractal(fibre(points), 2, 0.7)
            space = displaced(place(points), tufts.curl, 0.9).moved((0.1 * hair)[:, None])
            tuft = cells(space)
            share = np.float32(kept(space.footprint))
            up = 0.5 + share * (np.clip(1.0 - tuft.nearest, 0.0, 1.0) - 0.5)
            own = share * (tuft.identity[:, 0] - 0.5)
            stroke = fractal(lean(points), 3)
            tone = tufts.spread * own + 1.4 * tufts.depth * (up - 0.6) + 0.2 * hair + 0.12 * stroke
            return Shaded(
                color=tint(base, tone),
                relief=np.float32(tufts.height * width) * (up - 0.5 + 0.3 * own + 0.14 * hair),
                channels={ROUGHNESS: 0.95, SHEEN: tufts.sheen},
            )

        return shader

    return recipe


def _terry(color: str) -> Recipe:
    """Rows of upright loops, with the plain border bands of a towel now and then."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, width = vary(rng, color, 0.012, 0.08, 0.04), size(rng, 0.0024, 0.003)
        place, bend = laid(rng, width, 0.8 * width), solid(rng, 1.6 * width, 1.8 * width)
        fibre, lean = solid(rng, 0.3 * width, 0.32 * width), solid(rng, 0.04, 0.07)

        def shader(points: Points) -> Shaded:
            space = place(points)
            hair = gradient_noise(fibre(points))
            bent = gradient_noise(bend(points))
            q = space.q + np.stack((0.55 * bent, 0.4 * hair - 0.5 * bent), axis=1)
            q[:, 0] += 0.5 * (np.floor(q[:, 1]) % 2.0)
            loop = np.floor(q)
            x, y = (q - loop - 0.5).T
            away = np.hypot(x, 0.9 * y) * np.float32(2.0)
            share = np.float32(kept(space.footprint))
            # A loop is a ring of yarn: its eye lies deep.
            ring = np.clip(1.0 - np.abs(away - 0.55) * 1.5, 0.0, 1.0)
            up = 0.6 + share * (ring - 0.6)
            own = share * (random_of(loop[:, 0], loop[:, 1]) - 0.5)
            return Shaded(
                color=tint(base, 0.4 * (up - 0.75) + 0.16 * own + 0.08 * hair + 0.06 * fractal(lean(points), 3)),
                relief=np.float32(0.24 * width) * (up - 0.6 + 0.5 * own + 0.3 * hair),
                channels={ROUGHNESS: 0.95, SHEEN: 0.45},
            )

        return shader

    return recipe


MATERIALS = (
    Material("velvet", ("velvet", "plush", "dark red velvet"), Kind.CLOTH, velvet("7c0f28"), 0.001, 0.05, 1.5),
    *dyed(("red", "green", "blue", "purple", "black"), "velvet", velvet, ("soft {} velvet", "{} plush"), 0.001, 0.05),
    Material(
        "crushed velvet",
        ("crushed velvet", "crushed velour", "velour"),
        Kind.CLOTH,
        velvet("52408a", Nap((0.035, 0.05), 0.55, 0.9, 1.2, 3)),
        0.001,
        0.05,
    ),
    Material("corduroy", ("corduroy", "brown corduroy", "ribbed cloth"), Kind.CLOTH, corduroy("805630"), 0.001, 0.02),
    Material(
        "terry cloth",
        ("terry cloth", "towel", "terry towel", "bath towel", "towelling"),
        Kind.CLOTH,
        _terry("d3d4d0"),
        0.0011,
        0.02,
    ),
    Material(
        "polar fleece",
        ("polar fleece", "fleece blanket", "fleece jacket", "soft fleece"),
        Kind.CLOTH,
        tufted(Tufts("4f6f86", (0.003, 0.004), 0.13, 0.18, 0.10, 0.7, 0.6)),
        0.0011,
        0.03,
    ),
    Material(
        "carpet pile",
        ("carpet pile", "plain carpet", "fitted carpet", "wall-to-wall carpet"),
        Kind.CLOTH,
        tufted(Tufts("8a8178", (0.004, 0.005), 0.32, 0.6, 0.22, 0.3)),
        0.0015,
        0.04,
    ),
)
