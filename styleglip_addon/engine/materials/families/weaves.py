"""Plain weaves: linen and its relatives."""

from __future__ import annotations

import numpy as np

from ...vocabulary.channels import ROUGHNESS, SHEEN
from ..colors import tint, vary
from ..material import Kind, Material, Recipe, Shaded, Shader
from ..noise import fractal, gradient_noise, kept, random_of
from ..points import Array, Points
from ..spaces import Space, laid, size, solid


def plain_weave(color: str, thread: tuple[float, float], slubs: float, gap: float) -> Recipe:
    """Threads over and under each other, of uneven thickness and tone.

    Args:
        color: of the yarn, hexadecimal.
        thread: range of the thread's width, metres.
        slubs: strength of the thick and thin places along single threads.
        gap: darkness between the threads, 0..1.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        yarn, width = vary(rng, color, 0.012, 0.10, 0.04), size(rng, *thread)
        place, tone = laid(rng, width, width), solid(rng, 0.06, 0.12)

        def shader(points: Points) -> Shaded:
            weave = place(points)
            over, bump, own = threads(weave)
            # Thick and thin places: long along a thread, one thread wide, and visible from further off than threads.
            slub = _streaks(weave, over)
            shade = 0.16 * (own - 0.5) + np.float32(slubs) * slub + 0.05 * fractal(tone(points), 2)
            dark = np.float32(gap) * (1.0 - bump)
            return Shaded(
                color=tint(yarn, shade - dark),
                relief=np.float32(0.35 * width) * (bump - 0.6 + 0.4 * slub),
                channels={ROUGHNESS: 0.9, SHEEN: 0.15},
            )

        return shader

    return recipe


def threads(weave: Space) -> tuple[Array, Array, Array]:
    """Plain weave of one thread per unit.

    Returns:
        Whether the thread on top runs along v (n,); its height, 0..1, at its mean where samples are too far apart; and
        a random number per thread.
    """
    i, j = np.floor(weave.q[:, 0]), np.floor(weave.q[:, 1])
    x, y = weave.q[:, 0] - i - 0.5, weave.q[:, 1] - j - 0.5
    over = ((i + j) % 2.0) < 0.5
    across, along = np.where(over, x, y), np.where(over, y, x)
    bump = np.sqrt(np.clip(1.0 - (across / 0.5) ** 2, 0.0, 1.0)) * (1.0 - 0.9 * along**2)
    share = np.float32(kept(weave.footprint))
    own = np.where(over, random_of(i), random_of(j + 71.0))
    return over, (0.72 + share * (bump - 0.72)).astype(np.float32), 0.5 + share * (own - 0.5)


def _streaks(weave: Space, over: Array) -> Array:
    """Slow changes along threads (n,), about -0.7..0.7."""
    warp = gradient_noise(weave.stretched(0.8, 0.03)) + 0.6 * gradient_noise(weave.stretched(0.23, 0.012))
    weft = gradient_noise(weave.stretched(0.03, 0.8)) + 0.6 * gradient_noise(weave.stretched(0.012, 0.23))
    share = np.float32(kept(weave.footprint))
    mixed: Array = np.where(over, warp, weft) * share + (warp + weft) * np.float32(0.5 * (1.0 - share))
    return mixed.astype(np.float32)


MATERIALS = (
    Material(
        "linen",
        ("linen", "linen cloth", "natural linen", "woven linen"),
        Kind.CLOTH,
        plain_weave("d8ccb4", (0.0009, 0.0012), 0.16, 0.3),
        finest=0.0008,
        coarsest=0.03,
    ),
    Material(
        "burlap",
        ("burlap", "sackcloth", "hessian", "jute"),
        Kind.CLOTH,
        plain_weave("a98a5c", (0.0022, 0.003), 0.22, 0.5),
        finest=0.002,
        coarsest=0.03,
    ),
)
