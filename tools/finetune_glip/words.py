"""Words of parts: from the names artists give objects, materials and vertex groups, and from a file of synonyms."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.finetune_glip.problems import FinetuningError

_ALTERNATIVES = re.compile(r"[/|,;]")
_COPY_NUMBER = re.compile(r"(\.\d+)+$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LAST_NUMBER = re.compile(r"\s*\d+$")

Synonyms = Mapping[str, Sequence[str]]


def words_of_label(label: str) -> tuple[str, ...]:
    """The words a label stands for: "Stem/Tube.001" gives "stem" and "tube", "ChairLeg_2" gives "chair leg".

    Blender's copy numbers and numbers at the end go; underscores and capitals within a word part words; "/", "|", ","
    and ";" stand between words of the same part. Hyphens stay.
    """
    words = []
    for alternative in _ALTERNATIVES.split(_COPY_NUMBER.sub("", label.strip())):
        spaced = _CAMEL.sub(" ", alternative.replace("_", " "))
        word = " ".join(_LAST_NUMBER.sub("", spaced).lower().split())
        if any(character.isalpha() for character in word):
            words.append(word)
    return tuple(dict.fromkeys(words))


def read_synonyms(path: Path) -> dict[str, tuple[str, ...]]:
    """Reads a JSON file that maps a part word to other words for it: {"seat": ["cushion"], ...}.

    Raises:
        FinetuningError: missing, or not of this form.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FinetuningError(
            f'The synonyms file "{path}" cannot be read ({error.strerror}). Check its path.'
        ) from error
    except (ValueError, RecursionError) as error:
        raise FinetuningError(f'The synonyms file "{path}" is not JSON ({error}). Correct it there.') from error
    return checked_synonyms(data, f'The synonyms file "{path}"')


def checked_synonyms(data: object, where: str) -> dict[str, tuple[str, ...]]:
    """A table of synonyms as read from JSON, words in lower case.

    Args:
        data: what was read.
        where: what it was read from, the beginning of a sentence.

    Raises:
        FinetuningError: not a table of words to lists of words.
    """
    if not isinstance(data, dict):
        raise FinetuningError(f'{where} must be a table such as {{"seat": ["cushion"]}}.')
    table = {}
    for word, others in data.items():
        if not isinstance(others, list) or not all(isinstance(o, str) and o.strip() for o in others):
            raise FinetuningError(f'{where} must give a list of words for "{word}", such as ["cushion"].')
        table[word.strip().lower()] = tuple(" ".join(o.lower().split()) for o in others)
    return table


def with_synonyms(labels: Sequence[Sequence[str]], *tables: Synonyms) -> tuple[tuple[str, ...], ...]:
    """Per part all its words, its own first; a word that two parts could claim stays with none but its own part.

    Args:
        labels: per part the words of its label; their first words differ.
        tables: synonyms by any of those words.
    """
    own = {words[0]: index for index, words in enumerate(labels)}
    claims: dict[str, set[int]] = {}
    every: list[list[str]] = []
    for index, words in enumerate(labels):
        found = [*words, *(s for table in tables for word in words for s in table.get(word, ()))]
        every.append(list(dict.fromkeys(found)))
        for word in every[-1]:
            claims.setdefault(word, set()).add(index)
    return tuple(
        tuple(w for w in words if own.get(w, index) == index and (w in own or len(claims[w]) == 1))
        for index, words in enumerate(every)
    )
