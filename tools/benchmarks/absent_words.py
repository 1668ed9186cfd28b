"""Part words that the labelled meshes have no place for: what is found for them is a false alarm.

Chosen by hand from the parts of the other objects, three for each mesh, so that nobody could point at a place: no wing
for a house, a car, a bomb or a grand piano, which are said to have wings, fins or the shape of one; no wheel for a
piano or a clock, which may have some.
"""

from __future__ import annotations

ABSENT_WORDS: dict[str, tuple[str, ...]] = {
    "antiqueChair": ("wing", "wheel", "window"),  # it neither flies nor rolls, and has no panes
    "armchair": ("propeller", "roof", "keyboard"),
    "kitchen_stool": ("wing", "window", "hair"),  # its legs, ring and seat are all there is
    "candle": ("wheel", "drawer", "wing"),
    "lamp": ("wing", "wheel", "hair"),
    "car": ("propeller", "keyboard", "leaf"),  # driven by its wheels
    "biplane": ("drawer", "leaf", "pendulum"),
    "house": ("wheel", "propeller", "hair"),
    "boy": ("wheel", "drawer", "roof"),
    "spider": ("wheel", "drawer", "window"),
    "palm_tree": ("wheel", "window", "drawer"),
    "piano": ("propeller", "hair", "leaf"),
    "bomb": ("drawer", "hair", "keyboard"),
    "mixer": ("roof", "hair", "wing"),
    "desk": ("wing", "hair", "roof"),  # four legs and a top
    "dresser": ("propeller", "hair", "wing"),
    "cuckoo_clock": ("propeller", "hair", "keyboard"),
}
"""By the start of the mesh's name."""

OF_ANY_MESH = ("wing", "propeller", "keyboard")
"""For meshes that are not listed; those that a mesh is labelled with are left out."""


def absent_words(mesh: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Words that a mesh has no place for.

    Args:
        mesh: its name within its folder.
        parts: what it is labelled with.
    """
    stem = mesh.split("/")[0].removesuffix(".obj")
    return tuple(word for word in ABSENT_WORDS.get(stem, OF_ANY_MESH) if word not in parts)
