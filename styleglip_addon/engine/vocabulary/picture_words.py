"""Styles that name a picture: "@photo.jpg", "@C:\\my pictures\\photo.png" in quotes, and words beside it ("glossy").

In a style the picture stands as it was typed, in quotes where it has spaces or signs that part a prompt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .errors import PromptError

_PICTURE = re.compile(r'["“”]@([^"“”\n\r]*)["“”]|(?<![\w@])@([^\s,;"“”]*)')
_STAND_IN = "ꙮ{}ꙮ"
"""A word of letters that no prompt has, in the place of a picture while the prompt is read."""

_STOOD_IN = re.compile(r"ꙮ(\d+)ꙮ")
_NEEDS_QUOTES = re.compile(r"[\s,;:，、；。،؛।：]")


def picture_of(style: str) -> str:
    """The path of the picture that a style names; "" where it names none."""
    match = _PICTURE.search(style)
    return "" if match is None else (match.group(1) or match.group(2) or "").strip()


def style_of_picture(path: str) -> str:
    """A style that is a picture and nothing else, as a prompt writes it."""
    return f'"@{path}"' if _NEEDS_QUOTES.search(path) else f"@{path}"


def words_beside(style: str) -> str:
    """The style's words without its picture."""
    return " ".join(_PICTURE.sub(" ", style).split())


def with_stand_ins(text: str) -> tuple[str, list[str]]:
    """A prompt with a word in the place of each picture, and the paths of the pictures.

    Raises:
        PromptError: an "@" without a path, or with one whose bytes are no Unicode, which no report could hold.
    """
    paths: list[str] = []

    def stand_in(match: re.Match[str]) -> str:
        path = (match.group(1) or match.group(2) or "").strip()
        if not path:
            raise PromptError('Name a picture behind "@", for example "@photo.jpg shade"; in quotes if it has spaces.')
        if any("\ud800" <= sign <= "\udfff" for sign in path):
            raise PromptError("The name of a picture in the prompt cannot be read as Unicode. Rename the file.")
        paths.append(path)
        return f" {_STAND_IN.format(len(paths) - 1)} "

    return _PICTURE.sub(stand_in, text), paths


def with_pictures_again(words: str, paths: Sequence[str]) -> str:
    """Words with the pictures that `with_stand_ins` took out."""

    def named(match: re.Match[str]) -> str:
        number = int(match.group(1))
        if number >= len(paths):
            return match.group()
        return style_of_picture(paths[number])

    return _STOOD_IN.sub(named, words)


def has_picture(words: str) -> bool:
    """Whether words hold a stand-in."""
    return _STOOD_IN.search(words) is not None


def count_of_pictures(words: str) -> int:
    """How many stand-ins words hold."""
    return len(_STOOD_IN.findall(words))
