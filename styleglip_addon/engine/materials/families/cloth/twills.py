"""Twills, whose threads pass over several others so that diagonals show: denim, tweed, herringbone, twill."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SHEEN
from ...colors import choose, mix, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, random_of
from ...points import Array, Points
from ...spaces import Space, rolled, size, solid
from ..yarns import loom, woven


@dataclass(frozen=True)
class Denim:
    """What tells denims apart.

    Args:
        dyed, worn, weft: colours of the dyed warp, of its worn core, and of the undyed weft, hexadecimal.
        wear: how far the dye has gone, 0..1.
    """

    dyed: str
    worn: str
    weft: str
    wear: float


def denim(kind: Denim) -> Recipe:
    """3/1 twill: dyed warp on top, pale dashes of weft in diagonals; the dye goes first from crests and edges."""

    def recipe(rng: np.random.Generator) -> Shader:
        dark, pale, white = vary_all(rng, (kind.dyed, kind.worn, kind.weft), 0.01, 0.06)
        width = size(rng, 0.00075, 0.0009)
        threads, patch, streak = loom(rng, width, 4, 0.42, run=45.0), solid(rng, 0.1, 0.16), rolled(rng, 0.003, 0.09)

        def shader(points: Points) -> Shaded:
            space, warp, weft = threads.laid(points, 4)
            thread = woven(space, 3, 1, 1)
            faded = 0.75 * fractal(patch(points), 3) + 0.55 * fractal(streak(points), 2)
            gone = kind.wear + 0.4 * faded + 0.35 * np.maximum(-points.recess, 0.0)
            # Indigo only coats the yarn: rubbed crests and thick places of single threads show its white core.
            core = gone + 0.55 * (thread.height - 0.72) + 0.28 * warp + 0.4 * (thread.own - 0.5)
            blue = tint(mix(dark, pale, core), 0.10 * thread.ply - 0.3 * (0.72 - thread.height))
            cross = tint(mix(white, pale, np.full(len(points), 0.25, np.float32)), 0.12 * weft)
            return Shaded(
                color=mix(cross, blue, thread.warp),
                relief=np.float32(0.4 * width) * (thread.height - 0.7 + 0.3 * warp - 0.5 * (1.0 - thread.warp)),
                channels={ROUGHNESS: 0.88, SHEEN: 0.1},
                dye=0.35 + 0.65 * thread.warp,
            )

        return shader

    return recipe


def _zigzag(q: Array, width: int) -> Array:
    """Coordinates whose columns run back after every `width`: a twill turns its diagonals there."""
    turned = q.copy()
    folded = q[:, 0] % np.float32(2 * width)
    turned[:, 0] = np.where(folded < width, folded, np.float32(2 * width) - folded)
    return turned


def wool_twill(warp: str, weft: str, specks: tuple[str, ...], turn: int) -> Recipe:
    """Woollen 2/2 twill of two yarns, with specks of others spun in; diagonals turn after `turn` threads, 0: never."""

    def recipe(rng: np.random.Generator) -> Shader:
        first, second, *flecks = vary_all(rng, (warp, weft, *specks), 0.012, 0.06)
        width, repeat = size(rng, 0.0013, 0.0017), 2 * turn if turn else 4
        threads, fuzz, tone = loom(rng, width, repeat, 0.18), solid(rng, 0.0011, 0.0014), solid(rng, 0.05, 0.09)

        def shader(points: Points) -> Shaded:
            space, slub_warp, slub_weft = threads.laid(points, repeat)
            hair = gradient_noise(fuzz(points))
            space = space.moved(0.16 * hair[:, None])
            if turn:
                space = Space(_zigzag(space.q, turn), space.footprint)
            thread = woven(space, 2, 2, 1)
            slub = thread.warp * slub_warp + (1.0 - thread.warp) * slub_weft
            shade = 0.3 * (thread.own - 0.5) + 0.3 * slub + 0.16 * hair + 0.06 * fractal(tone(points), 2)
            color = tint(mix(second, first, thread.warp), shade - 0.55 * (0.72 - thread.height))
            if flecks:
                # Knots of dyed wool: short pieces of single threads.
                lying = thread.warp > 0.5
                piece = np.where(lying, thread.row, thread.column) // 2.0
                chance = random_of(np.where(lying, thread.column, thread.row + 31.0), piece + 57.0 * lying)
                spotted = (chance < 0.16) * np.float32(0.85 * kept(space.footprint))
                color = mix(color, tint(choose(chance * np.float32(1.0 / 0.16), flecks), 0.25 * hair), spotted)
            return Shaded(
                color=color,
                relief=np.float32(0.35 * width) * (thread.height - 0.7 + 0.3 * hair),
                channels={ROUGHNESS: 0.95, SHEEN: 0.3},
            )

        return shader

    return recipe


_BLUE = Denim("1f3258", "7190c2", "cfd3d6", 0.16)

MATERIALS = (
    Material("denim", ("denim", "blue denim", "denim cloth"), Kind.CLOTH, denim(_BLUE), 0.0008, 0.04, 1.5),
    Material(
        "washed denim",
        ("washed denim", "faded denim", "light blue denim", "faded jeans", "stonewashed denim"),
        Kind.CLOTH,
        denim(Denim("4a6590", "b3c3d6", "dcdedd", 0.45)),
        0.0008,
        0.04,
    ),
    Material(
        "black denim",
        ("black denim", "black jeans"),
        Kind.CLOTH,
        denim(Denim("202125", "5b5d63", "8d8d90", 0.12)),
        0.0008,
        0.04,
        0.5,
        "denim",
    ),
    Material(
        "tweed",
        ("tweed", "harris tweed", "tweed wool", "tweed cloth"),
        Kind.CLOTH,
        wool_twill("6d5b45", "94856a", ("b3702f", "3d4a3a", "d8cba8", "2c2722"), 0),
        0.0013,
        0.04,
    ),
    Material(
        "herringbone",
        ("herringbone", "herringbone tweed", "herringbone cloth"),
        Kind.CLOTH,
        wool_twill("57555a", "b9b3a6", (), 8),
        0.0013,
        0.05,
    ),
    Material(
        "twill",
        ("twill", "khaki", "chino", "gabardine", "khaki twill"),
        Kind.CLOTH,
        denim(Denim("a08a62", "c4b28c", "b09a72", 0.3)),
        0.0008,
        0.03,
    ),
)
