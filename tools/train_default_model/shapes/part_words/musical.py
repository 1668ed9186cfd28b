"""Words for parts of musical instruments."""

from __future__ import annotations

PART_WORDS: dict[str, tuple[str, ...]] = {
    "piano.body": ("body", "case", "cabinet", "housing", "frame", "corpus", "wood"),
    "piano.lid": ("lid", "top", "cover", "top board"),
    "piano.fallboard": ("fallboard", "key lid", "keyboard cover", "fall board"),
    "piano.keybed": ("keyboard", "key bed", "keybed", "key block"),
    "piano.white": ("white keys", "keys", "white key", "ivory"),
    "piano.black": ("black keys", "black key", "ebony", "sharps"),
    "piano.keyboard": ("keyboard", "keys", "key", "manual"),
    "piano.stand": ("music stand", "music rest", "note stand", "desk"),
    "piano.leg": ("legs", "leg", "feet", "foot"),
    "piano.pedal": ("pedals", "pedal", "foot pedals"),
    "piano.lyre": ("lyre", "pedal box", "support"),
    "piano.panel": ("panel", "front panel", "front", "front board"),
    "piano.prop": ("prop", "stick", "lid prop", "support rod"),
    "piano.strings": ("strings", "plate", "harp", "soundboard"),
    "accordion.bellows": ("bellows", "folds", "middle", "pleats"),
    "accordion.side": ("body", "case", "housing", "box", "side"),
    "accordion.bass": ("buttons", "bass buttons", "button", "bass"),
    "accordion.strap": ("strap", "straps", "belt", "shoulder strap"),
    "accordion.grille": ("grille", "grill", "treble grille", "cover"),
}
