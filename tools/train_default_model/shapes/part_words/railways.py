"""Words for parts of locomotives and railway wagons."""

from __future__ import annotations

PART_WORDS: dict[str, tuple[str, ...]] = {
    "boiler": ("boiler", "body", "tank", "barrel", "engine"),
    "smokebox": ("smokebox", "front", "boiler front", "nose", "face"),
    "smokestack": ("chimney", "smokestack", "funnel", "stack", "smoke stack", "pipe"),
    "steam.dome": ("dome", "steam dome", "sand dome", "sandbox"),
    "boiler.band": ("band", "bands", "ring", "hoop", "trim"),
    "rail.wheel": ("wheel", "wheels", "train wheel", "driving wheel", "drive wheels"),
    "side.rod": ("rod", "coupling rod", "connecting rod", "side rod", "rods", "piston rod"),
    "steam.cylinder": ("cylinder", "piston", "steam cylinder", "cylinders"),
    "cowcatcher": ("cowcatcher", "pilot", "plow", "plough", "bumper"),
    "buffer": ("buffer", "buffers", "bumper"),
    "coupler": ("coupler", "coupling", "hook", "drawbar"),
    "tender": ("tender", "coal car", "coal wagon", "tank"),
    "bogie": ("bogie", "truck", "bogies", "undercarriage", "wheel frame"),
    "train.body": ("body", "carriage", "car body", "hull", "train", "coach", "shell"),
    "train.hood": ("hood", "engine hood", "long hood", "body", "engine cover"),
    "vent": ("vent", "grille", "vents", "louver", "louvers", "fan"),
    "pantograph": ("pantograph", "current collector", "arm"),
    "fuel.box": ("fuel tank", "tank", "battery box", "box"),
    "tank.barrel": ("tank", "barrel", "cylinder", "body", "vessel"),
    "rail": ("rail", "rails", "track", "railway track", "tracks"),
    "sleeper": ("sleeper", "tie", "ties", "sleepers", "railroad ties", "crosstie"),
    "rib": ("rib", "ribs", "stake", "post", "brace", "reinforcement"),
    "handrail": ("handrail", "hand rail", "railing", "rail", "grab bar"),
    "steps": ("steps", "step", "stairs", "ladder", "stair"),
    "whistle": ("whistle", "steam whistle", "valve"),
}
