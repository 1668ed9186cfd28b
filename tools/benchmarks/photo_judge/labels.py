"""Which kind of material a photograph of a package shows, by the name of its file; and our materials of each kind.

The tables are `labels.tsv` and `materials.tsv`, made by looking at the pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from styleglip_addon.engine.materials.catalogue import find_material

_FOLDER = Path(__file__).resolve().parent

_NEVER = ("*_nm.*", "*_sm.*", "*_gm.*", "*_pls.*", "*glossy*", "*[Nn]ormal*", "*_alpha*", "*screenshot*", "*-subsea*")
"""Files that are no photographs, whatever else their names say."""


@cache
def labels() -> dict[str, dict[str, tuple[str, ...]]]:
    """Per package, per kind of material, patterns of file names."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for package, kind, patterns in _rows("labels.tsv"):
        found.setdefault(package, {})[kind] = tuple(patterns.split())
    return found


@cache
def materials_of() -> dict[str, tuple[str, ...]]:
    """Per kind of material, the names that our materials of that kind have in the catalogue."""
    return {kind: tuple(names.split(", ")) for kind, names in _rows("materials.tsv")}


@cache
def _kinds() -> dict[str, str]:
    return {name: kind for kind, names in materials_of().items() for name in names}


def kind_of_material(words: str) -> str:
    """The kind of the material of ours that has these words; empty: it is of none of the kinds."""
    material = find_material(words)
    return "" if material is None else _kinds().get(material.name, "")


def kind_of(package: str, path: str) -> str:
    """The kind of material that a file of a package shows; empty: none that is asked for.

    Args:
        package: one of `labels()`.
        path: with folders, parted by "/".
    """
    name, tail = path.rsplit("/", 1)[-1], "/".join(path.split("/")[-2:])
    if any(fnmatchcase(name, pattern) for pattern in _NEVER):
        return ""
    for kind, patterns in labels().get(package, {}).items():
        if any(fnmatchcase(tail if "/" in pattern else name, pattern) for pattern in patterns):
            return kind
    return ""


def _rows(name: str) -> Iterator[list[str]]:
    """The table's rows but the first."""
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines[1:])
