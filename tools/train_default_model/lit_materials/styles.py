"""The styles that the embedded model learns: the engine's materials, by the words that are not held out."""

from __future__ import annotations

from dataclasses import replace

from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.material import Material

from .held_out import held_out_in

STYLES: dict[str, Material] = {
    name: replace(material, phrases=tuple(phrase for phrase in material.phrases if not held_out_in(phrase)))
    for name, material in MATERIALS.items()
    if not held_out_in(name)
}
"""By canonical name; a material whose own name is held out is none of them."""

_BY_PHRASE = {phrase: style for style in STYLES.values() for phrase in style.phrases}


def find_style(phrase: str) -> Material | None:
    """The style that has this phrase (any case), or None."""
    return _BY_PHRASE.get(" ".join(phrase.lower().split()))
