"""Families of hooved animals: horse, cow, pig, giraffe."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import shift
from ...curves import smooth_curve
from ...primitives import cylinder, ring, rod, sheet, sweep
from .beasts import Beast, add_beast, add_ears, add_eyes, add_horns
from .builds import COW, GIRAFFE, HORSE, PIG, along_neck, turned_view


def _add_mane(assembly: Assembly, rng: np.random.Generator, beast: Beast) -> None:
    """Adds a mane on the neck: a crest, locks, or a sheet of hair to one side; and a forelock."""
    thick = beast.size[0] * rng.uniform(0.25, 0.45)
    crest = along_neck(beast, 0, 2, 8)
    kind = rng.integers(3)
    if kind == 0:
        pieces = [beast.detail.tube(crest, [(thick * 0.4, thick * 1.2)] * 8, side=(1, 0, 0))]
    elif kind == 1:
        pieces = [
            beast.detail.tube(
                [
                    p,
                    p + shift(thick * 0.7, 0.03, -thick * 0.3),
                    p + shift(thick * rng.uniform(1, 1.8), 0.02, -thick * 2.2),
                ],
                [thick * 0.5, thick * 0.45, thick * 0.08],
            )
            for p in crest
        ]
    else:
        side = float(rng.choice([-1, 1]))
        fall = np.linspace(0, 1, 5)[None, :, None] * np.array([side * beast.size[0] * 1.1, 0.02, -thick * 3.0])
        bulge = np.sin(np.linspace(0, np.pi, 5))[None, :, None] * np.array([side * 0.05, 0, 0.04])
        pieces = [sheet(crest[:, None] + shift(0, 0, thick * 0.3) + fall + bulge, thick * 0.3)]
    top = beast.head + beast.size * shift(0, -0.1, 1.0)
    pieces.append(
        beast.detail.tube(
            [top + shift(0, 0.05, 0), top + shift(0, -0.04, 0.02), top + shift(0, -beast.size[1] * 0.9, -0.05)],
            [thick * 0.4, thick * 0.5, thick * 0.08],
        )
    )
    assembly.add("mane", *pieces)


def _add_saddle(assembly: Assembly, rng: np.random.Generator, beast: Beast) -> None:
    """Adds a saddle with stirrups, and a bridle."""
    _, y, z = beast.back[3]
    girth, half = beast.girth, 0.14
    angle = np.radians(np.linspace(-75, 75, 9))
    place = np.linspace(-1, 1, 7)
    rise = 0.05 * place**2 * girth * 4
    blanket = np.stack(
        np.broadcast_arrays(
            girth * 1.08 * np.sin(angle)[None],
            y + half * place[:, None],
            z - girth * 0.95 + girth * 1.05 * np.cos(angle)[None] + rise[:, None],
        ),
        axis=-1,
    )
    horn = rod((0, y - half * 0.9, z), (0, y - half, z + 0.09), 0.02)
    assembly.add("riding.saddle", sheet(blanket, 0.03), horn)
    if rng.random() < 0.6:
        band = ring(beast.size[0] * 0.85, 0.012, 20, 6).rotated("x", 80).moved(*((beast.head + beast.snout) / 2))
        rein = [
            (beast.head + beast.snout) / 2 + shift(beast.size[0] * 0.8, 0, 0),
            (beast.head + beast.back[3]) / 2 + shift(beast.size[0], 0, 0),
            beast.back[3] + shift(0, -half, 0.05),
        ]
        assembly.add("bridle", band, sweep(smooth_curve(rein, 12), 0.01))


def horse(rng: np.random.Generator) -> LabelledObject:
    """A horse, pony, donkey or unicorn with mane, hooves, sometimes a saddle."""
    assembly = Assembly("horse", "horse", "pony", "donkey", "unicorn", "animal")
    beast = add_beast(assembly, rng, HORSE)
    if rng.random() < 0.9:
        _add_mane(assembly, rng, beast)
    add_ears(assembly, rng, beast, (0.6, 1.3), (0.22, 0.35), (5, 30))
    add_eyes(assembly, rng, beast)
    if rng.random() < 0.12:
        top = beast.head + beast.size * shift(0, -0.6, 0.7)
        assembly.add("horn", rod(top, top + shift(0, -0.12, 0.25), 0.025, 0.003))
    if rng.random() < 0.3:
        _add_saddle(assembly, rng, beast)
    return assembly.finish(turned_view(rng))


def cow(rng: np.random.Generator) -> LabelledObject:
    """A cow, bull, goat or sheep-like animal with horns, hooves, udder."""
    assembly = Assembly("cow", "cow", "bull", "ox", "calf", "goat", "animal")
    beast = add_beast(assembly, rng, COW)
    if rng.random() < 0.8:
        add_horns(assembly, rng, beast, (0.6, 1.6))
    add_ears(assembly, rng, beast, (0.6, 1.0), (0.25, 0.4), (65, 105))
    add_eyes(assembly, rng, beast)
    if rng.random() < 0.5:
        place = shift(0, beast.back[4][1] * 0.45, beast.leg * 0.95)
        teats = [
            rod(place + shift(a, b, -0.05), place + shift(a, b, -0.14), 0.02, 0.014, 6)
            for a in (-0.04, 0.04)
            for b in (-0.04, 0.04)
        ]
        assembly.add("udder", beast.detail.lump(0.12, 0.13, 0.09).moved(*place), *teats)
    if rng.random() < 0.2:
        low = (beast.head + beast.back[2]) / 2 + shift(0, 0, -beast.girth * 1.05)
        assembly.add("bell.body", cylinder(0.05, 0.08, 14, 0.03).moved(*low))
    return assembly.finish(turned_view(rng))


def pig(rng: np.random.Generator) -> LabelledObject:
    """A pig: barrel body, short legs, flat snout with nostrils, curled tail."""
    assembly = Assembly("pig", "pig", "piglet", "boar", "animal")
    beast = add_beast(assembly, rng, PIG)
    end = beast.snout + shift(0, -beast.snout_radius * 0.6, 0)
    radius = beast.snout_radius * rng.uniform(0.9, 1.15)
    holes = [
        beast.detail.small(radius * 0.2, radius * 0.1, radius * 0.28).moved(
            *(end + shift(s * radius * 0.4, -radius * 0.28, 0))
        )
        for s in (1, -1)
    ]
    assembly.add(
        "snout", cylinder(radius, radius * 0.5, 18).rotated("x", 90).moved(*(end + shift(0, radius * 0.25, 0)))
    )
    assembly.add_each("nose.tip", *holes)
    add_ears(assembly, rng, beast, (0.5, 0.9), (0.35, 0.6), (15, 130))
    add_eyes(assembly, rng, beast, (0.08, 0.18))
    if rng.random() < 0.2:
        for s in (1, -1):
            low = beast.snout + shift(s * radius * 0.8, 0, -radius * 0.5)
            assembly.add("tusk", rod(low, low + shift(s * 0.03, -0.02, 0.09), 0.016, 0.003, 7))
    return assembly.finish(turned_view(rng))


def giraffe(rng: np.random.Generator) -> LabelledObject:
    """A giraffe, camel or deer: long neck and legs, small horns."""
    assembly = Assembly("giraffe", "giraffe", "llama", "deer", "animal")
    beast = add_beast(assembly, rng, GIRAFFE)
    add_ears(assembly, rng, beast, (0.6, 1.0), (0.25, 0.35), (45, 80))
    add_eyes(assembly, rng, beast)
    if rng.random() < 0.8:
        for side in (1, -1):
            root = beast.head + beast.size * shift(side * 0.35, 0.1, 0.7)
            end = root + shift(side * 0.01, 0.02, beast.size[2] * rng.uniform(0.7, 1.1))
            assembly.add("horn", rod(root, end, 0.015), beast.detail.small(0.024).moved(*end))
    if rng.random() < 0.5:
        crest = along_neck(beast, 0, 2, 8)
        assembly.add("mane", beast.detail.tube(crest, [(0.014, 0.045)] * 8, side=(1, 0, 0)))
    return assembly.finish(turned_view(rng))


FAMILIES: Families = {"horse": horse, "cow": cow, "pig": pig, "giraffe": giraffe}
