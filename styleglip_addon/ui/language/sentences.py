"""Translates sentences that have names and numbers in them, by the templates that they were made from. No bpy.

The engine knows no language but English, and what it says is the same in the panel, in a report and on the command
line. So a sentence is not translated where it is made but where it is shown: it is compared with the catalogue's texts,
in which `{name}` stands for what differs. '"Lamp" has no faces.' is the template '"{name}" has no faces.' with the name
"Lamp".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""A place in a template; other braces are themselves."""
_ENDS = re.compile(r"(?<=[.!?:]) ")
_DOT = "  ·  "
"""Between facts in one line."""
_MOST_KEPT = 512


class Sentences:
    """One language's catalogue, asked for whole sentences.

    Args:
        catalogue: translations by English text.
    """

    def __init__(self, catalogue: Mapping[str, str]) -> None:
        self._plain = {english: there for english, there in catalogue.items() if not PLACE.search(english)}
        # What says more by itself comes first: a template that is hardly more than its places would fit everything.
        self._templates = sorted(
            (_Template(english, there) for english, there in catalogue.items() if PLACE.search(english)),
            key=lambda template: -template.letters,
        )
        self.translated = lru_cache(_MOST_KEPT)(self._translated)

    def _translated(self, text: str) -> str:
        """A text in this language: as a whole, else sentence by sentence; what is not known stays as it is."""
        if text != text.strip():
            start = len(text) - len(text.lstrip())
            return text[:start] + self.translated(text.strip()) + text[len(text.rstrip()) :] if text.strip() else text
        if _DOT in text:
            return _DOT.join(map(self.translated, text.split(_DOT)))
        whole = self._of_one(text)
        if whole is not None:
            return whole
        pieces = _ENDS.split(text)
        return " ".join(self._of_pieces(pieces)) if len(pieces) > 1 else text

    def _of_pieces(self, pieces: list[str]) -> Iterator[str]:
        start = 0
        while start < len(pieces):
            for end in range(len(pieces), start, -1):  # a template can hold several sentences
                known = self._of_one(" ".join(pieces[start:end]))
                if known is not None:
                    yield known
                    break
            else:
                end = start + 1
                yield pieces[start]
            start = end

    def _of_one(self, text: str) -> str | None:
        known = self._plain.get(text)
        if known is not None:
            return known
        for template in self._templates:
            values = template.values(text)
            if values is not None:
                return template.filled({name: self._value(template, name, value) for name, value in values.items()})
        return None

    def _value(self, template: _Template, name: str, value: str) -> str:
        # What stands in quotes is the artist's own: an object may be called as a text of the add-on.
        return value if name in template.quoted else self.translated(value)


class _Template:
    def __init__(self, english: str, there: str) -> None:
        pieces = PLACE.split(english)  # text, name, text, name, ..., text
        self.letters = sum(map(len, pieces[::2]))
        self.quoted = {name for name in pieces[1::2] if f'"{{{name}}}"' in english}
        self._there = there
        self._start, self._end = pieces[0], pieces[-1]
        self._longest = max(pieces[::2], key=len)
        self._pattern = "".join(
            re.escape(piece) if number % 2 == 0 else f"(?P<{piece}>.+?)" for number, piece in enumerate(pieces)
        )
        self._compiled: re.Pattern[str] | None = None

    def values(self, text: str) -> dict[str, str] | None:
        """What stands in the places of a text; None if it is of another template."""
        if not text.startswith(self._start) or not text.endswith(self._end) or self._longest not in text:
            return None
        if self._compiled is None:  # most are never asked for
            self._compiled = re.compile(self._pattern, re.DOTALL)
        found = self._compiled.fullmatch(text)
        return found.groupdict() if found is not None else None

    def filled(self, values: Mapping[str, str]) -> str:
        """The translation with values in its places."""
        return PLACE.sub(lambda place: values[place[1]], self._there)
