"""Leaves over each other: foliage, hedges, ivy, clover, autumn leaves, needles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SUBSURFACE
from ...colors import choose, mix, rgb, tint, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...scatter import Inside, Shape, overlaid
from ...spaces import size, solid

Veins = Callable[[Array, Array], Array]
"""Strength (n,) 0..1 of a leaf's veins at (along, across)."""


@dataclass(frozen=True)
class Leaf:
    """How the leaves of one plant look.

    Args:
        shape: outline, features: see `scatter`.
        veins: where they run.
        colors: of single leaves, hexadecimal.
        vein: colour of the veins.
        edge: colour towards the outline.
        hanging: how much the tips point down.
        gloss: roughness.
        layers: of leaves over each other; the broader they are, the fewer do.
    """

    shape: Shape
    veins: Veins
    colors: Sequence[str]
    vein: str
    edge: str
    hanging: float = 0.5
    gloss: float = 0.45
    layers: int = 3


def leaves(leaf: Leaf, shadow: str, length: tuple[float, float]) -> Recipe:
    """Layers of leaves; what is between them lies in the dark.

    Args:
        leaf: of the plant.
        shadow: colour between the leaves.
        length: range of a leaf's length, metres.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        tones, cell = vary_all(rng, leaf.colors, 0.015, 0.06), size(rng, *length) / 1.8
        vein, edge, dark = rgb(leaf.vein), rgb(leaf.edge), rgb(shadow)
        layers = [solid(rng, share * cell, share * cell, turned=False) for share in (1.0, 0.9, 0.95)[: leaf.layers]]
        mottle, ground = solid(rng, 0.006, 0.009), solid(rng, 0.02, 0.03)

        def shader(points: Points) -> Shaded:
            color = tint(np.broadcast_to(dark, (len(points), 3)), 0.7 * gradient_noise(ground(points)))
            relief, rough = np.full(len(points), -0.5, np.float32), np.full(len(points), 0.8, np.float32)
            spots = fractal(mottle(points), 2)
            one, level = overlaid([layer(points) for layer in layers], points, leaf.shape, axis=-leaf.hanging)
            rib = leaf.veins(one.along, one.across)
            # A leaf arches between its ribs, and its halves lean to either side.
            arch = -1.2 * one.across**2 - 0.35 * (one.along - 0.1) ** 2
            own = tint(
                choose(one.identity[:, 0], tones),
                0.3 * (one.identity[:, 1] - 0.5) + 0.09 * (level - 1) + 0.1 * spots + 0.05 * np.sign(one.across),
            )
            own = mix(own, edge, 0.5 * smoothstep(0.25, 0.9, np.abs(one.along) + one.across**2))
            own = mix(own, vein, 0.6 * rib)
            color = np.where(one.inside[:, None], own, color)
            height = 0.22 * (level - 1) + 0.25 * one.height + 0.3 * arch - 0.03 * rib
            relief = np.where(one.inside, height, relief)
            rough = np.where(one.inside, np.float32(leaf.gloss) + 0.1 * spots, rough)
            return Shaded(
                color=color,
                relief=np.float32(0.3 * cell) * relief,
                channels={ROUGHNESS: rough, SUBSURFACE: 0.12},
                cover=one.inside,
            )

        return shader

    return recipe


def pointed(width: float, tip: float = 0.5) -> Shape:
    """Leaf with a pointed tip, `width` features wide at most; the higher `tip`, the nearer to the stalk that lies."""

    def shape(along: Array, across: Array, own: Array) -> Inside:
        t = np.clip((along + 0.9) / 1.8, 0.0, 1.0)
        half = np.float32(1.9 * 0.5 * width) * np.sqrt(t) * (1.0 - t) ** np.float32(0.5 + tip) * np.float32(1.3)
        stalk = (np.abs(across) < 0.018) & (along < -0.7) & (along > -0.98)
        inside: Inside = (np.abs(across + 0.1 * (own[:, 2] - 0.5) * along**2) < half * (0.8 + 0.3 * own[:, 1])) | stalk
        return inside

    return shape


def feathered(count: float, slant: float) -> Veins:
    """A mid rib and side ribs that leave it at an angle, `count` per feature."""

    def veins(along: Array, across: Array) -> Array:
        middle = smoothstep(0.024, 0.008, np.abs(across))
        phase = (along - np.float32(slant) * np.abs(across)) * np.float32(count)
        side = smoothstep(0.09, 0.02, np.abs(phase - np.round(phase)))
        return np.maximum(middle, 0.55 * side)

    return veins


def lobed(reach: Callable[[Array], Array]) -> Shape:
    """Leaf around its stalk's end at (-0.35, 0): `reach` gives the outline's radius for the angle from its axis."""

    def shape(along: Array, across: Array, own: Array) -> Inside:
        x = along + np.float32(0.35)
        angle, radius = np.abs(np.arctan2(across, x)), np.hypot(x, across)
        stalk = (np.abs(across) < 0.02) & (x < 0.0) & (x > -0.6)
        inside: Inside = (radius < reach(angle) * (0.8 + 0.2 * own[:, 1])) | stalk
        return inside

    return shape


def _ivy(angle: Array) -> Array:
    """Five lobes: one ahead, two beside, two small ones behind (ivy, Hedera helix)."""
    ahead = 1.2 - 1.05 * angle
    beside = 0.82 - 0.75 * np.abs(angle - 1.05)
    behind = 0.55 - 0.42 * np.abs(angle - 2.15)
    return np.maximum(np.maximum(np.maximum(ahead, beside), behind), 0.4 - 0.08 * angle).astype(np.float32)


def _maple(angle: Array) -> Array:
    """Five deep lobes with teeth (maple)."""
    lobes = np.maximum(1.25 - 1.9 * angle, 1.05 - 1.7 * np.abs(angle - 0.8))
    lobes = np.maximum(lobes, 0.7 - 1.2 * np.abs(angle - 1.75))
    body = 0.46 - 0.05 * angle
    teeth = 0.09 * np.abs(((angle * 3.4) % 1.0) - 0.5)
    return (np.maximum(lobes, body) + teeth).astype(np.float32)


def _rays(angles: Sequence[float]) -> Veins:
    """Ribs that spread from the stalk's end at these angles, on both sides."""

    def veins(along: Array, across: Array) -> Array:
        x, y = along + np.float32(0.35), np.abs(across)
        strength = np.zeros(len(along), np.float32)
        for angle in angles:
            c, s = np.float32(np.cos(angle)), np.float32(np.sin(angle))
            off = np.where(x * c + y * s > 0.0, np.abs(y * c - x * s), np.float32(1.0))
            strength = np.maximum(strength, smoothstep(0.022, 0.006, off))
        return strength

    return veins


def _clover(along: Array, across: Array, own: Array) -> Inside:
    radius, third = _thirds(along, across)
    # A heart per third: notched at its outer end.
    inside: Inside = (radius < 0.62 + 0.12 * np.abs(third) - 0.75 * np.clip(np.abs(third) - 0.45, 0.0, 1.0)) & (
        np.abs(third) < 0.95
    )
    return inside


def _thirds(along: Array, across: Array) -> tuple[Array, Array]:
    """Radius, and the angle from the middle of one of three leaflets."""
    angle = np.arctan2(across, along)
    step = np.float32(2.0 * np.pi / 3.0)
    return np.hypot(along, across), (angle - np.round(angle / step) * step).astype(np.float32)


def _clover_marks(along: Array, across: Array) -> Array:
    """The pale arrow on every leaflet, and its rib."""
    radius, third = _thirds(along, across)
    arrow = smoothstep(0.05, 0.01, np.abs(radius - 0.42 + 0.22 * np.abs(third)))
    return np.maximum(0.9 * arrow, 0.6 * smoothstep(0.02, 0.005, np.abs(third) * radius))


def _material(name: str, phrases: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float) -> Material:
    return Material(name, phrases, Kind.NATURE, recipe, finest=finest, coarsest=coarsest)


MATERIALS = (
    _material(
        "leaves",
        ("leaves", "green leaves", "leafy", "foliage"),
        leaves(
            Leaf(pointed(0.75), feathered(5.5, 0.8), ("3a6b24", "4b7f2e", "2f5e28", "6a9440"), "b3c46a", "2a4f1c"),
            "131f0c",
            (0.055, 0.07),
        ),
        0.002,
        0.065,
    ),
    _material(
        "autumn leaves",
        ("autumn leaves", "fall leaves", "dry leaves"),
        leaves(
            Leaf(
                lobed(_maple),
                _rays((0.0, 0.8, 1.75)),
                ("b8481a", "d8861e", "9c2c18", "dcae34", "7d451f", "c4691c"),
                "e6c98a",
                "7a3314",
                0.15,
                0.62,
            ),
            "24150b",
            (0.07, 0.09),
        ),
        0.002,
        0.08,
    ),
    _material(
        "hedge",
        ("hedge", "boxwood", "topiary", "bush", "shrub"),
        leaves(
            Leaf(
                pointed(0.95, 0.1),
                feathered(0.6, 0.8),
                ("37622a", "477434", "2c5224", "5e8d40"),
                "8fae5e",
                "2a4c20",
                layers=2,
            ),
            "0e170a",
            (0.019, 0.024),
        ),
        0.0014,
        0.03,
    ),
    _material(
        "ivy",
        ("ivy", "ivy leaves", "english ivy", "climbing ivy", "vines"),
        leaves(
            Leaf(
                lobed(_ivy), _rays((0.0, 1.05, 2.15)), ("2d5228", "3b6530", "24462a", "55793c"), "b9cba0", "1e3a1c", 0.7
            ),
            "10190c",
            (0.055, 0.07),
        ),
        0.002,
        0.065,
    ),
    _material(
        "clover",
        ("clover", "shamrock", "four-leaf clover", "clover leaves"),
        leaves(
            Leaf(_clover, _clover_marks, ("3f7a35", "4f8c3c", "35692f", "6aa048"), "bcd6a4", "2f6128", 0.0, 0.6, 2),
            "14260f",
            (0.03, 0.04),
        ),
        0.0015,
        0.035,
    ),
)
