"""Looks of drawn and computed pictures: cel shading, facets of few polygons, a wire frame."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ALPHA, EMISSION, ROUGHNESS
from ...colors import mix, rgb, tint, vary
from ...material import Kind, Material, Shaded, Shader
from ...noise import gradient_noise, smoothstep
from ...points import Points
from ...spaces import laid, size, solid
from ...veining import VeinNet

_STEPS = ((-0.25, 0.16), (0.45, 0.12))
"""Cosines to up at which a cel's flat tone changes, and by how much."""


def _cel_shading(rng: np.random.Generator) -> Shader:
    """Flat paint in three tones with crisp borders, as if lit from above, and ink along edges and corners."""
    base, ink, waver = vary(rng, "e8a05c", 0.02), rgb("1c1820"), solid(rng, 0.06, 0.08)

    def shader(points: Points) -> Shaded:
        lit = points.upward + np.float32(0.08) * gradient_noise(waver(points))
        tone = sum(depth * smoothstep(edge + 0.02, edge - 0.02, lit) for edge, depth in _STEPS)
        line = smoothstep(0.62, 0.72, np.abs(points.recess))
        return Shaded(
            color=mix(tint(base, -np.asarray(tone, np.float32)), ink, line),
            channels={ROUGHNESS: 0.95, EMISSION: 0.25 * (1.0 - line)},
            dye=1.0 - line,
        )

    return shader


def _low_poly(rng: np.random.Generator) -> Shader:
    """Flat facets that meet in edges, each with a tone of its own."""
    base, apart = vary(rng, "7fb8a4", 0.04), size(rng, 0.06, 0.075)
    net = VeinNet(rng, apart, 1.2, 0.0)

    def shader(points: Points) -> Shaded:
        facet = net.nearest(net.at(points), points.normal)
        own = facet.cell[:, 0] * 3.0 + facet.identity
        tone = own - np.floor(own) - 0.5
        return Shaded(
            color=tint(base, 0.42 * tone),
            relief=np.float32(0.35) * np.minimum(facet.distance, np.float32(0.5 * apart)),
            channels={ROUGHNESS: 0.7},
            piece=facet.cell[:, 1],
        )

    return shader


def _wireframe(rng: np.random.Generator) -> Shader:
    """The edges of triangles, with nothing between them."""
    base, apart = vary(rng, "20242a", 0.02), size(rng, 0.024, 0.028)
    place = laid(rng, apart, apart)

    def shader(points: Points) -> Shaded:
        q = place(points).q
        ways = (q[:, 0], q[:, 1], (q[:, 0] + q[:, 1]) / np.float32(1.41421356))
        steps = (1.0, 1.0, 0.70710678)
        away = np.minimum.reduce([np.abs(w / s - np.round(w / s)) * s for w, s in zip(ways, steps, strict=True)])
        return Shaded(
            color=base,
            relief=np.float32(0.02 * apart) * smoothstep(0.05, 0.0, away),
            channels={ROUGHNESS: 0.5, ALPHA: smoothstep(0.045, 0.035, away)},
        )

    return shader


MATERIALS = (
    Material(
        "cel shading",
        ("cel shading", "cel shaded", "anime", "toon shading", "toon shaded", "toon"),
        Kind.PLASTIC,
        _cel_shading,
        0.002,
        0.08,
        0.3,
    ),
    Material(
        "low poly", ("low poly", "low polygon", "faceted", "polygonal"), Kind.PLASTIC, _low_poly, 0.002, 0.07, 0.3
    ),
    Material("wireframe", ("wireframe", "wire frame", "wireframe mesh"), Kind.PLASTIC, _wireframe, 0.0012, 0.05, 0.3),
)
