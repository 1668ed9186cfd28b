"""Reads a few words without a verb or a connecting word: "old pottery base", "the seat red velvet", "all gold"."""

from __future__ import annotations

from collections.abc import Sequence

from ..vocabulary.errors import PromptError
from ..vocabulary.part_names import EVERYTHING_ELSE, WHOLE_OBJECT, is_whole_alone
from ..vocabulary.picture_words import has_picture
from .clauses import Clause, Order, short
from .part_nouns import GENERIC, begins_name
from .words import Word, text_of, words_of

ARTICLES = frozenset(
    {"a", "an", "the", "its", "their", "his", "her", "my", "your", "our", "this", "that", "these", "those"}
)
_QUANTIFIERS = frozenset({"all", "every", "each", "both", "any", "some"})
WHOLE_WORDS = frozenset({"it", "everything", "all", "object", "whole", "entire", "model", "mesh", "them"})
_THINGS = frozenset({"object", "model", "mesh", "thing"})
_REST = {
    ("everything", "else"): EVERYTHING_ELSE,
    ("all", "else"): EVERYTHING_ELSE,
    ("all", "the", "rest"): EVERYTHING_ELSE,
    ("rest",): "rest",
    ("remainder",): "rest",
    ("other", "parts"): EVERYTHING_ELSE,
    ("remaining", "parts"): EVERYTHING_ELSE,
    ("others",): EVERYTHING_ELSE,
}
_SAID_OF_ALL = frozenset({"color", "colour", "material", "texture", "finish", "only"})
"""Behind a name they name no other part: "base colour"."""

_SEEMS = frozenset({"look", "looks", "looking", "be", "become", "seem", "appear", "to", "like", "as", "a", "an"})

_OVER_ALL = (("all", "over"), ("everywhere",), ("throughout",), ("overall",))
_LEAVES = frozenset({"gold", "silver", "copper", "metal"})
"""Of these, a leaf is foil."""


def read_phrase(words: Sequence[Word], in_list: bool = False, is_command: bool = False) -> Clause:
    """Reads words that hold no connecting word.

    Args:
        words: at least one.
        in_list: whether other pieces stand beside them, so that "blue glass" names a part.
        is_command: whether "make" stood before them, and the part comes first.

    Raises:
        PromptError: two parts without a comma between them, or a word that may be a part or a look.
    """
    left, is_determined, is_all = _without_determiners(words)
    covered = _without_over_all(left)
    if len(covered) < len(left) and not any(word.can_be_part for word in covered):
        return Clause((WHOLE_OBJECT,), tuple(covered), Order.PART_FIRST, True)
    left = covered
    if not left:
        return Clause((WHOLE_OBJECT,), is_determined=True) if is_all else Clause()
    if (whole := _of_everything(words, left, is_all)) is not None:
        return whole
    if left[-1].can_be_part or _ends_in_part(left, in_list):
        listed = [number for number, word in enumerate(left) if word.is_listed]
        if is_command and listed and listed[0] < len(left) - 1 and not left[-1].is_listed:
            # "Make the legs ganache": the part stands first, whatever the other words are.
            return _part_first(left, listed[0] + 1, is_determined)
        return _style_first(left, is_determined)
    run = _leading_part(left)
    is_named = _names_listed(left)
    if not any(word.is_look for word in left[run:]) and not is_named:
        run = 0  # "cartoon style"
    elif not run and in_list and left[0].is_part_in_lists and _only_describes(left[1:]):
        run, is_named = 1, True  # "skin pale"
    if 0 < run < len(left):
        if not (is_named or is_determined or is_command):
            name, style = text_of(left[:run]), text_of(left[run:])
            raise PromptError(
                f'Is "{short(name)}" a part or a look? Write "{short(name)}: {short(style)}" for the part, or '
                f'"object: {short(text_of(left))}" for the look of all of it.'
            )
        return _part_first(left, run, is_determined)
    _check_for_commas(left)
    _check_for_parts(left)
    return Clause(style=tuple(left), is_determined=is_determined and not is_all)


def name_of(words: Sequence[Word]) -> str:
    """A part's name: without articles and the like, and without "whole" before it."""
    left, _, is_all = _without_determiners(words)
    if not left:
        return WHOLE_OBJECT if is_all else ""
    whole = _of_everything(words, left, is_all)
    if whole is not None and not whole.style and whole.names[0] in (WHOLE_OBJECT, *_REST.values()):
        return whole.names[0]
    while len(left) > 1 and left[-1].key in _SAID_OF_ALL:
        left.pop()
    return text_of(left).replace("'s ", " ").replace("\u2019s ", " ")


def _without_determiners(words: Sequence[Word]) -> tuple[list[Word], bool, bool]:
    """The words behind articles, whether there were any, and whether they meant all."""
    start, is_all = 0, False
    while start < len(words) and words[start].key in ARTICLES | _QUANTIFIERS | {"of"}:
        if words[start].key == "of" and not start:
            break
        if words[start].key in ("all", "every") and tuple(w.key for w in words[start:]) not in _REST:
            is_all = True
        start += 1
    return list(words[start:]), start > 0, is_all


def _without_over_all(words: list[Word]) -> list[Word]:
    for phrase in _OVER_ALL:
        if len(words) > len(phrase) and tuple(w.key for w in words[-len(phrase) :]) == phrase:
            return words[: -len(phrase)]
    return words


def _of_everything(words: Sequence[Word], left: Sequence[Word], is_all: bool) -> Clause | None:
    """What is said of the whole object or of the rest; None where it is of something else."""
    for said in (words, left):
        keys = tuple(word.key for word in said)
        for phrase, name in _REST.items():
            if keys[: len(phrase)] == phrase:
                return Clause((name,), tuple(said[len(phrase) :]), Order.PART_FIRST, True)
    keys = tuple(word.key for word in left)
    if keys[0] in ("whole", "entire"):
        if len(left) == 1:
            return Clause((WHOLE_OBJECT,), (), Order.PART_FIRST, True)
        if keys[1] in _THINGS:
            return Clause((WHOLE_OBJECT,), tuple(left[2:]), Order.PART_FIRST, True)
        return read_phrase(left[1:], is_command=True)
    if keys[0] in ("it", "everything", "something", "them"):
        start = 1
        while start < len(left) and left[start].key in _SEEMS:
            start += 1
        return Clause((WHOLE_OBJECT,), tuple(left[start:]), Order.PART_FIRST, True)
    if is_all and not any(word.can_be_part for word in left):
        return Clause((WHOLE_OBJECT,), tuple(left), Order.PART_FIRST, True)
    return None


def _leading_part(words: Sequence[Word]) -> int:
    """How many words at the start name a part, before the first that says something of a look."""
    end = 0
    while end < len(words) and not _is_light(words, end):
        is_number = end > 0 and words[end - 1].is_listed and words[end].text.isdecimal()  # "leg 1"
        if not (words[end].can_be_part or is_number):
            break
        end += 1
    return end


def _is_light(words: Sequence[Word], at: int) -> bool:
    """Whether "light" and the like stand before a look and so belong to it: "light oak"."""
    word = words[at]
    return word.is_look and word.is_noun and not word.is_material and at + 1 < len(words) and words[at + 1].is_look


def _only_describes(words: Sequence[Word]) -> bool:
    return any(word.is_look for word in words) and not any(word.is_material or word.can_be_part for word in words)


def _ends_in_part(words: Sequence[Word], in_list: bool) -> bool:
    """Whether the last word names a part although it also says something of a look: "brown hair"."""
    last, before = words[-1], words[:-1]
    if not any(word.is_look for word in before):
        return False
    if last.key == "leaf" and before[-1].key in _LEAVES:
        return False
    if last.is_listed:
        return True
    repeats = last.key in GENERIC and any(words_of((word.text,))[0].is_material for word in before)
    says = any(word.is_look for word in words_of([word.text for word in before]))  # not so in "stained glass"
    return in_list and last.is_part_in_lists and says and not repeats and not _names_listed(words)


def _names_listed(words: Sequence[Word]) -> bool:
    """Whether the words begin with a part's name: "wheels black rubber"."""
    return any(word.is_listed or word.is_side or word.is_part_in_lists for word in words[: _leading_part(words)])


def _style_first(words: list[Word], is_determined: bool) -> Clause:
    start = len(words) - 1
    while start > 0 and _continues_name(words, start):
        start -= 1
    style, name = words[:start], words[start:]
    while len(style) > 1 and style[0].is_noun and not style[0].is_look and is_whole_alone(style[0].key):
        style = style[1:]  # "chair (oak seat": the thing itself
    _check_for_commas([*style, name[0]] if style else style)
    return Clause((name_of(name),), tuple(style), Order.STYLE_FIRST, is_determined)


def _continues_name(words: Sequence[Word], start: int) -> bool:
    """Whether the word before `start` belongs to the name that starts there: "left arm", "door handle"."""
    before = words[start - 1]
    if before.is_side:
        return True
    if begins_name(before.key, words[start].key) and (before.is_noun or not before.is_listed):
        return True
    if has_picture(before.text) or before.is_look:
        return False
    return before.is_noun or before.key.endswith(("'s", "\u2019s"))


def _part_first(words: Sequence[Word], run: int, is_determined: bool) -> Clause:
    style = list(words[run:])
    while style and style[0].key in ARTICLES:
        style.pop(0)
    _check_for_commas(style)
    return Clause((name_of(words[:run]),), tuple(style), Order.PART_FIRST, is_determined)


def _check_for_parts(style: Sequence[Word]) -> None:
    """Refuses a part's name or a number in words that are all of a style: "old gold base red", "gold 42".

    Raises:
        PromptError: there is one.
    """
    for word in style:
        if word.is_noun and not word.is_look and not word.is_filler:
            raise PromptError(
                f'In "{short(text_of(style))}" it is not clear how "{short(word.text)}" should look. Write for example '
                f'"{short(word.text)}: gold".'
            )
    last = style[-1].text
    if not (has_picture(last) or last.startswith("#") or any(c.isalpha() or c == "%" for c in last)):
        raise PromptError(
            f'"{short(last)}" in "{short(text_of(style))}" is no name of a part. End with a word such as "base": '
            '"gold base".'
        )


def _check_for_commas(style: Sequence[Word]) -> None:
    """Refuses a part's name between looks: "gold base red tube".

    Raises:
        PromptError: there is one.
    """
    for number, word in enumerate(style[:-1]):
        before, after = style[:number], style[number + 1]
        if word.is_noun and not word.is_look and after.is_look and any(w.is_look for w in before):
            raise PromptError(
                f'Put a comma behind "{short(text_of(style[: number + 1]))}", or write "{short(word.text)}: '
                f'{short(text_of(before))}".'
            )
