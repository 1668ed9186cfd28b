"""Reads JSON that comes from elsewhere: whatever is wrong with it is a ValueError."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

_HALF_LETTER = re.compile(r"\\u[dD][89a-fA-F]")
_HALF_LETTER_BYTES = re.compile(_HALF_LETTER.pattern.encode())


def parse_json(text: str | bytes) -> Any:
    """The value that a JSON text stands for.

    Raises:
        ValueError: it is no JSON, is not encoded as JSON is, holds half of a letter, or is nested too deeply.
    """
    try:
        value = json.loads(text)
        halves = _HALF_LETTER.search(text) if isinstance(text, str) else _HALF_LETTER_BYTES.search(text)
        if halves is not None:  # half a letter alone can be read, but not written again
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value


_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def read_members(text: str, start: int, read: Callable[[str, int], int]) -> int:
    """Reads a large object member by member: Python's parser holds the interpreter's lock until it is done.

    Args:
        text: a JSON text.
        start: where the object begins.
        read: given each member's name and where its value begins; returns where that ends.

    Returns:
        Where the object ends.

    Raises:
        ValueError: there is no object.
    """
    at = _after(text, start, "{")
    if text[at : at + 1] == "}":
        return at + 1
    while True:
        name, at = json_value(text, at)
        if not isinstance(name, str):
            raise ValueError("a member has no name")
        at = _space(text, read(name, _after(text, at, ":")))
        if text[at : at + 1] == "}":
            return at + 1
        at = _after(text, at, ",")


def json_value(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at a place, and where it ends.

    Raises:
        ValueError: there is none.
    """
    try:
        value: tuple[Any, int] = _DECODER.raw_decode(text, start)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value


def _space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()


def _after(text: str, at: int, sign: str) -> int:
    """Where goes on what begins with a sign, blanks before and after it passed over."""
    at = _space(text, at)
    if text[at : at + 1] != sign:
        raise ValueError(f"there is no {sign} at {at}")
    return _space(text, at + 1)
