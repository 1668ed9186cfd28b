"""Renders the training set: procedural objects, plain and styled, with part and instance maps, to shards on disk.

One sample is one camera on one object. Its geometry is rasterised once and shaded several times: once plain (grey or
coloured, as artists' meshes come) and `styled` times with a random material per part. All of a sample follows from
(seed, index), so shards may be made in any order, by several processes, and again.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from styleglip_addon.engine.rendering.cameras import Cameras, Vector, look_at
from styleglip_addon.engine.rendering.shading import Lighting

from .lit_materials import sample_material
from .shapes import FAMILIES, LabelledObject, generate_object
from .visible_surface import UInt8Array, paint_parts, see_surface, shade_surface

_CANDIDATES = 4
"""Objects of which one is chosen where rare parts are wanted."""
_CENSUS = 8
"""Objects per family that are counted to know how common a part is."""


@dataclass(frozen=True)
class DatasetConfig:
    """What is rendered.

    Args:
        seed: seed of the whole set.
        samples: number of cameras on objects.
        shard_size: samples per shard.
        image_size: height and width, pixels.
        styled: differently styled images per sample.
        held_out_families: families left out of this set.
        families: families that it consists of; empty: all.
        rarity: 0 takes objects as they come; above, each is the choice among `_CANDIDATES`, with probabilities that
            grow with this power of how rare the rarest of their parts is among all families.
    """

    seed: int = 0
    samples: int = 12_000
    shard_size: int = 250
    image_size: int = 224
    styled: int = 2
    held_out_families: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    rarity: float = 0.0


@dataclass(frozen=True)
class StyleLabel:
    """The style of one part in one styled image: canonical name and the phrase it was drawn with."""

    style: str
    phrase: str


@dataclass(frozen=True)
class SampleLabels:
    """What is known of one sample.

    Args:
        family: the shape family.
        part_names: all words for each part, the commonest first.
        instance_parts: part index of instance i + 1 of the instance map.
        styles: per styled image, per part: its style.
    """

    family: str
    part_names: tuple[tuple[str, ...], ...]
    instance_parts: tuple[int, ...]
    styles: tuple[tuple[StyleLabel, ...], ...]


@dataclass(frozen=True, eq=False)
class Shard:
    """A block of samples on disk, memory-mapped.

    Args:
        plain: (n, H, W, 3) uint8 sRGB.
        styled: (n, S, H, W, 3) uint8 sRGB.
        instances: (n, H, W) uint8, 0 = background, i + 1 = instance i.
        labels: n labels.
    """

    plain: UInt8Array
    styled: UInt8Array
    instances: UInt8Array
    labels: tuple[SampleLabels, ...]


def random_camera(rng: np.random.Generator, up: Vector = (0.0, 0.0, 1.0), front: Vector = (0.0, -1.0, 0.0)) -> Cameras:
    """A camera as the optimisation and the location of parts use them: any azimuth, mostly a little from above."""
    field_of_view = float(rng.uniform(30.0, 60.0))
    azimuth = float(rng.normal(0.0, 1.2)) if rng.random() < 0.6 else float(rng.uniform(-math.pi, math.pi))
    elevation = float(np.clip(rng.normal(0.25, 0.35), -0.7, 1.3))
    # The distance at which a unit sphere just fits, times a factor: objects fill 70 to 130 % of the picture.
    distance = rng.uniform(0.65, 1.2) / math.sin(math.radians(field_of_view) / 2.0)
    return look_at(
        torch.tensor([azimuth]),
        torch.tensor([elevation]),
        up=up,
        front=front,
        field_of_view=field_of_view,
        distance=float(distance),
    )


def random_lighting(rng: np.random.Generator) -> Lighting:
    """The engine's own light half of the time, otherwise a random one from above the camera."""
    if rng.random() < 0.5:
        return Lighting()
    ambient = float(rng.uniform(0.35, 0.7))
    direction = (float(rng.normal(0.0, 0.6)), float(rng.uniform(0.0, 1.0)), -1.0)
    return Lighting(ambient=ambient, diffuse=1.0 - ambient, direction=direction)


def _plain_colors(rng: np.random.Generator, parts: int) -> NDArray[np.float32]:
    """(parts, 3) sRGB albedo of an unstylized mesh: one grey, one colour, or a colour per part."""
    kind = rng.random()
    if kind < 0.45:
        return np.full((parts, 3), rng.uniform(0.45, 0.95), dtype=np.float32)
    if kind < 0.55:
        return np.tile(rng.uniform(0.1, 0.95, 3), (parts, 1)).astype(np.float32)
    return rng.uniform(0.05, 0.95, (parts, 3)).astype(np.float32)


@lru_cache
def part_census() -> dict[str, float]:
    """Share of objects that have a part of each name, from a few objects of every family."""
    counts: Counter[str] = Counter()
    for number, family in enumerate(FAMILIES):
        for variant in range(_CENSUS):
            shape = generate_object(np.random.default_rng((7, number, variant)), family)
            counts.update({names[0] for names in shape.part_names})
    return {name: count / (_CENSUS * len(FAMILIES)) for name, count in counts.items()}


def _choose_object(config: DatasetConfig, rng: np.random.Generator) -> LabelledObject:
    """A random object of a family that is not left out, of rare parts the more often the higher `rarity` is."""

    def draw() -> LabelledObject:
        if config.families:
            return generate_object(rng, config.families[int(rng.integers(len(config.families)))])
        shape = generate_object(rng)
        while shape.family in config.held_out_families:
            shape = generate_object(rng)
        return shape

    if config.rarity <= 0.0:
        return draw()
    census = part_census()
    rarest = 1.0 / (_CENSUS * len(FAMILIES))
    candidates = [draw() for _ in range(_CANDIDATES)]
    weights = np.array([min(census.get(n[0], rarest) for n in shape.part_names) for shape in candidates])
    weights = weights**-config.rarity
    return candidates[int(rng.choice(_CANDIDATES, p=weights / weights.sum()))]


def render_sample(config: DatasetConfig, index: int) -> tuple[UInt8Array, UInt8Array, UInt8Array, SampleLabels]:
    """Renders sample `index`: plain image, styled images, instance map and labels (see `Shard`)."""
    rng = np.random.default_rng((config.seed, index))
    shape = _choose_object(config, rng)
    cameras, lighting = random_camera(rng), random_lighting(rng)
    surface = see_surface(shape, cameras, config.image_size, bool(rng.random() < 0.6), lighting)
    background = 1.0 if rng.random() < 0.75 else float(rng.uniform(0.0, 1.0))
    parts = len(shape.part_names)

    plain = shade_surface(_plain_colors(rng, parts)[surface.part], surface.normal, surface, background)
    styled = np.empty((config.styled, *plain.shape), dtype=np.uint8)
    styles: list[tuple[StyleLabel, ...]] = []
    for variant in range(config.styled):
        materials = [sample_material(rng) for _ in range(parts)]
        styled[variant] = shade_surface(*paint_parts(materials, surface), surface, background)
        styles.append(tuple(StyleLabel(m.style, m.phrase) for m in materials))

    # Instances are numbered anew from 1 in the order of their part, so that a byte holds them.
    numbers = np.unique(shape.face_instance)
    part_of = {int(i): int(shape.face_part[shape.face_instance == i][0]) for i in numbers}
    lookup = np.zeros(int(numbers.max()) + 1, dtype=np.uint8)
    lookup[numbers] = np.minimum(np.arange(1, len(numbers) + 1), 255).astype(np.uint8)
    instances = np.zeros(surface.mask.shape, dtype=np.uint8)
    instances[surface.mask.numpy()] = lookup[surface.instance]
    labels = SampleLabels(
        family=shape.family,
        part_names=tuple(tuple(names) for names in shape.part_names),
        instance_parts=tuple(part_of[int(i)] for i in numbers),
        styles=tuple(styles),
    )
    return plain, styled, instances, labels


def shard_folder(root: Path, number: int) -> Path:
    """Folder of shard `number` below the data set's root."""
    return root / f"shard_{number:04d}"


def write_shard(config: DatasetConfig, root: Path, number: int) -> bool:
    """Renders shard `number` unless it is there already; the labels are written last and mark it complete."""
    folder = shard_folder(root, number)
    if (folder / "labels.json").exists():
        return False
    first = number * config.shard_size
    indices = range(first, min(first + config.shard_size, config.samples))
    rendered = [render_sample(config, i) for i in indices]
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "plain.npy", np.stack([r[0] for r in rendered]))
    np.save(folder / "styled.npy", np.stack([r[1] for r in rendered]))
    np.save(folder / "instances.npy", np.stack([r[2] for r in rendered]))
    text = json.dumps([asdict(r[3]) for r in rendered])
    temporary = folder / "labels.json.part"
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(folder / "labels.json")
    return True


def write_dataset(config: DatasetConfig, root: Path, worker: int = 0, workers: int = 1) -> Iterator[int]:
    """Renders every missing shard whose number is `worker` modulo `workers`; yields numbers of finished shards."""
    root.mkdir(parents=True, exist_ok=True)
    shards = -(-config.samples // config.shard_size)
    for number in range(worker, shards, workers):
        write_shard(config, root, number)
        yield number


def _read_labels(entry: dict[str, Any]) -> SampleLabels:
    return SampleLabels(
        family=entry["family"],
        part_names=tuple(tuple(names) for names in entry["part_names"]),
        instance_parts=tuple(entry["instance_parts"]),
        styles=tuple(tuple(StyleLabel(**style) for style in image) for image in entry["styles"]),
    )


def read_shards(root: Path) -> list[Shard]:
    """Opens all complete shards below `root`, images memory-mapped."""
    shards = []
    for folder in sorted(root.glob("shard_*")):
        if not (folder / "labels.json").exists():
            continue
        entries = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        plain, styled, instances = (
            np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("plain", "styled", "instances")
        )
        shards.append(Shard(plain, styled, instances, tuple(_read_labels(entry) for entry in entries)))
    return shards
