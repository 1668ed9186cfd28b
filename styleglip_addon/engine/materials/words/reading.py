"""What was read from a style's words, channel by channel, and in plain words for the report and the panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .color_words import ColorWord, find_color
from .meanings import Coat, Finish, Pattern, Tone

Nearest = Callable[[str], Sequence[tuple[str, float]]]
"""Names of the materials that a phrase may mean and shares, 0..1, the likeliest first; empty: none."""


@dataclass(frozen=True)
class ToneWord:
    """A colour moved: 1 as far as the word alone says, less for "slightly", more for "very"."""

    tone: Tone
    strength: float = 1.0


@dataclass(frozen=True)
class PatternWord:
    """A pattern over the material.

    Args:
        pattern: its layout.
        colors: of the pattern; none: those that suit the material.
        material: what its lines consist of ("gold veins"), or whose colours are printed ("leopard print").
    """

    pattern: Pattern
    colors: tuple[ColorWord, ...] = ()
    material: str = ""


@dataclass(frozen=True)
class CoatWord:
    """Wear, or what lies on the material.

    Args:
        coat: what it is.
        amount: share of the surface that it takes on a thing as things are, 0..1.
        material: for `Coat.MATERIAL`, its name.
        color: of the coat; None: its own.
    """

    coat: Coat
    amount: float = 0.5
    material: str = ""
    color: ColorWord | None = None


@dataclass(frozen=True)
class StyleReading:
    """A style's words, understood.

    Args:
        style: the words.
        material: name in the catalogue; "": a plain surface.
        named: the words that the material was read from.
        share: how sure that is: 1 where the words name it, else what the nearest one got.
        others: further materials near the words that no table knows, with their shares.
        body: material that the first one's pieces consist of: marble, in "marble tiles"; "": their own.
        colors: colours of the material; none: its own. Of several, the first leads.
        tones, finishes, patterns, coats: see their classes.
        glow: strength of light sent out, as of the emission channel; 0: none but the material's own.
        without: what the words deny, such as rust in "rust-free".
        unknown: words that were not understood.
        looks: words for a look, each with what it was taken for.
        meant: the style with these in their place; "": it has none.
        part: the name of the part that the material was taken from, as the words name none; "": they do.
        doubts: sentences about words that contradict each other or cannot be shown.
    """

    style: str
    material: str = ""
    named: str = ""
    share: float = 1.0
    others: tuple[tuple[str, float], ...] = ()
    body: str = ""
    colors: tuple[ColorWord, ...] = ()
    tones: tuple[ToneWord, ...] = ()
    finishes: tuple[Finish, ...] = ()
    patterns: tuple[PatternWord, ...] = ()
    coats: tuple[CoatWord, ...] = ()
    glow: float = 0.0
    without: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    meant: str = ""
    part: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether nothing was recognised at all."""
        says = (self.material, self.colors, self.tones, self.finishes, self.patterns, self.coats, self.glow)
        return not any(says)

    def to_json(self) -> dict[str, Any]:
        """The reading as what `json` writes."""
        return asdict(self)

    def notes(self) -> tuple[str, ...]:
        """What was understood, a line per channel; "-" where the words say nothing."""
        lines = [
            f"material: {self._material_note()}",
            f"colour: {self._color_note()}",
            f"finish: {', '.join(self.finishes) or '-'}",
            f"pattern: {', '.join(map(_pattern_note, self.patterns)) or '-'}",
            f"wear: {', '.join(map(_coat_note, self.coats)) or '-'}",
            f"glow: {f'strength {self.glow:g}' if self.glow else '-'}",
        ]
        if self.looks:
            lines.insert(0, f"look: {'; '.join(self.looks)}")
        if self.without:
            lines.append(f"left away: {', '.join(self.without)}")
        if self.unknown:
            lines.append(f"not understood: {', '.join(self.unknown)}")
        return tuple(lines)

    def _material_note(self) -> str:
        if not self.material:
            return "none named, a plain surface"
        name = self._without_its_color(self.material)
        name = f"{name} of {self.body}" if self.body else name
        if self.part:
            return f'{name}, as "{self.part}" usually is'
        if self.share < 1.0:
            return f'{name}, the nearest to "{self.named}" ({self.share:.0%})'
        return name

    def _without_its_color(self, name: str) -> str:
        """The material's name without a colour that the words replace by another: "painted wood", in teal."""
        words = name.split()
        if self.share < 1.0 or not any(color.share == 1.0 for color in self.colors):
            return name
        for count in range(len(words) - 1, 0, -1):
            if find_color(tuple(words[:count])) is not None and not set(words[:count]) <= set(self.named.split()):
                return " ".join(words[count:])
        return name

    def _color_note(self) -> str:
        tones = [_with_strength(t.tone, t.strength) for t in self.tones]
        if self.colors:
            return " ".join([*tones, " and ".join(map(_color_note, self.colors))])
        own = "its own" if self.material else "the mesh's own"
        return ", ".join([own, *tones])


def _color_note(color: ColorWord) -> str:
    return f"slightly {color.name}" if color.share < 1.0 and not color.name.endswith("ish") else color.name


def _with_strength(tone: Tone, strength: float) -> str:
    if strength == 1.0:
        return tone.value
    return f"{'very' if strength > 1.0 else 'slightly'} {tone.value}"


def _pattern_note(word: PatternWord) -> str:
    of = [color.name for color in word.colors] + ([word.material] if word.material else [])
    return f"{word.pattern.value} ({' and '.join(of)})" if of else word.pattern.value


def _coat_note(word: CoatWord) -> str:
    what = word.material or word.coat.value
    return f"{word.color.name + ' ' if word.color else ''}{what} {word.amount:.0%}"
