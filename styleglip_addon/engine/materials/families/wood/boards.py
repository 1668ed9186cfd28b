"""Floors, panels and fences of boards: every board from a place of its own in a trunk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS
from ...colors import mix, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import fractal, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...spaces import solid
from .board_layouts import Board, Layout, basket, blocks, herringbone, planks
from .solid_woods import OAK, OILED, PINE, TEAK, WALNUT, Finish, finished
from .weathered_woods import GREY, weathered
from .wood_grain import Growth, Year, grown


@dataclass(frozen=True)
class Laying:
    """How boards are laid.

    Args:
        layout: draws where they lie.
        width: of a board, metres; what they vary by fades where samples cannot carry it.
        gap: between boards, metres.
        bevel: width of the broken edge, metres.
        varied: how much boards differ in tone.
        upright: whether their ends are seen.
    """

    layout: Callable[[np.random.Generator], Layout]
    width: float
    gap: float = 0.0008
    bevel: float = 0.0015
    varied: float = 0.3
    upright: bool = False


def floor(tones: tuple[str, str, str], growth: Growth, laying: Laying, finish: Finish = OILED) -> Recipe:
    """Planed boards with gaps in which dust lies.

    Args:
        tones: light, middle and dark wood, hexadecimal.
        growth: of the species.
        laying: of the boards.
        finish: of their surface.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops, trunk, layout = vary_all(rng, tones, 0.006, 0.05), grown(rng, growth), laying.layout(rng)

        def shader(points: Points) -> Shaded:
            board = layout(points)
            share = np.float32(laying.varied * kept(points.spacing / laying.width))
            grain = trunk(within_trunk(board, laying.upright), points.spacing)
            grain = grain._replace(tone=grain.tone + share * (board.number - 0.5))
            wood = finished(grain, stops, finish)
            return jointed(wood, board, laying, tint(stops[2], np.full(len(points), -0.62, np.float32)), share)

        return shader

    return recipe


def jointed(wood: Shaded, board: Board, laying: Laying, dust: Array, share: np.float32) -> Shaded:
    """Boards with gaps between them: dark, dull and 2 mm deep."""
    open_gap = smoothstep(0.5 * laying.gap + 0.0004, 0.5 * laying.gap - 0.0003, board.inset)
    edge = smoothstep(0.5 * laying.gap + laying.bevel, 0.5 * laying.gap, board.inset)
    color = mix(tint(wood.color, share * 0.4 * (board.second - 0.5) - 0.12 * edge), dust, open_gap)
    lean = (board.third - 0.5) * share * np.float32(0.0006)
    depth = np.float32(-0.0008) * edge - np.float32(0.0016) * open_gap
    relief: Array = (wood.relief + lean + depth).astype(np.float32)
    channels = dict(wood.channels)
    channels[ROUGHNESS] = channels[ROUGHNESS] * (1.0 - open_gap) + 0.9 * open_gap
    if COAT in channels:
        channels[COAT] = channels[COAT] * (1.0 - open_gap)
    return replace(wood, color=color, relief=relief, channels=channels, dye=1.0 - open_gap, piece=board.number)


def within_trunk(board: Board, upright: bool = False) -> Array:
    """Positions (n, 3) in metres at which each board was cut out of a trunk, z along the grain."""
    first, second, third = board.number * 1.3, board.second * 1.1, board.third * np.float32(37.0)
    if upright:
        return np.stack((board.across + first, board.along + second, third), axis=1).astype(np.float32)
    return np.stack((board.across + first, second, board.along + third), axis=1).astype(np.float32)


def painted(code: str) -> Recipe:
    """Old boards whose paint has flaked along the grain and worn off at the edges, down to grey wood."""
    laying = Laying(lambda rng: planks(rng, rng.uniform(0.10, 0.13), 2.4), 0.11, gap=0.003, bevel=0.004, varied=0.25)

    def recipe(rng: np.random.Generator) -> Shader:
        coat, layout, trunk = vary(rng, code, 0.012, 0.08, 0.05), laying.layout(rng), weathered(rng, GREY)
        flake, broad = solid(rng, 0.02, 0.03, turned=False), solid(rng, 0.2, 0.3, turned=False)
        worn = rng.uniform(0.3, 0.42)

        def shader(points: Points) -> Shaded:
            board = layout(points)
            share = np.float32(laying.varied * kept(points.spacing / laying.width))
            bare, tone, grain = trunk(within_trunk(board), points.spacing)
            own = np.stack((board.number, board.second, board.third), axis=1) * np.float32(83.0)
            flakes = fractal(flake(points).moved(own).stretched(1.0, 1.0, 0.22), 3, 0.65)
            drift = gradient_noise(broad(points).moved(own).stretched(1.0, 1.0, 0.5))
            edge = smoothstep(0.012, 0.002, board.inset) * 0.25 - 0.35 * points.recess
            lost = flakes * 0.55 + 0.45 * drift + edge + 0.25 * (tone - 0.45) + 0.25 * (board.third - 0.5)
            gone = smoothstep(worn - 0.01, worn + 0.02, lost)
            film = tint(coat, 0.05 * drift + 0.06 * grain.fibre + 0.3 * share * (board.number - 0.5))
            chalky = smoothstep(worn - 0.25, worn, lost)
            film = mix(film, coat + (1.0 - coat) * np.float32(0.35), 0.35 * chalky)
            wood = Shaded(
                color=mix(film, bare.color, gone),
                relief=bare.relief * (0.35 + 0.65 * gone) + np.float32(0.0002) * (1.0 - gone),
                channels={ROUGHNESS: 0.52 + 0.12 * chalky + 0.28 * gone},
            )
            dark = np.broadcast_to(np.array([0.1, 0.085, 0.07], np.float32), (len(points), 3))
            whole = jointed(wood, board, laying, dark, share)
            return replace(whole, dye=whole.dye * (1.0 - gone))

        return shader

    return recipe


def fence(wear: float) -> Recipe:
    """Boards that have stood in the weather, nailed near their ends."""
    laying = Laying(lambda rng: planks(rng, rng.uniform(0.10, 0.14), 1.8), 0.12, gap=0.004, bevel=0.004, varied=0.5)

    def recipe(rng: np.random.Generator) -> Shader:
        layout, trunk, patch = laying.layout(rng), weathered(rng, GREY, wear), solid(rng, 0.15, 0.25, turned=False)

        def shader(points: Points) -> Shaded:
            board = layout(points)
            share = np.float32(laying.varied * kept(points.spacing / laying.width))
            wood, _, _ = trunk(within_trunk(board), points.spacing)
            nail = np.hypot(np.abs(board.across) - 0.028, board.end - 0.03)
            head, streak = smoothstep(0.0045, 0.0035, nail), smoothstep(0.016, 0.004, nail)
            rust = np.array([0.23, 0.15, 0.11], np.float32)
            color = tint(wood.color, 0.12 * gradient_noise(patch(points)) + 0.2 * share * (board.number - 0.5))
            color = mix(color, rust, np.maximum(head * 0.9, streak * 0.3))
            wood = replace(wood, color=color, relief=wood.relief - 0.001 * head)
            dark = np.broadcast_to(np.array([0.09, 0.08, 0.07], np.float32), (len(points), 3))
            return jointed(wood, board, laying, dark, share)

        return shader

    return recipe


_STRIPS = Laying(lambda rng: planks(rng, rng.uniform(0.075, 0.095), rng.uniform(0.8, 1.2)), 0.08, varied=0.5)
_WIDE = Laying(lambda rng: planks(rng, rng.uniform(0.10, 0.13), 1.8), 0.11, gap=0.002, bevel=0.002, varied=0.4)
_HERRINGBONE = Laying(lambda rng: herringbone(rng, rng.uniform(0.055, 0.07), 5), 0.06, varied=0.6)
_MOSAIC = Laying(lambda rng: basket(rng, rng.uniform(0.12, 0.14), 5), 0.026, varied=0.8, bevel=0.001)
_BUTCHER = Laying(lambda rng: blocks(rng, 0.042, 0.042), 0.042, gap=0.0004, bevel=0.0005, varied=0.7, upright=True)
_FIR = replace(PINE, contrast=0.6, knots=0.35, bands=0.25)
_END = Growth(Year.RING_POROUS, (0.0025, 0.0035), contrast=0.5, bands=0.2, pores=0.5, fibre=0.14)
_OAKS, _WALNUTS = ("dab482", "c2945c", "8c6134"), ("946c4c", "684630", "38231a")


def _boards(
    name: str, phrases: tuple[str, ...], recipe: Recipe, width: float, weight: float = 1.0, base: str = ""
) -> Material:
    return Material(name, phrases, Kind.WOOD, recipe, finest=0.001, coarsest=width, weight=weight, base=base)


MATERIALS = (
    _boards(
        "wooden planks",
        ("wooden planks", "wood planks", "wooden boards", "floorboards"),
        floor(("bd8a52", "a06e3d", "633f20"), _FIR, _WIDE, Finish(0.48)),
        0.11,
    ),
    *(
        _boards(
            f"{name} painted wood",
            (f"{name} painted wood", f"{name} wooden boards", f"old {name} painted planks"),
            painted(code),
            0.11,
            0.35,
            "painted wood",
        )
        for name, code in (
            ("red", "9c2f27"),
            ("blue", "3f6fa3"),
            ("green", "4a7a4c"),
            ("white", "e4e0d4"),
            ("yellow", "d8b244"),
        )
    ),
    _boards("oak planks", ("oak planks", "oak floor", "oak parquet strips"), floor(_OAKS, OAK, _STRIPS), 0.09),
    _boards(
        "walnut planks", ("walnut planks", "walnut floor", "dark wood floor"), floor(_WALNUTS, WALNUT, _STRIPS), 0.09
    ),
    _boards(
        "herringbone parquet",
        ("herringbone parquet", "parquet", "herringbone floor", "chevron parquet"),
        floor(_OAKS, OAK, _HERRINGBONE, Finish(0.36, 0.15)),
        0.12,
    ),
    _boards(
        "mosaic parquet",
        ("mosaic parquet", "basket weave parquet", "parquet tiles"),
        floor(("b58350", "94622f", "5f3b1b"), OAK, _MOSAIC, Finish(0.36, 0.15)),
        0.13,
    ),
    _boards(
        "ship deck",
        ("ship deck", "teak deck", "yacht deck"),
        floor(("bd8a52", "9c6a37", "6b4523"), TEAK, _STRIPS),
        0.09,
    ),
    _boards(
        "butcher block",
        ("butcher block", "end grain", "end grain wood", "chopping board"),
        floor(("d9ae78", "bd8a52", "8a5a2e"), _END, _BUTCHER),
        0.042,
    ),
    _boards("weathered planks", ("weathered planks", "old fence", "grey decking", "pallet wood"), fence(0.6), 0.12),
)
