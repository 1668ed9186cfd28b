"""Technical surfaces: circuit boards, carbon fibre, iridescent film."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ....vocabulary.channels import ANISOTROPY, COAT, METALLIC, ROUGHNESS
from ...colors import mix, rgb, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import displaced, fractal, gradient_noise, kept, random_of, smoothstep
from ...points import Array, Points
from ...spaces import Place, count_around, laid, size, solid
from ..yarns import loom, woven

_PITCH = 0.0055
"""Distance of a board's traces, metres."""


def _circuit(rng: np.random.Generator) -> Shader:
    """Traces that join from cell to cell and end in tinned pads, under green solder mask; packages in between."""
    board, trace, pad, package = vary_all(rng, ("0d4a2d", "1c6a3f", "c9b98a", "1b1c1f"), 0.015)
    place, parts, stain = laid(rng, _PITCH, _PITCH), laid(rng, 7.0 * _PITCH, 7.0 * _PITCH), solid(rng, 0.04, 0.06)
    silver, white = rgb("c4c2ba"), rgb("dcdcd4")

    def shader(points: Points) -> Shaded:
        line, ring, hole = _traces(place, points)
        chip, leg, mark = _packages(parts, points)
        free = 1.0 - np.maximum(chip, leg)
        color = mix(board, trace, line)
        color = mix(mix(color, pad, ring), rgb("17130e"), hole)
        color = mix(mix(mix(color, silver, leg), package, chip), white, mark)
        metal = np.maximum(ring * (1.0 - hole) * free, leg * (1.0 - chip))
        return Shaded(
            color=tint(color, 0.04 * fractal(stain(points), 3)),
            relief=np.float32(0.0002) * line * free
            - np.float32(0.0006) * hole * free
            + np.float32(0.0016) * chip
            + np.float32(0.0005) * leg * (1.0 - chip),
            channels={METALLIC: metal, ROUGHNESS: 0.32 + 0.25 * chip, COAT: 0.35 * free * (1.0 - ring)},
            dye=free * (1.0 - ring),
        )

    return shader


def _traces(place: Place, points: Points) -> tuple[Array, Array, Array]:
    """Coverage (n,) of copper lines, of pads and of their holes.

    Every edge between two cells has a line across it or not; a cell joins those of its own edges, two across a corner
    by a line at 45 degrees, and an end or a meeting of three has a pad.
    """
    q, count = place(points).q, count_around(points, _PITCH)
    cell = np.floor(q)
    x, y = (q - cell - np.float32(0.5)).T
    column, row = cell[:, 0], cell[:, 1]

    def crossed(along: Array, up: Array, side: float) -> NDArray[np.bool_]:
        wrapped = np.where(count > 0.0, along % np.maximum(count, 1.0), along)
        # Lines gather in buses: blocks of cells prefer one direction.
        block = random_of(np.floor(wrapped / 6.0), np.floor(up / 6.0), np.full_like(up, 3.0))
        likely = np.where((block < 0.5) == (side == 0.0), np.float32(0.8), np.float32(0.26))
        crosses: NDArray[np.bool_] = random_of(wrapped, up, np.full_like(up, 11.0 + side)) < likely
        return crosses

    east, west = crossed(column + 1.0, row, 0.0), crossed(column, row, 0.0)
    north, south = crossed(column, row + 1.0, 1.0), crossed(column, row, 1.0)
    joined = east.astype(np.int8) + west + north + south
    turn = (joined == 2) & ~(east & west) & ~(north & south)
    far = np.float32(1.0)
    straight = np.minimum.reduce(
        [
            np.where(east & (x > 0.0), np.abs(y), far),
            np.where(west & (x < 0.0), np.abs(y), far),
            np.where(north & (y > 0.0), np.abs(x), far),
            np.where(south & (y < 0.0), np.abs(x), far),
        ]
    )
    toward_x, toward_y = np.where(east, x, -x), np.where(north, y, -y)
    corner = np.abs(toward_x + toward_y - np.float32(0.5)) * np.float32(0.70710678)
    away = np.where(turn, corner, straight)
    radius = np.hypot(x, y)
    ends = (joined == 1) | (joined == 3)
    return (
        smoothstep(0.16, 0.12, away) * (joined > 0),
        smoothstep(0.33, 0.29, radius) * ends,
        smoothstep(0.15, 0.12, radius) * ends,
    )


def _packages(parts: Place, points: Points) -> tuple[Array, Array, Array]:
    """Coverage (n,) of black packages, of their legs, and of white marks; in some of the cells of `parts`."""
    q, count = parts(points).q, count_around(points, 7.0 * _PITCH)
    cell = np.floor(q)
    x, y = (q - cell - np.float32(0.5)).T
    column = np.where(count > 0.0, cell[:, 0] % np.maximum(count, 1.0), cell[:, 0])
    chance, turned = random_of(column, cell[:, 1]), random_of(column + 31.0, cell[:, 1]) < 0.5
    x, y = np.where(turned, y, x), np.where(turned, x, y)
    large, small = chance < 0.22, (chance >= 0.22) & (chance < 0.5)
    chip = np.where(large, _box(x, y, 0.26, 0.34), np.where(small, _box(x, y, 0.1, 0.055), 0.0))
    pin = np.abs(y * 14.0 - np.round(y * 14.0)) < 0.24
    legs = large * _box(x, y, 0.35, 0.33) * pin
    ends = small * _box(x, y, 0.15, 0.055)
    dot = smoothstep(0.03, 0.024, np.hypot(x + 0.2, y - 0.28))
    words = _box(x - 0.03, (y + 0.04) % 0.1 - 0.05, 0.12, 0.014) * (np.abs(y) < 0.16)
    words = words * (random_of(np.floor(x * 60.0), np.floor(y * 10.0)) < 0.7)
    outline = _box(x, y, 0.43, 0.43) - _box(x, y, 0.415, 0.415)
    mark = large * np.maximum(np.maximum(0.5 * dot, 0.6 * words), outline)
    return chip.astype(np.float32), np.maximum(legs, ends).astype(np.float32), mark.astype(np.float32)


def _box(x: Array, y: Array, wide: float, high: float) -> Array:
    return smoothstep(0.008, -0.008, np.maximum(np.abs(x) - np.float32(wide), np.abs(y) - np.float32(high)))


def carbon(color: str) -> Recipe:
    """2/2 twill of flat tows of filaments under clear resin; the two directions reflect differently."""

    def recipe(rng: np.random.Generator) -> Shader:
        dark, width = vary(rng, color, 0.02), size(rng, 0.0035, 0.0042)
        tows, strand = loom(rng, width, 4, 0.04), solid(rng, 0.05, 0.08)

        def shader(points: Points) -> Shaded:
            space, warp, weft = tows.laid(points, 4)
            tow = woven(space, 2, 2)
            filament = np.where(tow.warp > 0.5, space.q[:, 0], space.q[:, 1]) * np.float32(6.2832 * 7.0)
            fine = np.sin(filament) * np.float32(kept(9.0 * space.footprint))
            run = tow.warp * warp + (1.0 - tow.warp) * weft
            lit = 1.15 * (tow.warp - 0.5) + 0.5 * (tow.height - 0.72) + 0.12 * run + 0.12 * fine
            return Shaded(
                color=tint(dark, lit + 0.05 * gradient_noise(strand(points))),
                relief=np.float32(0.05 * width) * (tow.height - 0.72 + 0.05 * fine),
                channels={ROUGHNESS: 0.38 - 0.12 * (tow.warp - 0.5), COAT: 1.0, ANISOTROPY: 0.6, METALLIC: 0.35},
            )

        return shader

    return recipe


def iridescent(saturation: float, roughness: float) -> Recipe:
    """Thin film on bright metal: the colour runs through the spectrum with the slope of the surface.

    The colours follow the normal in the piece's frame, as a texture cannot follow the eye; hues are those of a cosine
    palette, which resembles interference of the first orders.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        place, fine, turn = solid(rng, 0.18, 0.26), solid(rng, 0.02, 0.03), rng.uniform(0.0, 1.0)
        axis = rng.normal(size=3)
        axis = (axis / np.linalg.norm(axis)).astype(np.float32)

        def shader(points: Points) -> Shaded:
            flow = fractal(displaced(place(points), 0.5, 0.8), 2, 0.4)
            order = np.float32(1.1) * (points.normal @ axis) + np.float32(0.75) * flow + np.float32(turn)
            phase = order[:, None] + np.array([0.0, 0.33, 0.62], np.float32)
            color = 0.74 + np.float32(0.24 * saturation) * np.cos(np.float32(2.0 * np.pi) * phase)
            return Shaded(
                color=color.astype(np.float32),
                relief=np.float32(0.0001) * fractal(fine(points), 2),
                channels={METALLIC: 0.9, ROUGHNESS: roughness + 0.05 * flow, COAT: 0.6},
                dye=0.3,
            )

        return shader

    return recipe


MATERIALS = (
    Material(
        "circuit board",
        ("circuit board", "electronics", "computer chip board"),
        Kind.PATTERN,
        _circuit,
        0.001,
        0.05,
    ),
    Material(
        "carbon fibre", ("carbon fibre", "carbon fiber", "carbon weave"), Kind.PATTERN, carbon("2b2c30"), 0.002, 0.03
    ),
    Material(
        "iridescent", ("iridescent", "holographic", "soap bubble"), Kind.PATTERN, iridescent(0.85, 0.14), 0.01, 0.15
    ),
)
