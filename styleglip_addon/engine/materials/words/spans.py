"""A style's words cut into the longest pieces that mean something, with all that each may mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from .color_words import ColorWord, find_color
from .lexicon import Lexicon, Phrase
from .meanings import (
    COATS,
    FINISHES,
    PATTERNS,
    TONES,
    Coat,
    Finish,
    Pattern,
    Tone,
)
from .modifiers import DEGREES, GLOW, NEGATED, NEGATIONS
from .tokens import COMMA, word_set


class Role(Enum):
    """What a piece does between the others."""

    MEANING = auto()
    UNKNOWN = auto()
    FILLER = auto()
    NEGATION = auto()
    FREE = auto()
    """After what is not there: "rust-free"."""
    AND = auto()
    WITH = auto()
    COVERED = auto()
    """Before a coat: "covered in"."""
    COATING = auto()
    """After a coat: "snow-covered"."""
    PLATED = auto()
    """After a metal that all shows as: "gold-plated"."""
    GILDED = auto()
    COLOURED = auto()
    """After a colour: "rust-coloured"."""
    ON = auto()


@dataclass(frozen=True)
class Span:
    """Some words and all that they may mean."""

    words: Phrase
    role: Role = Role.MEANING
    material: str = ""
    color: ColorWord | None = None
    pattern: Pattern | None = None
    finish: Finish | None = None
    coat: Coat | None = None
    tone: Tone | None = None
    glows: bool = False
    degree: float = 0.0

    @property
    def text(self) -> str:
        """The words as one string."""
        return " ".join(self.words)

    @property
    def is_adjective(self) -> bool:
        """Whether it can only describe something that comes after it."""
        return not (self.material or self.pattern or self.coat or self.glows)


_COATED = (
    "covered coated clad dusted encrusted caked laden strewn wrapped crusted topped overgrown sprinkled"
    " capped blanketed dipped drenched layered smeared"
)
_ROLES: dict[Phrase, Role] = {
    **{(word, link): Role.COVERED for word in _COATED.split() for link in ("in", "with", "by")},
    **{(word,): Role.COATING for word in _COATED.split() if word != "overgrown"},
    **dict.fromkeys([("buried", "in"), ("buried", "under"), ("under",), ("beneath",)], Role.COVERED),
    **dict.fromkeys([("plated",), ("leafed",), ("foiled",)], Role.PLATED),
    **dict.fromkeys([("gilded",), ("gilt",)], Role.GILDED),
    **dict.fromkeys(
        [("coloured",), ("toned",), ("hued",), ("tinted",), ("dyed",), ("tint",), ("tinge",), ("cast",)], Role.COLOURED
    ),
    **dict.fromkeys([("on",), ("over",), ("onto",), ("atop",), ("upon",), ("on", "top", "of")], Role.ON),
    **dict.fromkeys(
        [
            ("filled", "with"),
            ("set", "with"),
            ("decorated", "with"),
            ("adorned", "with"),
            ("with",),
            ("featuring",),
            ("showing",),
            ("has",),
            ("having",),
        ],
        Role.WITH,
    ),
    **dict.fromkeys([("and",), ("or",), ("but",), ("yet",), (COMMA,), ("plus",)], Role.AND),
    **{(word,): Role.NEGATION for word in NEGATIONS},
    **dict.fromkeys([("free", "of"), ("free", "from"), ("devoid", "of")], Role.NEGATION),
    **dict.fromkeys([("free",), ("less",), ("proof",)], Role.FREE),
}
_FILLERS = word_set(
    "woven hand handpainted"
    " a an the some of in to it its is are be as at by from for that this these made out style styled stylised"
    " look looks looking like texture textured material materials surface surfaced finish finished type kind real"
    " realistic natural genuine beautiful nice classic traditional modern plain simple solid pure fine solidly all"
    " any over longer too so such much many more most just only piece pieces sheet sheets slab slabs block blocks"
    " whole thing object part effect print printed pattern patterned imitation faux fake bare common normal"
    " ordinary regular standard luxurious elegant expensive cheap handmade detailed high quality medium mid tone"
    " shade hue colour coat coating layer soft cosy delicate carved cut worked built there here now themed theme"
    " inspired aesthetic vibe exposed visible braided twisted"
)


def spans_of(tokens: Sequence[str], lexicon: Lexicon) -> list[Span]:
    """Cuts from the left, the longest known piece first.

    A material's phrase that begins with an adjective ("rusty steel") is read word by word where another word belongs to
    the adjective alone: "slightly rusty steel", "not rusty steel", "gold-veined marble", "silver and black leather".
    """
    return list(_cut(list(tokens), lexicon))


def _cut(tokens: list[str], lexicon: Lexicon) -> Iterator[Span]:
    bound, named, start = False, False, 0
    before: Span | None = None
    while start < len(tokens):
        span = next(
            span
            for length in range(min(max(lexicon.longest, 4), len(tokens) - start), 0, -1)
            if (span := _meaning(tuple(tokens[start : start + length]), lexicon, bound, named)) is not None
        )
        denied = NEGATED.get(span.text)
        if denied is not None and not span.material:
            tokens[start : start + 1] = ["not", denied]
            continue
        start += len(span.words)
        if span.role is not Role.FILLER:
            joins = span.role is Role.AND and before is not None and before.color is not None
            bound = span.role is Role.NEGATION or bool(span.degree) or joins
            named = bool(span.color or span.material)
            before = span
        yield span


def _meaning(words: Phrase, lexicon: Lexicon, bound: bool, named: bool) -> Span | None:
    """What the words mean together; None if nothing, but for a single word, which is at least unknown.

    Args:
        words: some of the style's.
        lexicon: the materials' words.
        bound: whether the first belongs to a word before it, and cannot begin a material's phrase.
        named: whether a colour or a material stands before them, that a pattern's word would belong to.
    """
    if words in _ROLES:
        return Span(words, _ROLES[words])
    single = words[0] if len(words) == 1 else ""
    described = words[:1] in FINISHES or words[:1] in COATS or words[:1] in TONES or words[:1] in PATTERNS
    described = described or find_color(words[:1]) is not None
    apart = (bound and described) or (named and words[:1] in PATTERNS)
    material = "" if apart and not single else lexicon.find(words)
    span = Span(
        words,
        material=material,
        color=None if words in TONES else find_color(words),
        pattern=PATTERNS.get(words),
        finish=FINISHES.get(words),
        coat=COATS.get(words),
        tone=TONES.get(words),
        glows=words in GLOW,
        degree=DEGREES.get(single, 0.0),
    )
    if span != Span(words):
        return span
    if not single:
        return None
    return Span(words, Role.FILLER if single in _FILLERS else Role.UNKNOWN)
