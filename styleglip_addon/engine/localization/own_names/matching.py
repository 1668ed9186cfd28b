"""Which part each of an object's names means, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...materials.words.tokens import word_set
from ...prompts.part_nouns import is_noun
from ..detector import WordReader
from .bodies import of_bodies
from .clothes import worn_parts
from .languages.translating import NameLanguages
from .made_of import made_part
from .name_words import NameWords, number_forms, telling_words
from .rig_names import plain_names

CERTAIN = 0.9
"""From this confidence on a name decides by itself."""
SAME = 1.0
"""The name says the part's word: "Wheel_FL" for a wheel."""
KIND = 0.75
"""The dictionary calls one a name for the other, or a kind of it: a hilt is a handle. Words have several meanings."""
GUESSED = 0.85
"""Most confidence in a word of another language of which the object has no other word."""
OF_IT = 0.55
"""The name says that it is something of the part ("wheel_case"), which may count as the part or not."""
DEFAULT = 0.5
"""The part's word is also a name that programs give: "Sphere.002" for a sphere."""
LEAST_SIMILARITY, LEAST_CONFIDENCE, MOST_CONFIDENCE = 0.6, 0.35, 0.65
"""Words nearer than this (cosine of the language encoder's embeddings) mean about the same, the surer the nearer."""
_OF_SOMETHING = word_set("support mount mounting attachment connector container fitting insert strut trim")
"""Words that are in no list of parts, but behind a part's word name something else."""
MADE_OF = 0.45
"""The name says a material of which only one of the parts is usually made: a hint."""
LEAST_MARGIN = 0.08
"""A name that is nearly as near to another part says nothing."""


@dataclass(frozen=True)
class NameMatch:
    """What a name was taken for.

    Args:
        word: index of the part's word; -1: none of them.
        confidence: 0..1; 0 where it says nothing.
        is_other: whether it names a thing that is none of the parts.
        is_chosen: whether somebody gave the name, and no program.
        meaning: what a name in another language, or one that a program gave, means in English; "": it says so itself.
        is_hint: whether it is not the part that has the name, but what it is made of or lies on; it says nothing where
            another name says the part.
        is_bone: whether it is a bone's.
    """

    word: int = -1
    confidence: float = 0.0
    is_other: bool = False
    is_chosen: bool = True
    meaning: str = ""
    is_hint: bool = False
    is_bone: bool = False


def match_names(
    names: Sequence[str],
    words: Sequence[str],
    reader: WordReader | None,
    spoken: NameLanguages | None = None,
    is_bone: bool = False,
) -> tuple[NameMatch, ...]:
    """Compares the names of one kind that an object has with the parts' words.

    Args:
        names: different names.
        words: of the parts, without what says where they are; each means another part.
        reader: knows which other words mean the same; None: only the parts' own words are understood.
        spoken: the languages of all the object's names; None: English alone.
        is_bone: whether they are bones' names.

    Returns:
        A match per name.
    """
    asked = [tuple(word.lower().split()) for word in words]
    tokens = {token for word in asked for token in (*word, "".join(word))}
    plain = plain_names(names, tokens, is_bone)
    told = telling_words(plain, tokens, spoken)
    spelled = [_by_spelling(one, asked, reader) for one in told]
    hints = [False] * len(told)
    for number, one in enumerate(told):
        if not spelled[number].any() and one.words:
            spelled[number], hints[number] = of_bodies(number_forms(one.head), asked, is_bone)
    unclear = [number for number, scores in enumerate(spelled) if not scores.any() and told[number].words]
    if reader is not None and unclear:
        near = _by_meaning([told[number] for number in unclear], words, reader)
        for number, scores in zip(unclear, near, strict=True):
            spelled[number] = scores
    worn = worn_parts(names, asked)
    matches = []
    for name, text, one, scores, is_hint in zip(names, plain, told, spelled, hints, strict=True):
        match = replace(_decided(one, scores), is_hint=is_hint)
        if match.word < 0 and name in worn:
            match = NameMatch(*worn[name], meaning=words[worn[name][0]])
        elif match.word < 0 and (made := made_part(one.last, asked)) >= 0:
            match = NameMatch(made, MADE_OF, is_chosen=one.is_chosen, meaning=one.last * one.is_foreign, is_hint=True)
        elif match.word >= 0 and text != name and words[match.word].lower() not in name.lower():
            match = replace(match, meaning=" ".join(one.words))
        matches.append(replace(match, is_bone=is_bone))
    return tuple(matches)


def _decided(told: NameWords, scores: np.ndarray) -> NameMatch:
    order = np.argsort(-scores, kind="stable")
    best = float(scores[order[0]]) if len(order) else 0.0
    second = float(scores[order[1]]) if len(order) > 1 else 0.0
    if best > 0.0 and best - second >= LEAST_MARGIN:
        sure = best if told.is_sure else min(best, GUESSED)
        meaning = " ".join(told.words) if told.is_foreign else ""
        return NameMatch(int(order[0]), sure, is_chosen=told.is_chosen, meaning=meaning)
    return NameMatch(is_other=best == 0.0 and is_noun(told.head), is_chosen=told.is_chosen)


def _by_spelling(told: NameWords, asked: Sequence[tuple[str, ...]], reader: WordReader | None) -> np.ndarray:
    """(P,) how surely a name says each part's own word; the longest one that it ends with is meant."""
    own = _without_unknown_end(told.words, asked, reader)
    scores = np.zeros(len(asked))
    ends = [_end_of(own, word) for word in asked]
    last = max(ends, default=0)
    if last == 0:
        return scores
    longest = max(len(word) for word, end in zip(asked, ends, strict=True) if end == last)
    for number, (word, end) in enumerate(zip(asked, ends, strict=True)):
        if end == last and len(word) == longest:
            scores[number] = SAME if end == len(own) else OF_IT
    return DEFAULT * scores if told.is_default else scores


def _end_of(own: Sequence[str], word: tuple[str, ...]) -> int:
    """Number of words up to the end of a part's word in a name; 0 where it is not there."""
    together = number_forms("".join(word))
    for end in range(len(own), 0, -1):
        tail = own[max(end - len(word), 0) : end]
        if len(tail) == len(word) and all(a in number_forms(b) for a, b in zip(tail, word, strict=True)):
            return end
        if own[end - 1] in together or "".join(own[max(end - 2, 0) : end]) in together:
            return end
    return 0


def _without_unknown_end(
    own: Sequence[str], asked: Sequence[tuple[str, ...]], reader: WordReader | None
) -> tuple[str, ...]:
    """A name's words up to the last one that is English: "hair boy 35 xq" is hair, and of a brand only the rest."""
    words = list(own)
    known = {token for word in asked for token in word}
    while reader is not None and len(words) > 1:
        forms = number_forms(words[-1])
        if any(form in known | _OF_SOMETHING or is_noun(form) or reader.is_word(form) for form in forms):
            break
        words.pop()
    return tuple(words)


def _by_meaning(told: Sequence[NameWords], words: Sequence[str], reader: WordReader) -> list[np.ndarray]:
    """For each name (P,) how surely it means each part by other words."""
    phrases = [" ".join(one.words) for one in told]
    heads = [one.head for one in told]
    near = np.maximum(reader.similarities(phrases, words), reader.similarities(heads, words))
    share = (near - LEAST_SIMILARITY) / (1.0 - LEAST_SIMILARITY)
    scores = np.where(share >= 0.0, LEAST_CONFIDENCE + (MOST_CONFIDENCE - LEAST_CONFIDENCE) * share, 0.0)
    for row, head in enumerate(heads):
        for column, word in enumerate(words):
            if reader.is_kind_of(head, word) or reader.is_kind_of(word, head):
                scores[row, column] = KIND
    return list(scores)
