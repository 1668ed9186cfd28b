"""Which languages the interface speaks, and which of Blender's locales each serves. No bpy."""

from __future__ import annotations

from pathlib import Path

LANGUAGES = ("de", "es", "fr", "ja", "zh_HANS")
"""Names of the catalogues, and of the languages to Blender."""
CATALOGUES = Path(__file__).with_name("catalogues")
_OTHER_NAMES = {"zh_HANS": ("zh_CN",)}
"""How other versions of Blender call a language. Regions need none: "de" serves "de_DE" and "de_AT"."""


def names_of(language: str) -> tuple[str, ...]:
    """What Blender's versions call a language."""
    return (language, *_OTHER_NAMES.get(language, ()))


def language_of(locale: str) -> str:
    """The catalogue for one of Blender's locales, such as "de_DE"; empty where there is none."""
    for language in LANGUAGES:
        if any(locale == name or locale.startswith((f"{name}_", f"{name}@")) for name in names_of(language)):
            return language
    return ""
