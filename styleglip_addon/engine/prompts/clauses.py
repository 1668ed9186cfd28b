"""What a piece of a prompt says: some parts, a style, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from ..vocabulary.errors import PromptError
from ..vocabulary.part_names import EVERYTHING_ELSE, WHOLE_OBJECT
from .part_nouns import is_noun
from .words import Word, text_of

EXAMPLE = "pottery base, gold tube, linen shade"


class Order(Enum):
    """How a piece is built."""

    STYLE_FIRST = auto()
    """ "Gold base"."""
    PART_FIRST = auto()
    """ "Base in gold", "the base should be gold"."""
    WRITTEN = auto()
    """ "Base: gold": the style is all that stands behind the colon."""


@dataclass(frozen=True)
class Clause:
    """A piece.

    Args:
        names: the parts' names; none: a style without a part.
        style: its words; none: parts without a style.
        order: how it is built.
        is_determined: whether it began with an article or the like.
        is_list: whether it ended a list of parts: "back and arms".
    """

    names: tuple[str, ...] = ()
    style: tuple[Word, ...] = ()
    order: Order = Order.STYLE_FIRST
    is_determined: bool = False
    is_list: bool = False

    @property
    def is_style(self) -> bool:
        """Whether it is a style without a part."""
        return not self.names

    @property
    def is_part(self) -> bool:
        """Whether it is parts without a style."""
        return bool(self.names) and not self.style

    @property
    def is_whole(self) -> bool:
        """Whether it says of parts how they look."""
        return bool(self.names) and bool(self.style)

    @property
    def style_text(self) -> str:
        """The style as typed."""
        return text_of(self.style)

    def with_more_style(self, words: Sequence[Word]) -> Clause:
        """The same with further words of style behind an "and"."""
        return replace(self, style=(*self.style, AND, *words))


AND = Word("and", "and", is_filler=True)


def without_style(name: str) -> PromptError:
    """What a part without a style is told."""
    if name in (WHOLE_OBJECT, EVERYTHING_ELSE):
        return PromptError('Say how all of the object should look, for example "all gold".')
    example = "oak" if name.casefold() == "gold" else "gold"
    sentence = f'Say how "{short(name)}" should look, for example "{example} {short(name)}"'
    known = any(is_noun(word) for word in name.casefold().split())
    return PromptError(f"{sentence}." if known else f'{sentence}; or "object: {short(name)}" if it is a look.')


def without_part(style: str) -> PromptError:
    """What a style without a part is told."""
    words = short(style)
    return PromptError(
        f'Say which part should be "{words}", for example "base: {words}"; or "everything else: {words}".'
    )


def short(text: str, limit: int = 60) -> str:
    """`text` on one line, cut to `limit` characters, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
