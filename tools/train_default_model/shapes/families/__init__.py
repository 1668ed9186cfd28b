"""All families of procedural objects: any module below this package may have a table `FAMILIES`."""

from __future__ import annotations

import importlib
import pkgutil

from ..assembly import Families


def _gathered() -> Families:
    families: Families = {}
    for module in sorted(pkgutil.walk_packages(__path__, f"{__name__}."), key=lambda found: found.name):
        own: Families = getattr(importlib.import_module(module.name), "FAMILIES", {})
        if twice := families.keys() & own.keys():
            raise ValueError(f"Two modules have the families {sorted(twice)}.")
        families.update(own)
    return families


FAMILIES: Families = _gathered()
