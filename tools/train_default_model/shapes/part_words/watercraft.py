"""Words for parts of boats and ships."""

from __future__ import annotations

PART_WORDS: dict[str, tuple[str, ...]] = {
    "thwart": ("bench", "seat", "thwart", "plank", "seats"),
    "boat.rib": ("rib", "ribs", "frame"),
    "oar": ("oar", "oars", "paddle", "paddles"),
    "rowlock": ("oarlock", "rowlock", "holder"),
    "keel": ("keel", "bottom"),
    "rudder": ("rudder", "tiller", "helm"),
    "outboard": ("outboard motor", "motor", "engine", "outboard engine"),
    "boat.rope": ("rope", "line", "coil", "mooring line"),
    "deck": ("deck", "floor", "planks"),
    "deckhouse": ("cabin", "deckhouse", "wheelhouse", "superstructure", "bridge", "house"),
    "funnel": ("funnel", "smokestack", "chimney", "stack"),
    "fender.buoy": ("buoy", "fender", "bumper", "fenders"),
    "lifebuoy": ("lifebuoy", "life ring", "life preserver", "ring buoy", "ring"),
    "anchor": ("anchor",),
    "yard": ("yard", "boom", "spar", "crossbeam", "yards"),
    "crows.nest": ("crows nest", "lookout", "basket", "top"),
    "ship.rigging": ("rigging", "ropes", "shrouds", "rope", "lines", "net"),
    "ship.flag": ("flag", "pennant", "banner"),
    "bowsprit": ("bowsprit", "spar", "pole"),
    "ship.cannon": ("cannon", "gun", "cannons", "guns"),
    "helm.wheel": ("helm", "steering wheel", "ship wheel", "wheel"),
}
