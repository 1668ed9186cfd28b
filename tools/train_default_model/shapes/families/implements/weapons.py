"""Families with an edge or a point, and the shield against them: axes, swords, knives, spears."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve
from ...geometry import Geometry, grid_surface, merged
from ...handles import laid_down, long_handle
from ...primitives import (
    ball,
    box,
    cylinder,
    dome,
    rod,
    square_section,
    strip,
    sweep,
    turned,
)


def axe(rng: np.random.Generator) -> LabelledObject:
    """A single or double axe."""
    assembly = Assembly("axe", "axe", "hatchet", "battle axe")
    length, radius = rng.uniform(0.35, 0.8), rng.uniform(0.012, 0.02)
    assembly.add("tool.handle", long_handle(rng, length, radius))
    reach, eye, edge = rng.uniform(0.1, 0.2), rng.uniform(0.025, 0.045), rng.uniform(0.06, 0.16)
    t = np.linspace(0, 1, 12)
    flare = rng.uniform(1.2, 3.5)
    upper = np.stack([reach * t, eye + (edge * rng.uniform(0.3, 1.0) - eye) * t**flare], axis=1)
    lower = np.stack([reach * t, -eye + (-edge + eye) * t**flare], axis=1)
    curved = rng.uniform(0.0, 0.3)
    s = np.linspace(-1, 1, 9)[None, :, None]
    flat = (upper[:, None] * (1 + s) + lower[:, None] * (1 - s)) / 2
    flat[..., 0] += curved * reach * (1 - s[..., 0] ** 2) * t[:, None] ** 2
    half = np.linspace(radius * 1.3, 0.0005, 12)[:, None] * np.ones((1, 9))
    front = np.stack([flat[..., 0], -half, flat[..., 1]], axis=-1)
    back = np.stack([flat[..., 0], half, flat[..., 1]], axis=-1)
    rings = np.concatenate([front, back[:, ::-1]], axis=1)
    blade = grid_surface(
        np.concatenate([rings[:1] * 0 + rings[:1].mean(axis=1, keepdims=True), rings]), wrap_columns=True
    )
    z = length - eye * 1.4
    pieces = [blade, box(radius * 3.2, radius * 3.0, eye * 2.1, 0.2)]
    if rng.random() < 0.35:
        pieces.append(blade.scaled(-1, 1, 1))
    elif rng.random() < 0.5:
        pieces.append(box(radius * 3, radius * 2, eye * 1.5, 0.15).moved(-radius * 2))
    assembly.add("axe.blade", *(piece.moved(z=z) for piece in pieces))
    return assembly.finish(laid_down(rng))


def _blade(
    rng: np.random.Generator, length: float, width: float, thickness: float, single: bool, pointed: bool = False
) -> Geometry:
    """A blade from z = 0 up to `length`: straight, tapered, leaf-shaped or curved; one or two edges."""
    t = np.linspace(0, 1, 26)
    shape = rng.integers(3)
    half = (
        width
        / 2
        * (
            np.ones_like(t)
            if shape == 0
            else 1 - rng.uniform(0.2, 0.6) * t
            if shape == 1
            else 0.8 + 0.3 * np.sin(np.pi * t)
        )
    )
    point = rng.uniform(0.06, 0.3) if not pointed else rng.uniform(0.6, 0.9)
    tip = np.clip((1 - t) / point, 0, 1)
    bend = rng.uniform(0.0, 0.18) * length * t**2 if single else np.zeros_like(t)
    z = t * length
    if single:
        left = np.stack([-half * (1 - 2 * (1 - tip**0.6)) - bend, z], axis=1)
        left[-1, 0] = half[-1] - bend[-1]
        right = np.stack([half - bend, z], axis=1)
        return strip(left, right, thickness, edges=(0.05, 1.0))
    left = np.stack([-half * tip**0.8, z], axis=1)
    right = np.stack([half * tip**0.8, z], axis=1)
    return strip(left, right, thickness * (0.3 + 0.7 * tip), edges=(0.05, 0.05))


def sword(rng: np.random.Generator) -> LabelledObject:
    """A sword: blade, guard, grip, pommel."""
    assembly = Assembly("sword", "sword", "blade", "longsword", "katana")
    length, width = rng.uniform(0.5, 1.0), rng.uniform(0.035, 0.09)
    assembly.add("blade", _blade(rng, length, width, rng.uniform(0.008, 0.02), rng.random() < 0.3))
    grip, radius = rng.uniform(0.1, 0.26), rng.uniform(0.012, 0.02)
    if rng.random() < 0.4:
        handle = rod((0, 0, -grip), (0, 0, 0.005), radius, radius * 0.9, 14)
    else:
        z = np.linspace(0, grip, 30)
        wrap = radius * (1 + 0.12 * np.sin(z / grip * 2 * np.pi * rng.integers(3, 9)))
        handle = turned(np.stack([wrap, z], axis=1), 16, bevel=0.002).moved(z=-grip)
    assembly.add("sword.handle", handle.scaled(1, 0.8, 1))
    span, thick = width * rng.uniform(1.4, 4.0), rng.uniform(0.012, 0.025)
    kind = rng.integers(4)
    if kind == 0:
        guard = box(span, thick * 1.6, thick, 0.3, inner=4)
    elif kind == 1:
        curve = rng.uniform(-0.06, 0.06)
        path = smooth_curve([(-span / 2, 0, curve), (0, 0, 0), (span / 2, 0, curve)], 16)
        guard = sweep(path, np.interp(np.linspace(-1, 1, 16), [-1, 0, 1], [0.6, 1.0, 0.6]) * thick)
    elif kind == 2:
        guard = cylinder(span * 0.35, thick * 0.7, 28).scaled(1, 0.8, 1)
    else:
        guard = merged(
            [
                rod((-span / 2, 0, 0), (span / 2, 0, 0), thick * 0.6),
                ball(thick, segments=14).moved(-span / 2),
                ball(thick, segments=14).moved(span / 2),
            ]
        )
    assembly.add("guard", guard)
    if rng.random() < 0.85:
        size = radius * rng.uniform(1.2, 1.9)
        kind = rng.integers(3)
        pommel = (
            ball(size, segments=18)
            if kind == 0
            else (
                cylinder(size, size, 24).rotated("x", 90).moved(y=size / 2)
                if kind == 1
                else box(size * 1.8, size * 1.6, size * 1.4, 0.35)
            )
        )
        assembly.add("pommel", pommel.moved(z=-grip - size * 0.5))
    return assembly.finish(laid_down(rng))


def knife(rng: np.random.Generator) -> LabelledObject:
    """A kitchen knife or dagger."""
    assembly = Assembly("knife", "knife", "dagger", "kitchen knife")
    length, width = rng.uniform(0.1, 0.25), rng.uniform(0.02, 0.055)
    assembly.add("blade", _blade(rng, length, width, 0.004, rng.random() < 0.8))
    grip = rng.uniform(0.08, 0.13)
    t = np.linspace(0, 1, 16)
    widths = np.interp(t, [0, 0.1, 0.4, 0.8, 1], np.array([0.7, 1.0, 0.85, 1.0, 0.9]) * rng.uniform(0.009, 0.014))
    path = smooth_curve([(rng.uniform(-0.006, 0.01), 0, -grip), (0, 0, -grip / 2), (0, 0, 0.003)], 16)
    handle = sweep(path, np.stack([widths, widths * 0.65], axis=1), square_section(1, 1, 0.5), side=(1, 0, 0))
    assembly.add("tool.handle", handle)
    if rng.random() < 0.35:
        assembly.add("guard", box(width * rng.uniform(1.0, 2.0), 0.02, 0.012, 0.3))
    return assembly.finish(laid_down(rng))


def spear(rng: np.random.Generator) -> LabelledObject:
    """A spear or arrow-like pole with a point."""
    assembly = Assembly("spear", "spear", "lance", "javelin")
    length, radius = rng.uniform(0.7, 1.3), rng.uniform(0.012, 0.022)
    assembly.add("tool.handle", rod((0, 0, -length), (0, 0, 0), radius))
    tip = rng.uniform(0.14, 0.3)
    assembly.add(
        "spear.tip",
        _blade(rng, tip, rng.uniform(0.06, 0.12), 0.025, False, pointed=True).moved(z=0.03),
        cylinder(radius * 1.3, 0.06, 16, radius * 0.9).moved(z=-0.02),
    )
    if rng.random() < 0.4:
        assembly.add("ferrule", cylinder(radius * 1.25, rng.uniform(0.03, 0.08), 16).moved(z=-rng.uniform(0.12, 0.2)))
    return assembly.finish(laid_down(rng))


def shield(rng: np.random.Generator) -> LabelledObject:
    """A round or pointed shield with rim and boss."""
    assembly = Assembly("shield", "shield", "buckler")
    bulge = rng.uniform(0.03, 0.15)
    if rng.random() < 0.5:
        angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        outline = 0.4 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    else:
        half = smooth_curve([(0, -0.55), (0.2, -0.35), (0.36, 0.0), (0.38, 0.38)], 16)
        outline = np.concatenate(
            [
                half,
                smooth_curve([(0.38, 0.38), (0, rng.uniform(0.38, 0.45)), (-0.38, 0.38)], 10)[1:-1],
                half[:0:-1] * [-1, 1],
            ]
        )
    scales = np.linspace(0, 1, 8)
    flat = scales[:, None, None] * outline
    depth = np.broadcast_to((-bulge * (1 - scales**2))[:, None], flat.shape[:2])
    front = np.stack([flat[..., 0], depth, flat[..., 1]], axis=-1)
    back = front[::-1] + np.array([0, 0.015, 0])
    assembly.add("shield.board", grid_surface(np.concatenate([front, back]), wrap_columns=True))
    path = np.stack([outline[:, 0], np.zeros(len(outline)), outline[:, 1]], axis=1)
    if rng.random() < 0.8:
        assembly.add("rim", sweep(path, rng.uniform(0.012, 0.028), closed=True))
    if rng.random() < 0.75:
        assembly.add(
            "shield.boss",
            dome(rng.uniform(0.06, 0.12), rng.uniform(0.04, 0.09), 28).rotated("x", 90).moved(y=-bulge * 0.9),
        )
    return assembly.finish(("x", float(rng.uniform(-15, 15))))


FAMILIES: Families = {
    "axe": axe,
    "sword": sword,
    "knife": knife,
    "spear": spear,
    "shield": shield,
}
