"""Words for parts of clocks and watches."""

from __future__ import annotations

PART_WORDS: dict[str, tuple[str, ...]] = {
    "cuckoo.case": ("case", "house", "body", "housing", "box", "clock case", "walls"),
    "cuckoo.roof": ("roof", "top", "gable", "roofing"),
    "cuckoo.dial": ("dial", "face", "clock face", "clock dial"),
    "cuckoo.numerals": ("numerals", "numbers", "digits", "hour marks"),
    "cuckoo.door": ("door", "little door", "hatch", "flap"),
    "cuckoo.bird": ("bird", "cuckoo", "figure"),
    "cuckoo.leaf": ("leaves", "leaf", "foliage", "carving", "ornament"),
    "cuckoo.ornament": ("ornament", "crest", "carving", "decoration", "crown"),
    "clock.pendulum": ("pendulum", "bob", "swing", "pendulum bob"),
    "clock.chain": ("chains", "chain", "string", "cord"),
    "clock.weight": ("weights", "weight", "pine cone", "pine cones", "cones"),
    "clock.frame": ("case", "body", "cabinet", "clock case", "housing", "wood"),
    "clock.hood": ("hood", "top", "bonnet", "head", "crown"),
    "clock.plinth": ("base", "plinth", "bottom", "foot"),
    "clock.glass": ("glass", "door", "window", "pane"),
    "clock.column": ("columns", "column", "pillars", "posts"),
    "alarm.body": ("body", "case", "housing", "frame", "clock"),
    "alarm.bell": ("bells", "bell", "chimes"),
    "alarm.hammer": ("hammer", "striker", "clapper"),
    "alarm.handle": ("handle", "bow", "grip"),
    "watch.case": ("case", "body", "bezel", "housing", "frame", "rim"),
    "watch.strap": ("strap", "band", "bracelet", "watchband", "belt"),
    "watch.crown": ("crown", "knob", "button", "winder"),
    "watch.buckle": ("buckle", "clasp", "fastener"),
}
