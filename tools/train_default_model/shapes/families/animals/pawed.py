"""Families of animals on paws and pillars: dog, cat, bear, rabbit, elephant."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import shift
from ...primitives import box, ring, rod
from .beasts import add_beast, add_ears, add_eyes
from .builds import BEAR, CAT, DOG, ELEPHANT, RABBIT, turned_view


def dog(rng: np.random.Generator) -> LabelledObject:
    """A dog, wolf or fox: pricked or hanging ears, snout, collar, tongue."""
    assembly = Assembly("dog", "dog", "puppy", "wolf", "fox", "animal")
    beast = add_beast(assembly, rng, DOG)
    add_ears(assembly, rng, beast, (0.7, 1.3), (0.3, 0.5), (5, 35) if rng.random() < 0.5 else (120, 165))
    add_eyes(assembly, rng, beast)
    if rng.random() < 0.35:
        place = beast.head * 0.5 + beast.back[2] * 0.5 + shift(0, 0, -beast.girth * 0.5)
        assembly.add(
            "pet.collar", ring(beast.size[0] * 1.15, beast.size[0] * 0.14, 20, 6).rotated("x", 45).moved(*place)
        )
    if rng.random() < 0.25:
        low = beast.snout + shift(0, -beast.snout_radius * 0.4, -beast.snout_radius * 0.8)
        assembly.add(
            "tongue",
            beast.detail.lump(beast.snout_radius * 0.4, beast.snout_radius * 0.6, beast.snout_radius * 0.5).moved(*low),
        )
    return assembly.finish(turned_view(rng))


def cat(rng: np.random.Generator) -> LabelledObject:
    """A cat, tiger or lion: short face, whiskers, pointed ears, long tail, sometimes a mane."""
    assembly = Assembly("cat", "cat", "kitten", "tiger", "lion", "animal")
    beast = add_beast(assembly, rng, CAT)
    add_ears(assembly, rng, beast, (0.6, 1.0), (0.35, 0.55), (5, 35))
    add_eyes(assembly, rng, beast, (0.15, 0.3))
    if rng.random() < 0.25:
        size = beast.size * [1.7, 0.8, 1.75]
        assembly.add("mane", beast.detail.lump(*size).moved(*(beast.head + shift(0, size[1] * 0.65, -size[2] * 0.1))))
    if rng.random() < 0.3:
        whiskers = [
            rod(
                beast.snout + shift(s * beast.snout_radius * 0.6, 0, 0),
                beast.snout + shift(s * beast.size[0] * 1.3, 0, k * 0.03),
                0.004,
                sides=5,
            )
            for s in (1, -1)
            for k in (-1, 0, 1)
        ]
        assembly.add("whisker", *whiskers)
    return assembly.finish(turned_view(rng))


def bear(rng: np.random.Generator) -> LabelledObject:
    """A bear on four legs with round ears and claws."""
    assembly = Assembly("bear", "bear", "polar bear", "grizzly", "panda", "animal")
    beast = add_beast(assembly, rng, BEAR)
    add_ears(assembly, rng, beast, (0.4, 0.6), (0.5, 0.7), (15, 40))
    add_eyes(assembly, rng, beast, (0.08, 0.16))
    if rng.random() < 0.4:
        for x, y, _ in beast.feet:
            claws = [
                rod((x + k * 0.035, y - 0.02, 0.04), (x + k * 0.035, y - 0.09, 0.008), 0.014, 0.003, 5)
                for k in (-1, 0, 1)
            ]
            assembly.add("claw", *claws)
    return assembly.finish(turned_view(rng))


def elephant(rng: np.random.Generator) -> LabelledObject:
    """An elephant or mammoth: trunk, tusks, large ears, pillars of legs, toenails."""
    assembly = Assembly("elephant", "elephant", "mammoth", "animal")
    beast = add_beast(assembly, rng, ELEPHANT)
    size, start = beast.size, beast.head + shift(0, -beast.size[1] * 0.75, -beast.size[2] * 0.15)
    reach, curl = beast.head[2] * rng.uniform(0.6, 0.85), rng.uniform(-0.1, 0.5)
    raised = rng.random() < 0.2
    down = -1.0 if not raised else 0.6
    path = [
        start,
        start + shift(0, -size[1] * 0.4, down * reach * 0.25),
        start + shift(0, -size[1] * 0.5, down * reach * 0.65),
        start + shift(0, -size[1] * (0.5 + curl), down * reach * 0.95),
    ]
    assembly.add("elephant.trunk", beast.detail.tube(path, np.array([0.42, 0.34, 0.24, 0.16]) * size[0]))
    wide = size[2] * rng.uniform(0.7, 1.2)
    for side in (1, -1):
        ear = beast.detail.lump(wide * 0.75, wide * 0.1, wide).rotated("z", side * rng.uniform(15, 50))
        assembly.add(
            "ear.animal",
            ear.moved(*(beast.head + shift(side * (size[0] * 0.8 + wide * 0.45), size[1] * 0.25, -wide * 0.1))),
        )
        if rng.random() < 0.8:
            root = start + shift(side * size[0] * 0.5, 0.05, -size[2] * 0.3)
            long = size[1] * rng.uniform(0.6, 1.3)
            assembly.add(
                "tusk",
                beast.detail.tube(
                    [
                        root,
                        root + shift(side * 0.04, -long * 0.6, -long * 0.4),
                        root + shift(side * 0.03, -long, -long * 0.2),
                    ],
                    np.array([0.13, 0.1, 0.02]) * size[0],
                ),
            )
    add_eyes(assembly, rng, beast, (0.06, 0.12))
    return assembly.finish(turned_view(rng))


def rabbit(rng: np.random.Generator) -> LabelledObject:
    """A rabbit or hare: long ears, round tail, haunches, sometimes teeth."""
    assembly = Assembly("rabbit", "rabbit", "bunny", "hare", "animal")
    beast = add_beast(assembly, rng, RABBIT)
    add_ears(assembly, rng, beast, (1.3, 2.4), (0.14, 0.22), (2, 25) if rng.random() < 0.8 else (130, 165))
    add_eyes(assembly, rng, beast, (0.15, 0.25))
    if rng.random() < 0.6:
        for side in (1, -1):
            haunch = beast.detail.lump(0.09, 0.16, 0.15).moved(side * beast.girth * 0.8, beast.back[4][1] * 0.5, 0.17)
            assembly.add("animal.leg", haunch)
    if rng.random() < 0.3:
        low = beast.snout + shift(0, -beast.snout_radius * 0.5, -beast.snout_radius * 0.7)
        assembly.add("teeth", *(box(0.022, 0.012, 0.045, 0.2).moved(*(low + shift(s * 0.013, 0, 0))) for s in (1, -1)))
    return assembly.finish(turned_view(rng))


FAMILIES: Families = {"dog": dog, "cat": cat, "bear": bear, "rabbit": rabbit, "elephant": elephant}
