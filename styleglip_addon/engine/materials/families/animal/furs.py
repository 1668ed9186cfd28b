"""Fur: hair that lies along the body in locks, and the coats of animals painted with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from ....vocabulary.channels import ANISOTROPY, ROUGHNESS, SHEEN
from ...colors import ramp, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...spaces import Space, solid


@dataclass(frozen=True)
class Coat:
    """How hair grows.

    Args:
        hair: width of a strand of hairs that can be told apart, metres.
        length: of what is seen of a lock, metres.
        lock: width of a lock, metres; locks cling together and part.
        shaggy: how much locks stand apart, 0..1.
        curl: how much locks wind, 0..1.
        gloss: roughness is 0.75 less half of this.
    """

    hair: float = 0.0006
    length: float = 0.04
    lock: float = 0.011
    shaggy: float = 0.6
    curl: float = 0.15
    gloss: float = 0.3


class Hair(NamedTuple):
    """Hair at n points: `strand` fine streaks around 0, `lock` 0 in partings .. 1 on top, `tip` about 0 (roots) .. 1
    (tips)."""

    strand: Array
    lock: Array
    tip: Array


Growing = Callable[[Points], Hair]


def growing(rng: np.random.Generator, coat: Coat) -> Growing:
    """Hair that hangs along the part, swept by a slow whorl."""
    lock, sweep = solid(rng, coat.lock, coat.lock, turned=False), solid(rng, 0.1, 0.15, turned=False)
    finer, slender = coat.lock / coat.hair, coat.lock / coat.length

    def grow(points: Points) -> Hair:
        laid_out = unrolled(points)
        space, swept = lock(laid_out), sweep(laid_out)
        lean, curl = gradient_noise(swept), gradient_noise(space.stretched(0.45, 0.45, 0.3))
        # Hair leans to one side here, to the other there; locks wind the more, the more they curl.
        side = lean * np.float32(0.022 / coat.lock) + curl * np.float32(0.2 + 1.2 * coat.curl)
        field = space.moved(np.stack((side, -0.7 * side, 0.4 * curl), axis=1))
        drawn = field.stretched(1.0, 1.0, slender)
        clump, tuft = gradient_noise(drawn), gradient_noise(drawn.finer(2.3, 9.0))
        # Hairs of a lock run together towards its tip.
        hairs = Space(field.q * np.array([finer, finer, 0.9 * slender], np.float32), finer * field.footprint)
        pulled = hairs.moved((clump * np.float32(1.6))[:, None] * np.array([1.0, 1.0, 0.0], np.float32))
        strand = 0.75 * gradient_noise(pulled) + 0.65 * gradient_noise(pulled.finer(0.42, 5.0))
        ends = gradient_noise(drawn.moved(np.full(3, 23.0, np.float32)).stretched(1.4, 1.4, 1.8))
        parting = smoothstep(-0.55, 0.1, clump + 0.3 * tuft + 0.25 * strand)
        share = np.float32(kept(field.footprint))
        top = 0.5 + share * (0.7 * parting + 0.35 * tuft + 0.3 * strand - 0.55)
        return Hair(strand, np.clip(top, 0.0, 1.0).astype(np.float32), 0.5 + 0.7 * ends + 0.25 * strand)

    return grow


def unrolled(points: Points) -> Points:
    """The points with positions by their surface coordinates, on a drum where u closes: hair lies along a surface."""
    closed, u = points.around > 0.0, points.uv[:, 0]
    radius = np.where(closed, points.around, 1.0) * np.float32(0.5 / np.pi)
    x = np.where(closed, radius * np.cos(u / radius), u)
    y = np.where(closed, radius * np.sin(u / radius), np.float32(0.0))
    return replace(points, position=np.stack((x, y, points.uv[:, 1]), axis=1).astype(np.float32))


def haired(color: Array, hair: Hair, coat: Coat) -> Shaded:
    """A coat of the given colours (n, 3): roots are darker, tips catch the light."""
    tone = (
        0.2 * hair.strand + np.float32(0.45 * coat.shaggy) * (hair.lock - 0.5) + 0.12 * coat.shaggy * (hair.tip - 0.5)
    )
    relief = np.float32(0.22 * coat.lock * coat.shaggy) * (hair.lock - 0.5) + np.float32(0.35 * coat.hair) * hair.strand
    return Shaded(
        color=tint(color, tone),
        relief=relief.astype(np.float32),
        channels={
            ROUGHNESS: 0.78 - 0.5 * coat.gloss + 0.1 * hair.strand,
            SHEEN: 0.3 + 0.2 * (1.0 - coat.gloss),
            ANISOTROPY: 0.3,
        },
    )


def fur(tones: Sequence[str], coat: Coat) -> Recipe:
    """Fur of one sort.

    Args:
        tones: from the under-wool to the guard hairs' tips, hexadecimal.
        coat: how it grows.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, grow, drift = vary_all(rng, tones, 0.01, 0.06), growing(rng, coat), solid(rng, 0.1, 0.16)

        def shader(points: Points) -> Shaded:
            hair = grow(points)
            broad = gradient_noise(drift(points))
            value = 0.5 + 0.3 * hair.strand + 0.4 * (hair.lock - 0.5) + 0.35 * (hair.tip - 0.5) + 0.2 * broad
            color = ramp(value.astype(np.float32), np.linspace(0.0, 1.0, len(stops)).tolist(), stops)
            return haired(color, hair, coat)

        return shader

    return recipe


def _sheepskin(rng: np.random.Generator) -> Shader:
    """Locks of wool that wind this way and that, with shade between them."""
    deep, cream, pale = vary_all(rng, ("a8946f", "dccfb4", "f1ebdf"), 0.008, 0.03)
    place, wool = solid(rng, 0.012, 0.015), solid(rng, 0.0012, 0.0015)

    def shader(points: Points) -> Shaded:
        laid_out = unrolled(points)
        space, fine = place(laid_out), wool(laid_out)
        turns = [gradient_noise(space.finer(0.55, 13.0 * k)) for k in range(3)]
        field = space.moved(np.stack(turns, axis=1) * np.float32(1.6))
        lump = gradient_noise(field) + 0.5 * gradient_noise(field.finer(2.3, 7.0))
        # Fibres run around the locks: along lines of equal height.
        wound = (lump * np.float32(7.0))[:, None] * np.array([1.0, -0.8, 0.9], np.float32)
        fibre = gradient_noise(fine.finer(0.3, 3.0).moved(wound)) + 0.6 * gradient_noise(fine.moved(1.6 * wound))
        share = np.float32(kept(space.footprint))
        body = 0.5 + 0.55 * lump
        value = 0.6 + share * 0.95 * (body - 0.5) + 0.22 * fibre
        relief = np.float32(0.006) * share * (body - 0.5) + np.float32(0.0006) * fibre
        return Shaded(
            color=ramp(value.astype(np.float32), (0.0, 0.55, 1.0), (deep, cream, pale)),
            relief=relief.astype(np.float32),
            channels={ROUGHNESS: 0.95, SHEEN: 0.6},
        )

    return shader


LONG, SHORT = Coat(length=0.06, lock=0.014, shaggy=0.7), Coat(0.0005, 0.022, 0.006, 0.35, 0.08, 0.35)
_SLEEK = Coat(0.0005, 0.03, 0.008, 0.4, 0.05, 0.7)
_SHAG = Coat(0.0009, 0.09, 0.02, 1.0, 0.5, 0.2)


def _fur(
    name: str, phrases: tuple[str, ...], recipe: Recipe, weight: float = 1.0, feature: float = 0.03, base: str = ""
) -> Material:
    return Material(name, phrases, Kind.ANIMAL, recipe, finest=0.001, coarsest=feature, weight=weight, base=base)


MATERIALS = (
    _fur(
        "brown fur",
        ("brown fur", "fur", "furry", "bear fur"),
        fur(("2b1a0f", "59381f", "82572f", "ae8255"), LONG),
        1.2,
    ),
    _fur(
        "white fur",
        ("white fur", "polar bear fur", "fluffy white fur"),
        fur(("cfc8ba", "e2ddd2", "ebe7de", "f2efe8"), LONG),
    ),
    _fur(
        "black fur",
        ("black fur", "black cat fur", "panther fur"),
        fur(("0e0d0e", "1b1a1b", "2b292a", "454244"), _SLEEK),
        0.7,
    ),
    _fur("fox fur", ("fox fur", "orange fur", "ginger fur"), fur(("5d3418", "a9602a", "c97e3f", "e6b682"), LONG), 0.8),
    _fur(
        "pink fur",
        ("pink fur", "fluffy pink fur"),
        fur(("a03f70", "d4679b", "e88bb4", "f5bcd5"), _SHAG),
        0.4,
        0.05,
        "fur",
    ),
    _fur("wolf fur", ("wolf fur", "grey fur", "husky fur"), fur(("3b3733", "6b655e", "98928a", "d2cdc4"), LONG)),
    _fur(
        "rabbit fur",
        ("rabbit fur", "soft grey fur", "chinchilla fur"),
        fur(("6d665f", "94897d", "b5aa9d", "d9d0c4"), SHORT),
        0.7,
    ),
    _fur(
        "mink",
        ("mink", "mink fur", "sable fur", "fur coat"),
        fur(("1d120c", "3a2418", "573a26", "7d5a3f"), _SLEEK),
        0.7,
    ),
    _fur("sheepskin", ("sheepskin", "lambskin", "shearling", "boucle wool"), _sheepskin, 1.0, 0.03),
)
