"""Reads a one-line prompt such as "pottery base, gold tube, linen shade" into parts, and writes it back.

The last word of a piece is the part, what stands before it the style. "base: pottery, tube: gold" is understood too,
and is the way to name a part of several words ("arm rest: leather") or in a language without spaces. A style may name a
picture ("@photo.jpg shade", see `picture_words`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from . import Part
from .errors import PromptError
from .picture_words import count_of_pictures, has_picture, with_pictures_again, with_stand_ins

MAX_CHARACTERS = 2000
MAX_PARTS = 32
MAX_NAME_BYTES = 60
"""Blender keeps 63 bytes of the name of a vertex group or shape key."""

_EXAMPLE = "pottery base, gold tube, linen shade"
# Commas, semicolons, line breaks and full stops of several scripts; a full stop between digits ("2.5") does not part.
_SEPARATORS = re.compile(r"[,;\n\r，、；。،؛।]|(?<!\d)\.|\.(?!\d)")
_COLON = re.compile(r"[:：]")
_JOINERS = "\u200c\u200d"  # they shape letters in Persian and Indic scripts, but also glue emoji
_DROPPED_CATEGORIES = ("Cf", "Cs", "Co", "Cn", "So", "Me")
_EMOJI_MODIFIERS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400))))  # variants and skin tones
_MEANINGFUL_PUNCTUATION = "%#&"
_CONNECTIVES = frozenset({"and", "&"})


def parse_prompt(text: str) -> tuple[Part, ...]:
    """Splits a prompt into parts with their styles.

    Args:
        text: pieces "STYLE PART" or "PART: STYLE", parted by commas, semicolons, full stops or line breaks.

    Returns:
        The parts in the order they are named, at least one. Names and styles are in Unicode NFC, with single spaces,
        spelled as typed; quotes, emoji and control characters are gone.

    Raises:
        PromptError: nothing to read, a piece without a style or without a part, a part named twice, too much text.
    """
    if len(text) > MAX_CHARACTERS:
        raise PromptError(
            f"The prompt has {len(text):,} characters, {MAX_CHARACTERS:,} are the most. "
            f'Keep a few words for each part, for example "{_EXAMPLE}".'
        )
    spoken, pictures = with_stand_ins(text)
    cleaned = _clean(spoken)
    if not cleaned.strip():
        raise PromptError(f'The prompt is empty. Say how each part should look, for example "{_EXAMPLE}".')
    if not any(character.isalpha() for character in cleaned):
        raise PromptError(f'There are no letters in the prompt "{_short(cleaned)}". Write for example "{_EXAMPLE}".')

    parts: list[Part] = []
    spelled: dict[str, int] = {}
    for piece in _SEPARATORS.split(cleaned):
        try:
            part = _parse_piece(piece)
        except PromptError as error:
            raise PromptError(with_pictures_again(str(error), pictures)) from None
        if part is None:
            continue
        part = _with_picture(part, pictures)
        key = part_key(part.name)
        if key in spelled:
            first = parts[spelled[key]]
            raise PromptError(
                f'The part "{_short(part.name)}" is named twice ("{_short(first.style)}" and '
                f'"{_short(part.style)}"). Keep one of the two, or use another word for the other part.'
            )
        spelled[key] = len(parts)
        parts.append(part)
    if not parts:
        raise PromptError(f'The prompt "{_short(cleaned)}" names no part. Write for example "{_EXAMPLE}".')
    if len(parts) > MAX_PARTS:
        raise PromptError(f"The prompt names {len(parts)} parts, {MAX_PARTS} are the most. Leave some out.")
    return tuple(parts)


def _with_picture(part: Part, pictures: Sequence[str]) -> Part:
    """The part with the picture that its style names; its style is as it is typed."""
    if has_picture(part.name):
        raise PromptError(
            f'Say which part is to look like "{_short(with_pictures_again(part.name, pictures))}", for example '
            '"@photo.jpg shade".'
        )
    style = with_pictures_again(part.style, pictures)
    if count_of_pictures(part.style) > 1:
        raise PromptError(f'Part "{_short(part.name)}" names several pictures. Keep one of them.')
    return Part(name=part.name, style=style)


def format_prompt(parts: Iterable[Part]) -> str:
    """Writes parts as a prompt that `parse_prompt` reads back to the same names and styles."""
    return ", ".join(
        f"{part.name}: {part.style}" if len(part.name.split()) > 1 else f"{part.style} {part.name}" for part in parts
    )


def part_key(name: str) -> str:
    """The form of a part's name in which two spellings of it ("Base", "base") are equal."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _parse_piece(piece: str) -> Part | None:
    """One piece of the prompt; None where nothing but signs stands between two separators."""
    colons = len(_COLON.findall(piece))
    if colons > 1:
        raise PromptError(
            f'There are {colons} colons in "{_short(piece)}". Put a comma between two parts, for example '
            '"base: pottery, tube: gold".'
        )
    if colons == 1:
        before, after = _COLON.split(piece)
        name, style = _words(before), _words(after)
        if not name and not style:
            return None
        if not name:
            raise PromptError(
                f'Say which part should be "{_short(" ".join(style))}", for example "base: {_short(" ".join(style))}".'
            )
    else:
        words = _words(piece)
        if not words:
            return None
        name, style = words[-1:], _without_connectives(words[:-1])
    part = " ".join(name)
    if not any(character.isalpha() for character in part):
        raise PromptError(
            f'"{_short(part)}" in "{_short(piece)}" is no name of a part. End with a word such as "base": "gold base".'
        )
    if not style and not has_picture(part):
        example = "oak" if part.casefold() == "gold" else "gold"
        raise PromptError(f'Say how "{_short(part)}" should look, for example "{example} {_short(part)}".')
    if len(part.encode()) > MAX_NAME_BYTES:
        raise PromptError(f'The part\'s name "{_short(part)}" is too long. Use one short word, such as "base".')
    return Part(name=part, style=" ".join(style))


def _clean(text: str) -> str:
    """NFC text without emoji, invisible and control characters; line breaks stay, other white space becomes a space."""
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if character in "\n\r" or character in _JOINERS:
            kept.append(character)
        elif category == "Cc" or character.isspace():
            kept.append(" ")
        elif category not in _DROPPED_CATEGORIES and character not in _EMOJI_MODIFIERS:
            kept.append(character)
    joined = "".join(kept)
    # A joiner means something between two letters (or their marks) only; elsewhere it is left over from an emoji.
    joined = re.sub(rf"(?<!\w)[{_JOINERS}]+|[{_JOINERS}]+(?!\w)|[{_JOINERS}]{{2,}}", _lone_joiner, joined)
    return unicodedata.normalize("NFC", joined)


def _lone_joiner(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1] if match.start() else " "
    after = match.string[match.end()] if match.end() < len(match.string) else " "
    is_inside = all(unicodedata.category(c)[0] in "LM" for c in (before, after))
    return match.group()[0] if is_inside else ""


def _words(text: str) -> list[str]:
    """Words without quotes, brackets and other punctuation at their ends; hyphens and apostrophes inside stay."""
    words = []
    for raw in text.split():
        start, end = 0, len(raw)
        while start < end and _is_decoration(raw[start]):
            start += 1
        while end > start and _is_decoration(raw[end - 1]):
            end -= 1
        if start < end:
            words.append(raw[start:end])
    return _without_connectives(words)


def _without_connectives(words: list[str]) -> list[str]:
    """Drops "and" and "&" before the first and after the last word that says something."""
    start, end = 0, len(words)
    while start < end and words[start].casefold() in _CONNECTIVES:
        start += 1
    while end > start and words[end - 1].casefold() in _CONNECTIVES:
        end -= 1
    return words[start:end]


def _is_decoration(character: str) -> bool:
    category = unicodedata.category(character)
    return character in "`´^~|" or (category.startswith("P") and character not in _MEANINGFUL_PUNCTUATION)


def _short(text: str, limit: int = 60) -> str:
    """`text` on one line, cut to `limit` characters, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
