"""All materials in one table, by their canonical names and by their phrases.

Every module of `families` that has `MATERIALS` is one of its families; the others there are what families share.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from . import families
from .material import Material


def _found() -> dict[str, tuple[Material, ...]]:
    """The materials of each family, by the names of their modules, which are in alphabetical order."""
    names = sorted(module.name for module in iter_modules(families.__path__))
    modules = {name: import_module(f"{families.__name__}.{name}") for name in names}
    return {name: module.MATERIALS for name, module in modules.items() if hasattr(module, "MATERIALS")}


FAMILIES: dict[str, tuple[Material, ...]] = _found()

MATERIALS: dict[str, Material] = {material.name: material for family in FAMILIES.values() for material in family}

_BY_PHRASE = {phrase: material for material in MATERIALS.values() for phrase in (material.name, *material.phrases)}


def find_material(phrase: str) -> Material | None:
    """The material that has this phrase (any case), or None."""
    return _BY_PHRASE.get(" ".join(phrase.lower().split()))
