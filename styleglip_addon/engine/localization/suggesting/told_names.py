"""What an object's own names say about its kind and its parts when no part has been named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...models.embedded.kind_table import Kind
from ...vocabulary.named_regions import NamedRegion, NameKind
from ...vocabulary.place_words import is_place_word
from ..own_names.languages.translating import NameLanguages
from ..own_names.matching import SAME, match_names
from ..own_names.name_words import is_look, is_of_the_trade

_WITHOUT_PART = 0.15
"""How probable a name for a part is on an object of a kind that does not have it."""
_BY_TITLE = 0.85
"""How probably an object is what it is called."""


_PLACES_AND_PARTS = ("top", "back", "bottom", "front")
"""Words of place that alone mean a part; "upper" in a name is the upper one of something."""


def told_parts(regions: Sequence[NamedRegion], kinds: Sequence[Kind]) -> dict[str, str]:
    """Words for parts that names say, each with the name that says it, as it is shown: 'material "Shade"'.

    Only words for parts themselves count here, not what is nearly one; and no words for materials.

    Args:
        regions: what the object's own names stand for.
        kinds: whose parts are known.
    """
    words = tuple(dict.fromkeys(word for kind in kinds for part in kind.parts for word in part.words))
    known = tuple(word for word in words if _says_a_part(word))
    spoken = NameLanguages([region.name for region in regions])
    told: dict[str, str] = {}
    for kind in NameKind:
        names = list(dict.fromkeys(region.name for region in regions if region.kind is kind))
        for name, match in zip(names, match_names(names, known, None, spoken), strict=True):
            if match.word >= 0 and match.confidence >= SAME:
                meaning = f" ({match.meaning})" if match.meaning else ""
                told.setdefault(known[match.word], f'{kind} "{name}"{meaning}')
    return told


def _says_a_part(word: str) -> bool:
    if is_place_word(word):
        return word in _PLACES_AND_PARTS
    return not is_look(word) and not is_of_the_trade(word)


def weighed_by_names(
    probabilities: NDArray[np.float64], kinds: Sequence[Kind], told: Mapping[str, str], title: str
) -> NDArray[np.float64]:
    """(K,) probabilities of the kinds, with those of them that have the parts that names say.

    Args:
        probabilities: (K,) that sum to 1.
        kinds: K.
        told: from `told_parts`.
        title: the object's own name, e.g. "Table Lamp.001"; "": none.
    """
    weights = probabilities.copy()
    for row, kind in enumerate(kinds):
        for word in told:
            share = max((part.share for part in kind.parts if word in part.words), default=0.0)
            weights[row] *= max(share, _WITHOUT_PART)
    weights /= weights.sum()
    names = tuple(dict.fromkeys(name for kind in kinds for name in kind.names))
    for match in match_names([title] if title else [], names, None):
        if match.word >= 0 and match.confidence >= SAME:
            called = weights * [names[match.word] in kind.names for kind in kinds]
            weights = (1.0 - _BY_TITLE) * weights + _BY_TITLE * called / called.sum()
    result: NDArray[np.float64] = weights
    return result
