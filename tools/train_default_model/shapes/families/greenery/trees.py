"""Families of trees: palms, conifers, leafy trees of branches with single leaves."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import drawn_detail, shift
from ...curves import smooth_curve
from ...eyes import pointed
from ...geometry import FloatArray, Geometry, merged
from ...primitives import ball, cylinder, leaf, plate, sheet, sweep, turned


def leaflet(length: float, width: float, droop: float) -> Geometry:
    """A narrow leaf of few faces from the origin along +x."""
    t = np.array([0.0, 0.35, 0.7, 1.0])[:, None]
    half = width / 2 * np.array([0.3, 1.0, 0.75, 0.04])[:, None]
    side = np.array([-1.0, 1.0])[None]
    grid = np.stack([length * t + 0 * side, half * side, -droop * length * t**2 + 0 * side], axis=-1)
    return sheet(grid, 0.015 * length)


def frond(length: float, width: float, droop: float, cut: int) -> Geometry:
    """A palm leaf along +x: one sheet, or `cut` leaflets on either side of a rib."""
    if cut == 0:
        return leaf(length, width, droop, 0.3, 0.012)
    t = np.linspace(0.08, 1.0, cut)
    rib = np.stack([length * t, 0 * t, length * (0.25 * t - (0.25 + droop) * t**2)], axis=1)
    blades = [sweep(rib, np.linspace(0.012, 0.004, cut) * length)]
    for side in (1, -1):
        for k in range(cut):
            size = width * (0.35 + 0.65 * np.sin(np.pi * t[k] ** 0.8))
            blade = leaflet(size, size * 0.16, 0.25).rotated("z", side * (70 - 35 * t[k]))
            blades.append(blade.moved(*rib[k]))
    return merged(blades)


def palm(rng: np.random.Generator) -> LabelledObject:
    """A palm: slender bent trunk of one piece or rings, fronds, coconuts."""
    assembly = Assembly("palm tree", "palm tree", "palm", "tree", "coconut tree")
    tall, lean = rng.uniform(0.8, 1.5), rng.uniform(-0.35, 0.35)
    thick = rng.uniform(0.03, 0.07)
    path = smooth_curve(
        [(0, 0, 0), (lean * 0.15, 0, tall * 0.35), (lean * 0.5, 0.03, tall * 0.7), (lean, 0.05, tall)], 20
    )
    radii = np.interp(np.linspace(0, 1, 20), [0, 0.1, 1], [1.7, 1.1, 0.75]) * thick
    if rng.random() < 0.5:
        assembly.add("palm.trunk", sweep(path, radii))
    else:
        step = int(rng.choice([1, 2]))
        rings = [
            pointed(
                cylinder(radii[k] * 1.0, 0.062 * step * tall, 10, radii[k] * 1.25), path[min(k + step, 19)] - path[k]
            ).moved(*path[k])
            for k in range(0, 19, step)
        ]
        assembly.add("palm.trunk", *rings)
    top = path[-1]
    count, cut = int(rng.integers(6, 13)), int(rng.choice([0, 0, 8, 11]))
    long, wide, droop = rng.uniform(0.4, 0.75), rng.uniform(0.12, 0.24), rng.uniform(0.2, 0.8)
    leaves = []
    for k in range(count):
        piece = frond(long * rng.uniform(0.8, 1.1), wide, droop * rng.uniform(0.6, 1.3), cut)
        piece = piece.rotated("y", -rng.uniform(0, 45)).rotated("z", 360 * k / count + rng.uniform(-12, 12))
        leaves.append(piece.moved(*top))
    if rng.random() < 0.5:
        assembly.add_each("palm.frond", *leaves)
    else:
        assembly.add("palm.frond", *leaves)
    for k in range(int(rng.integers(0, 6))):
        angle = 1.3 * k
        nut = ball(0.045, 0.045, 0.05, 12).moved(0.06 * np.cos(angle), 0.06 * np.sin(angle), -0.05)
        assembly.add("coconut", nut.moved(*top))
    if rng.random() < 0.25:
        assembly.add("tree.ground", ball(0.45, 0.4, 0.08, 18))
    return assembly.finish()


def conifer(rng: np.random.Generator) -> LabelledObject:
    """A fir: trunk with stacked cones, or drooping boughs; sometimes a Christmas tree or snowy."""
    assembly = Assembly("conifer", "pine tree", "fir", "spruce", "christmas tree", "tree", "conifer")
    tall, wide = rng.uniform(1.0, 1.5), rng.uniform(0.28, 0.5)
    stem = rng.uniform(0.1, 0.3)
    thick = rng.uniform(0.04, 0.08)
    sides = int(rng.choice([6, 8, 12, 20]))
    assembly.add("tree.trunk", cylinder(thick, stem + 0.15 * tall, max(6, sides), thick * 0.7))
    levels = int(rng.integers(2, 7))
    edges = stem + (tall - stem) * np.linspace(0, 1, levels + 1) ** 0.9
    boughs, caps = rng.random() < 0.3, []
    tiers: list[Geometry] = []
    for k in range(levels):
        radius = wide * (1 - 0.8 * k / levels)
        high = (edges[k + 1] - edges[k]) * rng.uniform(1.3, 1.7)
        if boughs:
            count = int(rng.integers(7, 12))
            tiers += [
                leaf(radius * 1.15, radius * 0.5, rng.uniform(0.2, 0.5), 0.3, 0.06)
                .rotated("z", 360 * j / count + 20 * k)
                .moved(z=edges[k] + high * 0.4)
                for j in range(count)
            ]
        else:
            tier = turned(
                [(radius * 0.2, 0.1 * high), (radius, 0.0), (radius * 0.45, high * 0.5), (0.012, high)],
                sides,
                bevel=0.0,
            )
            tier = tier.wobbled(rng, 0.012) if rng.random() < 0.4 else tier
            tiers.append(tier.rotated("z", 25 * k).moved(z=edges[k]))
            cap = turned([(radius * 0.6, high * 0.36), (radius * 0.5, high * 0.5), (0.012, high * 1.04)], sides)
            caps.append(cap.moved(z=edges[k]))
    if boughs or rng.random() < 0.5:
        assembly.add("tree.crown", *tiers)
    else:
        assembly.add_each("tree.crown", *tiers)
    kind = rng.random()
    if kind < 0.2 and caps:
        assembly.add_each("tree.snow", *caps)
    elif kind < 0.5:
        for _ in range(int(rng.integers(5, 18))):
            t, angle = rng.uniform(0.05, 0.8), rng.uniform(0, 2 * np.pi)
            out, z = wide * (1 - t) * 0.85, stem + (tall - stem) * (t + 0.03)
            assembly.add(
                "tree.ornament",
                ball(rng.uniform(0.025, 0.04), segments=10).moved(out * np.cos(angle), out * np.sin(angle), z),
            )
        points = [
            (
                (0.1 if j % 2 == 0 else 0.045) * np.sin(np.pi * j / 5),
                (0.1 if j % 2 == 0 else 0.045) * np.cos(np.pi * j / 5),
            )
            for j in range(10)
        ]
        assembly.add("tree.star", plate(np.array(points), 0.03).moved(z=edges[-1] + 0.12))
    return assembly.finish()


def _branches(
    rng: np.random.Generator, start: FloatArray, way: FloatArray, length: float, depth: int
) -> list[FloatArray]:
    """Paths (5, 3) of a branch and what grows out of it."""
    end = start + way * length
    bend = rng.normal(0, 0.12, 3) * length
    path = smooth_curve([start, (start + end) / 2 + bend, end], 5)
    found = [path]
    if depth:
        for k in range(int(rng.integers(2, 4))):
            aside = rng.normal(0, 0.75, 3) + shift(0, 0, 0.15)
            child = way + aside
            child = child / np.linalg.norm(child)
            found += _branches(rng, path[3 + k % 2], child, length * rng.uniform(0.55, 0.8), depth - 1)
    return found


def leafy_tree(rng: np.random.Generator) -> LabelledObject:
    """A tree of branches with single leaves, clumps of foliage or bare wood; roots, fruit."""
    assembly = Assembly("leafy tree", "tree", "oak", "leafy tree", "apple tree", "bonsai", "bush")
    detail = drawn_detail(rng, 0.0)
    stem, thick = rng.uniform(0.3, 0.6), rng.uniform(0.05, 0.1)
    fork = np.array([rng.uniform(-0.08, 0.08), 0.0, stem])
    trunk = detail.tube([shift(0, 0, 0), fork * np.array([0.3, 1, 0.5]), fork], np.array([1.3, 0.95, 0.8]) * thick)
    limbs: list[FloatArray] = []
    for k in range(int(rng.integers(2, 5))):
        angle = 2.4 * k + rng.uniform(0, 0.6)
        way = np.array([np.cos(angle) * 0.7, np.sin(angle) * 0.7, rng.uniform(0.6, 1.1)])
        limbs += _branches(rng, fork, way / np.linalg.norm(way), rng.uniform(0.25, 0.4), 1)
    boughs = [sweep(p, np.linspace(1.0, 0.5, 5) * thick * (0.55 if k % 3 == 0 else 0.35)) for k, p in enumerate(limbs)]
    if rng.random() < 0.4:
        assembly.add("tree.trunk", trunk, *boughs)
    else:
        assembly.add("tree.trunk", trunk)
        assembly.add_each("tree.branch", *boughs)
    tips = np.array([p[-1] for p in limbs])
    kind = rng.integers(4)
    if kind in (0, 1):
        size = rng.uniform(0.08, 0.16)
        leaves = []
        for tip in tips:
            for _ in range(int(rng.integers(6, 14))):
                piece = (
                    leaflet(size, size * 0.55, 0.2).rotated("y", rng.uniform(-70, 60)).rotated("z", rng.uniform(0, 360))
                )
                leaves.append(piece.moved(*(tip + rng.normal(0, size * 0.8, 3))))
        if rng.random() < 0.3 and len(leaves) < 120:
            assembly.add_each("tree.leaf", *leaves)
        else:
            assembly.add("tree.leaf", *leaves)
    elif kind == 2:
        clumps = [detail.lump(*rng.uniform(0.14, 0.26, 3)).wobbled(rng, 0.03).moved(*tip) for tip in tips]
        if rng.random() < 0.5:
            assembly.add("tree.crown", *clumps)
        else:
            assembly.add_each("tree.crown", *clumps)
    else:
        wide = float(np.ptp(tips[:, :2], axis=0).max()) * 0.6 + 0.15
        dome = detail.lump(wide, wide, wide * rng.uniform(0.6, 1.0)).wobbled(rng, 0.03)
        assembly.add("tree.crown", dome.moved(*(tips.mean(axis=0) + shift(0, 0, 0.05))))
    if rng.random() < 0.3:
        for k in range(int(rng.integers(3, 10))):
            tip = tips[k % len(tips)] + rng.normal(0, 0.08, 3)
            assembly.add("tree.fruit", ball(0.03, segments=10).moved(*tip))
    if rng.random() < 0.35:
        roots = [
            detail.tube(
                [(0, 0, 0.08), (0.1 * np.cos(a), 0.1 * np.sin(a), 0.03), (0.22 * np.cos(a), 0.22 * np.sin(a), -0.01)],
                np.array([0.6, 0.4, 0.1]) * thick,
            )
            for a in np.linspace(0, 2 * np.pi, int(rng.integers(4, 7)))[:-1]
        ]
        assembly.add("tree.root", *roots)
    if rng.random() < 0.2:
        assembly.add("plant.pot", cylinder(0.22, 0.14, 20, 0.27).moved(z=-0.13))
        assembly.add("plant.soil", cylinder(0.25, 0.02, 20).moved(z=0.0))
    elif rng.random() < 0.2:
        assembly.add("tree.ground", cylinder(0.4, 0.05, 20).moved(z=-0.05))
    return assembly.finish()


FAMILIES: Families = {
    "palm tree": palm,
    "conifer": conifer,
    "leafy tree": leafy_tree,
}
