"""Handles that tools and weapons share, and how long things lie in the picture."""

from __future__ import annotations

import numpy as np

from .curves import smooth_curve, turned_profile
from .geometry import Geometry
from .primitives import (
    rod,
    round_section,
    square_section,
    sweep,
    turned,
)


def laid_down(rng: np.random.Generator) -> tuple[str, float] | None:
    """How a long thing lies in the picture: upright, upside down, or turned in the xz plane."""
    kind = rng.integers(4)
    return None if kind == 0 else ("y", float(rng.uniform(0, 360) if kind > 1 else rng.choice([90.0, 180.0, 270.0])))


def long_handle(rng: np.random.Generator, length: float, radius: float) -> Geometry:
    """A tool's handle from z = 0 up to `length`: straight, swelling, turned, squared or slightly curved."""
    kind = rng.integers(5)
    if kind == 0:
        return rod((0, 0, 0), (0, 0, length), radius, radius * rng.uniform(0.7, 1.1))
    if kind == 1:
        return turned(turned_profile(rng, length, radius * 1.2, 0.6), 20)
    section = round_section(14, rng.uniform(0.6, 1.0)) if kind != 2 else square_section(1.0, rng.uniform(0.6, 1.0), 0.3)
    sway = rng.uniform(-0.06, 0.06) * length if kind == 4 else 0.0
    path = smooth_curve([(0, 0, 0), (sway, 0, length * 0.35), (-sway * 0.3, 0, length * 0.7), (0, 0, length)], 18)
    t = np.linspace(0, 1, 18)
    sizes = np.interp(t, [0, 0.06, 0.35, 0.7, 1], radius * np.array([1.1, 1.25, 1.15, 0.8, 0.85]))
    return sweep(path, sizes, section, side=(1, 0, 0))
