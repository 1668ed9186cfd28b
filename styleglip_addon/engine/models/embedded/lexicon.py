"""A dictionary of looks: what a word the model was never trained on means, in other words.

Made from WordNet (Fellbaum, "WordNet: An Electronic Lexical Database", 1998), see `tools/train_default_model/words`.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...vocabulary.errors import ModelError
from ...vocabulary.json_texts import json_value, read_members
from ...vocabulary.stopping import stop_here

LEXICON_FILE = "lexicon.json.gz"

_LONGEST = 3
"""Longest entry, in words."""

_EVERY = 1024
"""Words read between two looks whether the work is to stop."""

_LARGEST_TEXT = 64 * 2**20
"""More characters than this are no dictionary of ours (bytes once unpacked)."""


@dataclass(frozen=True)
class Sense:
    """One meaning of a word.

    Args:
        names: what else it is called, and what it is a kind of.
        gloss: its definition.
    """

    names: str
    gloss: str


@dataclass(frozen=True)
class Description:
    """What the dictionary says of a phrase.

    Args:
        text: names and definitions of the phrase's words, in one line; the phrase itself where it knows none.
        glosses: the definitions alone: every sense of a phrase that is one entry, else the first of each word, in one.
    """

    text: str
    glosses: tuple[str, ...]


class Lexicon:
    """Senses by lower-case word.

    Args:
        senses: for every word its senses, the nearest to its look first.
    """

    def __init__(self, senses: Mapping[str, tuple[Sense, ...]]) -> None:
        self._senses = senses

    def __len__(self) -> int:
        return len(self._senses)

    @classmethod
    def from_file(cls, file: Path) -> Lexicon:
        """Reads `LEXICON_FILE`.

        Raises:
            ModelError: missing or damaged.
        """
        try:
            with gzip.open(file, "rb") as stream:
                text = stream.read(_LARGEST_TEXT + 1)
            if len(text) > _LARGEST_TEXT:
                raise ValueError("too large")
            return cls(_words(text.decode("utf-8")))
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(f'The dictionary "{file}" is missing or damaged. Reinstall the add-on.') from error

    def senses(self, word: str) -> tuple[Sense, ...]:
        """The senses of a word or of its singular; none where it is not in the dictionary."""
        for form in _forms(word):
            if form in self._senses:
                return self._senses[form]
        return ()

    def kinds(self, word: str) -> tuple[str, ...]:
        """What a word is otherwise called or a kind of, the nearest first: an oak is a tree, and thus a plant."""
        found = dict.fromkeys(name for sense in self.senses(word) for name in sense.names.split(", "))
        further = dict.fromkeys(name for own in found for sense in self.senses(own) for name in sense.names.split(", "))
        return tuple(name for name in found | further if name != word)

    def describe(self, phrase: str) -> Description:
        """Looks a phrase up, its longest entries first: "dark oak panel" as "dark", "oak panel" where there is one."""
        words = re.split(r"\s+", phrase.strip().lower())
        entries: list[tuple[Sense, ...]] = []
        covered = 0
        while words:
            for length in range(min(_LONGEST, len(words)), 0, -1):
                senses = self.senses(" ".join(words[:length]))
                if senses:
                    entries.append(senses)
                    covered = length
                    words = words[length:]
                    break
            else:
                words = words[1:]
        if not entries:
            return Description(phrase, ())
        text = " | ".join(" / ".join(f"{s.names}; {s.gloss}" for s in senses) for senses in entries)
        if len(entries) == 1 and covered == len(phrase.split()):
            return Description(text, tuple(s.gloss for s in entries[0]))
        return Description(text, (" ".join(senses[0].gloss for senses in entries),))


def _words(text: str) -> dict[str, tuple[Sense, ...]]:
    """The senses of each word in a dictionary's text, read word by word."""
    words: dict[str, tuple[Sense, ...]] = {}

    def take(word: str, start: int) -> int:
        if len(words) % _EVERY == 0:
            stop_here()
        senses, end = json_value(text, start)
        words[word] = tuple(Sense(str(names), str(gloss)) for names, gloss in senses)
        return end

    def find(name: str, start: int) -> int:
        return read_members(text, start, take) if name == "words" else json_value(text, start)[1]

    read_members(text, 0, find)
    if not words:
        raise ValueError("no words")
    return words


def _forms(word: str) -> tuple[str, ...]:
    """A word and what may be its singular."""
    if len(word) > 4 and word.endswith("es"):
        return word, word[:-1], word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word, word[:-1]
    return (word,)


def write_lexicon(file: Path, senses: Mapping[str, tuple[Sense, ...]]) -> None:
    """Writes `LEXICON_FILE`, the same bytes for the same words."""
    words = {word: [[s.names, s.gloss] for s in senses[word]] for word in sorted(senses)}
    text = json.dumps({"source": "WordNet 3.0", "words": words}, ensure_ascii=False, separators=(",", ":"))
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, filename="") as stream:
        stream.write(text.encode("utf-8"))
    file.write_bytes(buffer.getvalue())
