"""What grows on hulls and piers: barnacles."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import ROUGHNESS, SUBSURFACE
from ...colors import choose, mix, ramp, tint, vary_all
from ...grains import gritty
from ...material import Kind, Material, Shaded, Shader
from ...noise import fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...scatter import Inside, overlaid
from ...spaces import Space, size, solid

_MOUTH = 0.4
"""Radius of the opening, in radii of the cone."""


def _barnacles(rng: np.random.Generator) -> Shader:
    """Ribbed cones of chalky plates, each with a beak in its open top, on rock; small ones between the large."""
    shells = vary_all(rng, ("d8d2c4", "c9c3b8", "e2dccf", "bdb3ad", "cfc4b2"), 0.01, 0.04)
    stain, beak, dark = vary_all(rng, ("8a7680", "8f8577", "1c1815"), 0.012, 0.05)
    rock = vary_all(rng, ("3f3d39", "5f5b53", "7d776b"), 0.01, 0.05)
    cell = size(rng, 0.027, 0.031)
    layers = [solid(rng, share * cell, share * cell, turned=False) for share in (0.4, 0.62, 1.0)]
    face, chalk, slow = solid(rng, 0.02, 0.03), solid(rng, 0.0016, 0.0022), solid(rng, 0.08, 0.12)

    def shader(points: Points) -> Shaded:
        body, grain = fractal(face(points), 3, 0.6), gritty(chalk(points))
        found = overlaid([layer(points) for layer in layers], points, _cone, reach=0.75)
        one, share = found.top, np.array((0.4, 0.62, 1.0), np.float32)[found.level.astype(np.intp)]
        angle = np.arctan2(one.across, one.along)
        edge = _rim(angle, one.identity)
        far = np.hypot(one.along, one.across) / edge
        # Six plates with ribs down their sides; grooves between them stay open to the mouth.
        plate = angle * np.float32(3.0 / np.pi) + 6.0 * one.identity[:, 0]
        seam = smoothstep(0.07, 0.02, np.abs(plate - np.round(plate))) * smoothstep(_MOUTH, 0.55, far)
        around = np.stack((np.cos(angle), np.sin(angle), 0.15 * far + 7.0 * one.identity[:, 1]), axis=1)
        rib = gradient_noise(Space((around * np.float32(5.2)).astype(np.float32), points.spacing / (0.14 * cell)))
        mouth = _MOUTH * (1.0 + 0.14 * np.cos(2.0 * angle) + 0.1 * rib)
        inner = smoothstep(0.03, -0.05, far - mouth)
        slope = np.clip((1.0 - far) / (1.0 - _MOUTH), 0.0, 1.0)
        wall = slope**0.6 * (1.0 + 0.16 * rib) - 0.1 * seam
        # The beak: two pairs of plates that meet in a line.
        slit = smoothstep(0.05, 0.015, np.abs(one.across) / edge)
        lid = 0.62 - 0.5 * np.abs(one.across) / edge / _MOUTH - 0.25 * slit
        pit = smoothstep(0.62, 0.9, far / mouth)
        height = np.where(inner > 0.5, lid - 0.35 * pit, wall)
        tone = 0.16 * rib * (1.0 - inner) - 0.2 * seam + 0.09 * grain + 0.3 * (slope - 0.6)
        shell = tint(
            mix(
                choose(one.identity[:, 0], shells),
                stain,
                0.35 * smoothstep(0.1, 0.7, rib) + 0.3 * smoothstep(0.6, 0.0, slope),
            ),
            tone,
        )
        top = mix(tint(beak, 0.1 * grain - 0.3 * pit), dark, np.maximum(0.85 * slit, 0.7 * pit))
        own = mix(shell, top, inner)
        low = tint(ramp(0.5 + 0.5 * body + 0.15 * fractal(slow(points), 2), (0.0, 0.5, 1.0), rock), 0.2 * grain)
        relief = np.where(one.inside, np.float32(0.3 * cell) * share * height, 0.001 * body - 0.0005)
        return Shaded(
            color=np.where(one.inside[:, None], own, low),
            relief=(relief + 0.00012 * grain).astype(np.float32),
            channels={ROUGHNESS: 0.9 - 0.2 * inner * one.inside, SUBSURFACE: 0.05},
            cover=one.inside,
        )

    return shader


def _rim(angle: Array, own: Array) -> Array:
    """Radius (n,) of a cone's foot in a direction, cells."""
    wave = 0.07 * np.cos(3.0 * angle + 9.0 * own[:, 1]) + 0.045 * np.cos(7.0 * angle + 5.0 * own[:, 2])
    rim: Array = (0.3 + 0.22 * own[:, 2]) * (1.0 + wave)
    return rim


def _cone(along: Array, across: Array, own: Array) -> Inside:
    inside: Inside = np.hypot(along, across) < _rim(np.arctan2(across, along), own)
    return inside


MATERIALS = (
    Material(
        "barnacles",
        ("barnacles", "barnacle", "acorn barnacles", "sea barnacles"),
        Kind.NATURE,
        _barnacles,
        finest=0.0015,
        coarsest=0.025,
        weight=0.5,
    ),
)
