"""What words have to do with each other: near in the language encoder's space, or one by the dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..glip.text import SentenceEncoder
from .lexicon import LEXICON_FILE, Lexicon


class WordMeanings:
    """The language encoder and the dictionary, which is read when it is first asked.

    Args:
        sentences: all-MiniLM-L6-v2.
        folder: that of the embedded model.
    """

    def __init__(self, sentences: SentenceEncoder, folder: Path) -> None:
        self._sentences = sentences
        self._folder = folder

    @cached_property
    def lexicon(self) -> Lexicon:
        """The dictionary.

        Raises:
            ModelError: missing or damaged.
        """
        return Lexicon.from_file(self._folder / LEXICON_FILE)

    def similarities(self, first: Sequence[str], second: Sequence[str]) -> NDArray[np.float64]:
        """(n, m) cosines between the meanings of n and m words or phrases."""
        embedded = self._sentences.embed([*first, *second]).cpu().double().numpy()
        cosines: NDArray[np.float64] = embedded[: len(first)] @ embedded[len(first) :].T
        return cosines

    def is_kind_of(self, word: str, other: str) -> bool:
        """Whether one word is another name for the other, or for a kind of it, in any of the senses that are known."""
        named = {name for sense in self.lexicon.senses(word) for name in sense.names.split(", ")}
        return other in named

    def is_word(self, word: str) -> bool:
        """Whether it is in the dictionary."""
        return bool(self.lexicon.senses(word))
