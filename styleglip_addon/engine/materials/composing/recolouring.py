"""Colours in place of a material's own, in CIE L*a*b*: the mean goes to the colour, deviations stay in proportion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...vocabulary.channels import METALLIC, ROUGHNESS
from ..lab import color_of, lab_of
from ..material import Sample
from ..noise import fractal, smoothstep
from ..points import Array, Points
from ..spaces import solid
from ..words.color_words import ColorWord
from ..words.reading import ToneWord
from ..words.tones import toned
from .reference import Reference, reference_of
from .surface import Layer, Surface, surface_of

_DARKEST, _LIGHTEST = 4.5, 96.0
"""L* that real pigments keep to, as far as an eye does not miss the colour named."""

_DARKEST_METAL = 20.0


class Dye:
    """Moves colours of a material so that their mean becomes another.

    Args:
        own: the material as it is.
        goal: (3,) L*a*b* that the mean goes to.
    """

    def __init__(self, own: Reference, goal: Array) -> None:
        self._mean = own.mean
        self._goal = np.array(goal, np.float32)
        # Albedo deviates in proportion, and L* is its cube root less 16 (CIE 15:2004).
        light = float(np.clip((self._goal[0] + 16.0) / (self._mean[0] + 16.0), 0.35, 1.8))
        chroma, own_chroma = float(np.hypot(*self._goal[1:])), float(np.hypot(*self._mean[1:]))
        colour = float(np.clip((chroma + 8.0) / (own_chroma + 8.0), 0.2, 1.3))
        turn = np.arctan2(self._goal[2], self._goal[1]) - np.arctan2(self._mean[2], self._mean[1])
        turn = turn if min(chroma, own_chroma) > 5.0 else 0.0
        self._matrix = np.zeros((3, 3), np.float32)
        self._matrix[0, 0] = light
        self._matrix[1:, 1:] = colour * np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        self._shift = np.zeros(3, np.float32)
        for _ in range(2):
            # What sRGB cannot show is cut off; the rest makes up for it in the mean.
            shown = Reference(lab_of(self.color(own.lab)), own.dye)
            self._shift += self._goal - shown.mean

    def color(self, lab: Array) -> Array:
        """sRGB-encoded colours (n, 3) that colours of the material, L*a*b* (n, 3), become."""
        return color_of(lab @ self._matrix + (self._goal + self._shift - self._mean @ self._matrix))


def goal_of(color: ColorWord, own: Reference, metallic: bool) -> Array:
    """L*a*b* (3,) that a colour word asks for on a material."""
    goal = lab_of(np.array(color.color, np.float32))
    mean = own.mean
    goal = mean + (goal - mean) * np.float32(color.share)
    goal[0] = np.clip(goal[0], _DARKEST_METAL if metallic else _DARKEST, _LIGHTEST)
    return goal


def recolored(sample: Sample, colors: Sequence[ColorWord], rng: np.random.Generator) -> Layer:
    """The material in colours: one, or several by its own lighter and darker places and by soft patches.

    Args:
        sample: the material.
        colors: at least one.
        rng: places the patches.
    """
    own = reference_of(sample)
    metallic = _is_metallic(sample)
    dyes = [Dye(own, goal_of(color, own, metallic)) for color in colors]
    place = solid(rng, 0.09, 0.13)

    def change(points: Points, surface: Surface) -> Surface:
        lab = lab_of(surface.color)
        shown = dyes[0].color(lab)
        if len(dyes) > 1:
            # Equal shares of the colours along a measure that follows the material's own structure.
            measure = 0.7 * (lab[:, 0] - own.mean[0]) / own.spread + fractal(place(points), 3) / 0.35
            for index, dye in enumerate(dyes[1:], 1):
                edge = float(_quantile(index / len(dyes)))
                share = smoothstep(edge - 0.9, edge + 0.9, measure)[:, None]
                shown = shown + (dye.color(lab) - shown) * share
        taken = surface.dye[:, None]
        return surface.changed(surface.color + (shown - surface.color) * taken)

    return Layer(change, coarsest=0.0 if len(colors) == 1 else 0.1)


def toned_layer(sample: Sample, tones: Sequence[ToneWord]) -> Layer:
    """The material's own colours darker, paler and so on."""
    own = reference_of(sample)
    goal = toned(own.mean, tones)
    goal[0] = np.clip(goal[0], _DARKEST, _LIGHTEST)
    dye = Dye(own, goal)

    def change(points: Points, surface: Surface) -> Surface:
        shown = dye.color(lab_of(surface.color))
        return surface.changed(surface.color + (shown - surface.color) * np.maximum(surface.dye, 0.5)[:, None])

    return Layer(change)


def painted(color: ColorWord, rng: np.random.Generator) -> Layer:
    """A coat of paint over a surface, whose relief it softens; what was there stays known as bare."""
    lab = lab_of(np.array(color.color, np.float32))
    lab[0] = np.clip(lab[0], _DARKEST, _LIGHTEST)
    place, brush = solid(rng, 0.05, 0.08), solid(rng, 0.0025, 0.0035, turned=False)

    def change(points: Points, surface: Surface) -> Surface:
        uneven, strokes = fractal(place(points), 4), fractal(brush(points).stretched(1.0, 1.0, 0.04), 3)
        shade = np.broadcast_to(lab, (len(points), 3)).copy()
        # Thinner where it stands out, and in stripes that the brush left.
        shade[:, 0] += 3.0 * uneven + 1.6 * strokes
        shade[:, 1:] *= (1.0 - 0.06 * uneven)[:, None]
        return Surface(
            color_of(shade),
            (0.7 * surface.relief + 0.00007 * strokes).astype(np.float32),
            {
                METALLIC: np.zeros(len(points), np.float32),
                ROUGHNESS: (0.4 + 0.08 * uneven + 0.06 * strokes).astype(np.float32),
            },
            np.ones(len(points), np.float32),
            bare=surface,
        )

    return Layer(change, finest=0.004)


def _is_metallic(sample: Sample) -> bool:
    from .reference import ball_points

    points = ball_points(0.2, 64)
    surface = surface_of(sample.shader(points), len(points))
    return float(surface.channel(METALLIC).mean()) > 0.5


def _quantile(share: float) -> float:
    from statistics import NormalDist

    return NormalDist(0.0, 1.22).inv_cdf(share)
