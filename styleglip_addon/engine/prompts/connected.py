"""Reads pieces with verbs and connecting words: "a lamp made of wood", "the seat should be leather"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..materials.words.tokens import word_set
from ..vocabulary.errors import PromptError
from ..vocabulary.part_names import WHOLE_OBJECT
from .clauses import Clause, Order, short, without_part, without_style
from .part_nouns import DECORATIONS, FIGURES
from .phrases import ARTICLES, read_phrase
from .words import Word, text_of

_WITH = frozenset({"with", "having", "has", "have", "featuring", "including", "whose"})
_WEARING = frozenset({"in", "wearing"})
_EXCEPT = frozenset({"except", "excepting", "excluding", "besides"})
_WITHOUT = frozenset({"without", "no", "lacking", "minus"})
_UPON = frozenset({"on", "onto", "for", "to"})
_MADE = ("made", "crafted", "carved", "built", "cut", "formed")
_MARKERS = (
    *((verb, link) for verb in _MADE for link in ("of", "from", "in")),
    *((verb, "out", "of") for verb in _MADE),
    *((verb, "in") for verb in ("finished", "done", "dressed", "rendered", "styled")),
    *(("out", "of"), ("of",), ("in",), ("from",), ("into",), ("like",), ("as",), ("to",), ("using",)),
)
"""Between a part and its style."""

_IS = word_set("is are was were be becomes become looks should must shall will would could may needs need ought gets")
_IS_NOT = word_set("isn't aren't isnt arent wasn't shouldn't shouldnt mustn't won't wouldn't can't cannot")
_BEHIND_IS = word_set("be look looks like made out of from in to become as into done finished rendered have has all")
_SEEMS = frozenset({"look", "looks", "seem", "appear", "feel", "be"})
_BEFORE_IS = word_set("that which entirely completely fully wholly mostly purely only just all also both")


_CONNECTING = (
    _WITH | _WEARING | _EXCEPT | _WITHOUT | _UPON | _IS | _IS_NOT | {"of", "from", "into", "like", "as", "not"}
)
_MOST_CONNECTED = 12


@dataclass(frozen=True)
class Context:
    """What stands around a piece.

    Args:
        in_list: see `read_phrase`.
        is_command: see `read_phrase`.
    """

    in_list: bool = False
    is_command: bool = False


def read_connected(words: Sequence[Word], context: Context) -> list[Clause]:
    """The clauses of a piece that no "and" divides; those of a thing and of its parts.

    Raises:
        PromptError: something in it cannot be read, or asks for parts to be taken away.
    """
    if sum(word.key in _CONNECTING for word in words) > _MOST_CONNECTED:
        raise PromptError(
            f'"{short(text_of(words))}" is too long for one piece. Put a comma between two parts, for example '
            '"base: pottery, tube: gold".'
        )
    outcome = _outcome(tuple(words), context)
    if isinstance(outcome, PromptError):
        raise PromptError(str(outcome))
    return list(outcome)


@lru_cache(maxsize=4096)
def _outcome(words: tuple[Word, ...], context: Context) -> tuple[Clause, ...] | PromptError:
    """What `read_connected` gives or raises: the same words are asked for many times, as parts of longer ones."""
    try:
        return tuple(_read(words, context))
    except PromptError as error:
        return PromptError(str(error))


def _read(words: Sequence[Word], context: Context) -> list[Clause]:
    behind = _without_leading_marker(words)
    if len(behind) < len(words) and not any(word.is_listed for word in behind):
        return [Clause(style=tuple(behind))]  # "made out of recycled plastic"
    words = behind
    if words and words[0].key in _WITH and (whole := _whole_behind(words[1:], context)):
        return whole  # "..., with chrome bumpers": further parts
    for number, word in enumerate(words):
        if word.key in _WITHOUT:
            _check_taken_away(words[number:], context)
        if word.key in _EXCEPT and 0 < number < len(words) - 1:
            return _divided_except(words, number, context)
    for links in (_WITH, _WEARING):
        for number in range(1, len(words) - 1):
            if words[number].key in links and (divided := _divided_with(words, number, context)) is not None:
                return divided
    if (told := _read_told(words, context)) is not None:
        return [told]
    for number in range(1, len(words) - 1):
        clause = (
            _read_more(words, number, context)
            or _read_marked(words, number, context)
            or _read_upon(words, number, context)
        )
        if clause is not None:
            return [clause]
    return [read_phrase(words, context.in_list, context.is_command)]


def _without_leading_marker(words: Sequence[Word]) -> Sequence[Word]:
    start = _marker_at(words, 0)
    while start < len(words) and words[start].key in (_IS if not start else _BEHIND_IS):
        start += 1
    return words[start:] if start < len(words) else words


def _whole_behind(words: Sequence[Word], context: Context) -> list[Clause]:
    """The clauses of words that are parts with styles and no decoration of others, else none."""
    clauses = _attempt(words, context)
    is_decoration = bool(words) and words[-1].key in DECORATIONS
    is_whole = all(clause.is_whole and (clause.is_determined or not is_decoration) for clause in clauses)
    return clauses if is_whole else []


def _attempt(words: Sequence[Word], context: Context) -> list[Clause]:
    """The clauses of words that may be none."""
    try:
        return read_connected(words, context) if words else []
    except PromptError:
        return []


def _check_taken_away(words: Sequence[Word], context: Context) -> None:
    """Refuses "without arms": only looks can be left away.

    Raises:
        PromptError: a part is to be taken away.
    """
    (taken, *_) = _attempt(words[1:], replace(context, is_command=False)) or [Clause()]
    if taken.is_part and any(word.is_listed for word in words):
        raise PromptError(
            f'Parts cannot be taken away: leave "{short(text_of(words))}" out. Parts that the prompt does not name '
            "stay as they are."
        )


def _divided_with(words: Sequence[Word], at: int, context: Context) -> list[Clause] | None:
    """ "A chair with an oak seat" as the chair and its seat; None where "with" only says more of a style."""
    right = _attempt(words[at + 1 :], Context())
    if not right or right[0].is_style or (words[-1].key in DECORATIONS and not right[0].is_determined):
        return None
    before = list(words[:at])
    while before and before[-1].key in _BEFORE_IS:
        before.pop()
    left = read_connected(before, context) if before else []
    is_thing = all(clause.is_part for clause in left) or before[-1].key in FIGURES
    wears = is_thing and right[0].is_whole and (words[-1].is_listed or right[0].is_determined)
    if words[at].key in _WEARING and not wears:
        return None
    if left and left[-1].is_style and is_thing:
        left = []
    if left and left[-1].is_style and left[-1].is_determined:
        # "A fairy tale castle with ...": an article belongs to a thing.
        left[-1] = replace(left[-1], names=(before[-1].text,), style=left[-1].style[:-1])
    if left and left[-1].is_style:
        if not right[0].is_determined:
            return None
        left[-1] = replace(left[-1], names=(WHOLE_OBJECT,), order=Order.PART_FIRST)
    if right[0].is_part and left and left[-1].is_whole:
        raise without_style(right[0].names[0])
    # The thing itself, where nothing is said of its look: "a chair with ...".
    return [clause for clause in left if clause.is_whole] + right


def _divided_except(words: Sequence[Word], at: int, context: Context) -> list[Clause]:
    behind = words[at + 1 :]
    behind = behind[1:] if behind[0].key in ("for", "of") and len(behind) > 1 else behind
    right, left = read_connected(behind, replace(context, in_list=True)), read_connected(words[:at], context)
    if not right[0].is_whole:
        raise PromptError(
            f'Say what "{short(text_of(behind))}" should look like instead, or name only the parts that change: those '
            "that the prompt does not name stay as they are."
        )
    if left[-1].is_style:
        left[-1] = replace(left[-1], names=(WHOLE_OBJECT,), order=Order.PART_FIRST)
    return left + right


def _read_told(words: Sequence[Word], context: Context) -> Clause | None:
    """ "The seat should be leather"; None without such a verb."""
    at = next((number for number in range(1, len(words)) if _is_verb(words, number)), 0)
    if not at:
        return None
    before, style = _without_property(words[:at]), list(words[at + 1 :])
    denied = words[at].key in _IS_NOT
    if style and style[0].key == "not":
        denied, style = True, style[1:]
    while style and style[0].key in _BEHIND_IS | ARTICLES:
        style.pop(0)
    while before and before[-1].key in _BEFORE_IS and len(before) > 1:
        before.pop()
    (subject, *_) = read_connected(before, replace(context, is_command=False))
    if subject.is_style:
        raise without_part(subject.style_text)
    if not style:
        raise without_style(subject.names[0])
    said = [Word("not", "not", is_filler=True), *style] if denied else style
    return replace(subject, style=(*subject.style, *said), order=Order.PART_FIRST)


def _is_verb(words: Sequence[Word], at: int) -> bool:
    if words[at].key == "to":
        return at + 1 < len(words) and words[at + 1].key in ("be", "look", "become")
    return words[at].key in _IS | _IS_NOT


def _without_property(words: Sequence[Word]) -> list[Word]:
    """ "The colour of the base" as the base."""
    at = next((n for n, word in enumerate(words) if word.key == "of"), 0)
    is_property = at and words[at - 1].key in ("color", "colour", "material", "texture", "finish", "surface", "look")
    return list(words[at + 1 :]) if is_property and at + 1 < len(words) else list(words)


def _marker_at(words: Sequence[Word], at: int) -> int:
    """How many words a marker that starts there has; 0 where there is none."""
    keys = tuple(word.key for word in words[at : at + 3])
    return max((len(marker) for marker in _MARKERS if keys[: len(marker)] == marker), default=0)


def _read_more(words: Sequence[Word], at: int, context: Context) -> Clause | None:
    """ "Stone base without moss", "cup with blue stripes"; None where no style follows, or no part stands before."""
    if words[at].key not in _WITH | _WITHOUT | {"not", "never"}:
        return None
    subject = _only(_attempt(words[:at], context))
    style = _only(_attempt(words[at + 1 :], Context()))
    if subject is not None and subject.is_style and words[-1].key in DECORATIONS:
        return Clause(style=tuple(words))  # "oak with gold edges"
    if subject is None or style is None or not (style.is_style or words[-1].key in DECORATIONS):
        return None
    if subject.is_part:
        said = _without_articles(words[at + 1 :]) if words[at].key in _WITH else words[at:]
        return replace(subject, style=tuple(said), order=Order.PART_FIRST)
    if subject.is_whole and subject.order is Order.STYLE_FIRST:
        return replace(subject, style=(*subject.style, *words[at:]), order=Order.PART_FIRST)
    return None


def _without_articles(words: Sequence[Word]) -> list[Word]:
    start = 0
    while start < len(words) - 1 and words[start].key in ARTICLES:
        start += 1
    return list(words[start:])


def _read_marked(words: Sequence[Word], at: int, context: Context) -> Clause | None:
    """ "Base made of gold", "wooden seat in red", "legs of the chair"; None for all else."""
    length = _marker_at(words, at)
    behind = list(words[at + length :])
    if not length or not behind:
        return None
    before = list(words[:at])
    while len(before) > 1 and before[-1].key in _BEFORE_IS | _SEEMS:
        before.pop()
    subject = _only(_attempt(before, replace(context, is_command=False)))
    if subject is None or subject.is_style:
        return None
    if subject.is_whole and subject.order is not Order.STYLE_FIRST:
        return None
    style = _only(_attempt(behind, Context()))
    is_determined = behind[0].key in ARTICLES
    strong = length > 1 or (not is_determined and subject.is_part and not any(word.is_listed for word in behind))
    behind = _without_articles(behind)
    is_said = not is_determined and all(word.is_look or word.is_filler for word in behind)
    is_said = is_said and (len(behind) == 1 or not any(word.is_noun for word in behind))  # "stopper in cork"
    if is_said or (style is not None and style.is_style) or (strong and not any(word.is_listed for word in behind)):
        link = words[at : at + length] if subject.is_whole else ()
        return replace(subject, style=(*subject.style, *link, *behind), order=Order.PART_FIRST)
    if words[at].key == "of" and is_determined and subject.is_part and style is not None and style.is_part:
        return replace(subject, names=(f"{style.names[0]} {subject.names[0]}",))  # legs of the chair: chair legs
    return None


def _read_upon(words: Sequence[Word], at: int, context: Context) -> Clause | None:
    """ "Gold on the base", "steel for the legs"; None for all else."""
    if words[at].key not in _UPON:
        return None
    style = _only(_attempt(words[:at], Context()))
    part = _only(_attempt(words[at + 1 :], replace(context, is_command=False)))
    if style is None or part is None or not style.is_style or not part.is_part:
        return None
    return replace(part, style=style.style, order=Order.PART_FIRST)


def _only(clauses: Sequence[Clause]) -> Clause | None:
    return clauses[0] if len(clauses) == 1 else None
