"""All materials in one table, by their canonical names and by their phrases.

Every module in the rooms of `families` that has `MATERIALS` is one of its families; the others are what families share.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

from . import families
from .material import Material


def _found() -> dict[str, tuple[Material, ...]]:
    """The materials of each family, by the names of their modules, which are in alphabetical order."""
    paths = (module.name for module in walk_packages(families.__path__, f"{families.__name__}."))
    modules = {path.rpartition(".")[2]: import_module(path) for path in paths}
    return {name: module.MATERIALS for name, module in sorted(modules.items()) if hasattr(module, "MATERIALS")}


FAMILIES: dict[str, tuple[Material, ...]] = _found()

MATERIALS: dict[str, Material] = {material.name: material for family in FAMILIES.values() for material in family}

_BY_PHRASE = {phrase: material for material in MATERIALS.values() for phrase in (material.name, *material.phrases)}


def find_material(phrase: str) -> Material | None:
    """The material that has this phrase (any case), or None."""
    return _BY_PHRASE.get(" ".join(phrase.lower().split()))
