"""Words for a whole look rather than a material, and what people mean by them, in words that are understood.

"Steampunk" is no material and no dictionary leads from it to brass: a look is a convention. Each has its own words for
a thing of no material ("haunted") and words that it lends to one that has some ("haunted oak").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .color_words import find_color
from .lexicon import Lexicon, Phrase
from .spans import spans_of
from .tokens import tokens_of


@dataclass(frozen=True)
class Look:
    """What a word for a look means.

    Args:
        alone: a style's words, where the style names no material.
        beside: words that it lends to another material; "": it says nothing of one.
    """

    alone: str
    beside: str = ""


LOOKS = {
    "alien, extraterrestrial, xenomorph": Look("wet iridescent green lizard skin", "iridescent"),
    "angelic, heavenly, angel": Look("white marble with gold trim", "white"),
    "art deco, great gatsby, gatsby": Look("black lacquer with gold inlay", "with gold inlay"),
    "atlantis, sunken": Look("limestone covered in verdigris", "with verdigris"),
    "aztec, mayan, inca": Look("sandstone with turquoise inlay", "with turquoise inlay"),
    "baroque, rococo, ornate": Look("white porcelain with gold filigree", "with gold filigree"),
    "biomechanical, giger": Look("wet black ribbed rubber"),
    "boho, bohemian, hippie": Look("kilim"),
    "christmas, xmas, festive": Look("red velvet with gold trim", "red with gold trim"),
    "cosy, cozy, hygge, snug": Look("cable knit"),
    "cyber, cyberpunk, tron, neon noir": Look("black metal with glowing cyan inlay", "black with glowing cyan veins"),
    "demonic, infernal, hellish, hell, demon, satanic": Look(
        "obsidian with glowing red cracks", "with glowing red cracks"
    ),
    "dieselpunk, diesel, submarine": Look("oily dark grey riveted metal", "oily dark"),
    "disco": Look("mirror ball"),
    "dwarven, dwarvish, dwarf": Look("hammered steel with gold inlay", "with gold inlay"),
    "egyptian, pharaoh, cleopatra": Look("sandstone with gold and lapis lazuli inlay", "with gold inlay"),
    "egyptian cotton": Look("cotton", "cotton"),
    "elvish, elven, elf": Look("pale ash wood with silver inlay", "pale with silver inlay"),
    "farmhouse, cottage, shabby chic": Look("worn white painted wood", "worn whitewashed"),
    "futuristic, sci fi, scifi, space age, science fiction": Look(
        "glossy white plastic with glowing cyan inlay", "glossy with glowing cyan veins"
    ),
    "ghostly, ghost, phantom, spectral": Look("translucent pale blue milk glass", "translucent white"),
    "gothic, vampire, dracula": Look("dark red velvet with black trim", "dark"),
    "halloween": Look("pumpkin", "orange with black splatter"),
    "haunted, spooky, creepy, eerie, abandoned": Look("dusty weathered dark grey wood", "dusty weathered dark"),
    "industrial": Look("worn galvanised steel", "worn"),
    "iron man, superhero": Look("metallic red car paint with gold trim", "red with gold trim"),
    "kawaii, princess, barbie": Look("pink with white polka dots", "pink"),
    "knight, knightly, paladin": Look("hammered steel with brass trim", "with steel trim"),
    "lovecraftian, lovecraft, eldritch, cthulhu": Look("slimy dark green fish scales", "slimy dark green"),
    "luxury, luxurious, opulent, expensive, glamorous": Look("black marble with gold veins", "polished"),
    "magic, magical, enchanted, wizard, sorcerer": Look("glowing amethyst", "glowing purple"),
    "marshmallow": Look("matte white wax", "soft white"),
    "mars, martian": Look("rough red sandstone", "with red dust"),
    "mid century, mid century modern, sixties": Look("satin teak", "satin"),
    "minimalist, minimal, minimalistic": Look("matte white plaster", "matte"),
    "necromancer, undead, lich": Look("old bone with glowing green cracks", "with glowing green cracks"),
    "pirate, pirates, buccaneer": Look("weathered dark ship deck", "weathered"),
    "post apocalyptic, apocalyptic, wasteland, mad max, dystopian": Look("dirty rusty metal", "dirty worn"),
    "robot, robotic, mech, mecha, android": Look("white hull panels", "metallic"),
    "royal, regal, imperial, king, queen, kingly": Look("purple velvet with gold trim", "with gold trim"),
    "samurai, shogun, ninja": Look("glossy black lacquer with red trim", "with red trim"),
    "steampunk, clockwork": Look("aged brass with copper trim", "with brass inlay"),
    "toxic, radioactive, nuclear, chernobyl": Look("glowing green slime", "glowing green"),
    "vaporwave, synthwave, outrun": Look("glossy cyan plastic with pink gradient", "cyan with pink gradient"),
    "viking, norse, barbarian": Look("weathered dark oak with iron trim", "weathered"),
    "western, cowboy, wild west": Look("worn tan leather", "worn"),
    "zombie, rotten, rotting": Look("bloody wrinkled green leather", "bloody"),
}

_WITH = "with"


@cache
def _by_words() -> dict[Phrase, Look]:
    return {tuple(tokens_of(words)): look for names, look in LOOKS.items() for words in names.split(", ")}


@cache
def _longest() -> int:
    return max(map(len, _by_words()))


def with_looks(tokens: Sequence[str], lexicon: Lexicon) -> tuple[list[str], tuple[str, ...]]:
    """A style's words with those for looks replaced by what they mean.

    What longer phrases of materials or colours are made of is left as it is: "royal blue", "toxic green".

    Args:
        tokens: the style's words.
        lexicon: the materials' words.

    Returns:
        The words, and a line per look for the report.
    """
    pieces = _pieces(tokens, lexicon)
    others = [token for words, look in pieces if look is None for token in words]
    has_material = any(span.material for span in spans_of(others, lexicon))
    said, behind, notes = list[str](), list[str](), list[str]()
    for words, look in pieces:
        is_known = bool(lexicon.find(words)) or (has_material and find_color(words) is not None)
        meaning = "" if look is None else (look.beside if has_material else look.alone)
        if not meaning or (is_known and not (has_material and lexicon.find(words))):
            said += words
            continue
        # Of several looks the first is the thing's, and the others are what they are beside a material.
        has_material = True
        notes.append(f"{' '.join(words)}, as {meaning}")
        meant = tokens_of(meaning)
        cut = meant.index(_WITH) if _WITH in meant else len(meant)
        said += meant[:cut]
        behind += meant[cut:]
    return said + behind, tuple(notes)


def _pieces(tokens: Sequence[str], lexicon: Lexicon) -> list[tuple[Phrase, Look | None]]:
    """The words in order, those of a look together."""
    pieces: list[tuple[Phrase, Look | None]] = []
    start = 0
    while start < len(tokens):
        taken: tuple[Phrase, Look | None] = ((tokens[start],), None)
        for length in range(min(max(lexicon.longest, _longest()), len(tokens) - start), 0, -1):
            words = tuple(tokens[start : start + length])
            look = _by_words().get(words)
            known = lexicon.find(words) or (find_color(words) is not None and length > 1)
            if look is not None or known:
                taken = (words, look)
                break
        pieces.append(taken)
        start += len(taken[0])
    return pieces
