"""Words for parts of lighthouses, wells and cranes."""

from __future__ import annotations

PART_WORDS: dict[str, tuple[str, ...]] = {
    "tower.stripe": ("stripe", "band", "stripes", "ring"),
    "lantern.room": ("lantern room", "lamp room", "glass", "light", "lantern"),
    "spire": ("spire", "lightning rod", "tip", "finial", "antenna"),
    "well.rock": ("rocks", "rock", "stones", "cliff"),
    "well.shaft": ("wall", "well", "shaft", "stones", "base", "ring"),
    "well.stone": ("stone", "stones", "bricks", "brick", "wall", "rocks"),
    "well.water": ("water", "surface"),
    "gable": ("gable", "triangle", "side"),
    "roof.beam": ("beam", "crossbeam", "bar", "log"),
    "winch": ("winch", "windlass", "roller", "axle", "drum"),
    "winch.crank": ("crank", "crank handle", "handle", "lever"),
    "winch.rope": ("rope", "cord", "line", "chain"),
    "crane.mast": ("mast", "tower", "frame", "lattice", "column"),
    "crane.jib": ("jib", "boom", "arm", "crane arm", "main jib"),
    "counter.jib": ("counter jib", "rear jib", "counter arm"),
    "crane.peak": ("peak", "tower top", "apex", "cathead"),
    "crane.tie": ("tie bar", "stay", "tie", "guy wire", "support cable"),
    "crane.cable": ("cable", "rope", "wire", "hoist cable", "line"),
    "hook": ("hook", "hook block", "crane hook"),
    "trolley": ("trolley", "carriage", "slider"),
    "outrigger": ("outrigger", "stabilizer", "support leg", "leg", "support"),
}
