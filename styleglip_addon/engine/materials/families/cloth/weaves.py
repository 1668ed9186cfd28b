"""Plain weaves: linen, burlap, cotton, canvas, muslin, chiffon and cloth in colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import ALPHA, ROUGHNESS, SHEEN
from ...colors import tint, vary
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, ridges
from ...points import Points
from ...spaces import size, solid
from ..yarns import loom, woven
from .dyed import dyed


@dataclass(frozen=True)
class Weave:
    """What tells plain weaves apart.

    Args:
        color: of the yarn, hexadecimal.
        thread: range of the thread's width, metres.
        slubs: strength of the thick and thin places along single threads.
        gap: darkness between the threads, 0..1.
        wander: how far threads leave their straight line, in threads.
        spread: how much threads differ in tone.
        clear: share of what is behind that is seen through the cloth, most of it between the threads.
        roughness, sheen: of the cloth.
        creases: height of the soft creases of cloth that was folded and worn, metres.
    """

    color: str
    thread: tuple[float, float]
    slubs: float
    gap: float
    wander: float = 0.12
    spread: float = 0.14
    clear: float = 0.0
    roughness: float = 0.9
    sheen: float = 0.15
    creases: float = 0.0


def plain_weave(weave: Weave) -> Recipe:
    """Threads over and under each other, of uneven thickness and tone."""

    def recipe(rng: np.random.Generator) -> Shader:
        yarn, width = vary(rng, weave.color, 0.012, 0.10, 0.04), size(rng, *weave.thread)
        threads, tone = loom(rng, width, 1, weave.wander), solid(rng, 0.06, 0.12)
        folds = solid(rng, 0.07, 0.1)

        def shader(points: Points) -> Shaded:
            space, warp, weft = threads.laid(points, 1)
            thread = woven(space)
            # Thick and thin places: long along a thread, one thread wide, and visible from further off than threads.
            slub = thread.warp * warp + (1.0 - thread.warp) * weft
            shade = weave.spread * (thread.own - 0.5) + np.float32(weave.slubs) * slub + 0.04 * fractal(tone(points), 2)
            dark = np.float32(weave.gap) * (1.0 - thread.height)
            relief = np.float32(0.35 * width) * (thread.height - 0.6 + 0.4 * slub + 0.06 * thread.ply)
            if weave.creases:
                cloth = folds(points)
                bent = cloth.moved(0.4 * gradient_noise(cloth.finer(1.4, 3.0))[:, None])
                crease = ridges(bent, 2, 0.55)
                relief = relief + np.float32(weave.creases) * (crease - np.float32(0.72))
            return Shaded(
                color=tint(yarn, shade - dark + 0.05 * thread.ply),
                relief=relief.astype(np.float32),
                channels={
                    ROUGHNESS: weave.roughness,
                    SHEEN: weave.sheen,
                    **({ALPHA: 1.0 - weave.clear * (1.3 - thread.height)} if weave.clear else {}),
                },
            )

        return shader

    return recipe


def _fabric(color: str) -> Recipe:
    return plain_weave(Weave(color, (0.0012, 0.0016), 0.16, 0.34))


MATERIALS = (
    Material(
        "linen",
        ("linen", "linen cloth", "natural linen", "woven linen"),
        Kind.CLOTH,
        plain_weave(Weave("d8ccb4", (0.0009, 0.0012), 0.17, 0.32, creases=0.0012)),
        finest=0.0008,
        coarsest=0.03,
        weight=2.0,
    ),
    Material(
        "burlap",
        ("burlap", "sackcloth", "hessian", "coarse sack", "jute"),
        Kind.CLOTH,
        plain_weave(Weave("a98a5c", (0.0022, 0.003), 0.24, 0.6, wander=0.28, spread=0.22, sheen=0.05)),
        finest=0.002,
        coarsest=0.04,
    ),
    Material(
        "cotton",
        ("cotton", "white cotton", "cotton cloth"),
        Kind.CLOTH,
        plain_weave(Weave("e8e5de", (0.0006, 0.0008), 0.05, 0.2, spread=0.05, creases=0.0035)),
        finest=0.0006,
        coarsest=0.02,
    ),
    Material(
        "canvas",
        ("canvas", "canvas cloth", "duck cloth", "sailcloth", "tent canvas"),
        Kind.CLOTH,
        plain_weave(Weave("cdbf9f", (0.0014, 0.0018), 0.08, 0.4, wander=0.06, sheen=0.05)),
        finest=0.0013,
        coarsest=0.03,
    ),
    Material(
        "muslin",
        ("muslin", "gauze", "cheesecloth"),
        Kind.CLOTH,
        plain_weave(Weave("e6dfcf", (0.0011, 0.0015), 0.12, 0.5, wander=0.45, clear=0.15, creases=0.003)),
        finest=0.001,
        coarsest=0.03,
    ),
    Material(
        "chiffon",
        ("chiffon", "sheer cloth", "organza", "voile"),
        Kind.CLOTH,
        plain_weave(Weave("ecd9d6", (0.0004, 0.0005), 0.06, 0.2, clear=0.5, roughness=0.5, sheen=0.4, creases=0.003)),
        finest=0.0006,
        coarsest=0.02,
    ),
    Material(
        "fabric",
        ("fabric", "cloth", "textile", "upholstery", "woven fabric"),
        Kind.CLOTH,
        _fabric("8f8a80"),
        finest=0.0012,
        coarsest=0.03,
    ),
    *dyed(("red", "blue", "green", "yellow"), "fabric", _fabric, ("{} cloth", "{} textile"), 0.0012, 0.03),
)
