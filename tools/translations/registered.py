"""Finds the interface's texts that Blender itself was told: names, tooltips and choices of all registered classes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import bpy

from styleglip_addon.engine.models.catalogue.known_models import CATALOG

_PREFIX = "styleglip"
_KINDS = (
    bpy.types.Operator,
    bpy.types.Panel,
    bpy.types.Menu,
    bpy.types.PropertyGroup,
    bpy.types.AddonPreferences,
)
_OWNERS = (bpy.types.Object, bpy.types.Mesh, bpy.types.Scene, bpy.types.WindowManager, bpy.types.Material)
"""Blender's own types on which the add-on hangs properties."""
_NAMES = {
    "StyleGLIP",
    "Text2Mesh",
    "TANGO",
    "3DStyleGLIP",
    "IOR",
    "Alpha",
    *(entry.name for entry in CATALOG if entry.can_be_downloaded),
}
"""The same in every language."""


def registered_texts(package: str) -> dict[str, str]:
    """Texts with the module that each comes from; the add-on must be enabled.

    Args:
        package: the add-on's name to Python.
    """
    texts: dict[str, str] = {}
    for text, where in (*_of_classes(package), *_of_owners(), *_of_catalogue()):
        if text not in _NAMES and re.search(r"[A-Za-z]{3}", text):
            texts.setdefault(text.strip(), where)
    return texts


def _of_classes(package: str) -> Iterator[tuple[str, str]]:
    for kind in _KINDS:
        for cls in _heirs(kind):
            if not cls.__module__.startswith(package) or not cls.is_registered:
                continue
            where = cls.__module__.removeprefix(f"{package}.").replace(".", "/") + ".py"
            rna = cls.bl_rna
            if issubclass(cls, bpy.types.Operator):
                category, _, name = cls.bl_idname.partition(".")
                rna = getattr(getattr(bpy.ops, category), name).get_rna_type()
                yield rna.name, where
                yield rna.description, where
            elif issubclass(cls, bpy.types.Panel | bpy.types.Menu):
                yield cls.bl_label, where
                continue  # their properties are Blender's own
            for prop in rna.properties:
                if prop.identifier not in ("rna_type", "name") and not prop.identifier.startswith("bl_"):
                    yield from ((text, where) for text in _of_property(prop))


def _of_owners() -> Iterator[tuple[str, str]]:
    for owner in _OWNERS:
        for prop in owner.bl_rna.properties:
            if prop.identifier.startswith(_PREFIX):
                yield from ((text, "ui") for text in _of_property(prop))


def _of_property(prop: Any) -> Iterator[str]:
    # A property without a name of its own is called as its identifier, and drawn without it.
    if prop.name and "_" not in prop.name and prop.name != prop.identifier:
        yield prop.name
    yield prop.description
    if prop.type == "ENUM":
        for item in prop.enum_items:
            yield item.name
            yield item.description


def _of_catalogue() -> Iterator[tuple[str, str]]:
    for entry in CATALOG:
        yield from ((text, "engine/models/catalogue") for text in (entry.name, entry.purpose, entry.how_to_get))


def _heirs(cls: Any) -> Iterator[Any]:
    for heir in cls.__subclasses__():
        yield heir
        yield from _heirs(heir)
