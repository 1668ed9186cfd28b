"""Reads a style's words: material, colours, finish, pattern, wear and glow, and what is left that nobody knows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ..lab import lab_of
from ..material import Kind
from .clauses import Clause, Relation, clauses_of, without_denied
from .color_words import ColorWord, find_color
from .contradictions import style_without, without_contradicted, without_halves, wrong_code_told, wrong_codes
from .head import DYED, Head, find_head
from .lexicon import Lexicon, catalogue_lexicon
from .looks import with_looks
from .meanings import Coat, Finish, Pattern, Tone
from .reading import CoatWord, Nearest, PatternWord, StyleReading, ToneWord
from .segments import Segment, parsed
from .spans import Role, Span, spans_of
from .tokens import tokens_of

_ARTICLES = frozenset({"a", "an", "the"})

_LEAST_SHARE = 0.05
"""Share below which the nearest material says nothing."""

_PAINTABLE = (Kind.METAL, Kind.WOOD, Kind.STONE, Kind.PLASTIC)

_IMPLIED = (
    (Finish.BRUSHED, ("brushed steel", "steel")),
    (Finish.HAMMERED, ("copper", "steel")),
    (Finish.METALLIC, ("steel", "silver")),
    (Finish.ANODISED, ("aluminium", "steel", "silver")),
    (Finish.FROSTED, ("glass",)),
    (Finish.TRANSPARENT, ("glass",)),
    (Finish.TRANSLUCENT, ("glass",)),
    (Finish.QUILTED, ("quilted leather", "leather")),
    (Finish.FUZZY, ("brown fur",)),
)
"""What a finish is the finish of where no material is named."""

_COATS_IN_NAMES = {"rusty": (Coat.RUST, Kind.METAL), "mossy": (Coat.MOSS, Kind.STONE)}
"""Words in names of colours that are coats on materials of a kind."""

_OVER_ALL = {Finish.PAINTED, Finish.TEMPERED}
"""Finishes whose colour is the base's: "with blue paint"."""

_TINTED = 0.35
"""How far a film of oxide goes towards the colour that the words give it."""

_LAID_OUT = (Pattern.STRIPES, Pattern.DOTS, Pattern.CHECKS, Pattern.ZIGZAG)

_MELTING = (Kind.COLOR, Kind.PLASTIC, Kind.FOOD, Kind.METAL, Kind.GLASS)
"""Kinds that may run down themselves."""

_LIQUIDS = ("water", "rain", "sweat")
"""What is on or in another thing makes it wet, and is no patch of another material."""

_SHOWN_ON = {"marble": "black marble"}
"""Pale stones, and the one of them that pale veins are seen on."""

_PALE = 78.0
"""L* from which a vein is pale."""

_GLOW = 3.0
_MOST = 5
"""Materials near the words that a reading keeps."""


@dataclass
class _Draft:
    """What is collected while reading."""

    colors: list[ColorWord] = field(default_factory=list)
    tones: list[ToneWord] = field(default_factory=list)
    finishes: list[Finish] = field(default_factory=list)
    patterns: list[PatternWord] = field(default_factory=list)
    coats: list[CoatWord] = field(default_factory=list)
    glow: float = 0.0
    is_vivid: bool = False
    unknown: list[str] = field(default_factory=list)

    def take(self, segment: Segment) -> None:
        """Adds all of a segment."""
        self.colors += segment.colors
        self.tones += segment.tones
        self.finishes += [finish for finish in segment.finishes if finish not in self.finishes]
        self.patterns += segment.patterns
        self.coats += [coat for coat in segment.coats if coat.coat not in {c.coat for c in self.coats}]
        self.is_vivid |= segment.is_vivid
        self.glow = max(self.glow, segment.glow * _GLOW)


def read_style(style: str, nearest: Nearest | None = None, lexicon: Lexicon | None = None) -> StyleReading:
    """What a style's words say, channel by channel.

    Args:
        style: e.g. "polished dark walnut".
        nearest: names the materials that words may mean which nothing here knows; None: nobody does.
        lexicon: the materials' words; None: the catalogue's.
    """
    known = lexicon or catalogue_lexicon()
    codes = wrong_codes(style, known)
    plain, halves = without_halves(style_without(style, codes))
    tokens = tokens_of(plain)
    whole = known.whole(tuple(token for token in tokens if token not in _ARTICLES))
    if whole:
        return StyleReading(style, whole, named=style, doubts=halves)
    tokens, looks, apart = with_looks(tokens, known)
    tokens, contradicted = without_contradicted(tokens, known)
    spans, without = without_denied(spans_of(tokens, known))
    draft = _Draft(unknown=[span.text for span in spans if span.role is Role.UNKNOWN])
    clauses = clauses_of(spans)
    head = _read_base(next(clause for clause in clauses if clause.relation is Relation.BASE), draft, known)
    for clause in clauses:
        if clause.relation is not Relation.BASE:
            _read_addition(clause, draft, known, head)
    share = 1.0
    others: tuple[tuple[str, float], ...] = ()
    if not head.material and draft.unknown and nearest is not None:
        head, share, others = _asked(" ".join(draft.unknown), nearest, known)
        draft.unknown = [] if head.material else draft.unknown
    if not head.material:
        head = _implied(draft, known)
    head = _shown_on(draft, head)
    _settle(draft, head, known)
    doubts = (*map(wrong_code_told, codes), *halves, *apart, *contradicted)
    return StyleReading(
        style,
        head.material,
        head.named,
        share,
        others,
        head.body,
        tuple(draft.colors),
        tuple(draft.tones),
        tuple(draft.finishes),
        tuple(draft.patterns),
        tuple(draft.coats),
        draft.glow,
        tuple(without),
        (*draft.unknown, *codes),
        looks,
        " ".join(tokens) if looks else "",
        doubts=doubts,
    )


def _read_base(clause: Clause, draft: _Draft, known: Lexicon) -> Head:
    """The base's material and all that describes it; further materials in it are inlaid."""
    first: Head | None = None
    for spans in clause.segments:
        head, rest = find_head(spans, known)
        segment = parsed(rest, known, amount=0.5)
        if first is None or (head.material and not first.material):
            first = head
        elif head.material:
            draft.patterns.append(PatternWord(Pattern.PATCHES, tuple(segment.colors), head.material))
            segment.colors.clear()
        draft.take(segment)
    return first or Head()


_AMOUNTS = {Relation.WITH: 0.4, Relation.COVERED: 0.8, Relation.OVER: 0.55}


def _read_addition(clause: Clause, draft: _Draft, known: Lexicon, base: Head) -> None:
    for spans in clause.segments:
        segment = parsed(spans, known, amount=_AMOUNTS[clause.relation], of_addition=True)
        if segment.patterns or segment.coats or _OVER_ALL & set(segment.finishes):
            if Finish.TEMPERED in segment.finishes:
                segment.colors = [replace(color, share=_TINTED) for color in segment.colors]
            # Colours that the pattern or the coat did not take are the base's: "red paint on steel".
            draft.take(segment)
            continue
        materials = [span for span in segment.materials if span.material]
        if materials and materials[-1].text in _LIQUIDS:
            draft.finishes += [] if Finish.WET in draft.finishes else [Finish.WET]
        elif materials:
            draft.patterns += _as_pattern(materials[-1], segment, clause.relation, known)
            draft.coats += _as_coat(materials[-1], segment, clause.relation, known)
            segment.colors.clear()
        elif segment.colors and (draft.colors or base.material) and all(c.share == 1.0 for c in segment.colors):
            draft.patterns.append(PatternWord(Pattern.INLAY, tuple(segment.colors)))
            segment.colors.clear()
        draft.take(segment)


def _lies_on(span: Span, relation: Relation, known: Lexicon) -> bool:
    """Whether a material covers another in pieces rather than being set into it."""
    growing = known.kind(span.material) in (Kind.NATURE, Kind.FOOD, Kind.ANIMAL, Kind.FIBRE)
    return relation is not Relation.WITH or growing


def _as_pattern(span: Span, segment: Segment, relation: Relation, known: Lexicon) -> list[PatternWord]:
    if known.is_print(span.material, span.words):
        return [PatternWord(Pattern.PRINT, tuple(segment.colors), span.material)]
    if _lies_on(span, relation, known):
        return []
    return [PatternWord(Pattern.INLAY, tuple(segment.colors), span.material)]


def _as_coat(span: Span, segment: Segment, relation: Relation, known: Lexicon) -> list[CoatWord]:
    if known.is_print(span.material, span.words) or not _lies_on(span, relation, known):
        return []
    color = segment.colors[0] if segment.colors else None
    return [CoatWord(Coat.MATERIAL, _AMOUNTS[relation], span.material, color)]


def _asked(phrase: str, nearest: Nearest, known: Lexicon) -> tuple[Head, float, tuple[tuple[str, float], ...]]:
    found = [(name, float(share)) for name, share in nearest(phrase) if name in known and share >= _LEAST_SHARE]
    if not found:
        return Head(), 1.0, ()
    return Head(found[0][0], phrase), min(found[0][1], 0.999), tuple(found[1:_MOST])


def _implied(draft: _Draft, known: Lexicon) -> Head:
    """What a thing without a material is of, by its finish, or by veins in what is a colour and a stone: turquoise."""
    if any(word.pattern is Pattern.VEINS for word in draft.patterns) and len(draft.colors) == 1:
        name = known.find((*draft.colors[0].name.split(), "stone"))
        if name:
            draft.colors.clear()
            return Head(name, name)
    for finish, names in _IMPLIED:
        name = next((n for n in names if n in known), "")
        if finish in draft.finishes and name:
            return Head(name, finish.value)
    return Head()


def _shown_on(draft: _Draft, head: Head) -> Head:
    """Marble with white veins is the one that shows them, if no word says how it is coloured itself."""
    veins = [word for word in draft.patterns if word.pattern is Pattern.VEINS and word.colors]
    colors = np.array([color.color for word in veins for color in word.colors], np.float32)
    if head.named not in _SHOWN_ON or draft.colors or not len(colors) or lab_of(colors)[:, 0].min() < _PALE:
        return head
    return replace(head, material=_SHOWN_ON[head.named])


def _only_drips(word: PatternWord) -> bool:
    return word.pattern is Pattern.DRIPS and not (word.colors or word.material)


def _oxide(head: Head) -> Coat:
    if any(name in head.material for name in ("copper", "bronze", "brass")):
        return Coat.PATINA
    noble = any(name in head.material for name in ("silver", "gold", "aluminium", "chrome", "pewter", "platinum"))
    return Coat.TARNISH if noble else Coat.RUST


def _settle(draft: _Draft, head: Head, known: Lexicon) -> None:
    """What words mean only together with the material that they describe."""
    kind = known.kind(head.material) if head.material else Kind.COLOR
    dyed = not head.material or (kind in DYED and find_color(tuple(head.named.split()[:1])) is None)
    if draft.is_vivid and dyed and not (draft.colors or draft.patterns):
        draft.tones = [word for word in draft.tones if word.tone is not Tone.BRIGHT]
        draft.patterns.append(PatternWord(Pattern.COLOURFUL))
    if any(color.name.startswith("metallic ") for color in draft.colors) and Finish.METALLIC not in draft.finishes:
        draft.finishes.append(Finish.METALLIC)
    if head.named and find_color(tuple(head.named.split())) is not None and len(draft.colors) == 1 and draft.patterns:
        pattern = draft.patterns[0]
        if pattern.pattern in _LAID_OUT and not (pattern.colors or pattern.material):
            # "Gold and black stripes": the gold is the material, and the stripes are black.
            draft.patterns[0] = replace(pattern, colors=(draft.colors.pop(),))
    if kind not in _MELTING and any(_only_drips(word) for word in draft.patterns):
        # "Dripping oak" is wet; dripping wax is wax that runs down.
        draft.patterns = [word for word in draft.patterns if not _only_drips(word)]
        draft.finishes += [] if Finish.WET in draft.finishes else [Finish.WET]
    first = draft.colors[0].name.split() if draft.colors else []
    for word, (coat, rusts) in _COATS_IN_NAMES.items():
        rest = tuple(part for part in first if part != word)
        named = find_color(rest)
        if kind is rusts and named is not None and len(rest) < len(first):
            # "Rusty red metal" is red metal that rusts; "rusty red velvet" has the colour of that name.
            draft.colors[0] = named
            draft.coats.append(CoatWord(coat))
    draft.coats = [replace(c, coat=_oxide(head)) if c.coat is Coat.OXIDE else c for c in draft.coats]
    chipped = any(coat.coat is Coat.CHIPPED for coat in draft.coats)
    if chipped and draft.colors and kind in _PAINTABLE and Finish.PAINTED not in draft.finishes:
        draft.finishes.append(Finish.PAINTED)
    if Finish.FROSTED in draft.finishes and kind not in (Kind.GLASS, Kind.COLOR, Kind.PLASTIC, Kind.METAL, Kind.STONE):
        draft.finishes.remove(Finish.FROSTED)
        draft.coats.append(CoatWord(Coat.FROST))
