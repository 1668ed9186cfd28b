"""Words for parts of bicycles and motorcycles."""

from __future__ import annotations

PART_WORDS: dict[str, tuple[str, ...]] = {
    "cycle.frame": ("frame", "bike frame", "body", "tubes", "chassis", "bicycle frame"),
    "cycle.fork": ("fork", "front fork", "forks", "suspension"),
    "cycle.handlebar": ("handlebar", "handlebars", "handle bar", "steering", "bars"),
    "cycle.grip": ("grip", "grips", "handle", "handles", "handlebar grip"),
    "cycle.saddle": ("saddle", "seat", "bike seat", "cushion"),
    "seatpost": ("seatpost", "seat post", "seat tube", "post"),
    "crank": ("crank", "crankset", "cranks", "chainring", "sprocket", "gear"),
    "pedal": ("pedal", "pedals"),
    "cycle.chain": ("chain", "bike chain", "belt"),
    "spokes": ("spokes", "spoke", "wires"),
    "cycle.basket": ("basket", "bike basket", "crate"),
    "cycle.rack": ("rack", "luggage rack", "carrier", "luggage carrier"),
    "cycle.bell": ("bell", "horn"),
    "brake": ("brake", "brakes", "brake lever", "brake disc", "caliper"),
    "kickstand": ("kickstand", "stand", "side stand", "prop stand"),
    "fuel.tank": ("tank", "fuel tank", "gas tank", "petrol tank"),
    "fairing": ("fairing", "body", "cowl", "panel", "bodywork"),
    "swingarm": ("swingarm", "swing arm", "rear fork", "suspension arm"),
    "shock": ("shock absorber", "shock", "spring", "suspension", "damper"),
    "saddlebag": ("saddlebag", "pannier", "bag", "side case", "luggage"),
    "footpeg": ("footpeg", "foot peg", "footrest", "peg", "pedal"),
    "gauge": ("gauge", "speedometer", "dashboard", "instruments", "dial"),
    "water.bottle": ("water bottle", "bottle", "drink bottle"),
    "chain.guard": ("chain guard", "chain cover", "cover", "guard"),
}
