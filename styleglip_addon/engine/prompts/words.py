"""The words of a prompt, each with what it can be: something about a look, the name of a thing, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..materials.words.lexicon import Lexicon, catalogue_lexicon
from ..materials.words.looks import look_of
from ..materials.words.modifiers import NEGATED
from ..materials.words.spans import Role, Span, spans_of
from ..materials.words.tokens import tokens_of
from ..vocabulary.picture_words import has_picture
from .part_nouns import SIDES, is_noun, is_part_in_lists

_MEASURES = frozenset({"inch", "inches", "mm", "cm", "percent", "%"})
_LONGEST = 4
"""Words of the longest phrases that are looks, finishes or coats."""

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")

_SAYING = (Role.MEANING, Role.COATING, Role.PLATED, Role.GILDED)


@dataclass(frozen=True)
class Word:
    """A word.

    Args:
        text: as typed.
        key: in lower case.
        is_look: whether it says something of a look: a material, a colour, a finish, a style of art.
        is_material: whether it names a material, alone or with its neighbours.
        is_filler: whether it neither says something of a look nor can name a part: "the", "very", "with".
        is_listed: whether it is among the words that name things or parts.
        is_noun: whether it does so here, and is no piece of a longer look: "hair", but not in "brown hair".
    """

    text: str
    key: str
    is_look: bool = False
    is_material: bool = False
    is_filler: bool = False
    is_listed: bool = False
    is_noun: bool = False

    @property
    def is_side(self) -> bool:
        """Whether it says which one of several parts is meant."""
        return self.key in SIDES or _ORDINAL.fullmatch(self.key) is not None

    @property
    def can_be_part(self) -> bool:
        """Whether it is more likely a part's name than something about a look."""
        return self.is_noun or self.is_side or not (self.is_look or self.is_filler)

    @property
    def is_part_in_lists(self) -> bool:
        """Whether it is a material that artists name parts by as well."""
        return is_part_in_lists(self.key)


def words_of(texts: Sequence[str]) -> tuple[Word, ...]:
    """The words of a statement; what they can be depends on their neighbours ("stained glass")."""
    lexicon = catalogue_lexicon()
    owners: list[int] = []
    tokens: list[str] = []
    for number, text in enumerate(texts):
        for token in tokens_of(text):
            owners.append(number)
            tokens.append(NEGATED.get(token, token))
    spans: dict[int, list[tuple[Span, bool]]] = {}
    shared: set[int] = set()
    for span, start, is_look in _spans(tokens, lexicon):
        owned = owners[start : start + len(span.words)]
        for number in owned:
            spans.setdefault(number, []).append((span, is_look))
        shared |= set(owned) if len(set(owned)) > 1 else set()
    return tuple(_word(text, spans.get(number, []), number not in shared) for number, text in enumerate(texts))


def text_of(words: Sequence[Word]) -> str:
    """Words as they were typed; strokes between two words touch them."""
    return " ".join(word.text for word in words).replace(" / ", "/")


def _spans(tokens: list[str], lexicon: Lexicon) -> Iterator[tuple[Span, int, bool]]:
    """The pieces, where each starts, and whether it says something of a look."""
    start, most = 0, max(lexicon.longest, _LONGEST)
    while start < len(tokens):
        look = next(
            (
                length
                for length in range(min(_LONGEST, len(tokens) - start), 0, -1)
                if look_of(tuple(tokens[start : start + length])) is not None
            ),
            0,
        )
        span = spans_of(tokens[start : start + most], lexicon)[0]
        if look > len(span.words) or (look == len(span.words) and span.role is Role.UNKNOWN):
            span = Span(tuple(tokens[start : start + look]))
        yield span, start, span.role in _SAYING
        start += len(span.words)


def _word(text: str, spans: Sequence[tuple[Span, bool]], is_alone: bool) -> Word:
    key = text.casefold()
    is_listed = is_noun(key.removesuffix("'s").removesuffix("\u2019s").rstrip("0123456789_-."))
    if "_" in text and not has_picture(text):
        return Word(text, key, is_listed=is_listed, is_noun=is_listed)  # a name of Blender's: "Wheel_FL"
    if has_picture(text):
        return Word(text, key, is_look=True)
    is_look = any(says and not span.degree for span, says in spans)
    is_unknown = not key[0].isdigit() and any(
        span.role is Role.UNKNOWN and span.text not in _MEASURES for span, _ in spans
    )
    has_letters = any(character.isalpha() for character in text)
    # Words of other alphabets have no tokens, and are unknown.
    is_filler = not is_look and not (is_unknown and has_letters) and (bool(spans) or not has_letters)
    return Word(
        text,
        key,
        is_look=is_look,
        is_material=any(bool(span.material) for span, _ in spans),
        is_filler=is_filler,
        is_listed=is_listed,
        is_noun=is_alone and is_listed,
    )
