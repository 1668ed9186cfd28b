"""Solid woods, planed and finished, species by species."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS
from ...colors import mix, ramp, rgb, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...points import Array, Points
from .wood_grain import Grain, Growth, Year, grown


@dataclass(frozen=True)
class Finish:
    """How a planed surface is treated.

    Args:
        roughness: between the pores.
        coat: of lacquer or shellac on top.
        pore: colour of what fills the pores, hexadecimal; "": the darkest tone of the wood, darker.
    """

    roughness: float = 0.45
    coat: float = 0.0
    pore: str = ""


OILED, LACQUERED, RAW = Finish(), Finish(0.32, 0.35), Finish(0.62)


def wood(tones: tuple[str, str, str], growth: Growth, finish: Finish = OILED) -> Recipe:
    """Wood cut from a trunk along the piece.

    Args:
        tones: light, middle and dark wood, hexadecimal.
        growth: of the species.
        finish: of the surface.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, trunk = vary_all(rng, tones, 0.006, 0.05), grown(rng, growth)

        def shader(points: Points) -> Shaded:
            return finished(trunk(points.position, points.spacing), stops, finish)

        return shader

    return recipe


def finished(grain: Grain, stops: list[Array], finish: Finish) -> Shaded:
    """Planed wood of given tones: pores stay open and dull, rays are as smooth as glass."""
    filled = rgb(finish.pore) if finish.pore else stops[2] * np.float32(0.5)
    color = mix(ramp(grain.tone, (0.0, 0.45, 1.0), stops), filled, 0.85 * grain.pore)
    return Shaded(
        color=color,
        relief=np.float32(0.00002) * grain.fibre - np.float32(0.00012) * grain.pore,
        channels={
            ROUGHNESS: finish.roughness + 0.2 * grain.pore - 0.08 * grain.ray + 0.03 * grain.fibre,
            COAT: np.float32(finish.coat) * (1.0 - 0.5 * grain.pore),
        },
    )


OAK = Growth(
    Year.RING_POROUS,
    (0.0028, 0.0042),
    contrast=0.44,
    bands=0.2,
    pores=0.75,
    pore=(0.0004, 0.012),
    rays=-0.17,
    ray=(0.0012, 0.022, 0.009),
)
ASH = Growth(Year.RING_POROUS, (0.0032, 0.0048), contrast=0.6, bands=0.16, pores=0.7, pore=(0.0004, 0.012))
WALNUT = Growth(
    Year.DIFFUSE, (0.004, 0.0065), contrast=0.32, bands=0.42, fibre=0.15, pores=0.55, pore=(0.0004, 0.009), figure=0.05
)
PINE = Growth(Year.CONIFER, (0.0035, 0.0055), contrast=0.85, bands=0.14, fibre=0.1, pores=0.0, knots=0.55)
FIR = Growth(Year.CONIFER, (0.0022, 0.0034), contrast=0.7, bands=0.2, fibre=0.12, pores=0.0, knots=0.3)
FINE = Growth(Year.DIFFUSE, (0.003, 0.0045), contrast=0.24, bands=0.2, fibre=0.11, pores=0.12, pore=(0.0003, 0.005))
MAHOGANY = Growth(
    Year.DIFFUSE, (0.004, 0.006), contrast=0.2, bands=0.3, fibre=0.17, pores=0.6, pore=(0.0004, 0.007), figure=0.09
)
BEECH = Growth(
    Year.DIFFUSE,
    (0.0028, 0.004),
    contrast=0.2,
    bands=0.16,
    fibre=0.08,
    pores=0.0,
    rays=0.32,
    ray=(0.0007, 0.009, 0.0035),
)
MAPLE = Growth(Year.DIFFUSE, (0.0035, 0.005), contrast=0.2, bands=0.15, fibre=0.07, pores=0.0, figure=0.42)
EBONY = Growth(Year.DIFFUSE, (0.003, 0.0045), contrast=0.15, bands=0.35, fibre=0.14, pores=0.4)
ROSEWOOD = Growth(Year.DIFFUSE, (0.0045, 0.007), contrast=0.55, bands=0.55, fibre=0.14, pores=0.5)
TEAK = Growth(Year.RING_POROUS, (0.004, 0.006), contrast=0.36, bands=0.34, fibre=0.15, pores=0.5)
ZEBRANO = Growth(Year.CONIFER, (0.007, 0.009), contrast=1.3, bands=0.12, fibre=0.12, pores=0.4)
OLIVE = Growth(Year.DIFFUSE, (0.006, 0.009), contrast=0.45, bands=0.75, fibre=0.06, pores=0.0, figure=0.06)
WENGE = Growth(Year.RING_POROUS, (0.0026, 0.0034), contrast=-0.75, bands=0.2, fibre=0.2, pores=0.2)


def _species(name: str, phrases: tuple[str, ...], recipe: Recipe, weight: float = 1.0, base: str = "") -> Material:
    return Material(name, phrases, Kind.WOOD, recipe, finest=0.0006, coarsest=0.025, weight=weight, base=base)


MATERIALS = (
    _species(
        "wood",
        ("wood", "wooden", "natural wood", "polished wood"),
        wood(
            ("c2935f", "9d6c3f", "62401f"),
            Growth(Year.DIFFUSE, (0.0035, 0.006), contrast=0.42, bands=0.3, pores=0.45),
            Finish(0.4, 0.15),
        ),
        2.0,
    ),
    _species(
        "dark wood",
        ("dark wood", "dark brown wood", "stained wood"),
        wood(("70492e", "4e301c", "28170d"), WALNUT, LACQUERED),
    ),
    _species(
        "light wood", ("light wood", "pale wood", "blond wood"), wood(("ead3a8", "dabb87", "b8935d"), FINE, OILED)
    ),
    _species("oak", ("oak", "oak wood", "solid oak"), wood(("dab482", "c2945c", "8c6134"), OAK)),
    _species(
        "dark oak",
        ("dark oak", "smoked oak", "dark oak wood"),
        wood(("7a5737", "5a3f27", "352316"), OAK),
        0.5,
        "oak",
    ),
    _species(
        "limed oak",
        ("limed oak", "whitewashed wood", "bleached oak", "cerused oak"),
        wood(("d9cbb4", "c2ae92", "a08a6c"), OAK, Finish(0.6, 0.0, "f2eee6")),
        0.5,
        "oak",
    ),
    _species(
        "walnut",
        ("walnut", "walnut wood", "black walnut", "american walnut"),
        wood(("946c4c", "684630", "38231a"), WALNUT, Finish(0.34, 0.25)),
        1.5,
    ),
    _species("pine", ("pine", "pine wood", "knotty pine"), wood(("efd09b", "e0b272", "a9692f"), PINE, Finish(0.5))),
    _species(
        "mahogany",
        ("mahogany", "mahogany wood", "red wood", "cherry wood"),
        wood(("a25a38", "7f3c22", "4d1f12"), MAHOGANY, LACQUERED),
    ),
    _species("ebony", ("ebony", "ebony wood", "black wood"), wood(("3a2e27", "231c19", "120e0d"), EBONY, LACQUERED)),
    _species(
        "cherry tree wood",
        ("cherry tree wood", "american cherry", "cherrywood", "fruitwood"),
        wood(("c79468", "ab734a", "805032"), FINE, Finish(0.36, 0.2)),
    ),
    _species(
        "beech",
        ("beech", "beech wood", "beechwood", "steamed beech"),
        wood(("e3bf96", "d3a778", "a6764b"), BEECH),
    ),
    _species(
        "birch wood",
        ("birch wood", "birchwood", "planed birch"),
        wood(("eedcb8", "e2c99c", "c6a372"), MAPLE, OILED),
    ),
    _species(
        "maple", ("maple", "maple wood", "curly maple", "sycamore wood"), wood(("f0ddba", "e4c99d", "c39f6b"), MAPLE)
    ),
    _species("ash wood", ("ash wood", "ash tree wood", "white ash"), wood(("e8d7b6", "d7bd92", "a98758"), ASH)),
    _species("teak", ("teak", "teak wood", "oiled teak"), wood(("bd8a52", "9c6a37", "623f1f"), TEAK)),
    _species("cedar", ("cedar", "cedar wood", "red cedar"), wood(("d29a73", "b8744e", "824229"), FIR, RAW)),
    _species(
        "spruce",
        ("spruce", "fir wood", "softwood", "construction timber"),
        wood(("f0dcb4", "e4c791", "b98b50"), FIR, RAW),
    ),
    _species(
        "rosewood",
        ("rosewood", "palisander", "indian rosewood"),
        wood(("7e4634", "562b20", "200f0b"), ROSEWOOD, LACQUERED),
    ),
    _species("zebrano", ("zebrano", "zebrawood", "zebra wood"), wood(("d5b380", "b98f59", "493019"), ZEBRANO)),
    _species("olive wood", ("olive wood", "olivewood", "olive tree wood"), wood(("dfbf86", "bf9657", "5b3d20"), OLIVE)),
    _species("wenge", ("wenge", "wenge wood", "panga panga"), wood(("6b4c36", "432e22", "221712"), WENGE)),
)
