"""What the names of an artist's objects and materials say about parts: weak labels, by rules that can be read here.

A name says the part that its last telling word means ("chair_back_leg" is a leg), in English, French and a few other
languages; an object's name goes before its material's. What no name tells stays untold, which is not the same as none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine.localization.own_names.name_words import says_nothing

from .shapes.part_words import PART_WORDS

UNTOLD = -1
"""Part of a face whose names say nothing."""

_PARTS_FILE = Path(__file__).resolve().parent / "words" / "furniture_parts.toml"
_NO_PARTS = {
    *("chair", "bed", "couch", "sofa", "lamp", "bathtub", "shower", "toilet", "sofas", "piano", "guitar", "car"),
    *("front", "rear", "inside", "outside", "interior", "exterior", "side", "center", "end", "holes", "hole", "ring"),
    *("ball", "bar", "band", "plate", "rubber", "steel", "metal", "plastic", "ceramic", "glass"),
}
"""Words of the vocabulary that in names of materials and objects mean no part: the whole thing, looks, plain shapes."""

_SEATED = {"seat", "back", "cushion", "armrest"}
"""Beside one of these an arm is an armrest; elsewhere it is a lamp's, a machine's or a body's."""


def meanings() -> dict[str, str]:
    """The part word that each telling word means."""
    words = {word for words in PART_WORDS.values() for word in words if word not in _NO_PARTS}
    known = {word: word for word in words if not says_nothing(word)}
    for part, words in tomllib.loads(_PARTS_FILE.read_text(encoding="utf-8")).items():
        known.update(dict.fromkeys(words, part))
    return known


def part_of(name: str, known: Mapping[str, str]) -> str | None:
    """The part that the last telling word of an object's name means, else that of its material's.

    Args:
        name: "object|material".
        known: see `meanings`.
    """
    for text in name.split("|"):
        plain = re.sub(r"sweethome3d_\w+?_(on_hinge_\d)?", "", text)
        words = re.split(r"[^a-zA-Z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", plain).lower())
        told = [known[word] for word in words if word in known]
        if told:
            return told[-1]
    return None


def told_parts(
    objects: NDArray[np.str_], materials: NDArray[np.str_], known: Mapping[str, str]
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The parts that names of faces tell.

    Args:
        objects, materials: (F,) names of each face's object and material.
        known: see `meanings`.

    Returns:
        The part words, sorted, and (F,) the part of each face, or `UNTOLD`.
    """
    names = np.char.add(np.char.add(objects, "|"), materials)
    distinct, inverse = np.unique(names, return_inverse=True)
    told = [part_of(str(name), known) for name in distinct]
    found = {word for word in told if word}
    if found & _SEATED:
        told = ["armrest" if part == "arm" else part for part in told]
    words = tuple(sorted({word for word in told if word}))
    labels = np.array([words.index(word) if word else UNTOLD for word in told], dtype=np.int64)
    return words, labels[inverse.reshape(-1)]
