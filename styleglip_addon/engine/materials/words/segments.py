"""What a few pieces of a style say together: colours, patterns with theirs, finishes, wear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .color_words import ColorWord, find_color
from .lexicon import Lexicon
from .meanings import ADJECTIVES_OF_COATS, OWNS_COLOR_BEFORE, TONES, Coat, Finish, Pattern
from .modifiers import HOT
from .reading import CoatWord, PatternWord, ToneWord
from .spans import Role, Span
from .tokens import word_set
from .tones import toned_color

_COVERING = 0.75
"""Share of the surface under what it is "covered" with."""


_CONSIST_OF = {
    "kintsugi": ("gold",),
    **dict.fromkeys(("glitter", "glittery", "glittering", "sparkly"), ("glitter",)),
    **dict.fromkeys(("studs", "studded", "stud", "rivets", "rivet", "bolts", "bolted", "spikes", "spiked"), ("steel",)),
    **dict.fromkeys(("tacks", "nailheads", "nail heads"), ("brass",)),
    "rhinestones": ("diamond",),
    **dict.fromkeys(("beads", "beaded"), ("pearl",)),
}
"""Patterns whose word says what they consist of."""

_COLORED_COATS = (Coat.RUST, Coat.PATINA, Coat.MOSS, Coat.LICHEN, Coat.DUST, Coat.DIRT, Coat.MUD, Coat.SAND)

_VIVID = word_set("vibrant vivid")
"""Without a colour that they could be about, they ask for many."""

_LIES = word_set("streaks streaked streaky patches drips dripping splatter splashes")
"""After a coat they say how it lies, and it lies so anyway."""

_OF_PAINT = (Pattern.SPLATTER, Pattern.DRIPS)
"""Patterns that paint makes."""

_TINTS = word_set("tint tinge cast tinted")
"""After a colour: only half of it."""


@dataclass
class Segment:
    """See `StyleReading`; materials are the pieces that name one and were not used up."""

    materials: list[Span] = field(default_factory=list)
    colors: list[ColorWord] = field(default_factory=list)
    tones: list[ToneWord] = field(default_factory=list)
    finishes: list[Finish] = field(default_factory=list)
    patterns: list[PatternWord] = field(default_factory=list)
    coats: list[CoatWord] = field(default_factory=list)
    glow: float = 0.0
    is_vivid: bool = False


def with_suffixes(spans: Sequence[Span], lexicon: Lexicon) -> list[Span]:
    """Pieces joined with the word after that says what they are: "snow-covered", "gold-plated", "rust-coloured"."""
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        if span.role is Role.COATING and not span.coat and before is not None and (before.coat or before.material):
            coat = before.coat or Coat.MATERIAL
            joined[-1] = Span((*before.words, *span.words), Role.COATING, before.material, coat=coat)
        elif span.role is Role.PLATED and not span.material and before is not None and before.material:
            joined[-1] = Span((*before.words, *span.words), Role.PLATED, before.material)
        elif span.role is Role.COLOURED and before is not None:
            color = before.color or find_color(before.words, said_so=True)
            if color is not None:
                share = 0.5 if span.text in _TINTS else color.share
                joined[-1] = Span((*before.words, *span.words), color=replace(color, share=share))
            elif before.material:
                joined.pop()
        elif span.role is Role.GILDED and lexicon.find(("gold",)):
            joined.append(Span(span.words, Role.COATING, lexicon.find(("gold",)), coat=Coat.MATERIAL))
        elif span.role is Role.MEANING or span.coat or span.material:
            joined.append(span)
    return joined


def parsed(spans: Sequence[Span], lexicon: Lexicon, amount: float, of_addition: bool = False) -> Segment:
    """Reads pieces that hold no base material.

    Args:
        spans: the pieces, in order.
        lexicon: the materials' words.
        amount: how much of a coat there is where no degree says it.
        of_addition: whether colours belong to the pattern or the coat that is added, not to the base.
    """
    segment, degree = Segment(), 1.0
    pieces = with_suffixes(spans, lexicon)
    pieces = _without_places(pieces)
    owned = _owned(pieces, of_addition)
    pending: list[ToneWord] = []
    for index, span in enumerate(pieces):
        if span.degree:
            degree = span.degree
            continue
        if span.tone is not None and not (span.coat or span.color):
            segment.is_vivid |= span.text in _VIVID
            pending.append(ToneWord(span.tone, degree))
        elif index in owned:
            pass
        elif span.pattern is not None:
            if not (segment.patterns and segment.patterns[-1].pattern is Pattern.PRINT):  # "tiger striped"
                segment.patterns.append(_pattern(pieces, owned, index, lexicon))
        elif span.coat is not None:
            share = _COVERING if span.role is Role.COATING else amount
            named = span.material if span.coat is Coat.MATERIAL else ""
            color = _color_of_noun(pieces, index, segment) if not of_addition else None
            segment.coats.append(CoatWord(span.coat, min(share * degree, 0.95), named, color))
        elif span.finish is not None:
            segment.finishes.append(span.finish)
        elif span.color is not None and not (of_addition and span.material):
            segment.colors.append(toned_color(_of_degree(span, degree), pending))
            pending = []
        elif span.material and lexicon.is_print(span.material, span.words) and not of_addition:
            segment.patterns.append(PatternWord(Pattern.PRINT, (), span.material))
        elif span.material:
            segment.materials.append(span)
        if span.glows:
            segment.glow = max(segment.glow, degree)
            segment.colors += [] if segment.colors else _hot_colors(span)
        degree = 1.0
    segment.tones = pending
    return _colors_settled(segment) if of_addition else segment


def _without_places(pieces: Sequence[Span]) -> list[Span]:
    """Leaves away what only says how a coat lies ("rust streaks") or what a pattern is made with ("paint drips")."""
    left: list[Span] = []
    for index, span in enumerate(pieces):
        before = pieces[index - 1] if index else None
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        if span.text in _LIES and before is not None and before.coat is not None:
            left[-1] = replace(before, material="", color=None) if before.coat is not Coat.MATERIAL else before
        elif not (span.finish is Finish.PAINTED and after is not None and after.pattern in _OF_PAINT):
            left.append(span)
    return left


def _owned(pieces: Sequence[Span], of_addition: bool) -> dict[int, int]:
    """Numbers of the colours and materials that belong to a pattern, each with the pattern's number."""
    owned: dict[int, int] = {}
    patterns = [index for index, span in enumerate(pieces) if span.pattern is not None]
    for index in patterns:
        span = pieces[index]
        if of_addition:
            owned |= {i: index for i, s in enumerate(pieces) if i not in patterns and _has_color(s)}
            continue
        before = pieces[index - 1] if index else None
        if before is None or not _has_color(before):
            continue
        later = any(s.color is not None and not s.material for s in pieces[index + 1 :])
        if span.pattern in OWNS_COLOR_BEFORE or later:
            # "Black striped white wool": the stripes are black.
            owned[index - 1] = index
    return owned


def _has_color(span: Span) -> bool:
    return span.color is not None or (bool(span.material) and not span.coat)


def _pattern(pieces: Sequence[Span], owned: Mapping[int, int], at: int, lexicon: Lexicon) -> PatternWord:
    """The pattern of piece `at`, with the colours and the material that it owns."""
    pattern = pieces[at].pattern
    assert pattern is not None
    colors: list[ColorWord] = []
    material = ""
    for number in (number for number, owner in owned.items() if owner == at):
        span, color = pieces[number], pieces[number].color
        before = pieces[number - 1] if number else None
        tones = [ToneWord(before.tone)] if before is not None and before.tone is not None else []
        if span.material:
            material = span.material
        elif color is not None:
            colors.append(toned_color(color, tones))
    if not material and not colors:
        material = lexicon.find(_CONSIST_OF.get(pieces[at].text, ()))
    return PatternWord(pattern, tuple(colors), material)


def _color_of_noun(pieces: Sequence[Span], index: int, segment: Segment) -> ColorWord | None:
    """The colour that stands before a coat's noun, taken from the segment: "green patina copper"."""
    span, before = pieces[index], pieces[index - 1] if index else None
    is_noun = span.role is Role.MEANING and span.words[0] not in ADJECTIVES_OF_COATS and span.coat in _COLORED_COATS
    if before is None or not is_noun or before.color is None or before.material or not segment.colors:
        return None
    return segment.colors.pop()


def _colors_settled(segment: Segment) -> Segment:
    """Colours of an addition go to its coat: "with blue patina"; paint's colour stays the base's."""
    if segment.coats and segment.colors and Finish.PAINTED not in segment.finishes:
        last = segment.coats[-1]
        segment.coats[-1] = CoatWord(last.coat, last.amount, last.material, segment.colors[0])
        segment.colors.clear()
    return segment


def _of_degree(span: Span, degree: float) -> ColorWord:
    """A colour after "slightly" or "very": less of it, or more of the tone in its name ("very pale yellow")."""
    assert span.color is not None
    tone = TONES.get(span.words[:1])
    if degree > 1.0 and tone is not None:
        return toned_color(span.color, [ToneWord(tone, 0.6 * (degree - 1.0))])
    return replace(span.color, share=span.color.share * min(degree, 1.0))


def _hot_colors(span: Span) -> list[ColorWord]:
    code = HOT.get(span.words)
    if code is None:
        return []
    red, green, blue = (int(code[i : i + 2], 16) / 255.0 for i in (0, 2, 4))
    return [ColorWord(span.text, (red, green, blue))]
