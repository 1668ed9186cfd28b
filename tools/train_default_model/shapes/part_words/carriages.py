"""Words for parts of old cars, carriages and barrows."""

from __future__ import annotations

PART_WORDS: dict[str, tuple[str, ...]] = {
    "radiator.shell": ("radiator", "radiator shell", "grille frame", "radiator frame", "front"),
    "ornament": ("hood ornament", "ornament", "mascot", "radiator cap", "emblem", "badge"),
    "car.horn": ("horn", "trumpet", "bulb horn"),
    "window.frame": ("window frame", "frame", "windshield frame", "trim"),
    "folding.top": ("folding top", "soft top", "convertible top", "hood", "canopy", "top"),
    "barrow.tray": ("tray", "tub", "box", "body", "bucket", "bed", "container"),
    "carriage.body": ("body", "cabin", "coach", "carriage body", "compartment", "box"),
}
