"""The interface in the artist's language: a catalogue for each, handed to Blender and asked for whole sentences.

Blender translates by itself what it draws: names, tooltips and literal texts of buttons and labels. What the add-on
puts together, `translated` translates before it is drawn: sentences of panels, reports, and why a button is off.
"""

from __future__ import annotations

from functools import cache

import bpy

from .languages import CATALOGUES, LANGUAGES, language_of, names_of
from .po_file import read_po
from .sentences import Sentences

CONTEXT = "StyleGLIP"
"""Where Blender finds the add-on's translations only, for words that it knows in another sense."""
_CONTEXTS = ("*", "Operator", CONTEXT)
"""Where Blender looks texts up: buttons of operators in a context of their own."""


@cache
def _catalogue(language: str) -> dict[str, str]:
    return read_po(CATALOGUES / f"{language}.po")


@cache
def _sentences(language: str) -> Sentences:
    return Sentences(_catalogue(language))


def translated(text: str) -> str:
    """A text of the interface in the artist's language, also one with names and numbers in it.

    To be drawn with `translate=False`: names of objects are no words of Blender's.
    """
    if not text or not bpy.context.preferences.view.use_translate_interface:
        return text
    language = language_of(bpy.app.translations.locale)
    return _sentences(language).translated(text) if language else text


def register() -> None:
    """Hands the catalogues to Blender, which looks into them for what it does not know by itself."""
    catalogues = {}
    for language in LANGUAGES:
        texts = _catalogue(language)
        entries = {(context, english): there for english, there in texts.items() for context in _CONTEXTS}
        for name in names_of(language):
            catalogues[name] = entries
    bpy.app.translations.register(__name__, catalogues)


def unregister() -> None:
    """Takes them back."""
    bpy.app.translations.unregister(__name__)
