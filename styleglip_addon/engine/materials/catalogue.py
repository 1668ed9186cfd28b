"""All materials in one table, by their canonical names and by their phrases."""

from __future__ import annotations

from .families import (
    bamboos,
    barks,
    boards,
    camouflages,
    foliage,
    glasses,
    glows,
    granites,
    grasses,
    ground,
    knits,
    marbles,
    masonry,
    molten,
    motifs,
    paints,
    papers,
    paving,
    piles,
    plasters,
    plastics,
    polished_metals,
    pressed_woods,
    rocks,
    rubbers,
    sheet_metals,
    silks,
    skies_and_waters,
    solid_woods,
    stripes,
    tartans,
    tiles,
    twills,
    waxes,
    weathered_metals,
    weathered_woods,
    weaves,
    wools,
    worked_metals,
)
from .material import Material

_FAMILIES = (
    bamboos,
    barks,
    boards,
    camouflages,
    foliage,
    glasses,
    glows,
    granites,
    grasses,
    ground,
    knits,
    marbles,
    masonry,
    molten,
    motifs,
    paints,
    papers,
    paving,
    piles,
    plasters,
    plastics,
    polished_metals,
    pressed_woods,
    rocks,
    rubbers,
    sheet_metals,
    silks,
    skies_and_waters,
    solid_woods,
    stripes,
    tartans,
    tiles,
    twills,
    waxes,
    weathered_metals,
    weathered_woods,
    weaves,
    wools,
    worked_metals,
)

MATERIALS: dict[str, Material] = {material.name: material for family in _FAMILIES for material in family.MATERIALS}

_BY_PHRASE = {phrase: material for material in MATERIALS.values() for phrase in (material.name, *material.phrases)}


def find_material(phrase: str) -> Material | None:
    """The material that has this phrase (any case), or None."""
    return _BY_PHRASE.get(" ".join(phrase.lower().split()))
