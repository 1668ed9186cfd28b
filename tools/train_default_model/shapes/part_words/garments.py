"""Words for parts of clothes that nobody wears."""

from __future__ import annotations

PART_WORDS: dict[str, tuple[str, ...]] = {
    "garment.body": ("body", "torso", "front", "shirt", "fabric", "cloth"),
    "sleeve": ("sleeve", "sleeves", "arm", "arms"),
    "cuff": ("cuff", "cuffs", "wristband", "hem"),
    "garment.hood": ("hood", "cowl"),
    "placket": ("placket", "button band", "button strip"),
    "hem": ("hem", "bottom", "waistband", "trim"),
}
