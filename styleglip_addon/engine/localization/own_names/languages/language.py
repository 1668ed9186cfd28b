"""One language's words for parts and what they are called in English, as one of the tables beside this file says.

Accents and capitals make no difference: "Tür", "TUR" and "Tuer" are one word. Cyrillic words are also read in Latin
letters.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent
_NAMES = (
    *("german", "french", "spanish", "italian", "portuguese", "dutch", "polish", "russian", "japanese", "chinese"),
    "turkish",
)
_LEAST_HEAD, _LEAST_REST, _LEAST_BESIDE_UNKNOWN = 3, 3, 5
"""Letters of a compound's last word, of what it is of, and of the former where the latter is in no table: many English
words end in a short German or Dutch one."""
_MOST_IN_PHRASE = 3
_MOST_SPELLINGS = 16
_PLAIN = str.maketrans({"ß": "ss", "ł": "l", "ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "ё": "е"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True)
class Language:
    """A language's words, folded as `folded` does.

    Args:
        name: in English.
        words: what each word may mean, in English, the likeliest first; a meaning may be several words.
        phrases: the same for what is written in several words, these put together.
        also_english: those of them that English has as well, mostly for something else: a German "Rock" is a skirt.
        dropped: articles and the like, which mean nothing in a name.
        is_head_first: whether the first of several nouns says what the thing is: "pied de table" is a foot.
        linking: what joins the words of a compound; empty: it has none.
    """

    name: str
    words: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[str, ...]]
    also_english: frozenset[str]
    dropped: frozenset[str]
    is_head_first: bool
    linking: tuple[str, ...]

    def phrase(self, tokens: Sequence[str]) -> tuple[int, tuple[str, ...]]:
        """How many of the first folded words of a name are one expression, and its meanings; (0, ()) where none is."""
        for count in range(min(_MOST_IN_PHRASE, len(tokens)), 1, -1):
            if found := self.phrases.get("".join(tokens[:count])):
                return count, found
        return 0, ()

    def meanings(self, token: str) -> tuple[str, ...]:
        """What a folded word may mean; () where it is in no table."""
        return self.words.get(token) or self.phrases.get(token, ())

    def compound(self, token: str, with_unknown: bool) -> tuple[tuple[str, ...], ...]:
        """The meanings of each word that a folded word is put together of: "stuhlbein" is a chair's leg.

        Args:
            token: no word of the table itself.
            with_unknown: whether what stands before the last word may be in no table; it has no meanings then.
        """
        if not self.linking or token in self.also_english:
            return ()
        for cut in range(_LEAST_REST, len(token) - _LEAST_HEAD + 1):
            head = () if token[cut:] in self.also_english else self.words.get(token[cut:], ())
            if not head:
                continue
            rest = token[:cut]
            for link in ("", *self.linking):
                first = rest.removesuffix(link) if rest.endswith(link) else ""
                if len(first) >= _LEAST_REST and first in self.words:
                    return (self.words[first], head)
            if with_unknown and len(token) - cut >= _LEAST_BESIDE_UNKNOWN:
                return (head,)
        return ()

    def segments(self, run: str) -> tuple[tuple[str, ...], ...]:
        """The meanings of each word of a text without spaces, longest words first, from its end.

        What stands before the first word that is known is left out; () where the end means nothing.
        """
        found: list[tuple[str, ...]] = []
        while run:
            start = next((start for start in range(len(run)) if run[start:] in self.words), len(run))
            if start < len(run):
                found.insert(0, self.words[run[start:]])
                run = run[:start]
            elif found and run[-1] in self.dropped:
                run = run[:-1]
            else:
                break
        return tuple(found)


@cache
def languages() -> tuple[Language, ...]:
    """All languages that there are tables of."""
    return tuple(_read(_FOLDER / f"{name}.toml") for name in _NAMES)


@lru_cache(maxsize=1 << 14)
def folded(word: str) -> str:
    """A word without capitals, and Latin ones without accents."""
    plain = unicodedata.normalize("NFKC", word).lower().translate(_PLAIN)
    return "".join(letter for letter in map(_without_accent, plain) if not unicodedata.combining(letter))


def is_han_or_kana(letter: str) -> bool:
    """Whether it is a letter of Japanese or Chinese, which put no spaces between words."""
    return "\u3005" <= letter <= "\u30ff" or "\u3400" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff"


def is_cyrillic(letter: str) -> bool:
    """Whether it is a Cyrillic letter."""
    return "\u0400" <= letter <= "\u04ff"


def _without_accent(letter: str) -> str:
    first = unicodedata.normalize("NFD", letter)[0]
    return first if "a" <= first <= "z" else letter


def _read(file: Path) -> Language:
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    latin = {letter: tuple(spellings.split("|")) for letter, spellings in data.get("latin", {}).items()}
    words: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, tuple[str, ...]] = {}
    for english, text in data["words"].items():
        for word in text.split():
            table = phrases if "-" in word else words
            for spelling in _spellings(word.replace("-", ""), latin):
                table[spelling] = tuple(dict.fromkeys((*table.get(spelling, ()), english)))
    return Language(
        data["language"],
        words,
        phrases,
        frozenset(data.get("also_english", "").split()),
        frozenset(spelling for word in data["dropped"].split() for spelling in _spellings(word, latin)),
        data["is_head_first"],
        tuple(data["linking"]),
    )


def _spellings(word: str, latin: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """How a word of a table may be written in a name, folded.

    Args:
        word: of the table.
        latin: how each letter of another script may be written in Latin letters, the commonest way first.
    """
    lower = unicodedata.normalize("NFC", word.lower())
    if not latin:
        return tuple(dict.fromkeys((folded(lower), folded(lower.translate(_UMLAUTS)))))
    choices = [latin[letter] for letter in lower]
    written = ("".join(letters) for letters in islice(product(*choices), _MOST_SPELLINGS))
    return tuple(dict.fromkeys((folded(lower), *written)))
