"""The prompts that the style benchmark tries: a fixed list of styles, drawn with a seed, on the parts' own words."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from styleglip_addon.engine import Part, parse_prompt
from styleglip_addon.engine.models.embedded.looks import LOOKS_WORDS
from styleglip_addon.engine.vocabulary.prompt import part_key
from tools.train_default_model.lit_materials import HELD_OUT_WORDS, STYLES, find_style

_MODEL = Path(__file__).resolve().parents[2] / "styleglip_addon" / "models" / "embedded"

HELD_OUT_SHARE = 0.35
"""Share of drawn styles that are words the model never saw."""


@dataclass(frozen=True)
class Expectation:
    """What a style's words should look like.

    Args:
        style: canonical name of the trained style; empty for words in neither list, which are not judged.
        held_out: whether the words were kept out of the training.
    """

    style: str
    held_out: bool


@cache
def trained_styles() -> tuple[str, ...]:
    """Canonical names of the styles that the shipped model was trained on; there are more to train one on."""
    table = json.loads((_MODEL / LOOKS_WORDS).read_text(encoding="utf-8"))
    return tuple(name for name in table["names"][: table["trained"]] if name in STYLES)


def trained_words() -> tuple[str, ...]:
    """The commonest phrase of every style that the shipped model was trained on."""
    return tuple(STYLES[name].phrases[0] for name in trained_styles())


def held_out_words() -> tuple[str, ...]:
    """Words that are in no phrase of any style that is trained on."""
    return tuple(HELD_OUT_WORDS)


def expectation(words: str) -> Expectation:
    """What these style words should look like, as far as the shipped model was trained on it."""
    known = find_style(words)
    if known is not None:
        return Expectation(known.name if known.name in trained_styles() else "", False)
    style = HELD_OUT_WORDS.get(" ".join(words.lower().split()), "")
    return Expectation(style, bool(style))


def own_prompt(prompt: str, parts: Sequence[str]) -> tuple[Part, ...]:
    """A mesh's own prompt with the parts in the order of the labels; labelled parts it does not name are left out."""
    named = {part_key(part.name): part for part in parse_prompt(prompt)}
    if not parts:
        return tuple(named.values())
    return tuple(Part(name, named[part_key(name)].style) for name in parts if part_key(name) in named)


def drawn_prompt(
    mesh: str, parts: Sequence[str], number: int, seed: int, held_out: float = HELD_OUT_SHARE
) -> tuple[Part, ...]:
    """Prompt `number` (from 0) of a mesh: the same whatever else is in the folder; no style twice in one prompt.

    `held_out` is the share of words that the model never saw.
    """
    random = np.random.default_rng((seed, zlib.crc32(mesh.encode()), number))
    styles: list[str] = []
    while len(styles) < len(parts):
        words = held_out_words() if random.random() < held_out else trained_words()
        style = words[int(random.integers(len(words)))]
        if style not in styles:
            styles.append(style)
    return tuple(Part(name, style) for name, style in zip(parts, styles, strict=True))


def with_one_style_changed(mesh: str, parts: Sequence[Part], seed: int) -> tuple[tuple[Part, ...], int]:
    """The prompt with another trained style for one drawn part, and which part that is: what leakage is measured on."""
    random = np.random.default_rng((seed, zlib.crc32(mesh.encode()), 1_000_003))
    changed = int(random.integers(len(parts)))
    choices = [words for words in trained_words() if words not in {part.style for part in parts}]
    style = choices[int(random.integers(len(choices)))]
    return tuple(Part(p.name, style if i == changed else p.style) for i, p in enumerate(parts)), changed
