"""The prompts that the style benchmark tries: a fixed list of styles, drawn with a seed, on the parts' own words."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from styleglip_addon.engine import Part, parse_prompt
from styleglip_addon.engine.materials.catalogue import MATERIALS, find_material
from styleglip_addon.engine.vocabulary.part_names import part_key
from tools.benchmarks.photo_judge.labels import kind_of_material
from tools.benchmarks.unseen_words import UNSEEN_WORDS

HELD_OUT_SHARE = 0.25
"""Share of drawn styles that are words which nothing was told of."""


@dataclass(frozen=True)
class Expectation:
    """What a style's words should look like.

    Args:
        styles: names of the materials that are right, the likeliest first; none for words in neither list, which are
            not judged.
        held_out: whether the words are among those that nothing was told of.
    """

    styles: tuple[str, ...]
    held_out: bool

    @property
    def style(self) -> str:
        """The likeliest; "" for none."""
        return self.styles[0] if self.styles else ""


def material_words() -> tuple[str, ...]:
    """The commonest phrase of every material."""
    return tuple(material.phrases[0] for material in MATERIALS.values())


def unseen_words() -> tuple[str, ...]:
    """Words that neither the table of words nor the model was given."""
    return tuple(UNSEEN_WORDS)


def expectation(words: str) -> Expectation:
    """What these style words should look like."""
    known = find_material(words)
    if known is not None:
        return Expectation((known.name,), False)
    styles = UNSEEN_WORDS.get(" ".join(words.lower().split()), ())
    return Expectation(styles, bool(styles))


def own_prompt(prompt: str, parts: Sequence[str]) -> tuple[Part, ...]:
    """A mesh's own prompt with the parts in the order of the labels; labelled parts it does not name are left out."""
    named = {part_key(part.name): part for part in parse_prompt(prompt)}
    if not parts:
        return tuple(named.values())
    return tuple(Part(name, named[part_key(name)].style) for name in parts if part_key(name) in named)


@dataclass(frozen=True)
class Draw:
    """What prompts are drawn from.

    Args:
        seed: of the prompts.
        held_out: share of words that nothing was told of.
        kinds: of materials that the judge of photographs knows, to draw from these alone; none: from all materials.
    """

    seed: int = 0
    held_out: float = HELD_OUT_SHARE
    kinds: tuple[str, ...] = ()

    def words(self) -> tuple[str, ...]:
        """The words of materials among which prompts are drawn."""
        every = material_words()
        return tuple(words for words in every if kind_of_material(words) in self.kinds) if self.kinds else every


def drawn_prompt(mesh: str, parts: Sequence[str], number: int, draw: Draw) -> tuple[Part, ...]:
    """Prompt `number` (from 0) of a mesh: the same whatever else is in the folder; no style twice in one prompt."""
    random = np.random.default_rng((draw.seed, zlib.crc32(mesh.encode()), number))
    known = draw.words()
    styles: list[str] = []
    while len(styles) < len(parts):
        words = unseen_words() if random.random() < draw.held_out else known
        style = words[int(random.integers(len(words)))]
        if style not in styles:
            styles.append(style)
    return tuple(Part(name, style) for name, style in zip(parts, styles, strict=True))


def with_one_style_changed(mesh: str, parts: Sequence[Part], seed: int) -> tuple[tuple[Part, ...], int]:
    """The prompt with another style for one drawn part, and which part that is: what leakage is measured on."""
    random = np.random.default_rng((seed, zlib.crc32(mesh.encode()), 1_000_003))
    changed = int(random.integers(len(parts)))
    choices = [words for words in material_words() if words not in {part.style for part in parts}]
    style = choices[int(random.integers(len(choices)))]
    return tuple(Part(p.name, style if i == changed else p.style) for i, p in enumerate(parts)), changed
