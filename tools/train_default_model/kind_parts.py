"""The table of kinds: what the families of procedural objects are called, and which parts their objects have."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np

from styleglip_addon.engine.models.embedded.kind_table import Kind, KindPart
from tools.train_default_model.shapes import FAMILIES

_OBJECTS = 16
"""So many objects of a family are drawn to count their parts."""
_SEED = 11
_LEAST_SHARE = 0.2
"""Parts of fewer objects are not usual ones."""
_MOST_WORDS = 6


def kinds_of_families(families: Sequence[str] | None = None) -> tuple[Kind, ...]:
    """The kinds that families stand for, the same at every call.

    Args:
        families: which; None: all, by name.
    """
    return tuple(_kind(family) for family in (sorted(FAMILIES) if families is None else families))


def _kind(family: str) -> Kind:
    count: Counter[str] = Counter()
    words: dict[str, tuple[str, ...]] = {}
    names: dict[str, None] = {}
    for variant in range(_OBJECTS):
        item = FAMILIES[family](np.random.default_rng((_SEED, zlib.crc32(family.encode()), variant)))
        names |= dict.fromkeys(item.object_names)
        for alike in item.part_names:
            count[alike[0]] += 1
            words.setdefault(alike[0], alike[:_MOST_WORDS])
    parts = [
        KindPart(words[word], round(number / _OBJECTS, 3))
        for word, number in sorted(count.items(), key=lambda one: (-one[1], one[0]))
        if number >= _LEAST_SHARE * _OBJECTS
    ]
    return Kind(family, tuple(names), tuple(parts))
