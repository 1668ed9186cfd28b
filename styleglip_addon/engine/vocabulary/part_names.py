"""Names of parts: when two are the same, how long one may be, and those that mean all of the object or what is left."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

WHOLE_OBJECT = "object"
"""Name of the one part that is all of the object: of a style without a part, and of holistic mode."""

EVERYTHING_ELSE = "everything else"
"""Name of the part that is what no other part of the prompt takes."""

_REST = frozenset({EVERYTHING_ELSE, "rest", "the rest", "remainder"})

_THINGS = (
    "lamp lantern chair armchair stool bench sofa couch table desk bed cabinet wardrobe dresser bookshelf"
    " bookcase vase cup mug teapot kettle bottle jug pitcher car truck bus van train motorcycle motorbike bicycle"
    " bike airplane aeroplane plane biplane helicopter boat ship rocket spaceship robot dragon monster creature"
    " animal dog cat horse elephant lion bear bunny rabbit cow monkey house building castle cottage hut church"
    " temple statue sculpture figure figurine bust character man woman boy girl knight guitar violin piano camera"
    " laptop computer toaster hammer mushroom tree object"
)
"""What is modelled as a whole. Things that others also wear, hold or have (a sword, a crown, a clock) are not here."""

_WHOLE_THINGS = frozenset(_THINGS.split())


def place_of(names: Sequence[str], name: str) -> str:
    """Where a part is that is not looked for, by its name beside the others; "" where it is looked for."""
    if len(names) == 1 and is_whole_alone(name):
        return "the whole object"
    return "what the other parts leave" if is_rest(name) else ""


def is_rest(name: str) -> bool:
    """Whether a part's name means what no other part takes."""
    return part_key(name) in _REST


def is_whole_alone(name: str) -> bool:
    """Whether a part's name, where it is the only part, means all of the object: "gold lamp"."""
    return part_key(name) in _WHOLE_THINGS


MAX_NAME_BYTES = 60
"""Blender keeps 63 bytes of the name of a vertex group or shape key."""


def part_key(name: str) -> str:
    """The form of a part's name in which two spellings of it ("Base", "base") are equal."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
