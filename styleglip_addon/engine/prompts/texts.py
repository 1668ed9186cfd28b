"""A prompt's text in statements of words: Unicode, emoji, quotes and list marks out, colours in one notation."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[,;\n\r，、；。،؛।!?！？…|]|(?<!\d)\.|\.(?!\d)")
"""A full stop between digits ("2.5") does not part; `_DIGITS` keep their comma ("2,5")."""

_DIGITS = re.compile(r"(?<=\d),(?=\d)")
_COLON = re.compile(r"(?<!\d):|:(?!\d)|[：=→]|->|=>")
_NUMBER_SIGN = re.compile(r"#(?=\d{1,2}(?![0-9a-zA-Z]))")
_RGB = re.compile(r"\brgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,[^)]*)?\)", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|u|p|br|em|strong|span|div|font|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\\~^*]")
_LIST_MARK = re.compile(r"(?m)^\s*(?:\d{1,2}[.)]|[-*\u2022\u2013])\s+")
_STROKE = re.compile(r"(?<=[^\W\d_])\s*/\s*(?=[^\W\d_])")
_JOINERS = "\u200c\u200d"  # they shape letters in Persian and Indic scripts, but also glue emoji
_DROPPED_CATEGORIES = ("Cf", "Me")
_PICTOGRAPHS = ("Cs", "Co", "Cn", "So")
_EMOJI_MODIFIERS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400))))  # variants and skin tones
_MEANINGFUL_PUNCTUATION = "%#&/"


def cleaned(text: str) -> str:
    """NFC text without emoji, invisible and control characters; line breaks stay, other white space becomes a space.

    Colours such as "rgb(255, 128, 0)" become "#ff8000", tags and marks of lists go.
    """
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if character in "\n\r\u2192" or character in _JOINERS:
            kept.append(character)
        elif character in _EMOJI_MODIFIERS:
            continue
        elif category == "Cc" or category in _PICTOGRAPHS or character.isspace():
            kept.append(" ")
        elif category not in _DROPPED_CATEGORIES:
            kept.append(character)
    joined = "".join(kept)
    # A joiner means something between two letters (or their marks) only; elsewhere it is left over from an emoji.
    joined = re.sub(rf"(?<!\w)[{_JOINERS}]+|[{_JOINERS}]+(?!\w)|[{_JOINERS}]{{2,}}", _lone_joiner, joined)
    joined = _RGB.sub(lambda found: "#" + "".join(f"{min(int(part), 255):02x}" for part in found.groups()), joined)
    for unwanted, instead in ((_NUMBER_SIGN, ""), (_BETWEEN_WORDS, " "), (_TAG, " "), (_LIST_MARK, "")):
        joined = unwanted.sub(instead, joined)
    return unicodedata.normalize("NFC", joined)


def statements(text: str) -> list[str]:
    """What commas, semicolons, line breaks and the ends of sentences part."""
    return [part.replace("\0", ",") for part in _SEPARATORS.split(_DIGITS.sub("\0", text))]


def at_colons(statement: str) -> list[str]:
    """A statement cut at colons, equals signs and arrows."""
    return _COLON.split(statement)


def raw_words(text: str) -> list[str]:
    """Words without quotes, brackets and other punctuation at their ends; hyphens and apostrophes inside stay."""
    words: list[str] = []
    for raw in _STROKE.sub(" / ", text).split():
        if raw in ("/", "+"):
            words += [raw] if words and words[-1] != raw else []
            continue
        start, end = 0, len(raw)
        while start < end and _is_decoration(raw[start]):
            start += 1
        while end > start and _is_decoration(raw[end - 1]):
            end -= 1
        if start < end:
            words.append(raw[start:end])
    while words and words[-1] == "/":
        words.pop()
    return words


def _lone_joiner(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1] if match.start() else " "
    after = match.string[match.end()] if match.end() < len(match.string) else " "
    is_inside = all(unicodedata.category(c)[0] in "LM" for c in (before, after))
    return match.group()[0] if is_inside else ""


def _is_decoration(character: str) -> bool:
    category = unicodedata.category(character)
    return character in "`´^~|<>/" or (category.startswith("P") and character not in _MEANINGFUL_PUNCTUATION)
