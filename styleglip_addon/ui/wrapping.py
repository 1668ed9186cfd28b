"""Breaks sentences into lines, since labels do not: between words, in East Asian texts between letters. No bpy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
_OPENING = "（「『【《“"
_CLOSING = "、。，．：；！？）」』】》”…"
_UNITS = re.compile(rf"[{_OPENING}]*[^ \t{_WIDE}]+[{_CLOSING}]*|[{_OPENING}]*[{_WIDE}][{_CLOSING}]*|[ \t]+")
"""What stays together: a word, or a wide letter with the marks that may not begin or end a line."""
_LEAST = 8
"""Letters that a line has at least, however narrow the place."""


def letters(text: str) -> float:
    """Width of a text in letters of the Latin script; East Asian wide ones count twice."""
    return float(sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text))


def wrapped(text: str, room: float, width: Callable[[str], float] = letters) -> list[str]:
    """Lines that fit; words longer than a line, such as file names, are broken.

    Args:
        text: one or several sentences.
        room: how wide a line may be.
        width: of a text, in the units of `room`.
    """
    room = max(room, _LEAST * width("n"))
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for unit in _UNITS.findall(paragraph):
            if width(line + unit.rstrip()) <= room:
                line += unit
                continue
            if line.strip():
                lines.append(line.rstrip())
            line = unit.lstrip(" \t")
            while width(line) > room:
                head = _head(line, room, width)
                lines.append(head)
                line = line[len(head) :]
        lines.append(line.rstrip(" \t"))
    return lines


def _head(word: str, room: float, width: Callable[[str], float]) -> str:
    end = 1
    while end < len(word) and width(word[: end + 1]) <= room:
        end += 1
    return word[:end]
