"""What bodies consist of: a thigh is of the leg, fingers are of the hand; what is worn where, and what is at a tail.

Bones share out a character's surface, so their names say where its parts are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from ...materials.words.tokens import word_set

OF_BODY_BY_BONE = 0.9
"""Confidence in a bone of which the part consists."""
OF_BODY = 0.75
"""Confidence in something else that is called so: a calf is also an animal."""
NEAR = 0.45
"""Confidence in the bone below what is worn there, for feet may be bare, and in what is often at a part. A hint."""

_CONSISTS = {
    "leg": "thigh knee calf shin shank upleg",
    "arm": "forearm elbow biceps bicep",
    "hand": "finger thumb palm knuckle",
    "finger": "thumb",
    "foot": "toe",
    "head": "face skull jaw forehead cheek chin",
    "face": "forehead cheek chin jaw",
    "torso": "chest spine pelvis hip abdomen belly waist breast stomach ribcage",
    "body": "torso chest spine pelvis hip abdomen belly waist breast stomach ribcage thorax",
    "hair": "ponytail braid pigtail bangs fringe",
    "eye": "eyeball iris pupil cornea sclera",
    "wing": "feather",
}
_WORN = {
    "shoe shoes boot boots sneaker sandal slipper": "foot toe",
    "glove gauntlet mitten": "hand finger thumb palm",
    "trousers pants jeans leggings slacks": "leg thigh knee calf shin pelvis hip",
    "shirt t-shirt tshirt blouse sweater jumper hoodie jacket vest jersey": (
        "chest spine torso breast abdomen belly waist shoulder clavicle"
    ),
    "sleeve": "arm forearm elbow",
    "sock": "foot toe calf ankle",
}
_OF_CRAFT = {"tail": "fin stabilizer stabiliser elevator empennage"}
"""What aircraft, rockets and bombs have at their tail, and fish elsewhere as well."""
_PARTS = {part: word_set(words) for part, words in _CONSISTS.items()}
_AT = {part: word_set(words) for part, words in _OF_CRAFT.items()}
_BELOW = {garment: word_set(bones) for garments, bones in _WORN.items() for garment in garments.split()}


def of_bodies(head: Collection[str], asked: Sequence[Sequence[str]], is_bone: bool) -> tuple[np.ndarray, bool]:
    """(P,) how surely a thing is of each part's body, and whether that is a hint only.

    Args:
        head: what a name says the thing is, in any number.
        asked: the words of each part.
        is_bone: whether it is a bone's name.
    """
    scores = np.zeros(len(asked))
    for number, word in enumerate(asked):
        if word and not _PARTS.get(word[-1], frozenset()).isdisjoint(head):
            scores[number] = OF_BODY_BY_BONE if is_bone else OF_BODY
    if scores.any():
        return _nearest(asked, scores), False
    near = _BELOW if is_bone else _AT
    for number, word in enumerate(asked):
        if word and not near.get(word[-1], frozenset()).isdisjoint(head):
            scores[number] = NEAR
    return scores, bool(scores.any())


def _nearest(asked: Sequence[Sequence[str]], scores: np.ndarray) -> np.ndarray:
    """Of parts that lie within each other the innermost alone: of face and head the chin is the face's."""
    words = [word[-1] if word else "" for word in asked]
    for number, outer in enumerate(words):
        if scores[number] and any(
            scores[other] and inner in _PARTS.get(outer, ()) for other, inner in enumerate(words) if other != number
        ):
            scores[number] = 0.0
    return scores
