"""Woods: solid growth rings with fibres and pores, and things made of wood or of stalks laid side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .colours import choose, mix, ramp, rgb, tint, vary, vary_all
from .noise import Array, cells, displace, fractal, gradient_noise, random_of, smoothstep
from .placement import anywhere, upright, wrapped
from .sample import Kind, Recipe, Shader, Style


def wood(colours: Sequence[str], rings: tuple[float, float], contrast: float = 1.0, pores: float = 0.5) -> Recipe:
    """Solid wood cut from a trunk that lies across or along the object.

    Args:
        colours: early wood, mid tone, late wood: from light to dark.
        rings: range of the width of a ring.
        contrast: of the rings, 0..1.
        pores: strength of the fine dark dashes along the grain.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        stops = vary_all(rng, colours, 0.01, 0.07)
        place = anywhere(rng, 1.0, 1.0) if rng.random() < 0.4 else upright(rng, 1.0, 1.0, tilt=0.15)
        frequency = 1.0 / rng.uniform(*rings)
        heart = rng.uniform(-0.5, 0.5, 2).astype(np.float32)
        warp, strength = rng.uniform(0.08, 0.2), contrast * rng.uniform(0.75, 1.1)

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            local = p @ place.rotation.T
            q = local + place.offset
            stretched = q * np.array([1.6, 1.6, 0.45], np.float32)
            bent = displace(local, warp, 1.3)
            radius = np.hypot(bent[:, 0] - heart[0], bent[:, 1] - heart[1]) + 0.06 * fractal(stretched * 2.0, 2)
            turn = radius * np.float32(frequency)
            phase = turn - np.floor(turn)
            # Late wood grows darker slowly and ends sharply, differently in every year.
            year = random_of(np.floor(turn))
            late = phase**1.7 * smoothstep(1.0, 0.86, phase) * (0.6 + 0.6 * year)
            fibre = gradient_noise(q * np.array([42.0, 42.0, 2.5], np.float32))
            tone = 0.25 + strength * 0.85 * late + 0.13 * fibre + 0.14 * fractal(stretched, 2)
            albedo = ramp(tone, (0.0, 0.5, 1.0), stops)
            dash = gradient_noise(q * np.array([55.0, 55.0, 4.5], np.float32) + 9.0)
            pore = smoothstep(0.45, 0.75, dash) * np.float32(pores)
            return mix(albedo, stops[2] * np.float32(0.6), pore), (-0.004 * late - 0.004 * pore).astype(np.float32)

        return shader

    return recipe


def planks(colours: Sequence[str], gap: str, wear: float = 0.0) -> Recipe:
    """Boards nailed side by side, each of its own tone."""

    def recipe(rng: np.random.Generator) -> Shader:
        tones, gap_colour = vary_all(rng, colours, 0.01, 0.08), rgb(gap)
        wrap, width, grain = wrapped(rng, 0.13, 0.24), rng.uniform(3.5, 6.0), anywhere(rng, 1.0, 1.0)
        upright_boards = rng.random() < 0.6

        def shader(p: Array, n: Array) -> tuple[Array, Array]:
            uv = wrap(p, n)
            across, along = (uv[:, 0], uv[:, 1]) if upright_boards else (uv[:, 1], uv[:, 0])
            board = np.floor(across)
            x = across - board
            length = (along + random_of(board) * 13.0) / np.float32(width)
            piece = np.floor(length)
            y = (length - piece) * np.float32(width)
            tone = choose(random_of(board, piece), tones)
            fibre = gradient_noise(np.stack((x * 14.0 + board * 7.7, along * 0.9, piece), 1).astype(np.float32))
            ring = (
                np.sin(
                    9.0
                    * (
                        x
                        + 0.35 * gradient_noise(np.stack((x, along * 0.35, board * 3.1 + piece), 1).astype(np.float32))
                    )
                )
                ** 2
            )
            albedo = tint(tone, 0.16 * fibre - 0.22 * ring + 0.05)
            if wear:
                albedo = mix(albedo, rgb("4a4238"), smoothstep(0.2, 0.7, fractal(grain(p) * 4.0, 3)) * np.float32(wear))
            crack = np.minimum(np.minimum(x, 1.0 - x), np.minimum(y, width - y))
            line = smoothstep(0.075, 0.025, crack)
            nail = smoothstep(0.07, 0.04, np.hypot(np.abs(x - 0.5) - 0.28, np.minimum(y, width - y) - 0.16))
            return mix(albedo, gap_colour, np.maximum(line, nail * 0.9)), -0.012 * line + 0.002 * fibre

        return shader

    return recipe


def _bamboo(rng: np.random.Generator) -> Shader:
    green = rng.random() < 0.3
    light, dark = vary_all(rng, ("b7c46a", "5f7a2a") if green else ("e6c98a", "a87f3e"), 0.01)
    wrap, spacing = wrapped(rng, 0.11, 0.18), rng.uniform(2.5, 4.5)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        cane = np.floor(uv[:, 0])
        x = (uv[:, 0] - cane) * 2.0 - 1.0
        along = uv[:, 1] / np.float32(spacing) + random_of(cane) * 5.0
        joint = np.abs(along - np.round(along)) * np.float32(spacing)
        roundness = np.sqrt(np.clip(1.0 - x * x, 0.0, 1.0))
        fibre = gradient_noise(np.stack((uv[:, 0] * 16.0, uv[:, 1] * 0.5, cane * 0.0), 1).astype(np.float32))
        tone = 1.0 - roundness + 0.18 * fibre + 0.35 * (random_of(cane, np.floor(along)) - 0.5)
        albedo = mix(light, dark, tone * 0.9)
        ring = smoothstep(0.14, 0.05, joint)
        albedo = mix(albedo, dark * np.float32(0.55), ring * 0.85)
        albedo = mix(
            albedo, light * np.float32(1.08), smoothstep(0.14, 0.2, joint) * smoothstep(0.34, 0.22, joint) * 0.6
        )
        albedo = mix(albedo, dark * np.float32(0.3), smoothstep(0.86, 0.98, np.abs(x)))
        return albedo, 0.03 * (roundness - 0.6) + 0.008 * ring

    return shader


def _cork(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("7a4f2a", "b98352", "d0a070", "e2bc90"), 0.01)
    place, chips = anywhere(rng, 0.07, 0.12), anywhere(rng, 0.10, 0.16)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        grain = cells(place(p))
        albedo = ramp(
            0.35 + 0.65 * grain.identity[:, 0] + 0.2 * gradient_noise(place(p) * 3.0), (0.0, 0.35, 0.7, 1.0), stops
        )
        pit = smoothstep(0.26, 0.16, cells(displace(chips(p), 0.35, 2.0)).nearest)
        return mix(albedo, rgb("4a2a14"), pit * 0.85), -0.012 * pit

    return shader


def _painted(code: str) -> Recipe:
    def recipe(rng: np.random.Generator) -> Shader:
        base = vary(rng, code, 0.015)
        return planks_of(base, rng)

    return recipe


def planks_of(base: Array, rng: np.random.Generator) -> Shader:
    """Painted boards: one colour, shallow grain, a little bare wood at the worn places."""
    wrap, wear, grain = wrapped(rng, 0.16, 0.28), rng.uniform(0.25, 0.45), upright(rng, 0.16, 0.3)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        uv = wrap(p, n)
        x = uv[:, 0] - np.floor(uv[:, 0])
        q = grain(p) * np.array([2.2, 2.2, 0.35], np.float32)
        fibre = gradient_noise(q * 5.0)
        albedo = tint(base, 0.10 * fibre + 0.12 * (random_of(np.floor(uv[:, 0])) - 0.5))
        bare = smoothstep(float(wear), float(wear) + 0.08, fractal(q, 3, 0.7))
        albedo = mix(albedo, tint(rgb("a67c4e"), 0.25 * fibre), bare * 0.9)
        line = smoothstep(0.07, 0.03, np.minimum(x, 1.0 - x))
        return mix(albedo, base * np.float32(0.3), line), -0.012 * line - 0.003 * bare

    return shader


def _plywood_chips(rng: np.random.Generator) -> Shader:
    tones = vary_all(rng, ("c79a5f", "dcb981", "e9cf9f", "a67a45", "d0a870"), 0.01)
    place = anywhere(rng, 0.09, 0.14)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = place(p)
        chip = cells(q * np.array([1.0, 0.55, 0.8], np.float32))
        other = cells(q * np.array([0.55, 1.0, 0.8], np.float32) + 31.0)
        top = chip.identity[:, 1] > other.identity[:, 1]
        tone = choose(np.where(top, chip.identity[:, 0], other.identity[:, 0]), tones)
        border = np.where(top, chip.border, other.border)
        fibre = gradient_noise(q * np.array([1.0, 9.0, 3.0], np.float32))
        return mix(tint(tone, 0.12 * fibre), rgb("6b4a26"), smoothstep(0.10, 0.02, border) * 0.6), 0.006 * smoothstep(
            0, 0.2, border
        )

    return shader


def _log_bark(rng: np.random.Generator) -> Shader:
    stops = vary_all(rng, ("1f1610", "4a3626", "76593f", "9c7f60"), 0.012, 0.1)
    place = upright(rng, 0.13, 0.2)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = displace(place(p) * np.array([1.0, 1.0, 0.3], np.float32), 0.35, 1.0)
        plate = cells(q)
        tone = smoothstep(0.0, 0.45, plate.border) * 0.75 + 0.3 * fractal(
            place(p) * np.array([3, 3, 1.2], np.float32), 3, 0.7
        )
        return ramp(tone, (0.0, 0.3, 0.65, 1.0), stops), 0.035 * (np.clip(tone, 0, 1) - 0.5)

    return shader


def _birch_bark(rng: np.random.Generator) -> Shader:
    base, place = vary(rng, "ece7dc", 0.02), upright(rng, 0.16, 0.24)

    def shader(p: Array, n: Array) -> tuple[Array, Array]:
        q = place(p)
        dashes = gradient_noise(q * np.array([1.1, 1.1, 6.0], np.float32))
        mark = smoothstep(0.42, 0.52, dashes)
        scar = smoothstep(0.34, 0.42, fractal(q * np.array([0.6, 0.6, 1.0], np.float32) + 13.0, 3, 0.7))
        albedo = tint(base, 0.08 * fractal(q * np.array([1.0, 1.0, 5.0], np.float32), 2))
        albedo = mix(albedo, rgb("cbb79c"), smoothstep(0.0, 0.6, gradient_noise(q * 0.7)) * 0.45)
        return mix(albedo, rgb("2a2522"), np.maximum(mark, scar) * 0.92), -0.006 * np.maximum(mark, scar)

    return shader


STYLES: tuple[Style, ...] = (
    Style(
        "wood",
        ("wood", "wooden", "natural wood", "polished wood"),
        Kind.WOOD,
        wood(("c08a50", "9a6232", "5c3517"), (0.07, 0.15)),
        2.0,
    ),
    Style(
        "dark wood",
        ("dark wood", "dark brown wood", "stained wood"),
        Kind.WOOD,
        wood(("6e4426", "4d2c17", "26140a"), (0.07, 0.15)),
    ),
    Style(
        "light wood",
        ("light wood", "pale wood", "blond wood"),
        Kind.WOOD,
        wood(("ecd2a2", "dcb67c", "b98a4e"), (0.07, 0.15), 0.8, 0.3),
    ),
    Style(
        "oak", ("oak", "oak wood", "solid oak"), Kind.WOOD, wood(("d2a56a", "b4824a", "7d5428"), (0.05, 0.10), 0.9, 0.9)
    ),
    Style(
        "dark oak",
        ("dark oak", "smoked oak", "dark oak wood"),
        Kind.WOOD,
        wood(("75512f", "553820", "2e1c0f"), (0.05, 0.10), 0.9, 0.9),
        0.5,
        "oak",
    ),
    Style(
        "pine",
        ("pine", "pine wood", "knotty pine"),
        Kind.WOOD,
        wood(("f0cf92", "e0ae66", "b97a38"), (0.10, 0.18), 1.0, 0.1),
    ),
    Style(
        "mahogany",
        ("mahogany", "mahogany wood", "red wood", "cherry wood"),
        Kind.WOOD,
        wood(("a04a2a", "79301b", "45170c"), (0.06, 0.13), 0.8),
    ),
    Style(
        "ebony",
        ("ebony", "ebony wood", "black wood"),
        Kind.WOOD,
        wood(("4a3c34", "2a201b", "100b09"), (0.05, 0.11), 0.8),
    ),
    Style(
        "wooden planks",
        ("wooden planks", "wood planks", "wooden boards", "floorboards"),
        Kind.WOOD,
        planks(("a8733f", "8f5c30", "b98450", "7d4f28"), "24140a"),
    ),
    Style(
        "weathered wood",
        ("weathered wood", "driftwood", "old grey wood", "barn wood"),
        Kind.WOOD,
        planks(("9a9186", "857b70", "aaa195", "776d62"), "2a2622", 0.5),
    ),
    *(
        Style(
            f"{name} painted wood",
            (f"{name} painted wood", f"{name} wooden boards", f"old {name} painted planks"),
            Kind.WOOD,
            _painted(code),
            0.35,
            "painted wood",
        )
        for name, code in (
            ("red", "b5322a"),
            ("blue", "3f75b5"),
            ("green", "4f8a52"),
            ("white", "ece9e0"),
            ("yellow", "e5bf45"),
        )
    ),
    Style("bamboo", ("bamboo", "bamboo canes", "bamboo sticks"), Kind.WOOD, _bamboo),
    Style("cork", ("cork", "cork board", "corkwood"), Kind.WOOD, _cork),
    Style("chipboard", ("chipboard", "particle board", "pressed wood chips"), Kind.WOOD, _plywood_chips),
    Style("bark", ("bark", "tree bark", "rough bark", "tree trunk"), Kind.NATURE, _log_bark),
    Style("birch bark", ("birch bark", "birch tree", "birch"), Kind.NATURE, _birch_bark),
)
