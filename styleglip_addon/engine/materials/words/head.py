"""Which of the materials in some words is the thing's own: the last one, unless it is a colour, a print or a coat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..material import Kind
from .lexicon import Lexicon
from .meanings import ADJECTIVES_OF_COATS, OWNS_COLOR_BEFORE
from .names import GENERIC
from .segments import with_suffixes
from .spans import Role, Span, spans_of
from .tokens import word_set

DYED = (Kind.CLOTH, Kind.LEATHER, Kind.FIBRE, Kind.PLASTIC, Kind.GLASS, Kind.CERAMIC, Kind.PAPER)
"""Kinds that come in any colour: "moss velvet" is velvet of that colour, "moss stone" has moss on it."""

_SPUN = (Kind.CLOTH, Kind.FIBRE)

_SETTING = word_set("tile tiles brick bricks planks mosaic scales cobblestone terrazzo roof wall blocks")
"""Words of things made of pieces, which may be of another material."""


@dataclass(frozen=True)
class Head:
    """A material, the words that named it, and what its pieces are of; "" each where there is none."""

    material: str = ""
    named: str = ""
    body: str = ""


def find_head(spans: Sequence[Span], lexicon: Lexicon) -> tuple[Head, list[Span]]:
    """The head of some pieces, and the other pieces with the meaning they have beside it."""
    pieces = with_suffixes(spans, lexicon)
    plated = [span for span in pieces if span.role is Role.PLATED]
    if plated:
        rest = [s for s in pieces if s is not plated[-1] and (not s.material or s.coat)]
        return Head(plated[-1].material, plated[-1].text), rest
    able = [i for i, span in enumerate(pieces) if span.material and span.role is Role.MEANING]
    able = _without(able, [i for i in able if _is_owned(pieces, i)])
    able = _without(able, [i for i in able if _is_print(pieces, i, able[-1], lexicon)])
    able = _without(able, [i for i in able if pieces[i].words[0] in ADJECTIVES_OF_COATS and len(pieces[i].words) == 1])
    able = _without(able, [i for i in able[:-1] if pieces[i].finish or pieces[i].coat])
    if not able:
        return _of_color_name(pieces, lexicon)
    chosen = _chosen(pieces, able, lexicon)
    head = pieces[chosen]
    rest, body = [], ""
    for index, span in enumerate(pieces):
        if index == chosen:
            continue
        if index in able:
            span, inner = _beside(span, head, lexicon)
            body = inner or body
        elif span.coat and span.color and span.words[0] not in ADJECTIVES_OF_COATS:
            span = replace(span, coat=None) if lexicon.kind(head.material) in DYED else replace(span, color=None)
        elif span.coat and span.role is Role.MEANING:
            span = replace(span, material="", color=None)
        elif span.color and span.material and not _is_owned(pieces, index):
            span = replace(span, material="")
        rest.append(span)
    return Head(head.material, head.text, "" if body == head.material else body), rest


def _without(able: list[int], others: list[int]) -> list[int]:
    """The list without some, unless nothing were left."""
    return [i for i in able if i not in others] or able


def _is_print(pieces: Sequence[Span], index: int, last: int, lexicon: Lexicon) -> bool:
    """Whether it lies on another material as a picture; "brocade" at the end is a cloth by itself."""
    span = pieces[index]
    cloth = index == last and lexicon.kind(span.material) is Kind.CLOTH and "print" not in span.words
    return not cloth and lexicon.is_print(span.material, span.words)


def _is_owned(pieces: Sequence[Span], index: int) -> bool:
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    return after is not None and after.pattern in OWNS_COLOR_BEFORE


def _chosen(pieces: Sequence[Span], able: Sequence[int], lexicon: Lexicon) -> int:
    last = able[-1]
    if len(able) == 1:
        return last
    before = able[-2]
    kind = lexicon.kind(pieces[before].material)
    if pieces[last].words[-1:] and pieces[last].text in GENERIC.get(kind, ()):
        return before
    if pieces[last].color is not None and pieces[before].color is None:
        return before
    return last


def _beside(span: Span, head: Span, lexicon: Lexicon) -> tuple[Span, str]:
    """A material that stands beside the head: a coat, a colour, or what the head's pieces are of."""
    kind = lexicon.kind(head.material)
    if span.coat is not None and not (span.color is not None and kind in DYED):
        return replace(span, material="", color=None), ""
    if span.color is not None and not _is_setting(head):
        return Span(span.words, color=span.color), ""
    generic = head.text in GENERIC.get(lexicon.kind(span.material), ()) or span.text in GENERIC.get(kind, ())
    if generic or (kind in _SPUN and not _is_setting(head)):
        # "Emerald crystal" and "wool felt" are one thing, whose look the second word says.
        return Span(span.words, Role.FILLER), ""
    return Span(span.words, Role.FILLER), span.material


def _is_setting(head: Span) -> bool:
    return head.words[-1] in _SETTING


def _of_color_name(pieces: Sequence[Span], lexicon: Lexicon) -> tuple[Head, list[Span]]:
    """Without a material: the one that a colour's name ends with, if the rest only says how: "pale gold"."""
    for index in range(len(pieces) - 1, -1, -1):
        span = pieces[index]
        material = lexicon.find(span.words[-1:]) if span.color is not None and len(span.words) > 1 else ""
        if not material:
            continue
        before = spans_of(span.words[:-1], lexicon)
        tones = all(word.tone is not None and word.coat is None for word in before)
        if tones or lexicon.kind(material) is Kind.METAL:
            rest = [*pieces[:index], *(replace(s, color=None, material="") for s in before), *pieces[index + 1 :]]
            return Head(material, span.words[-1]), rest
    return Head(), list(pieces)
