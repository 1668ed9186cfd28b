"""Light painted on a material: what mirrors, shines or glows, for a renderer that has diffuse light only.

It is a function of position and normal and not of the camera, so that it can be seen from anywhere and be held by a
mesh's vertices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from styleglip_addon.engine.materials.colors import mix
from styleglip_addon.engine.materials.evaluation import Evaluated
from styleglip_addon.engine.materials.noise import displaced, gradient_noise, smoothstep
from styleglip_addon.engine.materials.points import Array
from styleglip_addon.engine.materials.spaces import Space
from styleglip_addon.engine.vocabulary.channels import (
    COAT,
    EMISSION,
    METALLIC,
    ROUGHNESS,
    SHEEN,
    TRANSMISSION,
    Channel,
)

_WHITE = np.ones(3, np.float32)

_COAT_ROUGHNESS = 0.08
_DULL = 0.6
"""Roughness from which no highlight is seen on what is no metal."""


@dataclass(frozen=True, eq=False)
class Studio:
    """A random studio around an object.

    Args:
        lamps: (3, 3) unit directions towards its lamps, one per row.
        phases: (3,) of the upright softboxes' bands.
        horizon: height of the horizon.
        warp: how far reflections are bent, as no surface is quite even.
        frequency: of that bending, per unit of length.
        offset: (3,) where in the noise it lies.
    """

    lamps: Array
    phases: Array
    horizon: float
    warp: float
    frequency: float
    offset: Array

    @classmethod
    def random(cls, rng: np.random.Generator) -> Studio:
        """Three lamps around and above the object; all else as it comes."""
        turn = rng.uniform(0.0, 2.0 * np.pi) + 2.1 * np.arange(3) + rng.uniform(-0.3, 0.3, 3)
        height = rng.uniform(0.45, 0.85, 3)
        lamps = np.stack((np.cos(height) * np.cos(turn), np.cos(height) * np.sin(turn), np.sin(height)), axis=1)
        return cls(
            lamps=lamps.astype(np.float32),
            phases=rng.uniform(0.0, 2.0 * np.pi, 3).astype(np.float32),
            horizon=float(rng.uniform(-0.15, 0.10)),
            warp=float(rng.uniform(0.15, 0.35)),
            frequency=float(rng.uniform(1.0, 2.0)),
            offset=rng.uniform(-50.0, 50.0, 3).astype(np.float32),
        )

    def highlights(self, position: Array, normal: Array, width: Array) -> Array:
        """Reflections (n,) in 0..1 of the lamps; `width` (n,): 0.02 (lacquer) .. 0.4 (soft sheen)."""
        # Positions bend the normals a little, so that flat faces get a streak of light and not all or nothing.
        bent = _unit(normal + position * np.float32(0.35))
        return _step(1.0 - 2.0 * width, 1.0 - 0.5 * width, (bent @ self.lamps.T).max(axis=1))

    def reflection(self, position: Array, normal: Array, roughness: Array) -> Array:
        """Brightness (n,) in 0..1 of what metal of a roughness (n,) mirrors: sky, horizon, floor, softboxes, lamps."""
        edge = np.float32(0.05) + np.float32(0.25) * roughness
        toward = Space((normal + position * np.float32(0.45)) * np.float32(self.frequency) + self.offset, 0.0)
        bent = (displaced(toward, self.warp * self.frequency).q - self.offset) / np.float32(self.frequency)
        wave = gradient_noise(Space(position * np.float32(2.5) + self.offset, 0.0))
        d = _unit(bent + np.float32(0.15) * wave[:, None])
        z = d[:, 2] - np.float32(self.horizon)
        # Sky: bright at the horizon, darker above; floor: dark under the horizon, brighter below.
        sky = 0.78 - 0.45 * smoothstep(0.05, 0.6, z) + 0.45 * smoothstep(0.6, 0.9, z)
        floor = 0.10 + 0.38 * smoothstep(-0.05, -0.55, z) - 0.2 * smoothstep(-0.6, -1.0, z)
        vertical = floor + (sky - floor) * _step(-edge, edge, z)
        azimuth = np.arctan2(d[:, 1], d[:, 0])
        waves = zip((2.0, 3.0, 5.0), (1.0, 0.8, 0.5), self.phases, strict=True)
        bands = sum(strength * np.cos(count * azimuth + phase) for count, strength, phase in waves)
        upright = 0.45 * np.sqrt(np.clip(1.0 - d[:, 2] ** 2, 0.0, 1.0)) * (1.0 - np.abs(normal[:, 2]) * 0.3)
        value = vertical * (1.0 - upright) + upright * (0.5 + 0.42 * bands * (1.0 - 0.5 * roughness))
        shine = self.highlights(position, normal, np.float32(0.03) + np.float32(0.12) * roughness)
        dull = 0.8 * smoothstep(0.2, 0.9, roughness)
        value = np.maximum(value, shine) * (1.0 - dull) + 0.6 * dull
        return np.clip(value, 0.0, 1.0).astype(np.float32)

    def folds(self, position: Array) -> Array:
        """Which way pile lies (n,): -1 into the light .. 1 along it, in patches of about half a unit."""
        lying = Space(position * np.array([2.0, 2.0, 1.2], np.float32) + self.offset, 0.0)
        patches = displaced(lying, 0.5)
        return gradient_noise(patches) + np.float32(0.3) * gradient_noise(patches.finer(2.1))


def painted(evaluated: Evaluated, position: Array, normal: Array, studio: Studio) -> Array:
    """sRGB-encoded colours (n, 3) float32 in 0..1 of a material in a studio.

    Args:
        evaluated: the material at n points.
        position: (n, 3) in unit-sphere object coordinates, z up.
        normal: (n, 3) unit, same axes, with the material's relief.
        studio: the light.
    """
    if len(position) == 0:
        return evaluated.color
    values = _Values(evaluated.channels, len(position))
    metallic, rough, clear = values[METALLIC], values[ROUGHNESS], values[TRANSMISSION]
    color = evaluated.color
    if clear.any() or metallic.any():
        mirrored = studio.reflection(position, normal, rough)
        # Before a pale wall: what is seen through is paler than the glass, and brighter where that mirrors the light.
        body = mix(color, _WHITE, 0.15 * clear) * (1.0 + clear * (0.9 * mirrored - 0.45))[:, None]
        color = mix(np.clip(body, 0.0, 1.0), _metal(color, mirrored), metallic)
    color = mix(color, _WHITE, (1.0 - metallic) * _shine(values, position, normal, studio))
    if values[SHEEN].any():
        # Pile is brushed this way and that: dark where light falls into it, pale where it passes along.
        pile = values[SHEEN] ** 2
        along = smoothstep(-0.35, 0.6, studio.folds(position))
        color = color * (1.0 - 0.4 * pile * (1.0 - along))[:, None]
        color = mix(color, 0.4 + 0.6 * color, 0.5 * pile * smoothstep(0.6, 1.0, along))
    if values[EMISSION].any():
        glow = np.exp(-values[EMISSION])[:, None]
        color = 1.0 - (1.0 - color) * (glow + (1.0 - glow) * (1.0 - color))
    return np.clip(color, 0.0, 1.0).astype(np.float32)


def _metal(color: Array, mirrored: Array) -> Array:
    """Reflectance (n, 3) under a mirrored brightness (n,): in its dark places metal mirrors itself and is deeper."""
    depth = (1.0 + 0.9 * (1.0 - mirrored))[:, None]
    tone = np.clip(color**depth * (0.22 + 1.08 * mirrored)[:, None], 0.0, 1.0)
    return mix(tone, _WHITE, 0.75 * smoothstep(0.65, 1.0, mirrored))


def _shine(values: _Values, position: Array, normal: Array, studio: Studio) -> Array:
    """How white (n,) highlights make what is no metal: those of a coat are sharp, those of the base as it is rough."""
    rough, coat = values[ROUGHNESS], values[COAT]
    gloss = np.clip(1.0 - rough / _DULL, 0.0, 1.0)
    base = studio.highlights(position, normal, 0.03 + 0.3 * rough) * gloss
    top = studio.highlights(position, normal, np.full_like(rough, 0.03 + 0.3 * _COAT_ROUGHNESS)) * coat
    return np.float32(0.8) * np.maximum(base, top)


class _Values:
    """Channels' values at n points, plain where the material has none."""

    def __init__(self, channels: Mapping[Channel, Array], count: int) -> None:
        self._channels, self._count = channels, count

    def __getitem__(self, channel: Channel) -> Array:
        values = self._channels.get(channel)
        return np.full(self._count, channel.plain, np.float32) if values is None else values


def _unit(vectors: Array) -> Array:
    unit: Array = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-6))
    return unit


def _step(low: Array, high: Array, x: Array) -> Array:
    """`smoothstep` with limits (n,) of their own."""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    step: Array = t * t * (3.0 - 2.0 * t)
    return step
