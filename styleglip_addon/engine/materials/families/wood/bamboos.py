"""Bamboo: canes side by side."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS
from ...colors import mix, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import gradient_noise, kept, random_of, smoothstep
from ...points import Points
from ...spaces import Space, count_around, laid, size


def bamboo(tones: tuple[str, str, str, str]) -> Recipe:
    """Canes along the piece with a swollen node every hand's breadth or two.

    Args:
        tones: of the cane, of its aged side, of the scar at a node, and of the pale bloom below it; hexadecimal.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        fresh, aged, scar, bloom = vary_all(rng, tones, 0.012, 0.05)
        width, spacing = size(rng, 0.024, 0.032), size(rng, 0.17, 0.23)
        place = laid(rng, width, width)

        def shader(points: Points) -> Shaded:
            q = place(points).q
            cane = np.floor(q[:, 0])
            count = count_around(points, width)
            own = np.where(count > 0.0, cane % np.maximum(count, 1.0), cane)
            x = (q[:, 0] - cane - 0.5) * 2.0
            v = q[:, 1] * np.float32(width)
            along = v / np.float32(spacing) * (0.85 + 0.3 * random_of(own + 9.0)) + 5.0 * random_of(own)
            section = np.floor(along)
            from_node = (along - np.round(along)) * np.float32(spacing)
            share = np.float32(kept(points.spacing / width))
            # The grain is counted in canes, so that each has its own and none is cut at the seam.
            streak = np.stack((x * np.float32(2.6) + 31.0 * random_of(own + 2.0), v * np.float32(7.0)), axis=1)
            fibre = gradient_noise(Space(streak.astype(np.float32), points.spacing * 5.2 / width))
            fine = gradient_noise(
                Space((streak * np.array([5.0, 1.7])).astype(np.float32), points.spacing * 26.0 / width)
            )
            stain = smoothstep(0.1, 0.75, fibre + 0.9 * (random_of(own + 4.0, section) - 0.35))
            color = mix(fresh, aged, 0.75 * stain)
            color = tint(color, 0.05 * fine + 0.05 * fibre + share * 0.16 * (random_of(own, section) - 0.5))
            below = smoothstep(-0.022, -0.003, from_node) * smoothstep(0.002, 0.0, from_node)
            groove = smoothstep(0.0016, 0.0006, np.abs(from_node))
            ring = smoothstep(0.0075, 0.002, np.abs(from_node - 0.003))
            color = mix(color, bloom, 0.65 * below)
            color = mix(mix(color, aged, 0.5 * ring), scar, 0.9 * groove)
            gap = smoothstep(0.93, 0.99, np.abs(x))
            color = mix(color, scar * np.float32(0.5), 0.9 * gap * share)
            body = np.sqrt(np.clip(1.0 - x * x, 0.0, 1.0))
            relief = np.float32(0.5 * width) * (0.79 + share * (body - 0.79) - 0.79)
            relief = relief + (np.float32(0.0016) * ring - np.float32(0.0012) * groove) * body
            return Shaded(
                color=color,
                relief=relief.astype(np.float32),
                channels={ROUGHNESS: 0.36 + 0.2 * groove + 0.12 * stain + 0.3 * gap, COAT: 0.15 * (1.0 - gap)},
                dye=1.0 - gap,
            )

        return shader

    return recipe


MATERIALS = (
    Material(
        "bamboo",
        ("bamboo", "bamboo canes", "bamboo sticks"),
        Kind.WOOD,
        bamboo(("d6b273", "b48544", "4e351a", "e6d3a6")),
        finest=0.0015,
        coarsest=0.06,
    ),
    Material(
        "green bamboo",
        ("green bamboo", "fresh bamboo", "living bamboo"),
        Kind.WOOD,
        bamboo(("8aa04a", "6d8436", "3a4020", "ccd3a8")),
        finest=0.0015,
        coarsest=0.06,
        weight=0.5,
        base="bamboo",
    ),
)
