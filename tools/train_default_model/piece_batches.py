"""Draws objects with some of their pieces and words, for training what shapes say about words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine.localization.piece_relations import RELATIONS, relate_pieces
from styleglip_addon.engine.localization.piece_shapes import WIDTH, PieceShapes

from .named_pieces import NamedPieces

MOST_PIECES = 40
FURNITURE = 0.35
"""Share of artists' models among the objects drawn: there are fewer, and they are what counts."""
LYING = 0.25
"""Share of the objects that lie."""
_UNKNOWN, _UNNAMED = -1, -2
_MOST_ABSENT = 4


@dataclass(frozen=True, eq=False)
class PieceBatch:
    """Objects with their pieces and words, padded.

    Args:
        shapes, relations, is_piece, sentences, is_word: what `ShapeWordNetwork` takes.
        target: (B, n) the word of each piece, m for none of them.
        weight: (B, n) that sum to 1 per object; each part counts alike, within it large pieces more.
        is_there: (B, m) 1 for words that the object has, 0 for others.
        stands: (B,) 1 for objects that stand upright, 0 for those that lie, of which nothing else is to be told.
    """

    shapes: Tensor
    relations: Tensor
    is_piece: Tensor
    sentences: Tensor
    is_word: Tensor
    target: Tensor
    weight: Tensor
    is_there: Tensor
    stands: Tensor


def draw_objects(objects: Sequence[NamedPieces], count: int, rng: np.random.Generator) -> list[NamedPieces]:
    """`count` objects; every procedural family alike, and a share of `FURNITURE` artists' models if there are any."""
    by_kind: dict[str, list[NamedPieces]] = {}
    for one in objects:
        by_kind.setdefault(one.kind, []).append(one)
    models = by_kind.pop("", [])
    families = list(by_kind.values())
    drawn = []
    for _ in range(count):
        is_model = bool(models) and (not families or rng.random() < FURNITURE)
        source = models if is_model else families[int(rng.integers(len(families)))]
        drawn.append(source[int(rng.integers(len(source)))])
    return drawn


def make_batch(objects: Sequence[NamedPieces], embedded: Mapping[str, Tensor], rng: np.random.Generator) -> PieceBatch:
    """A prompt rarely names all parts and sometimes one too many; a piece may be missing or the object mirrored."""
    vocabulary = sorted(embedded)
    drawn = [_draw(one, vocabulary, rng) for one in objects]
    count, longest = max(len(d.target) for d in drawn), max(len(d.words) for d in drawn)
    size = len(drawn)
    shapes, relations = torch.zeros(size, count, WIDTH), torch.zeros(size, count, count, RELATIONS)
    sentences = torch.zeros(size, longest, len(next(iter(embedded.values()))))
    is_piece, is_word = (torch.zeros(size, n, dtype=torch.bool) for n in (count, longest))
    target, weight = torch.zeros(size, count, dtype=torch.long), torch.zeros(size, count)
    is_there, stands = torch.zeros(size, longest), torch.ones(size)
    for row, one in enumerate(drawn):
        pieces, words = len(one.target), len(one.words)
        shapes[row, :pieces] = torch.from_numpy(one.shapes.numbers)
        stands[row] = float(one.stands)
        related = torch.from_numpy(relate_pieces(one.shapes))
        if rng.random() < 0.5:
            related[..., 0] *= -1.0
        relations[row, :pieces, :pieces] = related
        is_piece[row, :pieces], is_word[row, :words] = True, True
        sentences[row, :words] = torch.stack([embedded[word] for word in one.words])
        is_there[row, : one.present] = 1.0
        target[row, :pieces] = torch.from_numpy(np.where(one.target == _UNNAMED, longest, np.maximum(one.target, 0)))
        if one.stands:
            weight[row, :pieces] = torch.from_numpy(_weights(one.shapes.share, one.target))
    return PieceBatch(shapes, relations, is_piece, sentences, is_word, target, weight, is_there, stands)


@dataclass(frozen=True, eq=False)
class _Drawn:
    """Some pieces of an object and a prompt's words, first those of its parts; `target` is a word's place or one of
    `_UNKNOWN` and `_UNNAMED`."""

    shapes: PieceShapes
    target: NDArray[np.int64]
    words: list[str]
    present: int
    stands: bool


def _draw(one: NamedPieces, vocabulary: Sequence[str], rng: np.random.Generator) -> _Drawn:
    rows = np.arange(len(one.part))
    if rng.random() < 0.5:
        kept = rows[rng.random(len(rows)) > 0.25 * rng.random()]
        rows = kept if len(kept) > 1 else rows
    if len(rows) > MOST_PIECES:
        half = MOST_PIECES // 2
        rows = np.sort(np.concatenate([rows[:half], rng.choice(rows[half:], MOST_PIECES - half, replace=False)]))
    part = one.part[rows]
    present = [index for index in range(len(one.words)) if (part == index).any()]
    if rng.random() < 0.4 and len(present) > 2:
        present = [index for index in present if rng.random() < 0.6] or present[:1]
    words = [_synonym(one.words[index], rng) for index in present]
    known = {word for alike in one.words for word in alike}
    if rng.random() < 0.5 or not words:
        others = [vocabulary[int(i)] for i in rng.integers(len(vocabulary), size=rng.integers(1, _MOST_ABSENT + 1))]
        words += [word for word in others if word not in known] or ([] if words else others[:1])
    place = np.full(len(one.words) + 1, _UNNAMED)
    place[present] = np.arange(len(present))
    target = np.where(part >= 0, place[part], _UNKNOWN)
    stands = rng.random() >= LYING
    return _Drawn((one.shapes if stands else one.lying).take(rows), target, words, len(present), stands)


def _synonym(words: Sequence[str], rng: np.random.Generator) -> str:
    return words[0] if rng.random() < 0.5 else words[int(rng.integers(len(words)))]


def _weights(share: NDArray[np.float32], target: NDArray[np.int64]) -> NDArray[np.float64]:
    weights = np.sqrt(share.astype(np.float64))
    for own in np.unique(target):
        weights[target == own] /= weights[target == own].sum()
    weights[target == _UNKNOWN] = 0.0
    result: NDArray[np.float64] = weights / max(float(weights.sum()), 1e-9)
    return result
