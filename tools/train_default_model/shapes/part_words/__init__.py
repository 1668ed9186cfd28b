"""Part words: for each part all the words artists may use for it, the commonest first.

Each module of this package has a table `PART_WORDS` of its own; a key is in one of them only. Keys are scoped where one
word means different things: "lamp.base" is not "base" of a trophy. Within one object `assembly.Assembly` drops a
synonym that another part of the same object already uses.
"""

from __future__ import annotations

import importlib
import pkgutil


def _gathered() -> dict[str, tuple[str, ...]]:
    tables: dict[str, tuple[str, ...]] = {}
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    for name in names:
        own: dict[str, tuple[str, ...]] = importlib.import_module(f"{__name__}.{name}").PART_WORDS
        if twice := tables.keys() & own.keys():
            raise ValueError(f"Two tables of part words have {sorted(twice)}.")
        tables.update(own)
    return tables


PART_WORDS: dict[str, tuple[str, ...]] = _gathered()
