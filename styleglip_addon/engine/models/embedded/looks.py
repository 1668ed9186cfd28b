"""What the embedded model knows of styles: a table of looks, and the phrases that each is known by.

A phrase in the table stands for its look. Any other phrase is compared with the known ones as a sentence, by what the
dictionary says of both, and by its definitions against the known phrases; the nearest vote (Nadaraya 1964, Watson 1964:
a kernel-weighted mean). Where none is near, what the dictionary calls the phrase a kind of counts. On words that were
held out, the votes name twice as many looks right as a network from sentence to look does, see the model card.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from ...vocabulary.errors import ModelError
from ...vocabulary.json_texts import parse_json
from ...vocabulary.style_match import StyleMatch
from ..glip.text import SentenceEncoder
from .lexicon import LEXICON_FILE, Lexicon

LOOKS_TENSORS = "looks.safetensors"
LOOKS_WORDS = "looks.json"

LOOKS_FILES = (LOOKS_TENSORS, LOOKS_WORDS, LEXICON_FILE)
"""All files of a folder that `LookFinder.from_folder` reads."""

_TEMPERATURE = 0.06
"""Difference in similarity at which a known phrase's vote falls to 1/e of the nearest one's."""


_NEAR = 0.05
"""Below this share of the votes no known phrase is near, and what the word is a kind of is taken."""

_OF_KIND = 0.3
"""Share of the votes that a kind of the word then has."""


@dataclass(frozen=True, eq=False)
class LookTable:
    """S looks and the M phrases they are known by.

    Args:
        names: (S) what the looks are called.
        trained: the first this many are what the image encoder was trained to tell apart.
        palette_lab: (S, K, 3) CIE L*a*b* colours.
        palette_shares: (S, K) that sum to 1 per look.
        texture_mean, texture_spread: (S, D) of the statistics of crops, see `StyleEncoder.encode_with_statistics`.
        embeddings: (S, E) in the image encoder's space, L2-normalised.
        phrases: (M) lower case.
        owners: (M) number of each phrase's look.
        sentences, descriptions: (M, C) sentence embeddings of the phrases and of what the dictionary says of them.
    """

    names: tuple[str, ...]
    trained: int
    palette_lab: Tensor
    palette_shares: Tensor
    texture_mean: Tensor
    texture_spread: Tensor
    embeddings: Tensor
    phrases: tuple[str, ...]
    owners: Tensor
    sentences: Tensor
    descriptions: Tensor

    def _tensors(self) -> dict[str, Tensor]:
        return {name: value for name, value in vars(self).items() if isinstance(value, Tensor)}

    def to(self, device: str | torch.device) -> LookTable:
        """The same table on a device, in single precision."""
        moved: dict[str, Any] = {
            n: v.to(device, v.dtype if n == "owners" else None) for n, v in self._tensors().items()
        }
        return LookTable(**{**vars(self), **moved})

    def save(self, folder: Path) -> None:
        """Writes `LOOKS_TENSORS` (half precision) and `LOOKS_WORDS` into a folder."""
        halves = {n: (v.short() if n == "owners" else v.half()).contiguous() for n, v in self._tensors().items()}
        save_file(halves, folder / LOOKS_TENSORS)
        words = {"names": self.names, "trained": self.trained, "phrases": self.phrases}
        (folder / LOOKS_WORDS).write_text(json.dumps(words, indent=0) + "\n", encoding="utf-8")

    @classmethod
    def from_folder(cls, folder: Path) -> LookTable:
        """Reads what `save` wrote.

        Raises:
            ModelError: missing, damaged, or the files do not belong together.
        """
        try:
            words: dict[str, Any] = parse_json((folder / LOOKS_WORDS).read_text(encoding="utf-8"))
            tensors = load_file(folder / LOOKS_TENSORS)
            owners = tensors.pop("owners").long()
            table = cls(
                names=tuple(str(n) for n in words["names"]),
                trained=int(words["trained"]),
                phrases=tuple(str(p) for p in words["phrases"]),
                owners=owners,
                **{name: value.float() for name, value in tensors.items()},
            )
            table._check()
        except (OSError, SafetensorError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(f'The looks in "{folder}" are missing or damaged. Reinstall the add-on.') from error
        return table

    def _check(self) -> None:
        looks, known = len(self.names), len(self.phrases)
        per_look = (self.palette_lab, self.palette_shares, self.texture_mean, self.texture_spread, self.embeddings)
        if any(len(t) != looks for t in per_look) or not 0 < self.trained <= looks:
            raise ValueError("looks of different number")
        if any(len(t) != known for t in (self.owners, self.sentences, self.descriptions)) or known == 0:
            raise ValueError("phrases of different number")
        if self.palette_lab.shape != (*self.palette_shares.shape, 3) or self.sentences.shape != self.descriptions.shape:
            raise ValueError("palettes or sentences of different shapes")
        if self.texture_mean.ndim != 2 or self.texture_mean.shape != self.texture_spread.shape:
            raise ValueError("textures of different shapes")
        if not all(bool(torch.isfinite(value).all()) for value in self._tensors().values()):
            raise ValueError("not a number")
        if int(self.owners.min()) < 0 or int(self.owners.max()) >= looks:
            raise ValueError("a phrase of no look")


class LookFinder:
    """Finds the look that a phrase means.

    Args:
        table: the looks.
        sentences: the language encoder that the table's embeddings come from.
        lexicon: the dictionary that the table's descriptions come from.
    """

    def __init__(self, table: LookTable, sentences: SentenceEncoder, lexicon: Lexicon) -> None:
        self.table = table
        self.sentences = sentences
        self._lexicon = lexicon
        self._known = dict(zip(table.phrases, table.owners.tolist(), strict=True))
        self._found: dict[str, StyleMatch] = {}

    @classmethod
    def from_folder(cls, folder: Path, sentences: SentenceEncoder, device: str) -> LookFinder:
        """Reads `LOOKS_FILES` of a model folder.

        Raises:
            ModelError: missing or damaged.
        """
        return cls(LookTable.from_folder(folder).to(device), sentences, Lexicon.from_file(folder / LEXICON_FILE))

    def find(self, phrase: str) -> StyleMatch:
        """The look that a phrase means most likely."""
        plain = " ".join(phrase.lower().split())
        if plain not in self._found:
            known = self._known.get(plain)
            if known is not None:
                self._found[plain] = StyleMatch(known, self.table.names[known], 1.0)
            else:
                shares = self.shares(plain)
                look = int(shares.argmax())
                self._found[plain] = StyleMatch(look, self.table.names[look], float(shares[look]))
        return self._found[plain]

    def likely(self, phrase: str, count: int) -> list[StyleMatch]:
        """The `count` looks that a phrase means most likely, the likeliest first; none of what no dictionary has.

        How a word is spelled says nothing of its look: of 494 words without a meaning 59 had more than 0.2 of the
        votes for some look, and two 0.8, more than most words whose meaning is known.
        """
        plain = " ".join(phrase.lower().split())
        if plain not in self._known and not self._lexicon.describe(plain).glosses:
            return []
        shares = self.shares(plain)
        best = shares.topk(min(count, len(shares)))
        return [
            StyleMatch(look, self.table.names[look], share)
            for look, share in zip(best.indices.tolist(), best.values.tolist(), strict=True)
        ]

    @torch.no_grad()
    def shares(self, phrase: str) -> Tensor:
        """(S,) the votes that each look gets, which sum to 1."""
        table, description = self.table, self._lexicon.describe(phrase)
        device = table.sentences.device
        embedded = self.sentences.embed([phrase, description.text, *description.glosses]).to(device)
        by_name = table.sentences @ embedded[0]
        by_description = table.descriptions @ embedded[1]
        by_definition = (table.sentences @ embedded[2:].T).amax(dim=1) if description.glosses else by_name
        similarity = (by_name + by_description + by_definition) / 3.0
        votes = (similarity / _TEMPERATURE).softmax(dim=0)
        shares = torch.zeros(len(table.names), device=device).index_add_(0, table.owners, votes)
        kind = next((k for k in self._lexicon.kinds(phrase) if k in self._known), None)
        if kind is not None and float(shares.max()) < _NEAR:
            shares *= 1.0 - _OF_KIND
            shares[self._known[kind]] += _OF_KIND
        return shares


def embed_phrases(sentences: SentenceEncoder, lexicon: Lexicon, phrases: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Sentence embeddings (M, C) of phrases and of what the dictionary says of them."""
    return sentences.embed(list(phrases)), sentences.embed([lexicon.describe(p).text for p in phrases])
