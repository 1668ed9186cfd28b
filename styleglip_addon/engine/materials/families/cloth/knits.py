"""Knitted cloth: columns of V-shaped stitches, ribs and cables, plain or with motifs knitted in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, random_of
from ...points import Points
from ...spaces import Space, laid, rolled, size, solid
from .dyed import dyed
from .stitches import Stitches, cables, purled, stockinette

_ROW = 0.78
"""Height of a row of stitches, in their widths."""

Structure = Callable[[Space], Stitches]
Motif = Callable[[Stitches], NDArray[np.int64]]


@dataclass(frozen=True)
class Yarn:
    """What tells knitted cloths apart.

    Args:
        width: range of a stitch's width, metres.
        thickness: height of the structure, in stitch widths.
        repeat: columns and rows after which structure and motif repeat.
        spread: how much the yarn varies in tone.
        dyed: which of the yarns takes the colour of a colour word.
    """

    width: tuple[float, float] = (0.009, 0.011)
    thickness: float = 0.32
    repeat: tuple[int, int] = (1, 1)
    spread: float = 0.12
    dyed: int = 0


def knitted(
    colors: Sequence[str], yarn: Yarn, structure: Structure = stockinette, motif: Motif | None = None
) -> Recipe:
    """Stitches of woolly two-ply yarn.

    Args:
        colors: of the yarns, hexadecimal; the first is the ground.
        yarn: sizes.
        structure: how the stitches lie.
        motif: says which yarn (n,) a stitch is knitted with; None: all with the first.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        tones = np.stack(vary_all(rng, colors, 0.012, 0.06))
        width = size(rng, *yarn.width)
        columns, rows = yarn.repeat
        place, pull = laid(rng, columns * width, rows * _ROW * width), rolled(rng, 3.0 * width, 3.0 * width)
        fuzz, tone = solid(rng, 0.09 * width, 0.1 * width), solid(rng, 0.06, 0.1)

        def shader(points: Points) -> Shaded:
            repeats = place(points)
            q = repeats.q * np.array([columns, rows], np.float32)
            hair = gradient_noise(fuzz(points))
            loose = gradient_noise(pull(points))
            q += (0.12 * loose + 0.03 * hair)[:, None]
            space = Space(q, points.spacing / (_ROW * width))
            stitch = structure(space)
            chosen = np.zeros(len(points), np.int64) if motif is None else motif(stitch)
            own = np.float32(kept(space.footprint)) * (random_of(stitch.column, stitch.row) - 0.5)
            shade = yarn.spread * own + 0.10 * hair + 0.09 * stitch.ply + 0.05 * fractal(tone(points), 2)
            # Little light comes back from between the stitches: their depth, not a shadow of some lamp.
            return Shaded(
                color=tint(tones[chosen], shade - 0.44 * (1.0 - stitch.height) + 0.16 * stitch.lift),
                relief=np.float32(yarn.thickness * width) * (stitch.height - 0.6 + stitch.lift + 0.07 * stitch.ply),
                channels={ROUGHNESS: 0.95, SHEEN: 0.35},
                dye=(chosen == yarn.dyed).astype(np.float32),
                piece=(np.floor(stitch.row / np.float32(3.0)) * np.float32(0.618034)) % 1.0,
            )

        return shader

    return recipe


def _argyle(stitch: Stitches) -> NDArray[np.int64]:
    """Diamonds of two colours on the ground, 12 columns wide and 18 rows high, with thin lines across them."""
    s, t = (stitch.column + 0.5) / 12.0 + stitch.row / 18.0, (stitch.column + 0.5) / 12.0 - stitch.row / 18.0
    i, j = np.floor(s), np.floor(t)
    even = ((i + j) % 2.0) < 0.5
    line = np.minimum(np.abs(s - i - 0.5), np.abs(t - j - 0.5)) < 0.045
    return np.where(even, np.where(i % 2.0 < 0.5, 1, 2), np.where(line, 3, 0)).astype(np.int64)


def _bitmap(lines: Sequence[str]) -> Motif:
    """A motif drawn in characters, "." for the ground, digits for the other yarns; the first line is on top."""
    table = np.array([[0 if c == "." else int(c) for c in line] for line in reversed(lines)], np.int64)

    def motif(stitch: Stitches) -> NDArray[np.int64]:
        column = (stitch.column % table.shape[1]).astype(np.int64)
        row = (stitch.row % table.shape[0]).astype(np.int64)
        return table[row, column]

    return motif


_NORDIC = (
    "................",
    "1.1.1.1.1.1.1.1.",
    "................",
    ".......1........",
    ".....1.1.1......",
    "......111.......",
    "..1.1..1..1.1...",
    "...11..1..11...1",
    "..111.1.1.111...",
    ".....1...1......",
    ".11111.1.11111..",
    ".....1...1......",
    "..111.1.1.111...",
    "...11..1..11...1",
    "..1.1..1..1.1...",
    "......111.......",
    ".....1.1.1......",
    ".......1........",
    "................",
    "1.1.1.1.1.1.1.1.",
    "................",
    "2222222222222222",
    "1.222.1.1.222.1.",
    "11.2.11111.2.111",
    "1.222.1.1.222.1.",
    "2222222222222222",
)


def _plain(color: str) -> Recipe:
    return knitted((color,), Yarn())


MATERIALS = (
    Material(
        "knitted wool",
        ("knitted wool", "knit", "knitted", "wool sweater"),
        Kind.CLOTH,
        _plain("dccfb8"),
        0.0022,
        0.03,
        1.5,
    ),
    *dyed(("red", "blue", "green", "grey"), "knit", _plain, ("{} knitted wool", "{} wool sweater"), 0.0022, 0.03),
    Material(
        "cable knit",
        ("cable knit", "cable-knit sweater", "aran sweater", "fisherman's sweater"),
        Kind.CLOTH,
        knitted(("dcd2bd",), Yarn((0.0055, 0.0065), 0.6, (12, 12), 0.08), cables),
        0.0016,
        0.07,
    ),
    Material(
        "chunky knit",
        ("chunky knit", "chunky wool", "giant knit blanket"),
        Kind.CLOTH,
        knitted(("b9aea3",), Yarn((0.024, 0.03), 0.36)),
        0.006,
        0.06,
    ),
    Material(
        "ribbed knit",
        ("ribbed knit", "rib knit", "ribbed sweater", "knitted ribs"),
        Kind.CLOTH,
        knitted(("54595f",), Yarn((0.0055, 0.0065), 0.5, (4, 1)), purled),
        0.0016,
        0.03,
    ),
    Material(
        "jersey",
        ("jersey", "t-shirt", "t-shirt cloth", "heather jersey"),
        Kind.CLOTH,
        knitted(("8d9196",), Yarn((0.0016, 0.0019), 0.22, spread=0.3)),
        0.0006,
        0.02,
    ),
    Material(
        "nordic knit",
        ("nordic knit", "fair isle", "christmas sweater", "norwegian sweater", "nordic sweater"),
        Kind.CLOTH,
        knitted(
            ("8f1f27", "e6ded0", "25324a"), Yarn((0.0045, 0.0055), 0.3, (16, len(_NORDIC))), motif=_bitmap(_NORDIC)
        ),
        0.0016,
        0.08,
    ),
    Material(
        "argyle",
        ("argyle", "argyle pattern", "diamond pattern sweater"),
        Kind.PATTERN,
        knitted(
            ("d8ccb2", "2f5a3c", "822b2b", "46506b"), Yarn((0.0035, 0.0042), 0.25, (24, 36), dyed=1), motif=_argyle
        ),
        0.0014,
        0.08,
    ),
)
