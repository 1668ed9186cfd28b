"""Renders the judge's own pictures: parts of procedural objects, in true materials, that no guide was trained on."""

from __future__ import annotations

import json
import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine import Mesh
from styleglip_addon.engine.materials.catalogue import MATERIALS
from tools.benchmarks.true_styles import Ground
from tools.train_default_model.shapes import generate_object

from .network import figures_of
from .sights import DISTANCES, Direction, Sight, sights

STORED_SIZE = 64
"""Height and width of the pictures on disk, pixels."""

_DENSE_VERTICES = 3000
_RADIUS = (0.08, 1.5)
"""Metres: objects are as large as cups and as wardrobes."""

_FIGURES = ".fig.npy"
_AT_ONCE = 32

_UP, _FRONT = (0.0, 0.0, 1.0), (0.0, -1.0, 0.0)


@dataclass(frozen=True)
class Rendering:
    """What is rendered.

    Args:
        seed: of the objects, their materials and the directions they are seen from.
        objects: how many.
        variants: materials per part.
        directions: that each part is seen from.
    """

    seed: int
    objects: int
    variants: int
    directions: int


@dataclass(frozen=True)
class Label:
    """What a sight shows: the style, and which piece of it; sights of one piece differ in direction alone."""

    style: str
    piece: str


def render_sights(rendering: Rendering, index: int) -> tuple[list[NDArray[np.uint8]], list[Label]]:
    """All sights of object `index`, and what they show."""
    ground, seen, rng = random_ground(rendering, index)
    pictures: list[NDArray[np.uint8]] = []
    labels: list[Label] = []
    names = rng.choice(list(MATERIALS), (rendering.variants, ground.parts), replace=False)
    for variant in range(rendering.variants):
        chosen = {part: str(names[variant, part]) for part, own in seen.items() if own}
        shape = replace(ground.shape, style=ground.styles(chosen, rng))
        for part, style in chosen.items():
            for sight in seen[part]:
                shown = sight.pictures(shape) * 255.0
                pictures.append(shown.round().to(torch.uint8).permute(0, 2, 3, 1).numpy())
                labels.append(Label(style, f"{index}/{part}/{variant}"))
    return pictures, labels


def random_ground(rendering: Rendering, index: int) -> tuple[Ground, dict[int, list[Sight]], np.random.Generator]:
    """Object `index` without styles, the sights of each of its parts, and what draws the rest."""
    rng = np.random.default_rng((rendering.seed, index))
    torch.manual_seed(index)
    thing = generate_object(rng)
    radius = float(np.exp(rng.uniform(*np.log(_RADIUS))))
    ground = Ground.of(
        Mesh((thing.vertices * radius).astype(np.float32), thing.faces),
        thing.face_part,
        len(thing.part_names),
        _DENSE_VERTICES,
    )
    seen = {
        part: sights(ground.shape, part, _UP, _FRONT, _directions(rendering.directions, rng), STORED_SIZE, index)
        for part in range(ground.parts)
    }
    return ground, seen, rng


def _directions(count: int, rng: np.random.Generator) -> list[Direction]:
    turns = rng.uniform(-180.0, 180.0) + 360.0 / count * np.arange(count)
    return [(float(turn), float(np.clip(rng.normal(15.0, 25.0), -45.0, 75.0))) for turn in turns]


def write_sights(folder: Path, rendering: Rendering, processes: int = 1, objects_per_shard: int = 10) -> None:
    """Renders the missing shards below `folder`; a shard's labels are written last and mark it complete."""
    folder.mkdir(parents=True, exist_ok=True)
    ranges = [
        (folder, number, range(first, min(first + objects_per_shard, rendering.objects)), rendering)
        for number, first in enumerate(range(0, rendering.objects, objects_per_shard))
    ]
    missing = [job for job in ranges if not (folder / f"{job[1]:04d}.json").exists()]
    if processes == 1 or len(missing) < 2:
        for job in missing:
            print(_write_shard(*job), flush=True)
        return
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for line in pool.map(_write_shard, *zip(*missing, strict=True)):
            print(line, flush=True)


def _write_shard(folder: Path, number: int, objects: range, rendering: Rendering) -> str:
    torch.set_num_threads(1)
    pictures: list[NDArray[np.uint8]] = []
    labels: list[Label] = []
    for index in objects:
        own, shown = render_sights(rendering, index)
        pictures += own
        labels += shown
    stacked = np.stack(pictures) if pictures else np.zeros((0, len(DISTANCES), STORED_SIZE, STORED_SIZE, 3), np.uint8)
    np.save(folder / f"{number:04d}.npy", stacked)
    temporary = folder / f"{number:04d}.json.part"
    temporary.write_text(json.dumps([[label.style, label.piece] for label in labels]), encoding="utf-8")
    temporary.replace(folder / f"{number:04d}.json")
    return f"objects {objects.start} to {objects.stop - 1}: {len(labels)} sights"


@dataclass(frozen=True, eq=False)
class SightFigures:
    """What the judge's network reads of n sights.

    Args:
        figures: (n, pictures * figures).
        styles: (n,) their numbers.
        pieces: n names.
        names: of the styles.
    """

    figures: Tensor
    styles: Tensor
    pieces: tuple[str, ...]
    names: tuple[str, ...]

    def of(self, names: tuple[str, ...]) -> SightFigures:
        """The sights of some styles, with these in their order."""
        numbers = {name: number for number, name in enumerate(names)}
        found = torch.tensor([numbers.get(name, -1) for name in self.names])[self.styles]
        rows = (found >= 0).nonzero()[:, 0]
        return SightFigures(self.figures[rows], found[rows], tuple(self.pieces[row] for row in rows.tolist()), names)


def read_figures(folder: Path, least: int = 1) -> SightFigures:
    """The figures of all complete shards below `folder`; computed where they are not kept beside the pictures.

    Args:
        folder: see `write_sights`.
        least: sights of a style without which it is left out.
    """
    told, labels = [], []
    for path in sorted(folder.glob("*.json")):
        own = [Label(*entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
        if own:
            labels += own
            told.append(_figures(path))
    counts = Counter(label.style for label in labels)
    numbers = {name: number for number, name in enumerate(counts)}
    styles = torch.tensor([numbers[label.style] for label in labels])
    every = SightFigures(torch.cat(told), styles, tuple(label.piece for label in labels), tuple(counts))
    return every.of(tuple(sorted(name for name, count in counts.items() if count >= least)))


def _figures(path: Path) -> Tensor:
    kept = path.with_suffix(_FIGURES)
    if not kept.exists():
        pictures = np.load(path.with_suffix(".npy"), mmap_mode="r")
        rows = range(0, len(pictures), _AT_ONCE)
        pieces = [torch.from_numpy(np.array(pictures[row : row + _AT_ONCE])) for row in rows]
        found = torch.cat([figures_of(piece.permute(0, 1, 4, 2, 3).float() / 255.0) for piece in pieces])
        np.save(kept, found.numpy())
    return torch.from_numpy(np.load(kept))
