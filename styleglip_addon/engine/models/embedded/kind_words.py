"""How usual a part's word is for each kind of object: a car has wheels and windows, a spider legs and a head.

A word that is in no kind's list is taken for the nearest ones that are, by the language encoder. Their embeddings are
kept in a file, as there are some 1,700; `tools/train_default_model/object_kinds.py` writes it with the table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from ...vocabulary.errors import ModelError
from ..glip.text import SentenceEncoder
from .kind_table import Kind

KIND_WORDS_FILE = "kind_words.safetensors"

_EMBEDDINGS = "embeddings"
_MIDDLE, _WIDTH = 0.75, 0.05
"""Words with a cosine of the first are alike by a half, of a logistic curve of this width."""


@dataclass(frozen=True, eq=False)
class KindWords:
    """The words for the parts of K kinds.

    Args:
        kinds: K of them.
        embeddings: (W, 384) unit vectors of all their words, in the order of `words_of`.
        sentences: the encoder that they are from.
    """

    kinds: tuple[Kind, ...]
    embeddings: NDArray[np.float32]
    sentences: SentenceEncoder

    @classmethod
    def from_folder(cls, folder: Path, kinds: tuple[Kind, ...], sentences: SentenceEncoder) -> KindWords:
        """Reads `KIND_WORDS_FILE`.

        Raises:
            ModelError: missing, damaged or of other words.
        """
        file = folder / KIND_WORDS_FILE
        try:
            with safe_open(file, framework="pt") as stored:
                digest = (stored.metadata() or {}).get("words", "")
                embeddings = stored.get_tensor(_EMBEDDINGS).float().numpy()
        except (OSError, SafetensorError, RuntimeError) as error:
            raise ModelError(f'The model file "{file}" is missing or damaged. Reinstall the add-on.') from error
        if digest != _digest(words_of(kinds)):
            raise ModelError(f'The model file "{file}" is of another table of kinds. Reinstall the add-on.')
        return cls(kinds, embeddings, sentences)

    def usual(self, words: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How often a word for a part of each kind's objects is one of the given ones.

        Args:
            words: P of them.

        Returns:
            (P, K) shares in 0..1, which over all words of a kind sum to about 1; (P,) in 0..1, how surely the word
            means one that some kind has.
        """
        number = {word: place for place, word in enumerate(words_of(self.kinds))}
        cosines = self.sentences.embed(list(words)).cpu().double().numpy() @ self.embeddings.T
        alike = 1.0 / (1.0 + np.exp(-(cosines - _MIDDLE) / _WIDTH))
        shares = np.zeros((len(words), len(self.kinds)))
        for column, kind in enumerate(self.kinds):
            for part in kind.parts:
                best = alike[:, [number[word] for word in part.words]].max(axis=1)
                shares[:, column] = np.maximum(shares[:, column], part.share * best)
            shares[:, column] /= max(sum(part.share for part in kind.parts), 1e-9)
        return shares, alike.max(axis=1)


def words_of(kinds: Sequence[Kind]) -> list[str]:
    """All words for parts, in the order of the alphabet."""
    return sorted({word for kind in kinds for part in kind.parts for word in part.words})


def write_kind_words(folder: Path, kinds: Sequence[Kind], sentences: SentenceEncoder) -> None:
    """Writes `KIND_WORDS_FILE` into a folder, in half precision."""
    words = words_of(kinds)
    with torch.no_grad():
        embeddings = sentences.embed(words).cpu().half().contiguous()
    save_file({_EMBEDDINGS: embeddings}, folder / KIND_WORDS_FILE, metadata={"words": _digest(words)})


def _digest(words: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
