"""Cloths with patterns of their countries: paisley, toile, ikat, batik, kente, cross-stitch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...colors import choose, mix, vary, vary_all
from ...material import Kind, Material
from ...noise import cells, displaced, fractal, gradient_noise, random_of, smoothstep
from ...points import Array, Points
from ...spaces import count_around, counted, laid, size, solid
from ..printed.motifs import Place, staggered
from ..prints import Drawing, Pattern, cotton, printed


def _inside(distance: Array, soft: float = 0.008) -> Array:
    """1 where a distance (n,) is below 0, with an edge."""
    return smoothstep(soft, -soft, distance)


def _ring(distance: Array, wide: float) -> Array:
    """A line (n,) of some width where a distance is 0."""
    return _inside(np.abs(distance) - np.float32(0.5 * wide))


def _drop(at: Place) -> Array:
    """Distance (n,) from a paisley's outline, in distances between motifs: a round drop whose tip bends over."""
    side = np.where(at.second < 0.5, np.float32(1.0), np.float32(-1.0))
    up = at.y + np.float32(0.1)
    rise = np.clip(up, 0.0, 1.0)
    x = side * at.x + np.float32(1.5) * rise**2 - np.float32(0.02)
    # Round below, and a tip that narrows evenly above.
    narrow = np.float32(0.24) * np.sqrt(np.clip(1.0 - (rise / np.float32(0.46)) ** 1.4, 0.0, 1.0))
    return np.where(up < 0.0, np.hypot(x, up) - np.float32(0.24), np.abs(x) - narrow).astype(np.float32)


def _paisley(ground: str, colors: Sequence[str]) -> Pattern:
    """Bent drops with rings, dots and a blossom inside, small blossoms between them."""

    def pattern(rng: np.random.Generator) -> Drawing:
        base, dark, cream, *tones = vary_all(rng, (ground, *colors), 0.012)
        apart = size(rng, 0.08, 0.095)
        large, small = staggered(rng, apart, 0.04, 0.5), staggered(rng, 0.4 * apart, 0.3, 3.14)

        def drawing(points: Points) -> tuple[Array, Array]:
            at, sprig = large(points), small(points)
            out = _drop(at)
            radius, angle = np.hypot(sprig.x, sprig.y), np.arctan2(sprig.y, sprig.x)
            petals = _inside(radius - np.float32(0.1) - np.float32(0.09) * np.abs(np.cos(2.5 * angle)), 0.02)
            shown = petals * (sprig.second < 0.75) * (out > 0.05)
            color = mix(base, choose(sprig.number, tones), shown)
            color = mix(color, cream, _inside(radius - np.float32(0.06), 0.02) * shown)
            # Rings follow the outline inwards; beads sit along two of them.
            around = np.arctan2(at.y + np.float32(0.06), at.x)
            beads = np.cos(np.float32(26.0) * around) > 0.2
            body = choose(at.number, tones)
            color = mix(color, cream, _ring(out - np.float32(0.045), 0.03) * beads)
            color = mix(color, dark, _inside(out))
            color = mix(color, body, _inside(out + np.float32(0.02)))
            color = mix(color, cream, _ring(out + np.float32(0.05), 0.016))
            color = mix(color, dark, _ring(out + np.float32(0.085), 0.034) * beads)
            color = mix(color, cream, _inside(out + np.float32(0.115)))
            color = mix(color, base, _inside(out + np.float32(0.13)))
            heart_radius = np.hypot(at.x, at.y + np.float32(0.1))
            turn = np.arctan2(at.y + np.float32(0.1), at.x)
            bloom = heart_radius - np.float32(0.05) - np.float32(0.03) * np.abs(np.cos(3.0 * turn))
            color = mix(color, choose(at.second, tones), _inside(bloom))
            color = mix(color, cream, _inside(heart_radius - np.float32(0.025)))
            return color, np.maximum(_inside(-out) * (1.0 - shown), 0.0)

        return drawing

    return pattern


def _toile(ink: str) -> Pattern:
    """Engraved roses, leaves and tendrils in one ink on cream, shaded by fine hatching."""

    def pattern(rng: np.random.Generator) -> Drawing:
        paper, tone = vary(rng, "efe7d6"), vary(rng, ink)
        apart = size(rng, 0.085, 0.1)
        roses, buds = staggered(rng, apart, 0.22, 3.14), staggered(rng, 0.5 * apart, 0.35, 3.14)
        stems, hatch = solid(rng, 0.06, 0.07), laid(rng, 0.0016, 0.0016, 0.7)

        def drawing(points: Points) -> tuple[Array, Array]:
            at, leaf = roses(points), buds(points)
            lines = hatch(points)
            stripe = np.abs(lines.q[:, 0] - np.floor(lines.q[:, 0]) - np.float32(0.5)) * np.float32(2.0)
            space = displaced(stems(points), 0.4, 0.9)
            drawn = smoothstep(0.055, 0.02, np.abs(gradient_noise(space))) * np.float32(0.9)

            def engraved(depth: Array) -> Array:
                """Hatching (n,) as dark as depth 0..1 says."""
                return smoothstep(0.12, -0.12, stripe - depth) * (depth > 0.03)

            blade = np.hypot(leaf.x / np.float32(0.16), leaf.y / np.float32(0.4)) - np.float32(1.0)
            inside = _inside(blade, 0.06) * (leaf.second < 0.62)
            vein = _ring(leaf.x, 0.03)
            shade = np.clip(0.35 + 1.2 * leaf.x / np.float32(0.16), 0.0, 0.85)
            drawn = np.where(inside > 0.5, np.maximum(vein, engraved(shade)), drawn)
            drawn = np.maximum(drawn, _ring(blade, 0.16) * (leaf.second < 0.62))
            radius, angle = np.hypot(at.x, at.y), np.arctan2(at.y, at.x)
            # A rose: petals in turns around a heart.
            edge = np.float32(0.27) + np.float32(0.035) * np.cos(5.0 * angle)
            spiral = (radius / np.float32(0.082) + angle / np.float32(6.2832)) % 1.0
            petal = np.clip(0.75 - 1.0 * spiral + 0.1 * np.cos(5.0 * angle + 9.0 * radius), 0.0, 0.9)
            bloom = _inside(radius - edge, 0.006)
            lined = np.maximum(engraved(petal), smoothstep(0.1, 0.0, spiral))
            drawn = np.where(bloom > 0.5, lined, drawn)
            drawn = np.maximum(drawn, _ring(radius - edge, 0.016))
            return mix(paper, tone, drawn.astype(np.float32)), drawn.astype(np.float32)

        return drawing

    return pattern


def _ikat(rng: np.random.Generator) -> Drawing:
    """Nested diamonds with feathered edges: the dyed warp threads slipped while they were woven."""
    indigo, cream, red, gold, black = vary_all(rng, ("24386b", "e9dec5", "a32b31", "d8a13c", "221d22"), 0.012)
    wide = size(rng, 0.1, 0.12)
    place, slip, slow = laid(rng, wide, 1.6 * wide), 0.0014, solid(rng, 0.012, 0.016)

    def drawing(points: Points) -> tuple[Array, Array]:
        q, count = place(points).q, count_around(points, wide)
        thread = counted(np.floor(q[:, 0] * np.float32(wide / slip)), count * np.float32(np.floor(wide / slip)))
        own = random_of(thread) + random_of(thread + 57.0) - 1.0
        group = random_of(np.floor(thread / 5.0)) - np.float32(0.5)
        drift = 0.035 * own + 0.03 * group + 0.015 * gradient_noise(slow(points))
        y = q[:, 1] + drift.astype(np.float32)
        column = np.floor(q[:, 0])
        x = np.abs(q[:, 0] - column - np.float32(0.5)) * np.float32(2.0)
        shifted = y + np.float32(0.5) * (column % 2.0)
        height = np.abs(shifted - np.floor(shifted) - np.float32(0.5)) * np.float32(2.0)
        # Stepped, as the bundles of threads were tied.
        stepped = np.floor(x * np.float32(9.0)) / np.float32(9.0)
        ring = stepped + height
        soft = 0.02
        color = np.broadcast_to(indigo, (len(points), 3))
        for limit, tone in ((1.02, cream), (0.94, red), (0.72, black), (0.66, gold), (0.46, cream), (0.38, indigo)):
            color = mix(color, tone, smoothstep(limit + soft, limit - soft, ring))
        color = mix(color, red, smoothstep(0.2 + soft, 0.2 - soft, ring))
        spine = smoothstep(0.12, 0.08, x) * smoothstep(1.25, 1.35, ring)
        color = mix(color, cream, spine)
        return color, smoothstep(0.98, 1.06, ring)

    return drawing


def _batik(rng: np.random.Generator) -> Drawing:
    """Indigo that wax kept off blossoms, dots and leaves; brown in their hearts, and fine crackle where wax broke."""
    indigo, deep, cream, brown = vary_all(rng, ("2b3f78", "17224a", "ece2cc", "9a5f33"), 0.012)
    apart = size(rng, 0.07, 0.085)
    large, small, crack = staggered(rng, apart, 0.08, 3.14), staggered(rng, 0.33 * apart, 0.25), solid(rng, 0.02, 0.026)
    cloud = solid(rng, 0.04, 0.06)

    def drawing(points: Points) -> tuple[Array, Array]:
        at, fill = large(points), small(points)
        space = displaced(crack(points), 0.25, 1.7)
        broken = smoothstep(0.06, 0.015, cells(space).border)
        uneven = fractal(cloud(points), 3)
        radius, angle = np.hypot(at.x, at.y), np.arctan2(at.y, at.x)
        petal = np.float32(0.24) + np.float32(0.12) * np.abs(np.cos(4.0 * angle)) ** 0.7
        resisted = _ring(radius - petal, 0.03)
        resisted = np.maximum(resisted, _ring(radius - np.float32(0.55) * petal, 0.022))
        ray = np.abs(np.sin(8.0 * angle)) * radius
        resisted = np.maximum(resisted, _inside(ray - 0.03) * (radius > 0.6 * petal) * (radius < 0.92 * petal))
        beads = np.cos(np.float32(24.0) * angle) > 0.0
        resisted = np.maximum(resisted, _ring(radius - petal - np.float32(0.055), 0.03) * beads)
        dot = _inside(np.hypot(fill.x, fill.y) - np.float32(0.2) - 0.1 * fill.second, 0.03)
        free = radius > petal + 0.1
        resisted = np.maximum(resisted, dot * free)
        heart = _inside(radius - np.float32(0.5) * petal) * (1.0 - resisted)
        color = mix(mix(indigo, deep, 0.5 + 0.9 * uneven), brown, heart * 0.95)
        color = mix(color, cream, resisted)
        color = mix(color, cream, _inside(radius - np.float32(0.06)))
        # Dye crept through the broken wax.
        return mix(color, indigo, 0.7 * broken * np.maximum(resisted, heart)), 1.0 - np.maximum(resisted, heart)

    return drawing


def _kente(rng: np.random.Generator) -> Drawing:
    """Strips sewn side by side, each in blocks of weft stripes, checks, steps and zigzags of strong colours."""
    tones = vary_all(rng, ("d99a1f", "1f7a43", "b3242a", "1c1a1d", "e7c44a", "24408a"), 0.01)
    wide = size(rng, 0.07, 0.085)
    place = laid(rng, wide, wide)

    def drawing(points: Points) -> tuple[Array, Array | float]:
        q, count = place(points).q, count_around(points, wide)
        strip = np.floor(q[:, 0])
        column = counted(strip, count)
        y = q[:, 1] + np.float32(0.5) * (strip % 2.0)
        block = np.floor(y)
        x, t = q[:, 0] - strip, y - block
        kind, first, second = (random_of(column + a, block + b) for a, b in ((3.0, 1.0), (17.0, 9.0), (29.0, 5.0)))
        even = (strip + block) % 2.0 < 0.5
        main = choose(first, tones)
        other = choose((first + 0.2 + 0.5 * second) % 1.0, tones)
        # Edges lie along threads.
        x, t = (np.floor(x * 28.0) + 0.5) / 28.0, (np.floor(t * 42.0) + 0.5) / 42.0
        across = np.abs(x - np.float32(0.5)) * np.float32(2.0)
        along = np.abs(t - np.float32(0.5)) * np.float32(2.0)
        stripes = np.floor(t * 10.0) % 2.0 < 0.5
        checks = (np.floor(x * 6.0) + np.floor(t * 6.0)) % 2.0 < 0.5
        zigzag = (np.floor(t * 8.0 + 2.0 * across) % 2.0) < 0.5
        steps = np.floor(4.0 * (across + along)) % 2.0 < 0.5
        chosen = np.select([kind < 0.25, kind < 0.5, kind < 0.75], [checks, zigzag, steps], stripes)
        woven_in = np.where(even[:, None] | chosen[:, None], main, other)
        bands = np.floor(along * 7.0) % 2.0 < 0.5
        warp = np.where((np.abs(across - 0.45) < 0.12)[:, None], tones[0], tones[3])
        plain = np.where((bands & (along > 0.55))[:, None], choose(second, tones), warp)
        color = np.where((even & (kind < 0.6))[:, None], plain, woven_in)
        edge = smoothstep(0.03, 0.012, np.minimum(q[:, 0] - strip, 1.0 - (q[:, 0] - strip)))
        return mix(color.astype(np.float32), tones[3], 0.7 * edge), 0.3

    return drawing


def _material(name: str, words: tuple[str, ...], pattern: Pattern, coarsest: float) -> Material:
    return Material(name, (name, *words), Kind.PATTERN, printed(pattern, cotton), 0.001, coarsest, 0.6)


MATERIALS = (
    _material(
        "paisley",
        ("paisley print", "red paisley", "paisley pattern", "bandana"),
        _paisley("7c1f2b", ("2a1620", "ead9b5", "c98a35", "2f6a6b", "b8503c", "506a3c")),
        0.1,
    ),
    _material(
        "blue paisley",
        ("navy paisley", "blue bandana"),
        _paisley("1f3463", ("121a33", "e6e2d6", "5f86b8", "a8b8cc", "8a3b46", "3f6a86")),
        0.1,
    ),
    _material("toile", ("toile de jouy", "blue toile", "french toile"), _toile("34508c"), 0.1),
    _material("red toile", ("red toile de jouy", "pink toile"), _toile("a03a44"), 0.1),
    _material("ikat", ("ikat cloth", "ikat fabric", "ikat pattern"), _ikat, 0.12),
    _material("batik", ("batik cloth", "indigo batik", "wax print", "batik fabric"), _batik, 0.08),
    _material("kente cloth", ("kente", "kente fabric", "ankara", "african print"), _kente, 0.09),
)
