"""Reads a statement, which commas and full stops end: strips what is only polite, and divides it at "and"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..materials.words.tokens import word_set
from ..vocabulary.errors import PromptError
from .boilerplate import is_boilerplate
from .clauses import Clause, Order, short, without_part, without_style
from .connected import Context, read_connected
from .lists import ANDS, with_shared_nouns
from .phrases import ARTICLES, WHOLE_WORDS
from .words import Word, text_of

_POLITE = frozenset({"please", "kindly", "pls", "thanks", "then", "also", "finally", "afterwards"})
_OPENING_PHRASES = (
    "i'd love, i would love, can i have, may i have, could i have, can i get, i want you to, i would like you to,"
    " i'd like you to, i want to, i would like to, i'd like to, i want, i would like, i'd like, i need, we want,"
    " we need, we would like, give me, show me, let me have, let's have, let us have, create, generate, design,"
    " imagine, can you, could you, would you, will you, there should be, there is, now, then, also, next, finally,"
    " try to, let's, let us, just, only, so"
)
_OPENINGS = tuple(tuple(phrase.split()) for phrase in _OPENING_PHRASES.split(", "))
_COMMANDS = frozenset({"make", "turn", "let"})
_COMMANDS_BEFORE_ARTICLES = word_set(
    "paint colour color dye change set render style stylise stylize texture use apply add put do get have"
)
_COVERING = frozenset({"cover", "coat", "wrap", "drape"})
_KEEPING = frozenset({"leave", "keep", "ignore", "skip", "don't", "dont", "do"})
_DETERMINERS = ARTICLES | WHOLE_WORDS | {"each", "every", "both"}


def read_statement(words: Sequence[Word], context: Context) -> list[Clause]:
    """The clauses of a statement without a colon; parts without a style and styles without a part may be among them.

    Raises:
        PromptError: it cannot be read.
    """
    if is_boilerplate([word.text for word in words]):
        return []
    words = [word for word in words if word.key not in _POLITE]
    words = _with_plain_negations(_without_openings(words))
    while words and words[0].key in ANDS:
        words = words[1:]
    while words and words[-1].key in ANDS:
        words = words[:-1]
    _check_kept(words)
    words, is_command = _without_command(words)
    if not words:
        return []
    context = replace(context, is_command=is_command)
    return _of_pieces(with_shared_nouns(_pieces(words)), context)


def _without_openings(words: list[Word]) -> list[Word]:
    keys = [word.key for word in words]
    for opening in _OPENINGS:
        if len(words) > len(opening) and tuple(keys[: len(opening)]) == opening:
            return _without_openings(words[len(opening) :])
    return words


def _with_plain_negations(words: list[Word]) -> list[Word]:
    """ "Instead of" and "rather than" as "not"."""
    plain: list[Word] = []
    for word in words:
        if plain and (plain[-1].key, word.key) in (("instead", "of"), ("rather", "than")):
            plain[-1] = Word("not", "not", is_filler=True)
        else:
            plain.append(word)
    return plain


def _check_kept(words: Sequence[Word]) -> None:
    """Refuses "leave the base as it is".

    Raises:
        PromptError: something is to stay as it is.
    """
    if len(words) < 2 or words[0].key not in _KEEPING:
        return
    if (words[0].key == "do") == (words[1].key == "not") or words[0].key in ("don't", "dont"):
        raise PromptError(
            f'Parts that the prompt does not name stay as they are: leave "{short(text_of(words))}" out, and say how '
            "the others should look."
        )


def _without_command(words: list[Word]) -> tuple[list[Word], bool]:
    """The words behind "make" and the like, and whether there was one."""
    if len(words) < 2:
        return words, False
    first, second = words[0].key, words[1].key
    if first in _COMMANDS:
        return _without_former(words[1:]), True
    if second not in _DETERMINERS and not any(word.key in ("on", "for", "to") for word in words[1:]):
        return words, False
    if first in _COVERING:
        at = next((n for n, word in enumerate(words) if word.key in ("in", "with")), 0)
        covered = Word("covered", "covered", is_filler=True)
        return ([*words[1:at], covered, *words[at:]], True) if at else (words, False)
    if first == "give":
        return _given(words[1:]), True
    return (_without_former(words[1:]), True) if first in _COMMANDS_BEFORE_ARTICLES else (words, False)


def _without_former(words: list[Word]) -> list[Word]:
    """ "From oak to steel" is steel."""
    keys = [word.key for word in words]
    if "from" in keys and (later := [n for n, key in enumerate(keys) if key in ("to", "into")]):
        return words[: keys.index("from")] + words[later[-1] :] if later[-1] > keys.index("from") else words
    return words


def _given(words: list[Word]) -> list[Word]:
    """ "Give the chair steel legs" as "the chair with steel legs"."""
    start = next((n for n, word in enumerate(words) if n and word.key in ARTICLES), 0)
    start = start or next((n for n, word in enumerate(words) if n and word.is_look), 0)
    return [*words[:start], Word("with", "with", is_filler=True), *words[start:]] if start else words


def _pieces(words: Sequence[Word]) -> list[list[Word]]:
    """The words between the "and"s; every piece but the first begins with its "and"."""
    pieces: list[list[Word]] = [[]]
    for word in words:
        if word.key in ANDS and pieces[-1]:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _of_pieces(pieces: Sequence[Sequence[Word]], context: Context) -> list[Clause]:
    several = replace(context, in_list=context.in_list or len(pieces) > 1)
    read = [_clauses(piece, several) for piece in pieces]
    pending: list[Word] = []
    clauses: list[Clause] = []
    for number, (piece, own) in enumerate(zip(pieces, read, strict=True)):
        later = read[number + 1 :]
        if len(own) == 1 and own[0].is_style:
            if clauses and clauses[-1].is_whole and not pending and _goes_back(clauses[-1], own[0], later):
                clauses[-1] = replace(clauses[-1], style=(*clauses[-1].style, *piece))
            else:
                pending += [*piece[: len(piece) - len(_without_and(piece))], *own[0].style]
            continue
        if pending:
            own = read_connected(_without_and([*pending, *piece]), several)
            pending = []
        clauses += _joined(clauses, own, later)
    if pending:
        style = _without_and(pending)
        if clauses:
            raise without_part(text_of(style))
        return read[0] if len(pieces) == 1 else [Clause(style=tuple(style))]
    return clauses


def _clauses(piece: Sequence[Word], context: Context) -> list[Clause]:
    words = _without_and(piece)
    return read_connected(words, context) if words else [Clause()]


def _without_and(words: Sequence[Word]) -> list[Word]:
    return list(words[1:]) if words and words[0].key in ANDS else list(words)


def _goes_back(before: Clause, style: Clause, later: Sequence[Sequence[Clause]]) -> bool:
    """Whether a style without a part says more of the part before it, rather than of the one behind it."""
    if before.order is Order.STYLE_FIRST:
        return False
    following = next((clauses[0] for clauses in later if clauses and not clauses[0].is_style), None)
    if following is None or following.order is not Order.STYLE_FIRST or following.is_determined or following.is_part:
        return True
    last = before.style[-1]
    return not (last.is_look and last.is_material)


def _joined(before: list[Clause], own: list[Clause], later: Sequence[Sequence[Clause]]) -> list[Clause]:
    """The clauses of a piece beside those before it, changed: parts without a style share that of their neighbours."""
    first = own[0]
    if before and first.is_whole and before[-1].is_part:
        if first.order is Order.STYLE_FIRST:
            raise without_style(before[-1].names[0])
        names = (*before.pop().names, *first.names)
        return [replace(first, names=names, is_list=True), *own[1:]]
    if before and first.is_part and len(own) == 1:
        if before[-1].is_part:
            return [replace(first, names=(*before.pop().names, *first.names), is_list=True)]
        if before[-1].order is Order.STYLE_FIRST and not any(clauses[0].is_whole for clauses in later if clauses):
            last = before.pop()
            return [replace(last, names=(*last.names, *first.names), is_list=True)]
    return own
