"""Cloth woven from threads of several colours: tartans, gingham, houndstooth, pinstripe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import mix, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise
from ...points import Points
from ...spaces import size, solid
from ..yarns import loom, woven

Sett = Sequence[tuple[int, int]]
"""Threads in their order: (index of the colour, how many)."""


def mirrored(*half: tuple[int, int]) -> Sett:
    """A sett that runs back from its end, as tartans do."""
    return (*half, *reversed(half))


@dataclass(frozen=True)
class Cloth:
    """What tells cloths of coloured threads apart.

    Args:
        colors: hexadecimal; a colour word changes the first.
        warp: threads along the piece, in their order.
        weft: threads around it; None: as the warp.
        thread: range of a thread's width, metres.
        float_: how many threads each passes over and under: 1 for plain weave, 2 for twill.
        hair: woolliness, 0..1.
    """

    colors: tuple[str, ...]
    warp: Sett
    weft: Sett | None = None
    thread: tuple[float, float] = (0.0009, 0.0011)
    float_: int = 2
    hair: float = 1.0


def of_threads(cloth: Cloth) -> Recipe:
    """A weave whose pattern comes from the order of the threads alone, so that colours mix where they cross."""
    orders = [
        np.repeat([index for index, _ in sett], [count for _, count in sett])
        for sett in (cloth.warp, cloth.weft or cloth.warp)
    ]
    repeat = int(np.lcm(np.lcm(len(orders[0]), len(orders[1])), 2 * cloth.float_))
    tables = [np.tile(order, repeat // len(order)) for order in orders]

    def recipe(rng: np.random.Generator) -> Shader:
        colors = np.stack(vary_all(rng, cloth.colors, 0.01, 0.05))
        width = size(rng, *cloth.thread)
        threads, fuzz, tone = loom(rng, width, repeat, 0.12), solid(rng, width, 1.1 * width), solid(rng, 0.06, 0.1)

        def shader(points: Points) -> Shaded:
            space, slub_warp, slub_weft = threads.laid(points, repeat)
            hair = gradient_noise(fuzz(points)) * np.float32(cloth.hair)
            thread = woven(space.moved(0.12 * hair[:, None]), cloth.float_, cloth.float_)
            column, row = (
                table[(number % repeat).astype(np.int64)]
                for table, number in zip(tables, (thread.column, thread.row), strict=True)
            )
            slub = thread.warp * slub_warp + (1.0 - thread.warp) * slub_weft
            shade = 0.14 * (thread.own - 0.5) + 0.1 * slub + 0.12 * hair + 0.04 * fractal(tone(points), 2)
            color = mix(colors[row], colors[column], thread.warp)
            first = thread.warp * (column == 0) + (1.0 - thread.warp) * (row == 0)
            return Shaded(
                color=tint(color, shade - 0.35 * (0.72 - thread.height)),
                relief=np.float32(0.3 * width) * (thread.height - 0.7 + 0.2 * hair),
                channels={ROUGHNESS: 0.92, SHEEN: 0.15 + 0.15 * cloth.hair},
                dye=first.astype(np.float32),
            )

        return shader

    return recipe


# Royal Stewart, counts of the half sett about halved: red, blue, black, yellow, white, green.
_ROYAL_STEWART = mirrored(
    (0, 36), (1, 4), (2, 6), (3, 2), (2, 2), (4, 2), (2, 2), (5, 8), (0, 4), (2, 2), (0, 4), (4, 2)
)

MATERIALS = (
    Material(
        "tartan",
        ("tartan", "red plaid", "plaid", "scottish plaid"),
        Kind.CLOTH,
        of_threads(Cloth(("a51a22", "22356b", "17171a", "e3bc3f", "eee8da", "1d5a37"), _ROYAL_STEWART)),
        0.001,
        0.12,
    ),
    Material(
        "green tartan",
        ("green tartan", "green plaid"),
        Kind.CLOTH,
        of_threads(
            Cloth(
                ("1f5536", "151a17", "1c2b52", "e6e0cf", "b8322c"),
                mirrored((0, 28), (1, 4), (2, 14), (1, 4), (0, 6), (3, 2), (0, 6), (4, 2)),
            )
        ),
        0.001,
        0.12,
        0.5,
        "tartan",
    ),
    Material(
        "buffalo check",
        ("buffalo check", "buffalo plaid", "lumberjack", "flannel", "lumberjack shirt"),
        Kind.CLOTH,
        of_threads(Cloth(("a81c22", "1b1a1c"), ((0, 40), (1, 40)))),
        0.001,
        0.09,
    ),
    Material(
        "gingham",
        ("gingham", "red checked cloth", "picnic cloth"),
        Kind.CLOTH,
        of_threads(Cloth(("c3262d", "ece8e1"), ((0, 20), (1, 20)), None, (0.0008, 0.0009), 1, 0.4)),
        0.0008,
        0.04,
    ),
    Material(
        "houndstooth",
        ("houndstooth", "black and white houndstooth"),
        Kind.CLOTH,
        of_threads(Cloth(("1b1b1e", "e8e4da"), ((0, 4), (1, 4)), None, (0.0024, 0.0028))),
        0.002,
        0.03,
    ),
    Material(
        "pinstripe",
        ("pinstripe", "pinstripe suit", "suit wool", "pinstriped cloth"),
        Kind.CLOTH,
        of_threads(Cloth(("262b38", "b9bcc4"), ((0, 22), (1, 2)), ((0, 24),), (0.0008, 0.0009))),
        0.001,
        0.03,
    ),
)
