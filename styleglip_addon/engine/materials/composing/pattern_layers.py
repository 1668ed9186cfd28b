"""Patterns as layers: dyed into the material, set into it, or printed on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...vocabulary.channels import COAT, EMISSION, METALLIC, ROUGHNESS
from ..colors import choose, rgb
from ..lab import color_of, lab_of
from ..material import Kind, Sample
from ..noise import gradient_noise
from ..points import Array, Points
from ..spaces import Place, solid
from ..words.color_words import ColorWord
from ..words.meanings import Pattern
from .masks import Mask
from .patterns import MASKS, SIZES, dot_numbers
from .recolouring import Dye, goal_of
from .reference import Reference, reference_of
from .surface import Change, Layer, Surface, only_where, surface_of

_DYED = (
    Pattern.STRIPES,
    Pattern.DOTS,
    Pattern.CHECKS,
    Pattern.ZIGZAG,
    Pattern.MARBLED,
    Pattern.PATCHES,
    Pattern.GRADIENT,
)
"""Patterns that are in the material itself: they keep its threads and grain."""

_DEPTHS = {
    Pattern.CRACKS: -0.0012,
    Pattern.INLAY: 0.0002,
    Pattern.SPLATTER: 0.0004,
    Pattern.STUDS: 0.003,
    Pattern.ENGRAVED: -0.0009,
    Pattern.STITCHES: 0.0006,
}
"""Relief of what is set in, metres."""


@dataclass(frozen=True, eq=False)
class Ground:
    """What a pattern lies on.

    Args:
        sample: the composition so far.
        kind: of its material.
        glow: strength of light that the pattern sends out.
        blend: more or less of it.
    """

    sample: Sample
    kind: Kind
    glow: float = 0.0
    blend: float = 0.0


def pattern_layer(
    pattern: Pattern, colors: Sequence[ColorWord], filling: Sample | None, ground: Ground, rng: np.random.Generator
) -> Layer:
    """A pattern of colours, or of another material.

    Args:
        pattern: its layout; not `Pattern.PRINT`.
        colors: of the pattern; none: a colour that stands out, cracks dark.
        filling: the material that it consists of; None: the ground's own, in the colours.
        ground: see `Ground`.
        rng: places it.
    """
    seed = int(rng.integers(2**62))
    mask = MASKS[pattern](np.random.default_rng(seed), ground.blend)
    finest, coarsest = SIZES[pattern]
    if filling is not None:
        return Layer(_filled(mask, filling, _DEPTHS.get(pattern, 0.0)), min(finest, filling.finest), coarsest)
    own = reference_of(ground.sample)
    goals = [goal_of(color, own, False) for color in colors] or [_standing_out(pattern, own)]
    if pattern in _DYED:
        # The same state places the same dots.
        of_dots = dot_numbers(np.random.default_rng(seed)) if pattern is Pattern.DOTS else None
        change = _dyed(mask, [Dye(own, goal) for goal in goals], of_dots or _region_numbers(rng))
    else:
        change = _set_in(mask, goals, pattern, ground.glow, solid(rng, 0.04, 0.06))
    return Layer(change, finest, coarsest)


def printed(printing: Sample, colors: Sequence[ColorWord], ground: Ground, rng: np.random.Generator) -> Layer:
    """The colours of another material on this one, which keeps its own structure."""
    own = reference_of(ground.sample)
    other = reference_of(printing)
    dye = Dye(other, goal_of(colors[0], other, False)) if colors else None

    def change(points: Points, surface: Surface) -> Surface:
        shown = surface_of(printing.shader(points), len(points)).color
        lab = lab_of(shown if dye is None else dye.color(lab_of(shown)))
        deviation = lab_of(surface.color) - own.mean
        lab[:, 0] = np.clip(lab[:, 0] * (1.0 + 0.9 * deviation[:, 0] / max(float(own.mean[0]), 20.0)), 2.0, 97.0)
        taken = np.maximum(surface.dye, 0.3)[:, None]
        return surface.changed(surface.color + (color_of(lab) - surface.color) * taken)

    return Layer(change, printing.finest, printing.coarsest)


def bodied(body: Sample) -> Layer:
    """The pieces of the material consist of another one: marble tiles."""

    def change(points: Points, surface: Surface) -> Surface:
        inner = surface_of(body.shader(points), len(points))
        mixed = surface.under(inner, surface.dye)
        return Surface(mixed.color, surface.relief + inner.relief * surface.dye, mixed.channels, surface.dye)

    return Layer(change, body.finest, body.coarsest)


def _filled(mask: Mask, filling: Sample, depth: float) -> Change:
    def change(points: Points, surface: Surface) -> Surface:
        share = mask(points)
        above = only_where(share > 0.0, lambda some: surface_of(filling.shader(some), len(some)), points)
        return surface if above is None else surface.under(above, share, depth, filling=0.9)

    return change


def _dyed(mask: Mask, dyes: Sequence[Dye], numbers: Mask) -> Change:
    def change(points: Points, surface: Surface) -> Surface:
        share = (mask(points) * np.maximum(surface.dye, 0.15))[:, None]
        lab = lab_of(surface.color)
        shown = dyes[0].color(lab)
        if len(dyes) > 1:
            number = np.minimum(numbers(points), np.float32(0.9999)) * len(dyes)
            for index, dye in enumerate(dyes[1:], 1):
                here = np.floor(number) == index
                shown[here] = dye.color(lab[here])
        return surface.changed(surface.color + (shown - surface.color) * share)

    return change


def _region_numbers(rng: np.random.Generator) -> Mask:
    """Numbers (n,) 0..1 that change every few centimetres."""
    regions = solid(rng, 0.04, 0.06)
    return lambda points: np.clip(0.5 + 1.1 * gradient_noise(regions(points)), 0.0, 1.0)


def _set_in(mask: Mask, goals: Sequence[Array], pattern: Pattern, glow: float, regions: Place) -> Change:
    colors = [color_of(goal) for goal in goals]
    depth, cracked = _DEPTHS.get(pattern, 0.0), pattern is Pattern.CRACKS

    def change(points: Points, surface: Surface) -> Surface:
        share = mask(points)
        count = len(points)
        if len(colors) > 1:
            # Neighbouring lines have different colours, changing every few centimetres.
            color = choose(np.clip(0.5 + 1.1 * gradient_noise(regions(points)), 0.0, 1.0), colors)
        else:
            color = np.broadcast_to(colors[0], (count, 3))
        channels = {ROUGHNESS: np.full(count, 0.9, np.float32)} if cracked and not glow else {}
        if glow:
            channels[EMISSION] = np.full(count, glow, np.float32)
        above = Surface(
            color.astype(np.float32),
            np.zeros(count, np.float32),
            {**surface.channels, **channels, **({COAT: np.zeros(count, np.float32)} if cracked else {})},
            surface.dye,
        )
        if cracked or not glow:
            above = above.changed(channels={METALLIC: surface.channel(METALLIC) * (0.3 if cracked else 1.0)})
        return surface.under(above, share, depth, filling=0.0)

    return change


def _standing_out(pattern: Pattern, own: Reference) -> Array:
    """A colour (3,), L*a*b*, for a pattern that the words give none."""
    mean = own.mean.copy()
    if pattern is Pattern.CRACKS:
        return np.array((max(0.22 * mean[0], 6.0), 0.3 * mean[1], 0.35 * mean[2] + 2.0), np.float32)
    if pattern in (Pattern.STRIPES, Pattern.DOTS, Pattern.CHECKS, Pattern.ZIGZAG):
        plain = "f4f0e6" if mean[0] < 72.0 else "2b3a5c"
        return lab_of(rgb(plain))
    if pattern is Pattern.ENGRAVED:
        return np.array((0.62 * mean[0], mean[1], mean[2]), np.float32)
    if pattern is Pattern.STITCHES:
        return lab_of(rgb("e9e2d2" if mean[0] < 62.0 else "3a3129"))
    mean[0] = mean[0] - 28.0 if mean[0] > 50.0 else mean[0] + 30.0
    return np.asarray(mean, np.float32)
