"""Words of stand-ins for the catalogue's materials, and what was read in one line."""

from __future__ import annotations

import numpy as np

from styleglip_addon.engine.materials.material import Kind, Material, Shader
from styleglip_addon.engine.materials.words.lexicon import Lexicon
from styleglip_addon.engine.materials.words.reading import StyleReading

_STAND_INS = {
    Kind.COLOR: "red, red paint; dark green; green; black; white; grey; navy, navy blue; peach; olive, olive green",
    Kind.METAL: (
        "gold, golden; silver, silvery; copper, hammered copper; brass, antique brass;"
        " steel, stainless steel, metal; iron;"
        " brushed steel, brushed metal; chrome; aluminium; rose gold; bronze; rust, rusty; rusty metal, rusty steel;"
        " blue metal, metallic blue; chipped paint, peeling paint on metal; verdigris, copper patina"
    ),
    Kind.WOOD: (
        "wood, wooden; dark wood; oak, oak wood; dark oak; walnut; pine; ebony, black wood; weathered wood, driftwood;"
        " wooden planks, floorboards"
    ),
    Kind.STONE: (
        "marble, white marble, veined marble, polished marble; black marble; green marble; granite;"
        " rock, stone, grey stone;"
        " mossy stone, stone with moss; brick, bricks, red brick, brick wall; stone wall;"
        " concrete, grey concrete; terrazzo;"
        " obsidian; jade; diamond, crystal"
    ),
    Kind.CLOTH: (
        "linen; cotton, white cotton; denim, blue denim; velvet, plush; blue velvet; red velvet; silk;"
        " wool, woolly; felt;"
        " canvas; tartan, plaid; cashmere; brocade"
    ),
    Kind.LEATHER: "leather, old leather; red leather; black leather; white leather; quilted leather; suede",
    Kind.CERAMIC: "porcelain, white porcelain; blue and white porcelain; ceramic, glazed ceramic; pottery, terracotta;"
    " white tiles, tiles; crackle glaze",
    Kind.GLASS: "glass, clear glass; green glass; blue glass; amber glass",
    Kind.PLASTIC: "plastic; red plastic; rubber; wax",
    Kind.PAPER: "paper; newspaper",
    Kind.NATURE: (
        "moss, mossy; snow, snowy; ice, icy, frozen; leaves; flowers, floral; lava; mud, muddy;"
        " sand, sandy; coral; water"
    ),
    Kind.ANIMAL: (
        "leopard, leopard print; zebra, zebra print; tiger, tiger stripes; fur;"
        " pearl, mother of pearl; feathers; dragon scales"
    ),
    Kind.PATTERN: "striped, stripes; red and white stripes, red striped; camouflage; mosaic; rainbow",
    Kind.FOOD: "chocolate; honey",
}


def _unused(rng: np.random.Generator) -> Shader:
    raise AssertionError("reading draws nothing")


_BASES = {"red leather": "leather", "blue velvet": "velvet", "green glass": "glass", "red plastic": "plastic"}
KNOWN = Lexicon(
    Material(names[0], tuple(names), kind, _unused, 0.001, 0.01, base=_BASES.get(names[0], ""))
    for kind, text in _STAND_INS.items()
    for names in (entry.strip().split(", ") for entry in text.split(";"))
)


def said(reading: StyleReading) -> str:
    """The notes of what the words say, in one line."""
    silent = ("colour: its own",)
    return "; ".join(note for note in reading.notes() if not note.endswith(": -") and note not in silent)
