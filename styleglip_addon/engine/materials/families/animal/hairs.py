"""Hair that was combed: fine strands along the part, in locks that part and meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ....vocabulary.channels import ANISOTROPY, ROUGHNESS, SHEEN
from ...colors import ramp, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import gradient_noise
from ...points import Array, Points
from ...spaces import solid
from .furs import unrolled


def combed(tones: Sequence[str]) -> Recipe:
    """Long glossy hair.

    Args:
        tones: from the shade between the locks to the palest strands, hexadecimal.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops = vary_all(rng, tones, 0.01, 0.05)
        sweep, locks = solid(rng, 0.08, 0.1, turned=False), solid(rng, 0.016, 0.02, turned=False)

        def shader(points: Points) -> Shaded:
            wide = sweep(unrolled(points))
            wave = gradient_noise(wide) + 0.2 * gradient_noise(wide.finer(2.3, 3.0))
            # Strands lie side by side and sway together: each is a line on which u and the sway make up the same.
            u = points.uv[:, 0] + np.float32(0.034) * wave
            field = locks(unrolled(replace(points, uv=np.stack((u, points.uv[:, 1]), axis=1))))

            def strands(finer: float, slender: float, offset: float) -> Array:
                return gradient_noise(field.moved(np.full(3, offset, np.float32)).stretched(finer, finer, slender))

            lock, coarse, middle = strands(1.0, 0.06, 0.0), strands(4.0, 0.08, 3.0), strands(10.0, 0.12, 7.0)
            fine = strands(26.0, 0.2, 11.0)
            strand = 0.6 * coarse + 0.9 * middle + 0.9 * fine
            value = 0.5 + 0.3 * strand + 0.16 * lock + 0.1 * wave
            relief = 0.0022 * lock + 0.0004 * coarse + 0.00016 * middle + 0.00005 * fine
            return Shaded(
                color=ramp(value.astype(np.float32), np.linspace(0.0, 1.0, len(stops)).tolist(), stops),
                relief=relief.astype(np.float32),
                channels={ROUGHNESS: 0.36 + 0.06 * strand, SHEEN: 0.1, ANISOTROPY: 0.6},
            )

        return shader

    return recipe


MATERIALS = tuple(
    Material(f"{name} hair", phrases, Kind.ANIMAL, combed(tones), finest=0.0006, coarsest=0.06, weight=0.6)
    for name, phrases, tones in (
        ("brown", ("brown hair", "hair", "human hair"), ("1c110a", "4a2f1e", "6a4830", "96714d")),
        ("blond", ("blond hair", "blonde hair", "golden hair"), ("7a5c32", "b8965c", "d2b47e", "ead6ac")),
        ("black", ("black hair", "dark hair", "raven hair"), ("080708", "1a1718", "2a2627", "4a4444")),
        ("red", ("red hair", "ginger hair", "auburn hair"), ("3c160a", "83401c", "ab5c2c", "d6975e")),
    )
)
