"""Describes regions of styled parts, at the anchors that answer for them, for training the alignment with style words.

A shard has every view several times with other materials, and once plain, with the same light. All parts of a styled
picture are described at once for training; to measure, a part is shown alone among plain ones, as the part-level style
loss looks at it. The same part in the view's other pictures has the best examples of what its words do not mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from styleglip_addon.engine.models.embedded.style_alignment import StyleAlignment
from styleglip_addon.engine.models.glip.anchors import level_anchors
from styleglip_addon.engine.models.glip.configuration import GLIPConfig

from .dataset import Shard
from .grounding import assign_anchors
from .grounding_batches import instance_boxes

_LEAST_PIXELS = 80
"""Of a part that is described."""


@dataclass(frozen=True, eq=False)
class Anchors:
    """The anchors of the embedded GLIP for square pictures.

    Args:
        boxes: per level (h * w, 4) x0, y0, x1, y1 pixels.
        levels: (h, w) per level.
    """

    boxes: tuple[Tensor, ...]
    levels: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, size: int) -> Anchors:
        """For pictures of `size` x `size` pixels."""
        config = GLIPConfig.embedded()
        sides = [-(-size // stride) for stride in config.strides]
        boxes = [
            level_anchors(side, side, stride, anchor)
            for side, stride, anchor in zip(sides, config.strides, config.anchor_sizes, strict=True)
        ]
        return cls(tuple(boxes), tuple((side, side) for side in sides))


@dataclass(frozen=True, eq=False)
class PartRegion:
    """A part in a view.

    Args:
        part: its index.
        shown: (H, W) bool, the pixels that show it.
        cells: (n,) the anchors, over all levels, that answer for a box of it.
    """

    part: int
    shown: NDArray[np.bool_]
    cells: Tensor


def part_regions(shard: Shard, row: int, anchors: Anchors) -> list[PartRegion]:
    """The parts of a view that show enough, by index."""
    labels, instances = shard.labels[row], np.asarray(shard.instances[row])
    boxes = {n: box for n, box in instance_boxes(instances).items() if n <= len(labels.instance_parts)}
    if not boxes:
        return []
    owner = torch.tensor([labels.instance_parts[n - 1] for n in boxes])
    assigned = assign_anchors(anchors.boxes, torch.tensor(list(boxes.values()), dtype=torch.float32))
    parts_of = np.array((-1, *labels.instance_parts))
    shown = parts_of[np.minimum(instances, len(parts_of) - 1)]
    regions = []
    for part in sorted(set(owner.tolist())):
        own = shown == part
        cells = ((assigned >= 0) & (owner[assigned.clamp(min=0)] == part)).nonzero()[:, 0]
        if int(own.sum()) >= _LEAST_PIXELS and len(cells):
            regions.append(PartRegion(part, own, cells))
    return regions


def pictures_of(shown: NDArray[np.uint8]) -> Tensor:
    """(n, H, W, 3) bytes to (n, 3, H, W) in 0..1."""
    return torch.from_numpy(np.array(shown)).movedim(-1, 1).float() / 255.0


@torch.no_grad()
def describe_shard(
    alignment: StyleAlignment, shard: Shard, cells: int, rng: np.random.Generator
) -> tuple[Tensor, list[str]]:
    """Statistics of the parts of all styled pictures of a shard.

    Args:
        alignment: its convolutional stages are used; the statistics are standardised by it.
        shard: the data.
        cells: anchors per part, drawn among those that answer for it.
        rng: draws them.

    Returns:
        (n, D) half precision, and n names of styles.
    """
    statistics: list[Tensor] = []
    styles: list[str] = []
    anchors = Anchors.of(shard.plain.shape[2])
    for row, labels in enumerate(shard.labels):
        regions = part_regions(shard, row, anchors)
        if not regions:
            continue
        images = pictures_of(shard.styled[row])
        maps = alignment.maps(images)
        for region in regions:
            chosen = region.cells[rng.permutation(len(region.cells))[:cells]]
            own = torch.from_numpy(region.shown).float().expand(len(images), -1, -1)
            found = alignment.describe(maps, own, anchors.boxes, anchors.levels)[:, chosen]
            statistics.append(found.flatten(0, 1).half())
            styles += [of_image[region.part].style for of_image in labels.styles for _ in chosen]
    return torch.cat(statistics), styles


def described(alignment: StyleAlignment, shards: Sequence[Shard], cells: int, folder: Path) -> tuple[Tensor, list[str]]:
    """The statistics (n, D) and styles of all shards; each is kept in `folder` and not made again.

    Styles are kept by their names: numbers would change with every new one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    statistics: list[Tensor] = []
    styles: list[str] = []
    for number, shard in enumerate(shards):
        file = folder / f"shard_{number:04d}.safetensors"
        if not file.is_file():
            found, names = describe_shard(alignment, shard, cells, np.random.default_rng((number, 8)))
            temporary = file.with_suffix(".part")
            save_file({"statistics": found}, temporary, {"styles": json.dumps(names)})
            temporary.replace(file)
            print(f"regions of shard {number} described", flush=True)
        with safe_open(file, "pt") as stored:
            statistics.append(stored.get_tensor("statistics").float())
            styles += json.loads(stored.metadata()["styles"])
    return torch.cat(statistics), styles


@dataclass(frozen=True, eq=False)
class StyleQuestion:
    """A part alone among plain ones, and which of some styles it has.

    Args:
        image: (3, H, W) sRGB in 0..1.
        shown: (H, W) 0 or 1, the pixels that show the part.
        anchors: of such pictures.
        cells: (n,) those that answer for it.
        styles: its own style, that of the same part in another picture of the view, and others.
    """

    image: Tensor
    shown: Tensor
    anchors: Anchors
    cells: Tensor
    styles: tuple[str, ...]


def style_questions(
    shards: Sequence[Shard], names: Sequence[str], candidates: int, rng: np.random.Generator
) -> Iterator[StyleQuestion]:
    """One question for every part of every view that shows enough, in one of its styles.

    Args:
        shards: with at least two styled images per sample.
        names: what the other styles are drawn from.
        candidates: styles per question, at least two.
        rng: draws everything.
    """
    for shard in shards:
        anchors = Anchors.of(shard.plain.shape[2])
        for row, labels in enumerate(shard.labels):
            for region in part_regions(shard, row, anchors):
                variants = rng.permutation(len(labels.styles))
                own = [labels.styles[int(v)][region.part].style for v in variants]
                styles = dict.fromkeys(own[:2])
                while len(styles) < candidates:
                    styles.setdefault(names[int(rng.integers(len(names)))])
                picture = np.array(shard.plain[row])
                picture[region.shown] = np.asarray(shard.styled[row][int(variants[0])])[region.shown]
                shown = torch.from_numpy(region.shown).float()
                yield StyleQuestion(pictures_of(picture[None])[0], shown, anchors, region.cells, tuple(styles))
