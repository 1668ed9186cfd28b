"""Renders the judge's own crops: every visible part of procedural objects that the guidance was not trained on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from tools.benchmarks.part_crops import LEAST_PIXELS, part_crop
from tools.train_default_model.dataset import DatasetConfig, render_sample

STORED_SIZE = 104
"""Height and width of the crops on disk, pixels: a little more than the judge sees, so that it can be shifted."""


@dataclass(frozen=True, eq=False)
class CropShard:
    """Crops on disk, memory-mapped.

    Args:
        crops: (n, STORED_SIZE, STORED_SIZE, 3) uint8 sRGB, white outside the part.
        styles: n canonical names.
    """

    crops: NDArray[np.uint8]
    styles: tuple[str, ...]


def render_crops(seed: int, index: int, variants: int) -> tuple[list[NDArray[np.uint8]], list[str]]:
    """All part crops of one object from one camera in `variants` different materials per part, and their styles."""
    _, styled, instances, labels = render_sample(DatasetConfig(seed=seed, styled=variants), index)
    parts_of = np.array((-1, *labels.instance_parts))
    part_map = torch.from_numpy(parts_of[np.minimum(instances, len(parts_of) - 1)])
    crops: list[NDArray[np.uint8]] = []
    styles: list[str] = []
    for part in range(len(labels.part_names)):
        mask = part_map == part
        if int(mask.sum()) < LEAST_PIXELS:
            continue
        for picture, chosen in zip(styled, labels.styles, strict=True):
            image = torch.from_numpy(picture).permute(2, 0, 1).float() / 255.0
            crop = part_crop(image, mask, STORED_SIZE)
            crops.append((crop * 255.0).round().to(torch.uint8).permute(1, 2, 0).numpy())
            styles.append(chosen[part].style)
    return crops, styles


def write_crops(folder: Path, seed: int, objects: int, variants: int, objects_per_shard: int = 250) -> None:
    """Renders the missing shards below `folder`; a shard's labels are written last and mark it complete."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, first in enumerate(range(0, objects, objects_per_shard)):
        labels = folder / f"{number:04d}.json"
        if labels.exists():
            continue
        crops: list[NDArray[np.uint8]] = []
        styles: list[str] = []
        for index in range(first, min(first + objects_per_shard, objects)):
            new_crops, new_styles = render_crops(seed, index, variants)
            crops += new_crops
            styles += new_styles
        np.save(folder / f"{number:04d}.npy", np.stack(crops))
        temporary = folder / f"{number:04d}.json.part"
        temporary.write_text(json.dumps(styles), encoding="utf-8")
        temporary.replace(labels)
        print(f"crops of objects {first} to {index}: {len(crops)}", flush=True)


def read_crops(folder: Path) -> list[CropShard]:
    """Opens all complete shards below `folder`."""
    return [
        CropShard(
            crops=np.load(labels.with_suffix(".npy"), mmap_mode="r"),
            styles=tuple(json.loads(labels.read_text(encoding="utf-8"))),
        )
        for labels in sorted(folder.glob("*.json"))
    ]
