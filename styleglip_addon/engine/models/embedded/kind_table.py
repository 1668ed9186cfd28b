"""The table of kinds of objects: what they are called, and which parts they usually have, in artists' words.

Made by `tools/train_default_model/object_kinds.py` from the families of procedural objects; see `docs/parts.md`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...vocabulary.errors import ModelError
from ...vocabulary.json_texts import parse_json

KINDS_FILE = "kinds.json"


@dataclass(frozen=True)
class KindPart:
    """A part that objects of a kind may have.

    Args:
        words: for it, the commonest first.
        share: of the objects that have it, 0..1.
    """

    words: tuple[str, ...]
    share: float


@dataclass(frozen=True)
class Kind:
    """A kind of objects.

    Args:
        name: of its family, different for all kinds.
        names: what such an object is called, the commonest first.
        parts: those that it often has, the commonest first.
    """

    name: str
    names: tuple[str, ...]
    parts: tuple[KindPart, ...]


def read_kinds(folder: Path) -> tuple[Kind, ...]:
    """Reads `KINDS_FILE`.

    Raises:
        ModelError: missing or damaged.
    """
    file = folder / KINDS_FILE
    try:
        table = parse_json(file.read_text(encoding="utf-8"))
        return tuple(
            Kind(
                str(name),
                tuple(str(word) for word in entry["names"]),
                tuple(KindPart(tuple(str(w) for w in part["words"]), float(part["share"])) for part in entry["parts"]),
            )
            for name, entry in table.items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f'The table of kinds "{file}" is missing or damaged. Reinstall the add-on.') from error


def kinds_text(kinds: Sequence[Kind]) -> str:
    """JSON text of `KINDS_FILE`, a part a line, the same for the same kinds."""
    entries = []
    for kind in kinds:
        parts = ",\n".join("    " + json.dumps({"words": part.words, "share": part.share}) for part in kind.parts)
        entries.append(f' {json.dumps(kind.name)}: {{"names": {json.dumps(kind.names)}, "parts": [\n{parts}]}}')
    return "{\n" + ",\n".join(entries) + "\n}\n"
