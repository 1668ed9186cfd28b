"""Cords that cross, with nothing between them: nets of thread and of wire."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...vocabulary.channels import ALPHA, METALLIC, ROUGHNESS, SHEEN
from ..colors import tint, vary
from ..material import Recipe, Shaded, Shader
from ..noise import displaced, gradient_noise, smoothstep
from ..points import Points
from ..spaces import laid, size, solid


@dataclass(frozen=True)
class Net:
    """What a net is like.

    Args:
        color: of the cords, hexadecimal.
        apart: range of the distance between cords, metres.
        thick: thickness of a cord, in distances.
        slanting: whether the cords run in diamonds; else level and upright.
        knot: radius of the knots, in distances; 0: the cords pass over and under each other.
        slack: how far cords leave their straight line, in distances.
        metallic, roughness: of the cords; what is no metal has sheen.
    """

    color: str
    apart: tuple[float, float]
    thick: float
    slanting: bool = True
    knot: float = 0.0
    slack: float = 0.06
    metallic: float = 0.0
    roughness: float = 0.8


def net(kind: Net) -> Recipe:
    """A net with holes in it."""

    def recipe(rng: np.random.Generator) -> Shader:
        base, apart = vary(rng, kind.color, 0.01, 0.08, 0.03), size(rng, *kind.apart)
        # Diamonds close around the part where their corners lie on the grid.
        side = apart * (1.41421356 if kind.slanting else 1.0)
        place, fibre = laid(rng, side, side), solid(rng, 0.15 * kind.thick * apart, 0.2 * kind.thick * apart)

        def shader(points: Points) -> Shaded:
            q = displaced(place(points), kind.slack, 0.7).q
            first, second = (q[:, 0] + q[:, 1], q[:, 0] - q[:, 1]) if kind.slanting else (q[:, 0], q[:, 1])
            across = [np.abs(way - np.round(way)) for way in (first, second)]
            half = np.float32(0.5 * kind.thick)
            domes = [np.sqrt(np.clip(1.0 - (away / half) ** 2, 0.0, 1.0)) for away in across]
            # In every second crossing the other cord is on top: along itself, each rises and falls.
            turn = np.float32(np.pi) * np.stack((first, second, np.round(first), np.round(second)))
            lift = 0.0 if kind.knot else 0.5
            waves = (np.cos(turn[1] + turn[2]), -np.cos(turn[0] + turn[3]))
            heights = [np.where(dome > 0.0, dome + lift * wave, -1.0) for dome, wave in zip(domes, waves, strict=True)]
            height = np.maximum(*heights)
            inside = half - np.minimum(*across)
            if kind.knot:
                inside = np.maximum(inside, kind.knot - np.hypot(*across))
                height = np.maximum(height, 2.0 * smoothstep(kind.knot, 0.0, np.hypot(*across)))
            strand = gradient_noise(fibre(points))
            soft = 0.12 * kind.thick
            channels = {METALLIC: kind.metallic} if kind.metallic else {SHEEN: 0.15}
            return Shaded(
                color=tint(base, 0.18 * (np.clip(height, 0.0, 1.5) - 0.7) + 0.1 * (1.0 - kind.metallic) * strand),
                relief=np.float32(0.5 * kind.thick * apart) * np.maximum(height, 0.0),
                channels={ROUGHNESS: kind.roughness, ALPHA: smoothstep(-soft, soft, inside), **channels},
            )

        return shader

    return recipe
