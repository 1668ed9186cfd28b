"""Patterns of tiles and cells: mosaic, hexagons, honeycomb, football."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import mix, tint, vary, vary_all
from ...material import Kind, Material, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...spaces import Place, Space, laid, size, solid
from ..ceramic.tiles import glazed_tiles, hexes, mosaic
from ..tilings import hexagon_cells


def _honeycomb(rng: np.random.Generator) -> Shader:
    """Wax cells: full of honey, capped with pale wax, or empty, in patches as bees fill them."""
    honey, wax, cap, deep = vary_all(rng, ("c87a12", "dba53a", "dcbd7c", "6b3c10"), 0.01)
    width = size(rng, 0.0085, 0.0095)
    tiling, grain, offset = hexagon_cells(rng, width), solid(rng, 0.0025, 0.003), rng.uniform(-50.0, 50.0, 3)

    def shader(points: Points) -> Shaded:
        cell = tiling(points)
        rough = fractal(grain(points), 2)
        share = np.float32(kept(points.spacing / width))
        where = Space((cell.middle() * 14.0 + offset).astype(np.float32), 14.0 * points.spacing)
        state = fractal(where, 2, 0.4) + np.float32(0.35) * share * (cell.number - np.float32(0.5))
        capped, empty = smoothstep(0.32, 0.34, state), smoothstep(-0.4, -0.42, state)
        wall = smoothstep(0.0011, 0.0006, cell.inset + 0.0001 * rough)
        inside = np.clip(cell.inset / np.float32(0.5 * width), 0.0, 1.0)
        full = (1.0 - capped) * (1.0 - empty) * (1.0 - wall)
        liquid = mix(honey, deep, 0.55 * inside + 0.3 * (cell.second - 0.5))
        hollow = mix(wax, deep, smoothstep(0.1, 0.55, inside))
        color = mix(mix(liquid, hollow, empty), tint(cap, 0.12 * rough + 0.16 * (cell.second - 0.5)), capped)
        dome = capped * (0.0006 + 0.0008 * np.sqrt(inside) + 0.0002 * rough)
        depth = empty * smoothstep(0.0, 0.4, inside) * np.float32(0.004) + full * np.float32(0.0012) * (1.0 - wall)
        return Shaded(
            color=mix(color, tint(wax, 0.1 * rough), wall),
            relief=(dome - depth + 0.0006 * wall).astype(np.float32),
            channels={ROUGHNESS: 0.55 - 0.42 * full, COAT: 0.6 * full, SUBSURFACE: 0.35},
        )

    return shader


def _football(rng: np.random.Generator) -> Shader:
    """Sewn panels of coated leather, every third black, so that each black one has six white neighbours."""
    white, black, seam = vary(rng, "e4e3df"), vary(rng, "1d1d20"), vary(rng, "4b4a48")
    width = size(rng, 0.072, 0.08)
    place, pebble, scuff = laid(rng, 3.0 * width, 3.0 * width), solid(rng, 0.0016, 0.002), solid(rng, 0.02, 0.03)

    def shader(points: Points) -> Shaded:
        inset, dark = _panels(place, points, width)
        grain, rubbed = gradient_noise(pebble(points)), fractal(scuff(points), 4, 0.6)
        face = smoothstep(0.0006, 0.0014, inset)
        color = np.where(dark[:, None], black, white)
        dirt = np.clip(0.35 * rubbed - 0.1, 0.0, 0.3) + 0.12 * smoothstep(0.006, 0.001, inset)
        t = np.clip(inset / np.float32(0.012), 0.0, 1.0)
        return Shaded(
            color=mix(seam, tint(color, np.where(dark, 0.6, -0.5) * dirt), face),
            relief=np.float32(0.0016) * (np.sqrt(t * (2.0 - t)) - 0.9) + np.float32(0.00006) * grain * face,
            channels={ROUGHNESS: 0.38 + 0.3 * dirt + 0.3 * (1.0 - face), COAT: 0.2 * face},
            dye=np.where(dark, face, np.float32(0.0)),
        )

    return shader


def _panels(place: Place, points: Points, width: float) -> tuple[Array, Array]:
    """Distance (n,) from the nearest side of a hexagon, metres, and whether (n,) the hexagon is every third."""
    q = place(points).q * np.float32(3.0)
    scale = np.array([1.0, 1.7320508], np.float32)
    a, b = np.floor(q / scale) + np.float32(0.5), np.floor(q / scale - 0.5) + np.float32(1.0)
    to_a, to_b = q - a * scale, q - b * scale
    nearer = (to_a**2).sum(axis=1) < (to_b**2).sum(axis=1)
    folded = np.abs(np.where(nearer[:, None], to_a, to_b))
    reach = np.maximum(folded[:, 0], folded @ np.array([0.5, 0.8660254], np.float32))
    doubled = np.round(np.where(nearer[:, None], a, b) * 2.0)
    # Along a row the colours follow each other; the next row starts one and a half further.
    third = np.mod(doubled[:, 0] + 3.0 * doubled[:, 1], 6.0) < 2.0
    return ((0.5 - reach) * np.float32(width)).astype(np.float32), third


MATERIALS = (
    Material(
        "mosaic",
        ("mosaic", "mosaic tiles", "colourful mosaic"),
        Kind.PATTERN,
        mosaic(("24568f", "3a8a78", "d9cfb8", "d2a038", "b04a34", "6d4680"), "bdb7ab", 0.014, 0.45, 0.8),
        0.0015,
        0.06,
    ),
    Material(
        "hexagons",
        ("hexagons", "hexagon tiles", "hexagonal tiles"),
        Kind.PATTERN,
        glazed_tiles(("3a7c95", "d8d6cf", "24485f", "8db1bc"), "c9c6be", hexes(0.045), 0.003, 0.08),
        0.0015,
        0.06,
    ),
    Material("honeycomb", ("honeycomb", "bee honeycomb", "honey comb cells"), Kind.PATTERN, _honeycomb, 0.0015, 0.03),
    Material("football", ("football", "soccer ball", "black and white hexagons"), Kind.PATTERN, _football, 0.0015, 0.1),
)
