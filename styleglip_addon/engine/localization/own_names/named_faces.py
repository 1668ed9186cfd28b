"""What the object's own names say about each face, and how it is mixed with what the pictures say.

A certain name decides. One that is less sure is evidence beside the boxes. Where names say nothing, or have no word for
a part, the pictures are left alone; but who calls one object "hair" is not taken to mean hair by what has another
name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...surface.topology import Floats, Ints
from ...vocabulary.named_regions import NamedRegion, NameKind
from ..detector import WordReader
from ..labelling import UNCLAIMED
from ..pictured_surface import PicturedSurface
from .believed_names import LENT, LIKELY, believed, is_collective
from .languages.translating import NameLanguages
from .matching import CERTAIN, NameMatch, match_names
from .rig_names import are_bones

WEIGHT = 1.5
"""Evidence per vote for the part that a certain name says; of others times their confidence."""
ELSEWHERE = 1.5
"""Evidence per vote against a part on what somebody gave other names, where the part has a name of its own."""
LEAST_VOTES = 1.0
"""Faces that no box speaks about are told by their names as if so much of a view had."""
WHOLE = 0.98
"""A name of a larger share of the surface is that of the object, and tells no part from another."""
TELLING_SHARE, ALL_OF_IT = 0.2, 0.8
"""Names are told with a part of which they cover the first share; from the second on as if they had said all of it."""
_MOST_SHOWN = 2


@dataclass(frozen=True, eq=False)
class NamedFaces:
    """What names say about the faces.

    Args:
        word: (F,) index of the word that the face's name says; -1: it says none.
        confidence: (F,) 0..1, of that.
        region: (F,) index into `regions` of the name that says it; -1: none.
        regions: the names that were understood.
        matches: what each of them was taken for.
        against: (F, P) how much speaks against a word: 1 where a face has another name, given by somebody, while the
            word has a name of its own; of a word for what is left, the confidence in a hint at another part.
        barred: (F, P) which words a face cannot be: somebody called it something else, and called all parts by name.
    """

    word: Ints
    confidence: Floats
    region: Ints
    regions: tuple[NamedRegion, ...]
    matches: tuple[NameMatch, ...]
    against: Floats
    barred: NDArray[np.bool_]

    def mixed(self, evidence: Floats, support: Floats) -> tuple[Floats, Floats]:
        """Evidence and votes of the pictures, each (F, P) from `gather_evidence`, with those of the names."""
        votes = np.maximum(support.max(axis=1), LEAST_VOTES)
        evidence = evidence - ELSEWHERE * votes[:, None] * self.against
        support = support.copy()
        said = np.flatnonzero(self.word >= 0)
        evidence[said, self.word[said]] += WEIGHT * votes[said] * self.confidence[said]
        support[said, self.word[said]] = votes[said]
        return evidence, support

    def told_apart(self, lots: Ints) -> Ints:
        """(F,) lots as (F,) lots of faces that names say the same of."""
        result: Ints = np.unique(np.stack((lots, self.word), axis=1), axis=0, return_inverse=True)[1].reshape(-1)
        return result

    def likely(self) -> NDArray[np.bool_]:
        """(P,) whether a name says that the object has the part."""
        return self.best() >= LIKELY

    def best(self) -> Floats:
        """(P,) the confidence of the surest name of each part; 0 where it has none."""
        result = np.zeros(self.against.shape[1])
        said = self.word >= 0
        np.maximum.at(result, self.word[said], self.confidence[said])
        return result

    def decided(self, labels: Ints, is_seen: NDArray[np.bool_], evidence: Floats, areas: Floats) -> Ints:
        """(F,) labels, with those of certain names in their place.

        A hint counts for all of its faces or for none: where its material ends, the part ends.

        Args:
            labels: (F,) word of each face, from evidence and votes as `mixed` gives them.
            is_seen: (P,) whether pictures speak for a part; one that they do not is where its names are, and nowhere
                else.
            evidence: (F, P), as `mixed` gives it.
            areas: (F,).
        """
        alone = (labels >= 0) & ~is_seen[labels] & (self.word != labels)
        labels = np.where(alone, UNCLAIMED, labels)
        for number in (number for number, match in enumerate(self.matches) if match.is_hint):
            faces = self.region == number
            if faces.any() and int(np.argmax(areas[faces] @ evidence[faces])) == self.matches[number].word:
                labels = np.where(faces, self.matches[number].word, labels)
        labels = np.where(self.confidence >= CERTAIN, self.word, labels)
        is_barred = (labels >= 0) & self.barred[np.arange(len(labels)), np.maximum(labels, 0)]
        return np.where(is_barred, UNCLAIMED, labels)

    def told(self, word: int, faces: NDArray[np.bool_], areas: Floats) -> tuple[str, float]:
        """Which names say that some faces are a part, for people, and how surely; ("", 0.0) where none say it.

        Args:
            word: the part's.
            faces: (F,) which are the part.
            areas: (F,).
        """
        own = faces & (self.word == word)
        total = float(areas[faces].sum())
        share = float(areas[own].sum()) / total if total > 0.0 else 0.0
        if share < TELLING_SHARE:
            return "", 0.0
        weight = np.bincount(self.region[own], areas[own], len(self.regions))
        order = [int(number) for number in np.argsort(-weight, kind="stable") if weight[number] > 0.0]
        sure = float((areas * self.confidence)[own].sum() / areas[own].sum())
        text = _listed([self.regions[number] for number in order], [self.matches[number].meaning for number in order])
        return text if share >= ALL_OF_IT else f"{text}, and pictures", sure


def name_faces(
    surface: PicturedSurface, areas: Floats, words: Sequence[str], given: Sequence[str], reader: WordReader | None
) -> NamedFaces | None:
    """Reads the names of an object; None where they say nothing.

    Args:
        surface: the object, with the regions of its names.
        areas: (F,) areas of its faces.
        words: P words of the parts that are looked for, without what says where they are.
        given: words of the parts whose place is given: what has their names is none of the others.
        reader: see `match_names`.
    """
    regions = surface.regions
    if not regions:
        return None
    parents = np.arange(len(areas)) if surface.parents is None else surface.parents
    count = 1 + max(int(parents.max()), *(int(region.faces.max(initial=0)) for region in regions), 0)
    own_area = np.bincount(parents, areas, count)
    total = max(float(own_area.sum()), 1e-12)
    read = [region for region in regions if float(own_area[region.faces].sum()) < WHOLE * total]
    every = [*words, *(word for word in given if word not in words)]
    spoken = NameLanguages([region.name for region in regions])
    matched = believed(list(zip(read, _matches(read, every, reader, spoken), strict=True)), every, count)
    said = [(region, match) for region, match in matched if 0 <= match.word < len(words)]
    if not said:
        return None
    # Of names that lie on each other the certain one counts, and among equals that of the smaller region.
    said.sort(key=lambda one: (one[1].confidence >= CERTAIN, -own_area[one[0].faces].sum()))
    word, confidence = np.full(count, -1, dtype=np.int64), np.zeros(count)
    number = np.full(count, -1, dtype=np.int64)
    for index, (region, match) in enumerate(said):
        word[region.faces], confidence[region.faces], number[region.faces] = match.word, match.confidence, index
    against, barred = np.zeros((count, len(words))), np.zeros((count, len(words)), dtype=bool)
    things = {place for place, thing in enumerate(words) if not is_collective(thing)}
    for region, match in said:
        if match.is_hint:
            for place in (place for place in range(len(words)) if place not in things and place != match.word):
                against[region.faces, place] = match.confidence
    for kind in NameKind:
        of_kind = [(region, match) for region, match in matched if region.kind is kind and match.is_chosen]
        certain = {match.word for _, match in of_kind if match.confidence >= CERTAIN and match.word < len(words)}
        for place in certain & things:
            for region in (region for region, match in of_kind if match.word != place):
                against[region.faces, place] = 1.0
    told = {match.word for _, match in said if match.confidence >= LENT}
    for region in (region for region, match in matched if match.is_chosen and match.word < 0 and things <= told):
        barred[np.ix_(region.faces[word[region.faces] < 0], np.array(sorted(things), dtype=np.int64))] = True
    understood, taken = tuple(region for region, _ in said), tuple(match for _, match in said)
    own = (word[parents], confidence[parents], number[parents])
    return NamedFaces(*own, understood, taken, against[parents], barred[parents])


def _matches(
    read: Sequence[NamedRegion], words: Sequence[str], reader: WordReader | None, spoken: NameLanguages
) -> list[NameMatch]:
    found: dict[tuple[NameKind, str], NameMatch] = {}
    for kind in NameKind:
        names = list(dict.fromkeys(region.name for region in read if region.kind is kind))
        is_bone = kind is NameKind.BONE or (kind is NameKind.VERTEX_GROUP and are_bones(names))
        matches = match_names(names, words, reader, spoken, is_bone)
        found |= {(kind, name): match for name, match in zip(names, matches, strict=True)}
    return [found[region.kind, region.name] for region in read]


def _listed(regions: Sequence[NamedRegion], meanings: Sequence[str]) -> str:
    """Names for people: 'material "Wood"', 'objects "Tire", "Tire.001" and 2 more', 'object "Bein" (leg)'."""
    kinds = list(dict.fromkeys(region.kind for region in regions))
    texts = []
    for kind in kinds:
        of_kind = [one for one in zip(regions, meanings, strict=True) if one[0].kind is kind]
        names = [f'"{region.name}"' + (f" ({meaning})" if meaning else "") for region, meaning in of_kind]
        more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
        plural = "s" if len(names) > 1 else ""
        texts.append(f"{kind}{plural} {', '.join(names[:_MOST_SHOWN])}{more}")
    return ", ".join(texts)
