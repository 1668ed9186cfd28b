"""Reads a prompt into parts with their styles, and says where its words could have meant something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..materials.words.reader import read_style
from ..materials.words.tokens import word_set
from ..vocabulary import Part
from ..vocabulary.errors import PromptError
from ..vocabulary.part_names import EVERYTHING_ELSE, MAX_NAME_BYTES, WHOLE_OBJECT, is_whole_alone, part_key
from ..vocabulary.picture_words import count_of_pictures, has_picture, with_pictures_again, with_stand_ins
from .boilerplate import passed_over
from .clauses import EXAMPLE, Clause, Order, short, without_part, without_style
from .connected import Context
from .languages import letters_of, refuse_foreign
from .lists import ANDS, names_in
from .phrases import ARTICLES
from .statements import read_statement
from .style_checks import check_codes, check_letters, check_says_something
from .texts import at_colons, cleaned, raw_words, statements
from .words import Word, words_of

MAX_CHARACTERS = 2000
MAX_PARTS = 32


@dataclass(frozen=True)
class PromptReading:
    """What was read of a prompt.

    Args:
        parts: in the order they are named, at least one. Names and styles are in Unicode NFC, with single spaces,
            spelled as typed; quotes, emoji and control characters are gone.
        doubts: sentences about words that could have meant something else.
    """

    parts: tuple[Part, ...]
    doubts: tuple[str, ...] = ()


def parse_prompt(text: str) -> tuple[Part, ...]:
    """The parts of a prompt with their styles, see `read_prompt`."""
    return read_prompt(text).parts


def read_prompt(text: str) -> PromptReading:
    """Reads a prompt in English.

    "STYLE PART", "PART: STYLE", "PART made of STYLE" and sentences are understood ("make the legs gold and the seat red
    velvet"), and a style alone as that of the whole object.

    Raises:
        PromptError: nothing to read, a piece without a style or without a part, a part named twice, parts that are to
            be taken away, another language, too much text. The sentence names the word.
    """
    if not isinstance(text, str):
        raise PromptError(f'The prompt must be a text such as "{EXAMPLE}", not {type(text).__name__}.')
    if len(text) > MAX_CHARACTERS:
        raise PromptError(
            f"The prompt has {len(text):,} characters, {MAX_CHARACTERS:,} are the most. "
            f'Keep a few words for each part, for example "{EXAMPLE}".'
        )
    spoken, pictures = with_stand_ins(text)
    plain = cleaned(spoken)
    if not plain.strip():
        raise PromptError(f'The prompt is empty. Say how each part should look, for example "{EXAMPLE}".')
    if not any(character.isalpha() for character in plain):
        raise PromptError(f'There are no letters in the prompt "{short(plain)}". Write for example "{EXAMPLE}".')
    try:
        clauses = _clauses(plain)
    except PromptError as error:
        raise PromptError(with_pictures_again(str(error), pictures)) from None
    parts = _parts(clauses, pictures)
    # Once more without "should", "make" and the like, which told nothing of the language of the rest.
    said = [word for part in parts for word in f"{part.name} {part.style}".split()]
    refuse_foreign(words_of(said))
    return PromptReading(parts, (*_doubts(parts), *passed_over(plain)))


def _clauses(plain: str) -> list[Clause]:
    pieces = [at_colons(piece) for piece in statements(plain)]
    texts = [[raw_words(side) for side in piece] for piece in pieces]
    everything = words_of([word for sides in texts for side in sides for word in side])
    refuse_foreign(everything)
    texts = [sides for sides in texts if any(sides)]
    clauses: list[Clause] = []
    for sides in texts:
        clauses = _continued(clauses, _read_piece(sides, len(texts) > 1))
    return _settled(clauses)


def _read_piece(sides: Sequence[Sequence[str]], in_list: bool) -> list[Clause]:
    """One piece between commas: its sides are what colons part."""
    if len(sides) > 2 and all(_divides(side) for side in sides[1:-1]):
        # "Seat: leather and legs: steel".
        ends = [_last_and(side) for side in sides[1:-1]]
        parts = [sides[0], *(side[end + 1 :] for side, end in zip(sides[1:-1], ends, strict=True))]
        looks = [*(side[:end] for side, end in zip(sides[1:-1], ends, strict=True)), sides[-1]]
        return [c for pair in zip(parts, looks, strict=True) for c in _read_piece(pair, in_list)]
    if len(sides) > 2:
        raise PromptError(
            f'There are {len(sides) - 1} colons in "{short(": ".join(map(" ".join, sides)))}". Put a comma between two '
            'parts, for example "base: pottery, tube: gold".'
        )
    if len(sides) == 1:
        return read_statement(words_of(sides[0]), Context(in_list))
    name, style = words_of(sides[0]), list(words_of(sides[1]))
    if not name:
        words = short(" ".join(sides[1]))
        raise PromptError(f'Say which part should be "{words}", for example "base: {words}".')
    names = names_in(name)
    if not names:
        raise without_part(" ".join(sides[1]))
    if not style:
        return [Clause(tuple(names), (), Order.WRITTEN, is_list=len(names) > 1)]
    for own in names if not any(word.is_look for word in style) and style[-1].is_noun else ():
        if all(word.is_look and not word.is_listed for word in words_of(own.split())):
            part = " ".join(sides[1])
            raise PromptError(f'The part comes first: write "{short(part)}: {short(own)}".')
    if _is_of_parts(names[0], style):
        # "Chair: oak seat, steel legs".
        return read_statement(style, Context(in_list))
    return [Clause(tuple(names), tuple(style), Order.WRITTEN, is_list=len(names) > 1)]


_BEFORE_STYLES = frozenset({"it's", "it", "made", "out", "of", "from", "like", "look", "looks", "looking"})


def _trimmed(style: Sequence[Word]) -> tuple[Word, ...]:
    """A style without articles before it and connecting words around it: "gold", of "it's made of gold"."""
    start, end = 0, len(style)
    while start < end and style[start].key in ARTICLES | ANDS | _BEFORE_STYLES:
        start += 1
    while end > start and style[end - 1].key in ANDS:
        end -= 1
    return tuple(style[start:end])


def _is_of_parts(name: str, style: Sequence[Word]) -> bool:
    """Whether what stands for the style of a thing says how a part of it looks."""
    is_part = style[-1].is_noun and not style[-1].is_look
    return name != WHOLE_OBJECT and is_whole_alone(name) and is_part


def _last_and(words: Sequence[str]) -> int:
    return max((number for number, word in enumerate(words) if word.casefold() in ANDS), default=-1)


def _divides(words: Sequence[str]) -> bool:
    """Whether words between two colons end one part and begin another."""
    return 0 < _last_and(words) < len(words) - 1


def _continued(before: list[Clause], own: list[Clause]) -> list[Clause]:
    """All clauses so far: a piece may go on from the one before its comma."""
    if not own:
        return before
    first = own[0]
    if before and before[-1].is_part and first.is_style:
        # "A lamp, made of wood"; "chair, oak".
        return [*before[:-1], replace(before[-1], style=first.style, order=Order.PART_FIRST), *own[1:]]
    if before and before[-1].is_part and first.is_list and first.is_whole and first.order is not Order.STYLE_FIRST:
        # "Seat, back and arms in leather".
        return _continued(before[:-1], [replace(first, names=(*before[-1].names, *first.names)), *own[1:]])
    if before and before[-1].is_whole and before[-1].order is Order.STYLE_FIRST and first.is_part and first.is_list:
        # "Oak seat, back and arms".
        return [*before[:-1], replace(before[-1], names=(*before[-1].names, *first.names)), *own[1:]]
    leads = first.is_whole and first.order is Order.STYLE_FIRST and not first.is_determined
    while leads and before and before[-1].is_style and _describes(before[-1]):
        # "Red, white and blue seat".
        first = replace(first, style=before[-1].with_more_style(first.style).style)
        before, own = before[:-1], [first, *own[1:]]
    return [*before, *own]


def _goes_on(clause: Clause) -> bool:
    """Whether a style can only say more of the part before it: "gold base, not shiny", but not "gold base, red"."""
    reading = read_style(clause.style_text)
    return not (reading.material or reading.colors or reading.unknown)


def _describes(clause: Clause) -> bool:
    """Whether a style's words are no material, so that they describe what comes after the comma."""
    return all(not word.is_material or not read_style(word.text).material for word in clause.style)


def _settled(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses of whole statements, with what stands alone given to a part, or refused."""
    if clauses and all(clause.is_style for clause in clauses):
        style = clauses[0]
        for clause in clauses[1:]:
            style = style.with_more_style(clause.style)
        if not style.style:
            raise PromptError(f'The prompt names no part. Write for example "{EXAMPLE}".')
        return [replace(style, names=(WHOLE_OBJECT,))]
    settled: list[Clause] = []
    for clause in clauses:
        if clause.is_style and settled and (settled[-1].order is not Order.STYLE_FIRST or _goes_on(clause)):
            settled[-1] = settled[-1].with_more_style(clause.style)
        elif clause.is_style:
            raise without_part(clause.style_text)
        elif clause.is_part and not all(has_picture(name) for name in clause.names):
            raise without_style(clause.names[0])
        else:
            settled.append(clause)
    if not settled:
        raise PromptError(f'The prompt names no part. Write for example "{EXAMPLE}".')
    return settled


def _parts(clauses: Sequence[Clause], pictures: Sequence[str]) -> tuple[Part, ...]:
    parts: list[Part] = []
    spelled: dict[str, Part] = {}
    count = sum(len(clause.names) for clause in clauses)
    for clause in clauses:
        clause = replace(clause, style=_trimmed(clause.style))
        for name in clause.names:
            if part_key(name) in _ALL_NAMES:
                name = WHOLE_OBJECT
            part = _part(EVERYTHING_ELSE if name == WHOLE_OBJECT and count > 1 else name, clause, pictures)
            first = spelled.setdefault(part_key(part.name), part)
            if first is not part:
                raise PromptError(
                    f'The part "{short(part.name)}" is named twice ("{short(first.style)}" and "{short(part.style)}"). '
                    "Keep one of the two, or use another word for the other part."
                )
            parts.append(part)
    if len(parts) > MAX_PARTS:
        raise PromptError(f"The prompt names {len(parts)} parts, {MAX_PARTS} are the most. Leave some out.")
    return tuple(parts)


_THINGS = ("object", "model", "mesh", "thing", "parts")
_ALL_NAMES = frozenset(
    {"everything", "all", "it", *(f"{whole}{thing}" for whole in ("", "whole ") for thing in _THINGS)}
)


def _part(name: str, clause: Clause, pictures: Sequence[str]) -> Part:
    style = clause.style_text
    if has_picture(name):
        raise PromptError(
            f'Say which part is to look like "{short(with_pictures_again(name, pictures))}", for example '
            '"@photo.jpg shade".'
        )
    if not any(character.isalpha() for character in name):
        raise PromptError(
            f'"{short(name)}" in "{short(f"{style} {name}")}" is no name of a part. End with a word such as "base": '
            '"gold base".'
        )
    if len(name.encode()) > MAX_NAME_BYTES:
        raise PromptError(f'The part\'s name "{short(name)}" is too long. Use one short word, such as "base".')
    if not any(word.key not in _SAYS_NOTHING and _has_meaning(word.text) for word in clause.style):
        raise without_style(name)
    if _is_of_parts(name, clause.style):
        raise without_style(clause.style[-1].text)
    if count_of_pictures(style) > 1:
        raise PromptError(f'Part "{short(name)}" names several pictures. Keep one of them.')
    check_letters(clause.style)
    check_codes(clause.style)
    if not has_picture(style):
        check_says_something(name, style)
    return Part(name, with_pictures_again(style, pictures))


_SAYS_NOTHING = word_set(
    "a an the and of in on to for from with without no not never is are be should made out like as it its only just or"
    " but"
)


def _has_meaning(word: str) -> bool:
    return word.startswith("#") or any(character.isalpha() for character in word)


def _doubts(parts: Sequence[Part]) -> list[str]:
    return [
        f'"{short(part.name)}" has {letters} letters; parts are looked for by English words, so it is hardly found '
        "unless a mask says where it is."
        for part in parts
        if (letters := letters_of(part.name))
    ]
