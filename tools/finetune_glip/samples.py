"""Training samples: a view of a mesh, a caption with its words and words of absent parts, and the boxes they own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from tools.finetune_glip.subjects import Subject
from tools.finetune_glip.views import Studio, ViewConfig
from tools.train_default_model.grounding_batches import GroundingSample

_SIDES = ("left", "right")


@dataclass(frozen=True)
class CaptionConfig:
    """How captions are made.

    Args:
        fixed: every caption is `fixed_caption`: what prompt tuning needs, whose offsets belong to places in the
            caption. Else the words are drawn among the synonyms and shuffled, words of absent parts are added, and
            some are left out.
        synonyms: share of part words that are not the first one.
        most_negatives: most words of absent parts per caption.
        flips: whether views may be mirrored; never with words such as "left".
    """

    fixed: bool = False
    synonyms: float = 0.4
    most_negatives: int = 6
    flips: bool = True


def fixed_caption(subjects: Sequence[Subject]) -> tuple[str, ...]:
    """The first words of all parts of all meshes, in the order in which they first come."""
    return tuple(dict.fromkeys(words[0] for subject in subjects for words in subject.words))


class SampleSource:
    """Draws samples; everything follows from the random numbers it is given.

    Args:
        studios: the meshes to learn from.
        captions, views: how samples are made.
    """

    def __init__(self, studios: Sequence[Studio], captions: CaptionConfig, views: ViewConfig) -> None:
        self._studios = studios
        self._captions = captions
        self._views = views
        every = sorted({word for s in studios for words in s.subject.words for word in words})
        self._fixed = fixed_caption([studio.subject for studio in studios])
        self._absent = []
        for studio in studios:
            present = {word for words in studio.subject.words for word in words}
            self._absent.append([word for word in every if word not in present])
        self._flips = captions.flips and not any(side in word.split() for word in every for side in _SIDES)

    def draw_batch(self, count: int, rng: np.random.Generator) -> list[GroundingSample]:
        """`count` samples of one image size."""
        return [self.draw(rng) for _ in range(count)]

    def draw(self, rng: np.random.Generator) -> GroundingSample:
        """One sample."""
        place = int(rng.integers(len(self._studios)))
        view = self._studios[place].draw(self._views, rng)
        words, phrases = self._caption(place, rng)
        row = {phrase: i for i, phrase in enumerate(phrases)}
        kept = [(b.box, row[words[b.part]]) for b in view.boxes if words[b.part] in row]
        image = view.image
        boxes = torch.tensor([box for box, _ in kept], dtype=torch.float32).reshape(-1, 4)
        if self._flips and rng.random() < 0.5:
            size = image.shape[2]
            image = image.flip(2)
            boxes = torch.stack((size - boxes[:, 2], boxes[:, 1], size - boxes[:, 0], boxes[:, 3]), dim=1)
        owners = torch.tensor([owner for _, owner in kept], dtype=torch.long)
        return GroundingSample(image, tuple(phrases), boxes, owners)

    def _caption(self, place: int, rng: np.random.Generator) -> tuple[list[str], list[str]]:
        """The word of each part, and the caption's phrases."""
        config, absent = self._captions, self._absent[place]
        every = self._studios[place].subject.words
        if config.fixed:
            return [own[0] for own in every], list(self._fixed)
        count = min(int(rng.integers(0, config.most_negatives + 1)), len(absent))
        negatives = [absent[int(i)] for i in rng.permutation(len(absent))[:count]]
        words = [own[0] if rng.random() >= config.synonyms else own[int(rng.integers(len(own)))] for own in every]
        phrases = [*words, *negatives]
        phrases = [phrases[int(i)] for i in rng.permutation(len(phrases))]
        # A prompt rarely names all parts there are.
        if rng.random() < 0.3 and len(phrases) > 1:
            phrases = phrases[: int(rng.integers(1, len(phrases)))]
        return words, phrases
