"""Pictures of materials by themselves, lit by a studio, to look at while one is made.

    python tools/material_sheet.py linen gold oak --output sheet.png [--size 0.4] [--pixels 256]

Every material on a ball and on a flat close-up: the ball stands for a thing of `--size` metres, the close-up shows a
tenth of that. Without names: all. `--style "crimson velvet"`, any number of times, shows what words compose.
`--seeds 3` shows three pieces of each. `--time` prints seconds of processor time per million
points.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import math
import time
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.composing.composer import compose
from styleglip_addon.engine.materials.evaluation import Evaluated, evaluate
from styleglip_addon.engine.materials.material import Sample
from styleglip_addon.engine.materials.points import Array, Points, boxed_points, from_top
from styleglip_addon.engine.materials.words.reader import read_style
from styleglip_addon.engine.vocabulary.channels import (
    ALPHA,
    COAT,
    EMISSION,
    METALLIC,
    ROUGHNESS,
    SHEEN,
    TRANSMISSION,
)

_VIEW = np.array([0.0, -1.0, 0.0], np.float32)
_LIGHTS = (((-0.6, -0.6, 0.55), 2.1, 12.0), ((0.75, -0.45, 0.35), 0.8, 8.0), ((0.1, 0.5, 0.9), 0.9, 10.0))
"""Soft boxes: direction, strength, sharpness."""


def ball(size: float, pixels: int) -> tuple[NDArray[np.bool_], Points]:
    """Mask (H, W) and points of a ball's front half seen from -y; u runs around, v up."""
    grid = (np.arange(pixels, dtype=np.float32) + 0.5) / pixels * 2.1 - 1.05
    x, z = np.meshgrid(grid, -grid)
    inside = x**2 + z**2 < 1.0
    x, z = x[inside], z[inside]
    normal = np.stack((x, -np.sqrt(1.0 - x**2 - z**2), z), axis=1).astype(np.float32)
    radius = size / 2.0
    position = normal * np.float32(radius)
    uv = np.stack((np.arctan2(normal[:, 0], -normal[:, 1]) * radius, np.arcsin(normal[:, 2]) * radius), axis=1)
    zeros = np.zeros(len(x), np.float32)
    around = np.full(len(x), 2.0 * math.pi * radius, np.float32)
    level = position[:, 2] + np.float32(radius)
    spacing = 2.1 * radius / pixels
    return inside, Points(
        position, normal, uv.astype(np.float32), around, normal[:, 2], level, zeros, spacing, fall=from_top(position)
    )


def plate(size: float, pixels: int) -> tuple[NDArray[np.bool_], Points]:
    """Mask (H, W) and points of an upright plate of `size` metres."""
    grid = (np.arange(pixels, dtype=np.float32) + 0.5) / pixels * size
    x, z = np.meshgrid(grid, -grid)
    position = np.stack((x.ravel(), np.zeros(pixels**2), z.ravel()), axis=1).astype(np.float32)
    points = boxed_points(position, np.broadcast_to(_VIEW, position.shape), size / pixels)
    return np.ones((pixels, pixels), bool), points


def lit(evaluated: Evaluated, points: Points, mask: NDArray[np.bool_]) -> Array:
    """(H, W, 3) sRGB picture under the studio: diffuse, a mirror of it as sharp as the roughness, coat, sheen."""
    normal = _bumped(evaluated.relief, points, mask)
    channel = {
        c: evaluated.channels.get(c, np.full(len(points), c.plain, np.float32))
        for c in (METALLIC, ROUGHNESS, COAT, SHEEN, TRANSMISSION, EMISSION, ALPHA)
    }
    base = np.where(evaluated.color <= 0.04045, evaluated.color / 12.92, ((evaluated.color + 0.055) / 1.055) ** 2.4)
    facing = np.clip(normal @ _VIEW, 0.0, 1.0)
    mirrored = 2.0 * facing[:, None] * normal - _VIEW
    metallic, rough = channel[METALLIC][:, None], channel[ROUGHNESS]
    fresnel = ((1.0 - facing) ** 5)[:, None]
    f0 = 0.04 * (1.0 - metallic) + base * metallic
    light = _studio(normal, np.ones(len(points), np.float32), diffuse=True)
    color = base * (1.0 - metallic) * light[:, None] * (1.0 - 0.6 * channel[TRANSMISSION][:, None])
    color += base * channel[TRANSMISSION][:, None] * _studio(-mirrored, rough)[:, None] * 0.5
    color += (f0 + (np.maximum(1.0 - rough[:, None], f0) - f0) * fresnel) * _studio(mirrored, rough)[:, None]
    color += channel[COAT][:, None] * (0.04 + 0.96 * fresnel) * _studio(mirrored, np.full_like(rough, 0.05))[:, None]
    color += channel[SHEEN][:, None] * ((1.0 - facing) ** 3)[:, None] * 0.5 * (0.3 + 0.7 * base)
    color += channel[EMISSION][:, None] * base
    # Through holes, the white behind is seen.
    color += (1.0 - channel[ALPHA][:, None]) * (1.0 - color)
    image = np.ones((*mask.shape, 3), np.float32)
    bounded = np.clip(color, 0.0, 1.0)
    image[mask] = np.where(bounded <= 0.0031308, bounded * 12.92, 1.055 * bounded ** (1 / 2.4) - 0.055)
    return image


def _studio(direction: Array, rough: Array, diffuse: bool = False) -> Array:
    """Brightness (n,) of the studio towards directions (n, 3), blurred by the roughness (n,)."""
    z = direction[:, 2]
    ground = 0.22 + 0.25 * np.clip(0.5 + 0.5 * z / (0.15 + rough), 0.0, 1.0)
    for where, strength, sharpness in _LIGHTS:
        axis = np.array(where, np.float32) / np.linalg.norm(where)
        cosine = direction @ axis
        if diffuse:
            ground = ground + 0.33 * strength * np.clip(cosine * 0.8 + 0.2, 0.0, 1.0)
        else:
            wide = sharpness / (1.0 + sharpness * 2.0 * rough**2)
            peak = wide / sharpness
            ground = ground + 2.5 * strength * peak * np.exp(np.minimum(2.5 * wide * (cosine - 0.92) * 4.0, 0.0))
    return ground.astype(np.float32)


def _bumped(relief: Array, points: Points, mask: NDArray[np.bool_]) -> Array:
    height = np.zeros(mask.shape, np.float32)
    height[mask] = relief
    valid = mask.astype(np.float32)
    slope_x, slope_z = np.zeros(mask.shape, np.float32), np.zeros(mask.shape, np.float32)
    slope_x[:, 1:-1] = (height[:, 2:] - height[:, :-2]) / (2.0 * points.spacing) * valid[:, 2:] * valid[:, :-2]
    slope_z[1:-1] = (height[:-2] - height[2:]) / (2.0 * points.spacing) * valid[:-2] * valid[2:]
    normal = points.normal - np.stack((slope_x[mask], np.zeros(len(points)), slope_z[mask]), axis=1)
    return (normal / np.linalg.norm(normal, axis=1, keepdims=True)).astype(np.float32)


def picture(sample: Sample, size: float, pixels: int) -> Image.Image:
    """Ball and close-up side by side."""
    images = []
    for mask, points in (ball(size, pixels), plate(size / 10.0, pixels)):
        images.append(lit(evaluate(sample, points), points, mask))
    return Image.fromarray((np.concatenate(images, axis=1) * 255.0 + 0.5).astype(np.uint8))


def seconds_per_million(sample: Sample) -> float:
    """Processor time for a million points spaced as finely as the material's finest detail asks, on this thread."""
    rng = np.random.default_rng(0)
    position = rng.uniform(0.0, 0.5, (250_000, 3)).astype(np.float32)
    normal = rng.normal(size=position.shape).astype(np.float32)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    points = boxed_points(position, normal, 0.5 * sample.finest)
    times = []
    for _ in range(3):
        start = time.thread_time()
        evaluate(sample, points)
        times.append(time.thread_time() - start)
    return 4.0 * sorted(times)[1]


def main() -> None:
    """Command line: see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--style", action="append", default=[])
    parser.add_argument("--output", type=Path, default=Path("materials.png"))
    parser.add_argument("--size", type=float, default=0.4)
    parser.add_argument("--pixels", type=int, default=256)
    parser.add_argument("--columns", type=int, default=3)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--time", action="store_true")
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.names if name not in MATERIALS]:
        parser.error(f'There is no material "{unknown[0]}".')
    names = arguments.names or ([] if arguments.style else list(MATERIALS))
    recipes = {name: MATERIALS[name].sample for name in names}
    recipes |= {style: partial(compose, read_style(style)) for style in arguments.style}
    chosen = [(name, seed) for name in recipes for seed in range(arguments.seeds)]
    width, height, columns = 2 * arguments.pixels, arguments.pixels + 14, arguments.columns
    sheet = Image.new("RGB", (columns * width, math.ceil(len(chosen) / columns) * height), "white")
    draw, times = ImageDraw.Draw(sheet), {}
    for index, (name, seed) in enumerate(chosen):
        sample = recipes[name](np.random.default_rng((seed, *name.encode())))
        left, top = index % columns * width, index // columns * height
        sheet.paste(picture(sample, arguments.size, arguments.pixels), (left, top))
        draw.text((left + 4, top + arguments.pixels), name, fill="black")
        if arguments.time:
            times[name, seed] = seconds_per_million(sample)
    sheet.save(arguments.output)
    for (name, _), seconds in sorted(times.items(), key=lambda item: item[1]):
        print(f"{seconds:6.2f} s  {name}")
    if times:
        print(f"median {np.median(list(times.values())):.2f} s for a million points")


if __name__ == "__main__":
    main()
