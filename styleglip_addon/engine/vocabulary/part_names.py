"""Names of parts: when two are the same, how long one may be, and those that mean all of the object or what is left."""

from __future__ import annotations

import unicodedata

WHOLE_OBJECT = "object"
"""Name of the one part that is all of the object: of a style without a part, and of holistic mode."""

EVERYTHING_ELSE = "everything else"
"""Name of the part that is what no other part of the prompt takes."""

MAX_NAME_BYTES = 60
"""Blender keeps 63 bytes of the name of a vertex group or shape key."""


def part_key(name: str) -> str:
    """The form of a part's name in which two spellings of it ("Base", "base") are equal."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
