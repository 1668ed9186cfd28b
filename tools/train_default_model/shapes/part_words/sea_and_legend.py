"""Words for parts of creatures of the sea, reptiles, dragons and dinosaurs."""

from __future__ import annotations

PART_WORDS: dict[str, tuple[str, ...]] = {
    # sea
    "sea.body": ("body", "torso", "trunk", "skin", "head", "back"),
    "sea.belly": ("belly", "underside", "stomach", "bottom", "chest"),
    "dorsal.fin": ("dorsal fin", "fin", "fins", "back fin", "top fin"),
    "pectoral.fin": ("pectoral fins", "fins", "fin", "flippers", "flipper", "side fins"),
    "sea.tail": ("tail", "tail fin", "fluke", "flukes", "fin"),
    "sea.mouth": ("mouth", "lips", "jaw", "lip"),
    "sea.teeth": ("teeth", "tooth", "fangs"),
    "gill": ("gills", "gill", "gill slits"),
    "water.spout": ("water", "spout", "fountain", "splash"),
    "mantle": ("head", "body", "mantle", "bulb"),
    "tentacle": ("tentacles", "tentacle", "arms", "arm", "legs", "leg"),
    "crab.shell": ("shell", "body", "carapace", "back", "head"),
    "crab.arm": ("arm", "arms", "claw arm"),
    "crab.claw": ("claws", "claw", "pincers", "pincer", "scissors", "hands"),
    # reptiles, dragons, dinosaurs
    "snake.body": ("body", "snake", "skin", "torso", "tail", "scales"),
    "snake.head": ("head", "face", "skull"),
    "rattle": ("rattle", "tail tip", "tail"),
    "dino.body": ("body", "torso", "trunk", "skin", "belly"),
    "dino.arm": ("arm", "arms", "front legs", "hands"),
    "dino.foot": ("feet", "foot", "toes", "claws"),
    "frill": ("frill", "collar", "crest", "shield"),
    "wing.membrane": ("wing", "wings", "membrane", "wing skin"),
    "wing.bone": ("wing bones", "wing arms", "wing fingers", "bones"),
    "unicorn.horn": ("horn", "unicorn horn", "spike", "alicorn"),
}
