"""Cloths that are sold in colours: one material per colour from the same recipe."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...material import Kind, Material, Recipe

_COLORS = {
    "red": "a3161d",
    "green": "1f6b37",
    "blue": "21438f",
    "purple": "542079",
    "black": "232226",
    "white": "eae7e0",
    "grey": "7d7e82",
    "yellow": "dcae2a",
    "orange": "cf651d",
}


def dyed(
    names: Sequence[str],
    base: str,
    build: Callable[[str], Recipe],
    further: Sequence[str],
    finest: float,
    coarsest: float,
) -> tuple[Material, ...]:
    """One material per colour: "red velvet" with phrases such as "soft red velvet".

    Args:
        names: of colours.
        base: the material's name.
        build: makes the recipe of a colour, hexadecimal.
        further: phrases in which "{}" stands for the colour.
        finest, coarsest: see `Material`.
    """
    return tuple(
        Material(
            f"{name} {base}",
            (f"{name} {base}", *(phrase.format(name) for phrase in further)),
            Kind.CLOTH,
            build(_COLORS[name]),
            finest,
            coarsest,
            0.4,
            base,
        )
        for name in names
    )
