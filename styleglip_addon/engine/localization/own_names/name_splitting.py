"""Names taken apart into words: at everything that is no letter, at capitals, and where a script ends."""

from __future__ import annotations

import re
import unicodedata

from .languages.language import is_han_or_kana

_LETTERS = re.compile(r"[^\W\d_]+")


def split_name(name: str) -> tuple[str, ...]:
    """All words of a name in lower case: "candleHolder_Plane.003" as candle, holder, plane."""
    return tuple(
        word.lower() for run in _LETTERS.findall(unicodedata.normalize("NFC", name)) for word in _cased_words(run)
    )


def _cased_words(run: str) -> list[str]:
    """A run of letters, cut where a capital follows a small letter, or is followed by one: "LODWheel" as LOD, Wheel."""
    starts = [0]
    for place in range(1, len(run)):
        before, letter, after = run[place - 1], run[place], run[place + 1 : place + 2]
        is_new_script = is_han_or_kana(before) != is_han_or_kana(letter)
        if is_new_script or (letter.isupper() and (not before.isupper() or after.islower())):
            starts.append(place)
    return [run[start:end] for start, end in zip(starts, [*starts[1:], len(run)], strict=True)]
