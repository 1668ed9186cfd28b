"""From how probable each kind of object is to what the object is called and which parts it probably has.

Kinds that look alike have parts in common, so a part may be much surer than the kind: a chair, an armchair and a stool
all have legs. What two kinds call differently and one of them knows both words for is one part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...models.embedded.kind_table import Kind

_LESS_COMMON = 0.15
"""What a name counts less for each that is commoner."""
_RARE = 0.05
"""Of kinds less probable than this no words are taken: they are many, and all of them together are noise."""


def likely_name(kinds: Sequence[Kind], probabilities: NDArray[np.floating]) -> tuple[str, float]:
    """What the object is called by most of the probable kinds, and how probable it is that it is one.

    Args:
        kinds: K.
        probabilities: (K,) of the kinds.
    """
    scores: dict[str, float] = {}
    surely: dict[str, float] = {}
    for kind, probable in zip(kinds, probabilities.tolist(), strict=True):
        for rank, name in enumerate(kind.names):
            scores[name] = scores.get(name, 0.0) + probable * max(1.0 - _LESS_COMMON * rank, 0.1)
            surely[name] = surely.get(name, 0.0) + probable
    best = max(scores, key=lambda name: scores[name])
    return best, min(surely[best], 1.0)


def likely_words(kinds: Sequence[Kind], probabilities: NDArray[np.floating]) -> dict[str, float]:
    """How probably the object has a part of each word, the most probable first; a part has one word.

    Args:
        kinds: K.
        probabilities: (K,) of the kinds.
    """
    least = min(_RARE, float(probabilities.max()))
    chosen = [(k, p) for k, p in zip(kinds, probabilities.tolist(), strict=True) if p >= least]
    common: defaultdict[str, float] = defaultdict(float)
    for kind, probable in chosen:
        for part in kind.parts:
            common[part.words[0]] += probable * part.share
    result: defaultdict[str, float] = defaultdict(float)
    own: defaultdict[str, float] = defaultdict(float)
    others: defaultdict[tuple[str, str], float] = defaultdict(float)
    for kind, probable in chosen:
        for word, (share, alike) in _renamed(kind, common).items():
            result[word] += probable * share
            own[word] += probable
            for other in alike:
                others[other, word] += probable
    for (word, other), probable in others.items():
        # What most call by another word is not offered beside it: the stem of a plant beside the tube of a lamp.
        if word in result and other in result and result[other] > result[word] and probable > own[word]:
            del result[word]
    return dict(sorted(result.items(), key=lambda one: (-one[1], one[0])))


def _renamed(kind: Kind, common: Mapping[str, float]) -> dict[str, tuple[float, frozenset[str]]]:
    """A kind's parts by the words commonest among all kinds, each word for one part: share, and its other words."""
    own = {part.words[0] for part in kind.parts}
    result: dict[str, tuple[float, frozenset[str]]] = {}
    for part in kind.parts:
        first = part.words[0]
        free = [word for word in part.words if word in common and (word == first or word not in own)]
        best = max(free, key=lambda word: common[word])
        word = first if best in result else best
        result[word] = (part.share, frozenset(part.words) - own - {word})
    return result
