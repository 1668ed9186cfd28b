"""Words of a style that cannot be so: asked for and denied at once, opposite finishes, halves, wrong colour codes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .clauses import without_denied
from .color_words import find_color
from .lexicon import Lexicon
from .looks import look_of
from .meanings import COATS, FINISHES, OPPOSITES, PATTERNS, Coat, Finish, Pattern
from .spans import Role, spans_of
from .tokens import tokens_of, unreadable_codes

_HALF = re.compile(r"\bhal(?:f|ves)\b(?:\s+(?:is|of\s+it|in|of))*\s*", re.IGNORECASE)
_JOINED = re.compile(r"(?:\s|,|;|/|&|\+|\band\b|\bthe\b|\bother\b)+$", re.IGNORECASE)

Meaning = Coat | Finish | Pattern


def wrong_codes(text: str, lexicon: Lexicon) -> list[str]:
    """Words of a text that are written as codes of colours and are none: "#zzzzzz", "#12345", but not "#gold"."""
    return [code for code in unreadable_codes(text) if not _is_word(code[1:], lexicon)]


def _is_word(word: str, lexicon: Lexicon) -> bool:
    words = tuple(tokens_of(word))
    return bool(lexicon.find(words) or find_color(words) or look_of(words) or _meanings(word))


def wrong_code_told(code: str) -> str:
    """The sentence about a word of `wrong_codes`."""
    return f'"{code}" is no color. Write # and three or six of the digits 0-9 and a-f, for example "#ff8800".'


def style_without(style: str, words: Sequence[str]) -> str:
    """A style without some of its words, as they were typed."""
    for word in words:
        style = style.replace(word, " ")
    return style


def without_halves(style: str) -> tuple[str, tuple[str, ...]]:
    """ "Half gold half silver" as "gold and silver", with a sentence that says so; else the style as it is."""
    pieces = _HALF.split(style)
    said = [pieces[0].strip(), *(_JOINED.sub("", piece).strip() for piece in pieces[1:])]
    sides = [piece for piece in said if piece]
    if len(pieces) < 3 or len(sides) < 2:
        return style, ()
    plain = " and ".join(sides)
    return plain, (
        f'A part has one style all over: "{style}" is read as "{plain}", mixed. To style its halves apart, name them '
        f'as parts, for example "left side: {sides[0]}, right side: {sides[-1]}".',
    )


def without_contradicted(tokens: Sequence[str], lexicon: Lexicon) -> tuple[list[str], tuple[str, ...]]:
    """Words without those that say what others deny: "rusty rust-free steel" is steel without rust.

    Args:
        tokens: the style's words.
        lexicon: the materials' words.

    Returns:
        The words left, and a sentence per contradiction; opposite finishes are told and left as they are.
    """
    spans = spans_of(tokens, lexicon)
    left, denied = without_denied(spans)
    kept = {id(span) for span in left}
    is_said: list[bool] = []
    for span in spans:
        is_said += [id(span) in kept] * len(span.words)
    if len(is_said) != len(tokens):  # a word such as "unpolished" became two
        return list(tokens), ()
    meanings = {meaning: words for words in denied for meaning in _meanings(words)}
    words, sentences = list[str](), list[str]()
    for token, said in zip(tokens, is_said, strict=True):
        clash = next((m for m in _meanings(token) if said and m in meanings), None)
        if clash is None:
            words.append(token)
            continue
        sentences.append(
            f'"{token}" and without "{meanings[clash]}" contradict each other, so "{token}" was left out. Take one of '
            "them away."
        )
    sentences += _others_denied(denied, left, lexicon)
    typed = [span.text for span in spans if id(span) in kept and span.role is Role.MEANING]
    return words, (*sentences, *_opposites([text for text in typed if not _meanings(text) & meanings.keys()]))


def _meanings(words: str) -> set[Meaning]:
    tokens = tuple(tokens_of(words))
    return {table[tokens] for table in (COATS, FINISHES, PATTERNS) if tokens in table}


def _others_denied(denied: Sequence[str], left: Sequence[object], lexicon: Lexicon) -> list[str]:
    """Materials and colours that stand among what is denied and among what is said: "gold with no gold"."""
    said = {getattr(span, "text", "") for span in left}
    both = [words for words in denied if words in said and not _meanings(words)]
    return [f'"{words}" is asked for and denied. Take one of the two away.' for words in both]


def _opposites(said: Sequence[str]) -> list[str]:
    """Finishes that cannot be on one surface: "shiny matte gold"."""
    finishes: dict[Finish, str] = {}
    for text in said:
        for word in text.split():
            finish = FINISHES.get((word,))
            if finish is not None:
                finishes.setdefault(finish, word)
    pairs = {
        frozenset((word, finishes[OPPOSITES[finish]]))
        for finish, word in finishes.items()
        if finish in OPPOSITES and OPPOSITES[finish] in finishes
    }
    return [f'"{one}" and "{other}" are opposites. Take one of them away.' for one, other in map(sorted, pairs)]
