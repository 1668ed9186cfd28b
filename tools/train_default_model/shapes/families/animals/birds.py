"""Families of birds: owls, penguins, chickens, ducks, birds of prey, songbirds."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import drawn_detail, shift
from ...eyes import pointed
from ...geometry import Geometry
from ...primitives import cylinder, plate, rod
from .builds import turned_view
from .plumage import (
    Bird,
    Kind,
    add_bird,
    add_bird_eyes,
    add_bird_legs,
    add_bird_tail,
    add_folded_wings,
    add_spread_wings,
)

OWL = Kind(
    (60, 88), (0.32, 0.48), ((0.0, 0.05), (70, 90)), (0.28, 0.42), ((0.25, 0.5), (0.14, 0.25), (0.2, 0.6), (0.8, 1.1)),
    (0.0, 0.15), ((0.15, 0.35), (0.2, 0.35), (-60, 0)),
)  # fmt: skip
PENGUIN = Kind(
    (80, 90), (0.3, 0.45), ((0.0, 0.05), (80, 90)), (0.2, 0.34), ((0.5, 1.3), (0.14, 0.26), (0.0, 0.25), (0.8, 1.3)),
    (0.02, 0.1), ((0.1, 0.2), (0.1, 0.25), (20, 60)), 0.8,
)  # fmt: skip
CHICKEN = Kind(
    (5, 45), (0.28, 0.42), ((0.05, 0.3), (50, 85)), (0.13, 0.22), ((0.5, 0.9), (0.25, 0.4), (0.05, 0.3), (0.7, 1.0)),
    (0.15, 0.4), ((0.25, 0.6), (0.2, 0.4), (20, 60)),
)  # fmt: skip
DUCK = Kind(
    (-5, 25), (0.26, 0.4), ((0.0, 0.45), (50, 90)), (0.15, 0.3), ((0.8, 1.4), (0.25, 0.35), (0.05, 0.3), (1.3, 2.2)),
    (0.0, 0.18), ((0.15, 0.3), (0.15, 0.3), (10, 50)), 0.95,
)  # fmt: skip
EAGLE = Kind(
    (-5, 30), (0.16, 0.26), ((0.0, 0.12), (5, 50)), (0.11, 0.17), ((0.6, 1.2), (0.25, 0.45), (0.1, 0.6), (0.7, 1.0)),
    (0.05, 0.2), ((0.25, 0.5), (0.2, 0.35), (-15, 15)),
)  # fmt: skip
SONGBIRD = Kind(
    (10, 60), (0.22, 0.4), ((0.0, 0.08), (35, 75)), (0.17, 0.32), ((0.35, 1.3), (0.15, 0.35), (0.0, 0.4), (0.7, 1.1)),
    (0.06, 0.2), ((0.3, 0.8), (0.12, 0.25), (-15, 15)),
)  # fmt: skip


def _belly(bird: Bird, reach: float) -> Geometry:
    """A patch that bulges a little out of breast and belly."""
    patch = bird.detail.lump(bird.girth * 0.78, bird.girth * 0.7, reach)
    way = bird.trunk[2] - bird.trunk[0]
    ahead = shift(0, -way[2], way[1]) / max(float(np.linalg.norm(way)), 1e-9)
    ahead = ahead if ahead[1] < 0 or abs(way[2]) < 0.2 else -ahead
    down = ahead if ahead[1] < 0 else shift(0, -0.5, -0.8)
    return pointed(patch, way).moved(*(bird.trunk[1] + down * bird.girth * 0.42))


def owl(rng: np.random.Generator) -> LabelledObject:
    """An owl: upright body, big front eyes with discs, tufts, small hooked beak, folded wings."""
    assembly = Assembly("owl", "owl", "bird")
    detail = drawn_detail(rng, 0.08)
    bird = add_bird(assembly, rng, OWL, detail)
    if rng.random() < 0.5:
        size = bird.size * rng.uniform(0.45, 0.6)
        for side in (1, -1):
            disc = detail.small(size, bird.size * 0.2, size)
            assembly.add("facial.disc", disc.moved(*(bird.head + shift(side * 0.4, -0.82, 0.12) * bird.size)))
    add_bird_eyes(assembly, rng, bird, (0.2, 0.42), front=True)
    if rng.random() < 0.75:
        tall, wide = bird.size * rng.uniform(0.35, 0.8), bird.size * rng.uniform(0.15, 0.3)
        for side in (1, -1):
            tuft = detail.tube(
                [(0, 0, 0), (side * tall * 0.25, 0, tall)], [(wide, wide * 0.6), (wide * 0.1, wide * 0.1)]
            )
            assembly.add("ear.tuft", tuft.moved(*(bird.head + shift(side * 0.55, 0, 0.7) * bird.size)))
    if rng.random() < 0.85:
        add_folded_wings(assembly, rng, bird, (0.7, 1.05), rng.uniform(0, 15))
    else:
        add_spread_wings(assembly, rng, bird, (0.6, 1.1))
    if rng.random() < 0.5:
        assembly.add("bird.belly", _belly(bird, 0.4))
    if rng.random() < 0.7:
        add_bird_tail(assembly, rng, OWL, bird)
    add_bird_legs(assembly, rng, OWL, bird)
    if rng.random() < 0.3:
        assembly.add(
            "perch.branch", detail.tube([(-0.7, 0.02, -0.05), (0, 0, -0.07), (0.7, 0.05, -0.02)], [0.05, 0.06, 0.04])
        )
    return assembly.finish(turned_view(rng))


def penguin(rng: np.random.Generator) -> LabelledObject:
    """A penguin: upright body with a white belly, flippers, webbed feet."""
    assembly = Assembly("penguin", "penguin", "bird")
    bird = add_bird(assembly, rng, PENGUIN, drawn_detail(rng, 0.08))
    add_bird_eyes(assembly, rng, bird, (0.1, 0.25), front=rng.random() < 0.4)
    add_folded_wings(assembly, rng, bird, (0.5, 0.85), rng.uniform(5, 50))
    if rng.random() < 0.75:
        assembly.add("bird.belly", _belly(bird, rng.uniform(0.4, 0.52)))
    if rng.random() < 0.6:
        add_bird_tail(assembly, rng, PENGUIN, bird)
    add_bird_legs(assembly, rng, PENGUIN, bird)
    return assembly.finish(turned_view(rng))


def chicken(rng: np.random.Generator) -> LabelledObject:
    """A hen, a cock or a turkey: comb, wattles, raised tail, long toes."""
    assembly = Assembly("chicken", "chicken", "hen", "rooster", "cock", "bird")
    detail = drawn_detail(rng, 0.1)
    bird = add_bird(assembly, rng, CHICKEN, detail)
    add_bird_eyes(assembly, rng, bird, (0.12, 0.25))
    size = bird.size
    top = bird.head + shift(0, 0, size * 0.85)
    if rng.random() < 0.5:
        count = int(rng.integers(3, 6))
        teeth = [
            detail.small(size * 0.12, size * 0.26, size * (0.4 - 0.07 * abs(k - count / 2 + 0.5))).moved(
                *(top + shift(0, size * 0.3 * (k - count / 2 + 0.3), size * 0.1))
            )
            for k in range(count)
        ]
        assembly.add("comb", *teeth)
    else:
        saw = [(-0.7, 0.0), (-0.75, 0.5), (-0.4, 0.25), (-0.15, 0.7), (0.1, 0.3), (0.45, 0.65), (0.6, 0.2), (0.7, -0.2)]
        blade = plate(np.array(saw) * size * rng.uniform(0.8, 1.2), size * 0.15).rotated("z", 90)
        assembly.add("comb", blade.moved(*top))
    if rng.random() < 0.8:
        for side in (1, -1):
            lobe = detail.small(size * 0.14, size * 0.16, size * rng.uniform(0.25, 0.45))
            assembly.add("wattle", lobe.moved(*(bird.head + shift(side * 0.18, -0.95, -0.6) * size)))
    add_folded_wings(assembly, rng, bird, (0.5, 0.75), rng.uniform(0, 20))
    add_bird_tail(assembly, rng, CHICKEN, bird)
    add_bird_legs(assembly, rng, CHICKEN, bird)
    return assembly.finish(turned_view(rng))


def duck(rng: np.random.Generator) -> LabelledObject:
    """A duck, goose, swan or rubber duck: flat bill, webbed feet or none."""
    assembly = Assembly("duck", "duck", "goose", "swan", "rubber duck", "bird")
    bird = add_bird(assembly, rng, DUCK, drawn_detail(rng, 0.08))
    add_bird_eyes(assembly, rng, bird, (0.12, 0.26))
    if rng.random() < 0.9:
        add_folded_wings(assembly, rng, bird, (0.5, 0.85), rng.uniform(0, 15))
    else:
        add_spread_wings(assembly, rng, bird, (0.6, 1.0))
    if rng.random() < 0.8:
        add_bird_tail(assembly, rng, DUCK, bird)
    if rng.random() < 0.65:
        add_bird_legs(assembly, rng, DUCK, bird)
    return assembly.finish(turned_view(rng))


def eagle(rng: np.random.Generator) -> LabelledObject:
    """A bird in flight: eagle, gull, crow or dove with open wings."""
    assembly = Assembly("eagle", "eagle", "hawk", "seagull", "crow", "bird", "flying bird")
    bird = add_bird(assembly, rng, EAGLE, drawn_detail(rng, 0.08))
    add_bird_eyes(assembly, rng, bird, (0.1, 0.22))
    add_spread_wings(assembly, rng, bird, (0.7, 1.5))
    add_bird_tail(assembly, rng, EAGLE, bird)
    if rng.random() < 0.65:
        add_bird_legs(assembly, rng, EAGLE, bird)
    return assembly.finish(turned_view(rng))


def songbird(rng: np.random.Generator) -> LabelledObject:
    """A sparrow, parrot or robin, perching or standing, on a branch or stand or on nothing."""
    assembly = Assembly("songbird", "bird", "sparrow", "parrot", "robin", "pigeon")
    detail = drawn_detail(rng, 0.08)
    bird = add_bird(assembly, rng, SONGBIRD, detail)
    add_bird_eyes(assembly, rng, bird, (0.12, 0.3))
    if rng.random() < 0.8:
        add_folded_wings(assembly, rng, bird, (0.6, 1.0), rng.uniform(0, 15))
    else:
        add_spread_wings(assembly, rng, bird, (0.5, 0.9))
    add_bird_tail(assembly, rng, SONGBIRD, bird)
    add_bird_legs(assembly, rng, SONGBIRD, bird)
    if rng.random() < 0.35:
        for k in range(int(rng.integers(1, 4))):
            root = bird.head + shift(0, bird.size * (0.2 * k - 0.1), bird.size * 0.85)
            tip = root + shift(0, rng.uniform(0.1, 0.9), rng.uniform(0.3, 0.9)) * bird.size
            assembly.add("bird.crest", detail.tube([root, tip], [bird.size * 0.16, bird.size * 0.03]))
    if rng.random() < 0.35:
        assembly.add("bird.belly", _belly(bird, 0.38))
    perch = rng.random()
    if perch < 0.3:
        bough = detail.tube([(-0.8, 0.05, -0.06), (0, 0.0, -0.05), (0.9, -0.03, 0.0)], [0.05, 0.045, 0.03])
        assembly.add("perch.branch", bough, rod((0.4, 0, -0.03), (0.6, -0.1, 0.25), 0.02, 0.008))
    elif perch < 0.45:
        assembly.add("base", cylinder(bird.girth * rng.uniform(0.8, 1.6), rng.uniform(0.04, 0.15), 20).moved(z=-0.05))
    return assembly.finish(turned_view(rng))


FAMILIES: Families = {
    "owl": owl,
    "penguin": penguin,
    "chicken": chicken,
    "duck": duck,
    "eagle": eagle,
    "songbird": songbird,
}
