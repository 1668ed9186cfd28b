"""Reads a list of part names without styles: "seat, back and legs"."""

from __future__ import annotations

from ..vocabulary import Part
from ..vocabulary.errors import PromptError
from ..vocabulary.part_names import MAX_NAME_BYTES, part_key
from .lists import names_in
from .reading import MAX_CHARACTERS, MAX_PARTS
from .texts import cleaned, raw_words, statements
from .words import words_of

_EXAMPLE = "seat, back, legs"


def parse_part_names(text: str) -> tuple[Part, ...]:
    """Parts with these names and no style, to be looked for.

    Args:
        text: names between commas, "and", strokes, semicolons or line breaks.

    Raises:
        PromptError: there is no name, one is there twice, or they are too long or too many.
    """
    if len(text) > MAX_CHARACTERS:
        raise PromptError(f"The list of parts has {len(text):,} characters, {MAX_CHARACTERS:,} are the most.")
    names = [name for piece in statements(cleaned(text)) for name in names_in(words_of(raw_words(piece)))]
    if not names:
        raise PromptError(f'There is no part in "{text.strip()[:60]}". Write for example "{_EXAMPLE}".')
    if len(names) > MAX_PARTS:
        raise PromptError(f"These are {len(names)} parts, {MAX_PARTS} are the most.")
    known: set[str] = set()
    for name in names:
        if len(name.encode()) > MAX_NAME_BYTES:
            raise PromptError(f'The name "{name[:30]}..." is too long for a part. Use fewer words.')
        if part_key(name) in known:
            raise PromptError(f'The part "{name}" is there twice. Name it once.')
        known.add(part_key(name))
    return tuple(Part(name, "") for name in names)
