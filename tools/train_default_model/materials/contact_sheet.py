"""Draws every style on spheres, cylinders and boxes with its name below: to judge the materials by eye.

python tools/train_default_model/materials/contact_sheet.py OUT.png [--styles gold linen ...] [--seed 0]
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tools.train_default_model.materials import STYLES, MaterialSample
from tools.train_default_model.materials.noise import Array

SIZE = 112


def _camera(azimuth: float, elevation: float) -> tuple[Array, Array, Array]:
    """Right, up and towards the viewer, of an orthographic camera."""
    towards = np.array(
        [math.cos(elevation) * math.cos(azimuth), math.cos(elevation) * math.sin(azimuth), math.sin(elevation)]
    )
    right = np.cross([0.0, 0.0, 1.0], towards)
    right /= np.linalg.norm(right)
    up = np.cross(towards, right)
    return right.astype(np.float32), up.astype(np.float32), towards.astype(np.float32)


def surface(
    shape: str, size: int = SIZE, azimuth: float = -1.1, elevation: float = 0.35
) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Ray-casts a sphere, cylinder or box.

    Returns:
        position (S, S, 3), normal (S, S, 3), hit (S, S) bool.
    """
    right, up, towards = _camera(azimuth, elevation)
    axis = (np.arange(size, dtype=np.float32) + 0.5) / size * 2.1 - 1.05
    x, y = np.meshgrid(axis, -axis)
    origin = x[..., None] * right + y[..., None] * up + 3.0 * towards
    direction = -towards
    best = np.full(x.shape, np.inf, np.float32)
    normal = np.zeros((*x.shape, 3), np.float32)

    def keep(t: Array, valid: NDArray[np.bool_], n: Array) -> None:
        nonlocal best
        closer = valid & (t < best)
        best = np.where(closer, t, best)
        normal[closer] = n[closer] if n.ndim == 3 else n

    with np.errstate(invalid="ignore", divide="ignore"):
        if shape == "sphere":
            b = origin @ direction
            c = (origin**2).sum(-1) - 0.98**2
            root = np.sqrt(np.clip(b * b - c, 0, None))
            t = -b - root
            keep(t, b * b > c, (origin + t[..., None] * direction) / 0.98)
        elif shape == "cylinder":
            radius, half = 0.5, 0.8
            a = (direction[:2] ** 2).sum()
            b = origin[..., :2] @ direction[:2]
            c = (origin[..., :2] ** 2).sum(-1) - radius**2
            t = (-b - np.sqrt(np.clip(b * b - a * c, 0, None))) / a
            hit = origin + t[..., None] * direction
            keep(t, (b * b > a * c) & (np.abs(hit[..., 2]) < half), hit * np.array([1, 1, 0], np.float32) / radius)
            t = (half - origin[..., 2]) / direction[2]
            hit = origin + t[..., None] * direction
            keep(t, (hit[..., :2] ** 2).sum(-1) < radius**2, np.array([0, 0, 1], np.float32))
        else:
            half = 0.56
            for side in range(3):
                sign = math.copysign(1.0, towards[side])
                t = (sign * half - origin[..., side]) / direction[side]
                hit = origin + t[..., None] * direction
                others = [k for k in range(3) if k != side]
                n = np.zeros(3, np.float32)
                n[side] = sign
                keep(t, (np.abs(hit[..., others]) < half).all(-1), n)
    position = origin + np.where(np.isfinite(best), best, 0.0)[..., None] * direction
    return position.astype(np.float32), normal, np.isfinite(best)


def thumbnail(sample: MaterialSample, shape: str, azimuth: float) -> Image.Image:
    """One lit picture of a material, super-sampled twice as the renderer's smoothing does."""
    position, normal, hit = surface(shape, 2 * SIZE, azimuth)
    albedo = sample.evaluate(position[hit], normal[hit])
    light = np.array([0.3, -0.6, 0.74], np.float32)
    lit = albedo * (0.55 + 0.45 * np.clip(normal[hit] @ light, 0, 1))[:, None]
    image = np.ones((*hit.shape, 3), np.float32)
    image[hit] = lit
    return Image.fromarray((image * 255).astype(np.uint8)).resize((SIZE, SIZE), Image.Resampling.BOX)


def contact_sheet(names: list[str], seed: int, columns: int = 2) -> Image.Image:
    """Three random samples of each style, on a sphere and on a cylinder or box each."""
    width, height = 6 * SIZE + 8, SIZE + 14
    rows = math.ceil(len(names) / columns)
    sheet = Image.new("RGB", (columns * width, rows * height), "white")
    draw = ImageDraw.Draw(sheet)
    for index, name in enumerate(names):
        rng = np.random.default_rng((seed, *name.encode()))
        left, top = (index % columns) * width, (index // columns) * height
        phrases = []
        for k in range(3):
            sample = STYLES[name].sample(rng)
            phrases.append(sample.phrase)
            for j, shape in enumerate(("sphere", ("cylinder", "box", "cylinder")[k])):
                sheet.paste(thumbnail(sample, shape, -1.1 + 0.5 * k), (left + (2 * k + j) * SIZE, top))
        draw.text((left + 4, top + SIZE), f"{name}: {' | '.join(phrases)}", fill="black")
    return sheet


def main() -> None:
    """Command line: see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--styles", nargs="*", default=None)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--columns", type=int, default=2)
    arguments = parser.parse_args()
    contact_sheet(arguments.styles or list(STYLES), arguments.seed, arguments.columns).save(arguments.output)


if __name__ == "__main__":
    main()
