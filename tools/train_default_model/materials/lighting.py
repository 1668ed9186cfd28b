"""Painted-on light: highlights and reflections of an imagined studio, as the renderer has no specular light."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .noise import Array, displace, gradient_noise, smoothstep

Light = Callable[[Array, Array], Array]


def _direction(azimuth: float, elevation: float) -> Array:
    c = np.cos(elevation)
    return np.array([c * np.cos(azimuth), c * np.sin(azimuth), np.sin(elevation)], np.float32)


def gloss(rng: np.random.Generator, width: float = 0.08) -> Light:
    """Highlights (M,) in 0..1 of three lamps around the object, from the normals.

    Args:
        rng: draws the lamps' places.
        width: size of a highlight, 0.02 (lacquer) .. 0.4 (soft sheen).
    """
    turn = rng.uniform(0.0, 2.0 * np.pi)
    lamps = [_direction(turn + k * 2.1 + rng.uniform(-0.3, 0.3), rng.uniform(0.45, 0.85)) for k in range(3)]

    def light(p: Array, n: Array) -> Array:
        # Positions bend the normals a little, so that flat faces get a streak of light and not all or nothing.
        bent = n + p * np.float32(0.35)
        bent /= np.linalg.norm(bent, axis=1, keepdims=True)
        nearest = np.max(np.stack([bent @ lamp for lamp in lamps]), axis=0)
        return smoothstep(1.0 - 2.0 * width, 1.0 - 0.5 * width, nearest)

    return light


def studio(rng: np.random.Generator, roughness: float = 0.1) -> Light:
    """Brightness (M,) in 0..1 of what polished metal would mirror: sky, horizon, floor and upright softboxes.

    Args:
        rng: draws the studio.
        roughness: 0 (mirror: hard edges) .. 1 (soft bands).
    """
    phases = rng.uniform(0.0, 2.0 * np.pi, 3)
    warp, scale, offset = rng.uniform(0.15, 0.35), rng.uniform(1.0, 2.0), rng.uniform(-50, 50, 3).astype(np.float32)
    horizon, edge = rng.uniform(-0.15, 0.10), 0.05 + 0.25 * roughness
    lamps = gloss(rng, 0.03 + 0.05 * roughness)

    def light(p: Array, n: Array) -> Array:
        d = displace(n + p * np.float32(0.45), warp, scale) if warp else n
        d = d + np.float32(0.15) * gradient_noise(p * np.float32(2.5) + offset)[:, None]
        d = d / np.maximum(np.linalg.norm(d, axis=1, keepdims=True), 1e-6)
        z = d[:, 2] - np.float32(horizon)
        # Sky: bright at the horizon, darker above; floor: dark under the horizon, brighter below.
        sky = 0.78 - 0.45 * smoothstep(0.05, 0.6, z) + 0.45 * smoothstep(0.6, 0.9, z)
        floor = 0.10 + 0.38 * smoothstep(-0.05, -0.55, z) - 0.2 * smoothstep(-0.6, -1.0, z)
        vertical = floor + (sky - floor) * smoothstep(-edge, edge, z)
        azimuth = np.arctan2(d[:, 1], d[:, 0])
        bands = (
            np.cos(2 * azimuth + phases[0])
            + 0.8 * np.cos(3 * azimuth + phases[1])
            + 0.5 * np.cos(5 * azimuth + phases[2])
        )
        upright = np.sqrt(np.clip(1.0 - d[:, 2] ** 2, 0.0, 1.0)) * (1.0 - np.abs(n[:, 2]) * 0.3)
        value = vertical * (1.0 - 0.45 * upright) + 0.45 * upright * (0.5 + 0.42 * bands)
        return np.clip(np.maximum(value, lamps(p, n)), 0.0, 1.0).astype(np.float32)

    return light
