"""Refuses styles that cannot be meant: other scripts, colour codes that are none, words that only say what is not."""

from __future__ import annotations

from collections.abc import Sequence

from ..materials.words.contradictions import wrong_code_told, wrong_codes
from ..materials.words.lexicon import catalogue_lexicon
from ..materials.words.reader import read_style
from ..vocabulary.errors import PromptError
from ..vocabulary.part_names import WHOLE_OBJECT
from .clauses import EXAMPLE, short
from .languages import letters_of
from .words import Word


def check_codes(style: Sequence[Word]) -> None:
    """Refuses "#zzzzzz".

    Raises:
        PromptError: a word looks like the code of a colour and is none.
    """
    for word in style:
        for code in wrong_codes(word.text, catalogue_lexicon()):
            raise PromptError(wrong_code_told(short(code)))


def check_letters(style: Sequence[Word]) -> None:
    """Refuses letters that no word of a style has.

    Raises:
        PromptError: there are some.
    """
    for word in style:
        if letters := letters_of(word.text):
            raise PromptError(
                f'"{short(word.text)}" has {letters} letters, and styles are read in English only. Write for example '
                f'"{EXAMPLE}".'
            )


def check_says_something(name: str, style: str) -> None:
    """Refuses a style that only says what it is not: "not gold".

    Raises:
        PromptError: it does.
    """
    reading = read_style(style)
    if reading.is_plain and reading.without and not reading.unknown:
        part = "the object" if name == WHOLE_OBJECT else f'"{short(name)}"'
        raise PromptError(
            f'"{short(style)}" says what {part} should not be. Say what it should be instead, for example '
            '"matte steel".'
        )
