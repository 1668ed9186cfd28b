"""Horses of legend: unicorns and winged horses."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import shift
from ...primitives import leaf, rod
from .beasts import add_beast, add_ears, add_eyes
from .builds import HORSE, along_neck, turned_view


def unicorn(rng: np.random.Generator) -> LabelledObject:
    """A unicorn or winged horse: horse with a horn, a flowing mane, sometimes feathered wings."""
    assembly = Assembly("unicorn", "unicorn", "pegasus", "horse", "pony")
    beast = add_beast(assembly, rng, HORSE)
    add_eyes(assembly, rng, beast)
    add_ears(assembly, rng, beast, (0.5, 0.9), (0.2, 0.35), (5, 30))
    root = beast.head + beast.size * shift(0, -0.55, 0.75)
    long, thick = rng.uniform(0.15, 0.35), rng.uniform(0.018, 0.035)
    way = shift(0, -0.55, 0.85)
    horn = [rod(root - way * 0.03, root + way * long, thick, thick * 0.08, 10)]
    if rng.random() < 0.4:
        horn += [
            beast.detail.small(thick * (1.15 - 0.2 * k), None, thick * 0.35).moved(*(root + way * long * 0.2 * k))
            for k in range(4)
        ]
    assembly.add("unicorn.horn", *horn)
    crest, drop = along_neck(beast, 0, 2, int(rng.integers(5, 10))), rng.uniform(0.1, 0.3)
    lean = float(rng.choice([-1, 1]))
    locks = [
        beast.detail.tube(
            [
                p,
                p + shift(lean * beast.size[0] * 0.8, 0.03, -drop * 0.3),
                p + shift(lean * beast.size[0] * rng.uniform(0.6, 1.2), rng.uniform(0, 0.08), -drop),
            ],
            np.array([1.0, 0.85, 0.12]) * beast.size[0] * rng.uniform(0.35, 0.5),
        )
        for p in crest
    ]
    assembly.add("mane", *locks)
    if rng.random() < 0.4:
        span = rng.uniform(0.4, 0.8)
        for side in (1, -1):
            rise = rng.uniform(30, 60)
            plumes = [
                leaf(span * (1.0 - 0.1 * k), span * 0.28, 0.1, 0.0, 0.03)
                .rotated("y", -rise + 13 * k)
                .rotated("z", 25 + 12 * k)
                .scaled(side, 1, 1)
                for k in range(6)
            ]
            place = beast.back[3] + shift(side * beast.girth * 0.6, -0.15, -beast.girth * 0.2)
            assembly.add("wing", *(p.moved(*place) for p in plumes))
    return assembly.finish(turned_view(rng))


FAMILIES: Families = {"unicorn": unicorn}
