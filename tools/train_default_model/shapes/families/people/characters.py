"""Families of dressed people: men, women, children, and figures with bare limbs."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve
from ...figures import Figure, drawn_figure
from ...primitives import box, sweep
from .dressing import (
    add_bare_feet,
    add_belt,
    add_hands,
    add_shoes,
    add_top,
    add_trousers,
    cape_piece,
    limb,
    skirt_piece,
)
from .faces import add_beard, add_face, add_glasses, add_hair, add_hat, head_piece


def add_head(assembly: Assembly, rng: np.random.Generator, figure: Figure, build: str) -> None:
    """Adds head, face, and hair or hat or both."""
    pieces = [head_piece(rng, figure)]
    if rng.random() < 0.5:
        pieces.append(figure.neck())
    else:
        assembly.add("person.neck", figure.neck())
    assembly.add("person.head", *pieces)
    add_face(assembly, rng, figure)
    hatted = rng.random() < 0.3
    if (not hatted or rng.random() < 0.5) and rng.random() < 0.93:
        add_hair(assembly, rng, figure, long=build == "woman" or (build == "child" and rng.random() < 0.45))
    if hatted:
        add_hat(assembly, rng, figure)
    if build == "man" and rng.random() < 0.25:
        add_beard(assembly, rng, figure, long=rng.random() < 0.2)
    if rng.random() < 0.2:
        add_glasses(assembly, rng, figure)


def add_skin(assembly: Assembly, figure: Figure, arms: float, legs: float, whole: bool) -> None:
    """Adds what shows of the body: bare arms from the fraction `arms`, legs from `legs`, or the body as one piece."""
    if whole:
        limbs = [limb(figure, figure.arms[side], figure.arm_radius, (0.0, 1.0)) for side in (0, 1)]
        limbs += [limb(figure, figure.legs[side], figure.leg_radius, (0.0, 1.0)) for side in (0, 1)]
        assembly.add("skin", figure.detail.loft(figure.trunk), *limbs)
        return
    for side in (0, 1):
        if arms < 0.93:
            assembly.add("person.arm", limb(figure, figure.arms[side], figure.arm_radius, (max(arms - 0.1, 0.0), 1.0)))
        if legs < 0.93:
            assembly.add("person.leg", limb(figure, figure.legs[side], figure.leg_radius, (max(legs - 0.1, 0.0), 1.0)))


def _extras(assembly: Assembly, rng: np.random.Generator, figure: Figure) -> None:
    """Adds a tie, a backpack, a necklace or a cape, rarely."""
    chest, neck = figure.trunk_between(0.7, 0.7, 0.012, 1)[0], figure.trunk[-1]
    kind = rng.random()
    if kind < 0.08:
        front = chest[3] - chest[2]
        tie = [
            (0, -neck[2] - 0.012, neck[0] - 0.005),
            (0, front - 0.006, chest[0]),
            (0, front - 0.004, chest[0] - 0.12),
        ]
        sizes = [(0.008, 0.006), (0.016, 0.006), (0.02, 0.005)]
        assembly.add("tie", figure.detail.tube(tie, sizes, side=(1, 0, 0)))
    elif kind < 0.17:
        pack = box(chest[1] * 1.5, 0.1, 0.22, 0.3, soft=True).moved(0, chest[3] + chest[2] + 0.05, chest[0] - 0.02)
        straps = []
        for x in (-chest[1] * 0.55, chest[1] * 0.55):
            loop = [
                (x, chest[2] * 0.9, chest[0] + 0.1),
                (x, -chest[2] * 0.4, chest[0] + 0.11),
                (x, -chest[2] * 1.05, chest[0]),
                (x, 0.03, chest[0] - 0.1),
            ]
            straps.append(sweep(smooth_curve(loop, 14), 0.011))
        assembly.add("backpack", pack, *straps)
    elif kind < 0.22:
        size = neck[1] * 1.1
        loop = [(0, -size * 1.6, neck[0] - 0.05), (size, 0, neck[0]), (0, size, neck[0] + 0.005), (-size, 0, neck[0])]
        assembly.add(
            "necklace",
            sweep(smooth_curve(loop, 24, closed=True), 0.006, closed=True),
            figure.detail.small(0.014).moved(0, -size * 1.65, neck[0] - 0.055),
        )
    elif kind < 0.26:
        assembly.add("cape", cape_piece(rng, figure))


def _dressed(rng: np.random.Generator, build: str, assembly: Assembly) -> LabelledObject:
    figure = drawn_figure(rng, build)
    add_head(assembly, rng, figure, build)
    skirted = rng.random() < {"man": 0.0, "woman": 0.55, "child": 0.25}[build]
    sleeve = float(rng.choice([1.0, 0.97, rng.uniform(0.25, 0.45), rng.uniform(0.2, 0.6), 0.0]))
    ankle, crotch = figure.legs[0, 2, 2], figure.trunk[0, 0]
    if skirted:
        bottom = ankle + (crotch - ankle) * float(rng.choice([0.05, 0.45, rng.uniform(0.3, 0.8)]))
        legs = 0.3
        if rng.random() < 0.5:
            rows = figure.trunk_between(0.3, rng.choice([0.85, 1.0]), 0.006)
            pieces = [figure.detail.loft(rows), skirt_piece(rng, figure, 0.36, bottom)]
            if sleeve > 0.0:
                pieces += [limb(figure, figure.arms[side], figure.arm_radius, (0.0, sleeve), 0.008) for side in (0, 1)]
            assembly.add("dress", *pieces)
        else:
            add_top(assembly, rng, figure, "shirt", sleeve, rng.uniform(0.25, 0.4))
            assembly.add("skirt", skirt_piece(rng, figure, 0.38, bottom, 0.012))
    else:
        short = rng.random() < (0.4 if build == "child" else 0.2)
        legs = rng.uniform(0.3, 0.55) if short else rng.uniform(0.92, 1.03)
        add_trousers(assembly, rng, figure, "shorts" if short else "trousers", legs)
        coated = rng.random() < 0.3
        add_top(
            assembly, rng, figure, "jacket" if coated else "shirt", 1.0 if coated else sleeve, rng.uniform(0.02, 0.35)
        )
        sleeve = 1.0 if coated else sleeve
    if rng.random() < 0.35:
        add_belt(assembly, rng, figure)
    add_skin(assembly, figure, sleeve, legs, whole=rng.random() < 0.35)
    add_hands(assembly, rng, figure, "glove" if rng.random() < 0.12 else "person.hand")
    if rng.random() < 0.88:
        shaft = None if legs < 0.9 else float(rng.choice([0.04, 0.08]))
        add_shoes(assembly, rng, figure, shaft)
        if legs < 0.9 and rng.random() < 0.4:
            for side in (0, 1):
                assembly.add(
                    "sock", limb(figure, figure.legs[side], figure.leg_radius, (rng.uniform(0.6, 0.85), 1.0), 0.004)
                )
    else:
        add_bare_feet(assembly, rng, figure)
    _extras(assembly, rng, figure)
    return assembly.finish()


def man(rng: np.random.Generator) -> LabelledObject:
    """A man in shirt or jacket and trousers or shorts."""
    return _dressed(rng, "man", Assembly("man", "man", "person", "character", "human", "figure"))


def woman(rng: np.random.Generator) -> LabelledObject:
    """A woman in dress, skirt or trousers."""
    return _dressed(rng, "woman", Assembly("woman", "woman", "girl", "person", "character", "human"))


def child(rng: np.random.Generator) -> LabelledObject:
    """A child with the proportions of children or of cartoons."""
    return _dressed(rng, "child", Assembly("child", "child", "boy", "girl", "kid", "character"))


FAMILIES: Families = {"man": man, "woman": woman, "child": child}
