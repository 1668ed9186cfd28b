"""How rough and how metallic a style usually is, and whether it is a metal, read from its words: one table.

Words that are not in it say nothing. The values are those at which a Principled BSDF looks like the thing, chosen by
eye.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class UsualMaterial:
    """Roughness and metallic that a style usually has, both 0..1."""

    roughness: float
    metallic: float


def _words(roughness: float, metallic: float, words: str) -> dict[str, UsualMaterial]:
    return {word: UsualMaterial(roughness, metallic) for word in words.split()}


_MATERIALS = {
    **_words(0.12, 1.0, "chrome chromed chromium mercury mirror"),
    **_words(0.22, 1.0, "gold golden gilded silver silvery platinum"),
    **_words(0.32, 1.0, "brass copper steel nickel aluminium aluminum metal metallic titanium tin"),
    **_words(0.45, 1.0, "bronze iron pewter zinc lead foil"),
    **_words(0.9, 0.0, "rust rusty rusted corroded patina verdigris"),
    **_words(0.08, 0.0, "glass crystal ice icy frozen diamond water"),
    **_words(0.15, 0.0, "porcelain china glaze glazed ceramic tile tiles enamel lacquer gem gemstone"),
    **_words(0.15, 0.0, "emerald ruby sapphire amethyst amber jade jewel obsidian pearl nacre malachite lapis agate"),
    **_words(0.3, 0.0, "marble plastic paint painted honey caramel candy glossy icing mosaic"),
    **_words(0.45, 0.0, "wax beeswax leather chocolate silk satin granite skin scales crocodile snake peel"),
    **_words(0.55, 0.0, "wood oak walnut pine birch maple cherry mahogany ebony teak cedar bamboo ivory bone"),
    **_words(0.75, 0.0, "rubber cork bark driftwood leaves grass moss"),
    **_words(0.85, 0.0, "pottery clay terracotta earthenware stone slate limestone sandstone concrete cement plaster"),
    **_words(0.85, 0.0, "brick bricks paper cardboard rock mud earth sand chalk charcoal coal snow basalt"),
    **_words(0.95, 0.0, "linen cotton denim wool woollen felt velvet cloth fabric canvas burlap jute knitted knit"),
    **_words(0.95, 0.0, "crochet tweed corduroy fur feathers feather carpet wicker rattan straw rope suede fleece"),
}
_RUST = _MATERIALS["rust"]
"""A coat that takes the metal away, on what is still a metal."""

_FINISHES = {
    **dict.fromkeys(("polished", "shiny", "glossy", "lacquered", "varnished", "mirrored", "wet"), 0.15),
    **dict.fromkeys(("brushed", "satin", "worn", "hammered", "cast"), 0.45),
    **dict.fromkeys(("matt", "matte", "rough", "raw", "unglazed", "dusty", "weathered", "charred"), 0.85),
}
"""Words that say how smooth a material is."""


def usual_material(style: str) -> UsualMaterial | None:
    """What a style's words say about its material, or None where they say nothing.

    The last material named decides ("gold leaf on wood" is wood), a coat of rust or patina takes the metal away, a
    finish changes the roughness ("polished oak"). "Satin" and the like are finishes beside a material, else materials.

    Args:
        style: the style words, e.g. "brushed steel".
    """
    words = _words_of(style)
    named = [word for word in words if word in _MATERIALS]
    if not named:
        return None
    finishes = [_FINISHES[word] for word in words if word in _FINISHES and word != named[-1]]
    material = _MATERIALS[named[-1]]
    if any(_MATERIALS[word] == _RUST for word in named):
        material = _RUST
    return UsualMaterial(finishes[-1], material.metallic) if finishes else material


def names_metal(style: str) -> bool:
    """Whether any of a style's words is a metal or what covers one, such as rust."""
    found = [_MATERIALS[word] for word in _words_of(style) if word in _MATERIALS]
    return any(material.metallic == 1.0 or material == _RUST for material in found)


def _words_of(style: str) -> list[str]:
    return re.findall(r"[a-z]+", style.lower())
