"""Draws images with captions and boxes from the shards, for training GLIP.

A caption names the parts ("base. tube. shade"), their styles ("pottery. gold. linen") or both ("pottery base. ..."), in
random order, with synonyms, and with words of things that are not in the picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from .dataset import SampleLabels, Shard

_LEAST_BOX_PIXELS = 12


@dataclass(frozen=True)
class CaptionConfig:
    """How captions are made.

    Args:
        image_sizes: the images of a batch are resized to one of these, pixels.
        part_captions, style_captions: shares of the caption kinds; the rest names style and part together.
        most_negatives: most words of absent things per caption.
        most_style_negatives: the same for captions of style words alone, of which there are many more to tell apart.
        synonyms: share of part words that are not the commonest one.
        rarity: 0 draws all images alike; above, more often those that show rare parts, see `ImageChoice`.
        close_ups: share of images of which a part only is shown, around one of the smaller things in it.
        closest: least width of what a close-up shows, share of the image.
    """

    image_sizes: tuple[int, ...] = (192, 224)
    part_captions: float = 0.55
    style_captions: float = 0.3
    most_negatives: int = 6
    most_style_negatives: int = 24
    synonyms: float = 0.4
    rarity: float = 0.0
    close_ups: float = 0.0
    closest: float = 0.4


@dataclass(frozen=True, eq=False)
class GroundingSample:
    """One image with its caption's phrases.

    Args:
        image: (3, S, S) sRGB in 0..1.
        phrases: the caption's phrases in order, present and absent ones.
        boxes: (G, 4) x0, y0, x1, y1 pixels.
        owners: (G,) int64 phrase of each box.
    """

    image: Tensor
    phrases: tuple[str, ...]
    boxes: Tensor
    owners: Tensor


@dataclass(frozen=True)
class Vocabulary:
    """All words that captions of absent things are drawn from."""

    parts: tuple[str, ...]
    styles: tuple[str, ...]

    @classmethod
    def of(cls, shards: Sequence[Shard]) -> Vocabulary:
        parts = {n for s in shards for label in s.labels for names in label.part_names for n in names}
        styles = {t.phrase for s in shards for label in s.labels for image in label.styles for t in image}
        return cls(tuple(sorted(parts)), tuple(sorted(styles)))


@dataclass(frozen=True, eq=False)
class ImageChoice:
    """How often each image of some shards is drawn.

    Args:
        shards, rows: (n,) where the images are.
        bounds: (n,) cumulated probabilities.
    """

    shards: NDArray[np.int64]
    rows: NDArray[np.int64]
    bounds: NDArray[np.float64]

    @classmethod
    def of(cls, shards: Sequence[Shard], rarity: float) -> ImageChoice:
        """Draws an image in proportion to n ** -rarity, n being how many images have its object's rarest part."""
        place = [(s, row) for s, shard in enumerate(shards) for row in range(len(shard.labels))]
        counts = Counter(names[0] for shard in shards for label in shard.labels for names in label.part_names)
        rarest = [min(counts[names[0]] for names in shards[s].labels[row].part_names) for s, row in place]
        weights = np.array(rarest, dtype=np.float64) ** -rarity
        numbers = np.array(place, dtype=np.int64)
        return cls(numbers[:, 0], numbers[:, 1], np.cumsum(weights) / weights.sum())

    def draw(self, rng: np.random.Generator) -> tuple[int, int]:
        """Shard and row of one image."""
        index = min(int(np.searchsorted(self.bounds, rng.random())), len(self.rows) - 1)
        return int(self.shards[index]), int(self.rows[index])


def close_up(instances: NDArray[np.integer], closest: float, rng: np.random.Generator) -> tuple[slice, slice]:
    """Rows and columns of a square window of an instance map around one of its things, a small one more likely.

    Args:
        instances: (S, S), 0 = background.
        closest: least width of the window, share of S.
    """
    size = len(instances)
    boxes = list(instance_boxes(instances).values())
    if not boxes:
        return slice(0, size), slice(0, size)
    areas = np.array([(x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in boxes], dtype=np.float64)
    x0, y0, x1, y1 = boxes[int(rng.choice(len(boxes), p=areas**-0.5 / (areas**-0.5).sum()))]
    width = max(rng.uniform(closest, 1.0) * size, 1.2 * max(x1 - x0, y1 - y0))
    width = min(int(width), size)

    def window(low: int, high: int) -> slice:
        """A random place of the window that holds the thing, as far as the image goes."""
        first = rng.integers(max(high - width, 0), max(min(low, size - width), high - width, 0) + 1)
        start = int(np.clip(first, 0, size - width))
        return slice(start, start + width)

    return window(y0, y1), window(x0, x1)


def instance_boxes(instances: NDArray[np.integer]) -> dict[int, tuple[int, int, int, int]]:
    """Boxes x0, y0, x1, y1 (exclusive ends, pixels) of the instances that show enough pixels."""
    boxes = {}
    for number in np.unique(instances):
        if number == 0:
            continue
        rows, columns = np.nonzero(instances == number)
        if len(rows) >= _LEAST_BOX_PIXELS:
            boxes[int(number)] = (
                int(columns.min()),
                int(rows.min()),
                int(columns.max()) + 1,
                int(rows.max()) + 1,
            )
    return boxes


def _part_words(labels: SampleLabels, synonyms: float, rng: np.random.Generator) -> list[str]:
    return [n[0] if rng.random() >= synonyms else n[int(rng.integers(len(n)))] for n in labels.part_names]


def _negatives(
    kind: str, labels: SampleLabels, words: Sequence[str], vocabulary: Vocabulary, most: int, rng: np.random.Generator
) -> list[str]:
    """Words of absent things of the same kind as the caption's words."""
    count = int(rng.integers(0, most + 1))
    present_parts = {n for names in labels.part_names for n in names}
    absent_parts = [w for w in vocabulary.parts if w not in present_parts]
    if kind == "parts":
        return [absent_parts[int(i)] for i in rng.integers(len(absent_parts), size=count)]
    absent_styles = [w for w in vocabulary.styles if w not in words]
    chosen = [absent_styles[int(i)] for i in rng.integers(len(absent_styles), size=count)]
    if kind == "styles":
        return chosen
    own = list(present_parts)
    return [f"{w} {own[int(rng.integers(len(own)))]}" for w in chosen]


def draw_sample(
    shards: Sequence[Shard],
    config: CaptionConfig,
    vocabulary: Vocabulary,
    size: int,
    rng: np.random.Generator,
    choice: ImageChoice | None = None,
) -> GroundingSample:
    """One image, its phrases and boxes; without a choice, all shards and their images are drawn alike."""
    if choice is None:
        shard = shards[rng.integers(len(shards))]
        row = int(rng.integers(len(shard.labels)))
    else:
        number, row = choice.draw(rng)
        shard = shards[number]
    labels = shard.labels[row]
    words = _part_words(labels, config.synonyms, rng)
    draw = rng.random()
    kind = "parts" if draw < config.part_captions else "styles"
    if draw >= config.part_captions + config.style_captions:
        kind = "styled parts"
    variants = shard.styled.shape[1]
    if variants == 0 or (kind == "parts" and rng.random() < 0.7):
        kind = "parts"
        pixels = shard.plain[row]
    else:
        variant = int(rng.integers(variants))
        pixels = shard.styled[row, variant]
        styles = [s.phrase for s in labels.styles[variant]]
        if kind == "styles":
            words = styles
        elif kind == "styled parts":
            words = [f"{s} {w}" for s, w in zip(styles, words, strict=True)]
    most = config.most_style_negatives if kind == "styles" else config.most_negatives
    absent = _negatives(kind, labels, words, vocabulary, most, rng)
    phrases = list(dict.fromkeys((*words, *absent)))
    order = rng.permutation(len(phrases))
    phrases = [phrases[int(i)] for i in order]
    # A caption may leave out parts that are in the picture: a prompt rarely names them all.
    if rng.random() < 0.3 and len(phrases) > 1:
        phrases = phrases[: int(rng.integers(1, len(phrases)))]
    place = {phrase: i for i, phrase in enumerate(phrases)}

    instances = np.asarray(shard.instances[row])
    if rng.random() < config.close_ups:
        window = close_up(instances, config.closest, rng)
        pixels, instances = pixels[window], instances[window]
    image = torch.from_numpy(np.array(pixels)).permute(2, 0, 1).float() / 255.0
    scale = size / image.shape[1]
    boxes, owners = [], []
    for number, box in instance_boxes(instances).items():
        word = words[labels.instance_parts[number - 1]] if number <= len(labels.instance_parts) else ""
        if word in place:
            boxes.append(box)
            owners.append(place[word])
    truth = torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4) * scale
    if scale != 1.0:
        image = functional.interpolate(image[None], size=(size, size), mode="bilinear", antialias=True)[0]
    if rng.random() < 0.5:
        image = image.flip(2)
        truth = torch.stack((size - truth[:, 2], truth[:, 1], size - truth[:, 0], truth[:, 3]), dim=1)
    return GroundingSample(image, tuple(phrases), truth, torch.tensor(owners, dtype=torch.long))


def draw_batch(
    shards: Sequence[Shard],
    config: CaptionConfig,
    vocabulary: Vocabulary,
    count: int,
    rng: np.random.Generator,
    choice: ImageChoice | None = None,
) -> list[GroundingSample]:
    """`count` samples of one image size."""
    size = int(rng.choice(np.array(config.image_sizes)))
    return [draw_sample(shards, config, vocabulary, size, rng, choice) for _ in range(count)]
