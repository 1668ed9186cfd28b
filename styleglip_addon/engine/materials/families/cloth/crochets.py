"""Crocheted and knotted cord: rows of treble stitches, toys of tight stitches, granny squares, macrame."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import choose, mix, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, random_of
from ...points import Array, Points
from ...spaces import Space, count_around, counted, laid, rolled, size, solid

_GOLDEN = np.float32(0.618034)
_TURN = np.float32(2.0 * np.pi)
_MEAN_HEIGHT = 0.55
_RINGS = 5
_BRIGHT = ("cf3a46", "e58a3c", "edc24a", "5fa35d", "2f9499", "3f6cb4", "8a5aa8", "de7aa0")
"""Yarns of a bag of leftovers."""


class Worked(NamedTuple):
    """Yarn at n points.

    Attributes:
        height: of its surface, 0..1, 0 in the holes; its mean where samples are too far apart.
        ply: -1..1, the twisted strands.
        row: number of the row, or of the ring in a square.
        column: of the stitch.
    """

    height: Array
    ply: Array
    row: Array
    column: Array


Structure = Callable[[Space], Worked]


def _round(across: Array, half: float) -> Array:
    """Height (n,) of a strand: 1 in its middle, 0 from `half` its width on."""
    height: Array = np.sqrt(np.clip(1.0 - (across / np.float32(half)) ** 2, 0.0, 1.0))
    return height


def _loop(across: Array, side: Array) -> tuple[Array, Array]:
    """Height and twist of a V's two legs: `across` (n,) -0.5..0.5 from a leg's middle, `side` from the V's axis."""
    height = _round(across, 0.46) * _round(side - np.float32(0.26), 0.31) ** 0.6
    return height, np.sin(_TURN * (np.float32(4.2) * side + np.float32(1.6) * across))


def _post(x: Array, t: Array) -> tuple[Array, Array]:
    """Height and twist of a treble stitch's post: x -0.5..0.5 across it, t 0..1 along it."""
    lean = x - np.float32(0.14) * (t - np.float32(0.5))
    # Full where the yarn is wrapped around it, slim where it leaves the row below.
    half = np.float32(0.30) + np.float32(0.13) * np.sin(np.float32(np.pi) * np.clip(t + 0.1, 0.0, 1.0))
    body = np.sqrt(np.clip(1.0 - (lean / half) ** 2, 0.0, 1.0))
    bar = _round(t - np.float32(0.5) - np.float32(0.62) * lean, 0.15) * _round(lean, 0.5)
    on_bar = bar > 0.3
    twist = np.sin(_TURN * np.where(on_bar, 4.0 * lean - 2.0 * t, 3.6 * t + 1.8 * lean))
    return np.where(on_bar, 0.6 + 0.4 * bar, 0.8 * body).astype(np.float32), twist.astype(np.float32)


def trebles(space: Space) -> Worked:
    """Rows of posts with a plait of loops along the top of each; one stitch and one row per unit."""
    x, y = space.q[:, 0], space.q[:, 1]
    row = np.floor(y)
    t = y - row
    # A row's stitches sit between those of the row below.
    shifted = x + np.float32(0.5) * (row % 2.0)
    column = np.floor(shifted)
    height, ply = _post(shifted - column - np.float32(0.5), np.clip(t / 0.7, 0.0, 1.0))
    side = np.abs(t - np.float32(0.84)) * np.float32(3.2)
    risen = shifted - np.float32(0.75) * side
    loop, strand = _loop(risen - np.floor(risen) - np.float32(0.5), side)
    in_plait = t > 0.68
    height = np.where(in_plait, np.float32(0.3) + np.float32(0.7) * loop, height)
    return _carried(space, height, np.where(in_plait, strand, ply), row, column)


def tight(space: Space) -> Worked:
    """Double stitches without a gap, as of toys: plump V's, wider than high, a furrow between the rows."""
    x, y = space.q[:, 0], space.q[:, 1]
    row = np.floor(y)
    # Worked in a spiral, every row slants a little further.
    shifted = x + np.float32(0.18) * row
    column = np.floor(shifted)
    side = np.abs(shifted - column - np.float32(0.5))
    height, ply = _loop(y - row - np.float32(0.5) - np.float32(1.1) * (side - np.float32(0.26)), side)
    return _carried(space, height, ply, row, column)


def _carried(space: Space, height: Array, ply: Array, row: Array, column: Array) -> Worked:
    share = np.float32(kept(space.footprint))
    return Worked(
        (_MEAN_HEIGHT + share * (height - _MEAN_HEIGHT)).astype(np.float32),
        (share * ply).astype(np.float32),
        row,
        column,
    )


def crocheted(color: str, width: tuple[float, float], structure: Structure, aspect: float) -> Recipe:
    """Rows of stitches of woolly yarn.

    Args:
        color: of the yarn, hexadecimal.
        width: range of a stitch's width, metres.
        structure: how the stitches lie.
        aspect: height of a row, in widths.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        base, wide = vary(rng, color), size(rng, *width)
        place, yarn = laid(rng, wide, aspect * wide), _Yarn(rng, wide)

        def shader(points: Points) -> Shaded:
            hair = yarn.hair(points)
            space = place(points)
            moved = (np.float32(0.05) * yarn.pull(points) + np.float32(0.009) * hair)[:, None]
            worked = structure(Space((space.q + moved).astype(np.float32), points.spacing / wide))
            column = counted(worked.column, count_around(points, wide))
            return yarn.shaded(points, worked, base, hair, random_of(column, worked.row))

        return shader

    return recipe


def granny_squares(rng: np.random.Generator) -> Shader:
    """Squares worked from the middle outwards, clusters of three posts in every ring, each ring of its own yarn."""
    tones, edging = vary_all(rng, _BRIGHT, 0.012), vary(rng, "efe6d4")
    side = size(rng, 0.115, 0.13)
    ring_width = side / (2.0 * _RINGS)
    place, yarn = laid(rng, side, side), _Yarn(rng, 0.6 * ring_width)

    def shader(points: Points) -> Shaded:
        q, hair = place(points).q, yarn.hair(points)
        cell = np.floor(q)
        x, y = ((q - cell - np.float32(0.5)) * np.float32(2.0 * _RINGS)).T
        x = x + np.float32(0.09) * yarn.pull(points) + np.float32(0.009) * hair
        out, along = np.maximum(np.abs(x), np.abs(y)), np.where(np.abs(x) > np.abs(y), y, x)
        ring = np.minimum(np.floor(out), np.float32(_RINGS - 1))
        t = out - ring
        # A ring's clusters sit in the gaps of the one within.
        place_in_side = along / np.float32(1.08) + np.float32(0.5) * (ring % 2.0)
        cluster = np.floor(place_in_side)
        within = place_in_side - cluster - np.float32(0.5)
        fan = within * (np.float32(3.1) + np.float32(0.9) * (1.0 - t))
        post = np.clip(np.round(fan), -1.0, 1.0)
        height, ply = _post((fan - post).astype(np.float32), t)
        middle = out < 1.0
        round_ = np.hypot(x, y)
        spokes = np.arctan2(y, x) * np.float32(6.0 / np.pi)
        star, strand = _post((spokes - np.round(spokes)).astype(np.float32), np.clip(round_, 0.0, 1.0))
        height = np.where(middle, np.where(round_ < 0.22, 0.0, star * np.clip(1.25 - round_, 0.0, 1.0)), height)
        share = np.float32(kept(points.spacing / (0.4 * ring_width)))
        worked = Worked(
            (_MEAN_HEIGHT + share * (height - _MEAN_HEIGHT)).astype(np.float32),
            (share * np.where(middle, strand, ply)).astype(np.float32),
            ring,
            cluster,
        )
        column = counted(cell[:, 0], count_around(points, side))
        number = (random_of(column, cell[:, 1]) + ring * np.float32(0.377)) % 1.0
        last = ring > _RINGS - 1.5
        color = np.where(last[:, None], edging, choose(number, tones)).astype(np.float32)
        shown = yarn.shaded(points, worked, color, hair, random_of(cluster, ring + 31.0 * column))
        return Shaded(shown.color, shown.relief, shown.channels, dye=last + np.float32(0.0), piece=number)

    return shader


class _Yarn:
    """Woolly yarn, its hair, and how it is lit in the depth of stitches."""

    def __init__(self, rng: np.random.Generator, wide: float) -> None:
        self._wide = wide
        self._fuzz, self._tone = solid(rng, 0.05 * wide, 0.06 * wide), solid(rng, 0.06, 0.1)
        self._pull = rolled(rng, 3.0 * wide, 3.0 * wide)

    def hair(self, points: Points) -> Array:
        """Noise (n,) of single hairs."""
        return gradient_noise(self._fuzz(points))

    def pull(self, points: Points) -> Array:
        """Noise (n,) of stitches pulled out of line."""
        return gradient_noise(self._pull(points))

    def shaded(self, points: Points, worked: Worked, color: Array, hair: Array, own: Array) -> Shaded:
        """What is seen; `own` (n,) 0..1 differs from stitch to stitch."""
        depth = np.float32(1.0) - worked.height
        shade = 0.1 * (own - 0.5) + 0.08 * hair + 0.16 * worked.ply + 0.05 * fractal(self._tone(points), 2)
        # Two rows of each yarn: what a word asks for in several colours changes with them.
        return Shaded(
            color=tint(color, shade - np.float32(0.62) * depth * depth),
            relief=np.float32(0.42 * self._wide) * (worked.height - np.float32(0.55) + np.float32(0.14) * worked.ply),
            channels={ROUGHNESS: 0.95, SHEEN: 0.3},
            piece=(np.floor(worked.row * np.float32(0.5)) * _GOLDEN) % 1.0,
        )


def _macrame(rng: np.random.Generator) -> Shader:
    """A net of square knots: pairs of cords run aslant from knot to knot, over a darker lining."""
    base, under = vary(rng, "e2d6c0"), vary(rng, "8d7f70", 0.01, 0.1, 0.08)
    wide = size(rng, 0.034, 0.04)
    place, twist, tone = laid(rng, wide, 1.15 * wide), solid(rng, 0.0016, 0.002), solid(rng, 0.05, 0.08)

    def shader(points: Points) -> Shaded:
        q, hair = place(points).q, gradient_noise(twist(points))
        s, t = q[:, 0] + q[:, 1], q[:, 0] - q[:, 1]
        height, ply = np.zeros(len(points), np.float32), np.zeros(len(points), np.float32)
        for own, other in ((s, t), (t, s)):
            away = own - np.round(own)
            for side in (-0.085, 0.085):
                cord = _round(away - np.float32(side), 0.085)
                wave = np.sin(_TURN * (np.float32(7.0) * other + np.float32(4.0) * away))
                higher = cord > height
                height, ply = np.where(higher, cord, height), np.where(higher, wave, ply)
        # Knots where the pairs cross: four wraps, one below the other, each bulging.
        near_s, near_t = s - np.round(s), t - np.round(t)
        x, y = np.float32(0.5) * (near_s + near_t), np.float32(0.5) * (near_s - near_t)
        wrap = np.abs(np.float32(9.0) * y - np.round(np.float32(9.0) * y)) * np.float32(2.0)
        # A knot is rounder than its box, and its wraps sag to either side.
        out = np.hypot(x / np.float32(0.2), y / np.float32(0.27))
        knot = np.sqrt(np.clip(1.0 - out**4, 0.0, 1.0)) * (0.35 + 0.65 * np.sqrt(np.clip(1.0 - wrap**2, 0.0, 1.0)))
        on_knot = (knot > 0.0) & (out < 1.0)
        height = np.where(on_knot, 0.85 + 0.7 * knot, height * 0.9)
        ply = np.where(on_knot, np.sin(_TURN * (8.0 * x + 5.0 * y)), ply)
        share = np.float32(kept(points.spacing / (0.2 * wide)))
        height = np.float32(0.7) + share * (height.astype(np.float32) - np.float32(0.7))
        covered = np.clip(height * np.float32(4.0), 0.0, 1.0)
        shade = (
            0.12 * hair
            + 0.16 * share * np.tanh(2.0 * ply)
            - 0.16 * on_knot * share * wrap**2
            - 0.45 * np.clip(1.0 - height, 0.0, 1.0) ** 2
        )
        return Shaded(
            color=mix(tint(under, -0.2 + 0.1 * hair), tint(base, shade + 0.04 * fractal(tone(points), 2)), covered),
            relief=np.float32(0.09 * wide) * (height - 0.7 + 0.16 * share * np.tanh(2.0 * ply)),
            channels={ROUGHNESS: 0.92, SHEEN: 0.2},
            dye=covered,
            # Two rows of knots each; the rows are half a unit apart.
            piece=(np.floor(q[:, 1] + np.float32(0.25)) * _GOLDEN % 1.0).astype(np.float32),
        )

    return shader


MATERIALS = (
    Material(
        "crochet",
        ("crochet", "crocheted", "crocheted yarn", "crochet stitches", "crochet work"),
        Kind.CLOTH,
        crocheted("d8c3a5", (0.016, 0.019), trebles, 1.55),
        0.0016,
        0.035,
    ),
    Material(
        "amigurumi",
        ("amigurumi", "crocheted toy", "crochet toy", "single crochet"),
        Kind.CLOTH,
        crocheted("e0b48f", (0.013, 0.015), tight, 0.8),
        0.0016,
        0.03,
    ),
    Material(
        "granny squares",
        ("granny squares", "granny square", "crochet blanket", "crochet squares", "afghan"),
        Kind.CLOTH,
        granny_squares,
        0.0016,
        0.13,
    ),
    Material(
        "macrame",
        ("macrame", "macrame net", "knotted cord", "knotted rope", "macrame wall hanging"),
        Kind.CLOTH,
        _macrame,
        0.0016,
        0.045,
    ),
)
