"""White porcelain painted in cobalt under the glaze: scrolling flowers between borders; painted tiles."""

from __future__ import annotations

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS, SUBSURFACE
from ...colors import mix, ramp, vary, vary_all
from ...material import Kind, Material, Shaded, Shader
from ...noise import fractal, gradient_noise, smoothstep
from ...points import Array, Points
from ...spaces import laid, size, solid
from ..tilings import courses

_INK = ("e6e8e8", "a9b9d9", "5674b8", "253f92", "16255f")
"""From bare porcelain to where the cobalt is heaped."""

_PERIOD = 1.9
"""Height of field and borders together, in widths of a flower's cell."""


def _stroke(distance: Array, width: float) -> Array:
    """1 on a line of this width, soft at its edges as ink under a glaze is."""
    return smoothstep(0.5 * width + 0.006, 0.5 * width - 0.004, np.abs(distance))


def flower(x: Array, y: Array, radius: float, petals: int) -> Array:
    """Ink (n,) 0..1 of a peony seen from the front: rings of petals, outlined, washed darker towards the heart.

    Args:
        x, y: from its middle, (n,).
        radius: of the outermost petals.
        petals: in a ring.
    """
    r, angle = np.hypot(x, y), np.arctan2(y, x)
    ink = np.zeros_like(r)
    for layer, share in enumerate((1.0, 0.7, 0.42)):
        turned = angle * np.float32(petals) + np.float32(np.pi * layer)
        lobe = np.abs(np.cos(0.5 * turned))
        # A notch in the middle of each petal's rim.
        rim = np.float32(radius * share) * (0.72 + 0.28 * lobe**0.6 - 0.05 * smoothstep(0.93, 1.0, lobe))
        within = np.clip(r / rim, 0.0, 1.5)
        wash = 0.28 + 0.42 * smoothstep(0.95, 0.45, within) + 0.14 * np.cos(turned * 5.0) * smoothstep(0.9, 0.6, within)
        gap = smoothstep(0.06, 0.0, lobe) * 0.5
        ink = np.where(r < rim, np.maximum(wash, gap), ink)
        ink = np.maximum(ink, 0.85 * _stroke(r - rim, 0.016))
    heart = np.maximum(smoothstep(0.075, 0.06, r) * 0.35, _stroke(r - 0.068, 0.014))
    dots = smoothstep(0.018, 0.01, np.hypot(r - 0.035, 0.035 * np.sin(2.5 * angle)))
    ink = np.where(r < 0.075, np.maximum(heart, 0.9 * dots), ink)
    return ink.astype(np.float32)


def _leaf(a: Array, b: Array, length: float) -> Array:
    """Ink of a leaf from (0, 0) along a: pointed, its halves of different tone, with a midrib."""
    t = a / np.float32(length)
    bend = b - np.float32(0.18 * length) * t * (1.0 - t) * 4.0
    half = np.float32(0.28 * length) * np.maximum(np.sin(np.pi * np.clip(t, 0.0, 1.0)), 0.0) ** 0.8 * (1.15 - 0.5 * t)
    inside = smoothstep(0.004, -0.004, np.abs(bend) - half) * (t > 0.0) * (t < 1.0)
    tone = np.where(bend > 0.0, 0.82, 0.52)
    tone = np.where(np.abs(bend) < 0.006, 0.15, tone)
    ink: Array = (inside * tone).astype(np.float32)
    return ink


def scroll(x: Array, y: Array) -> Array:
    """Ink (n,) of a vine that winds above and below flowers one unit apart, with leaves and tendrils; y in -0.65..0.65.

    Args:
        x, y: (n,) units along and across; repeats after two units of x.
    """
    number = np.floor(x + 0.5)
    side = np.where(number % 2.0 < 0.5, 1.0, -1.0).astype(np.float32)
    local = x - number
    ink = flower(local, y, 0.36, 7)
    free = np.hypot(local, y) > 0.375
    wave, slope = 0.5 * np.cos(np.pi * x), -0.5 * np.pi * np.sin(np.pi * x)
    vine = 0.78 * _stroke((y - wave) / np.sqrt(1.0 + slope**2), 0.024)
    plants = np.where(free, vine, 0.0)
    for step in range(3):
        for out, where in ((1.0, 0.0), (-1.0, 0.14)):
            # Leaves every third of a unit, on both sides of the vine, at an angle to it.
            foot = np.floor(x * 3.0 - 3.0 * where) + (step - 1.0)
            at = foot / 3.0 + where + 0.02
            rise = -0.5 * np.pi * np.sin(np.pi * at)
            heading = np.arctan2(rise, 1.0) + out * 0.95
            dx, dy = x - at, y - 0.5 * np.cos(np.pi * at)
            a, b = dx * np.cos(heading) + dy * np.sin(heading), dy * np.cos(heading) - dx * np.sin(heading)
            leaf = _leaf(a, out * b, 0.27 if out > 0 else 0.23)
            plants = np.maximum(plants, np.where(free, leaf, 0.0))
    # A tendril rolled up opposite the vine's crest.
    tx, ty = local * side - 0.02, y * side + 0.52
    r, angle = np.hypot(tx, ty), np.arctan2(ty, tx)
    turns = r / 0.058 - angle / (2.0 * np.pi)
    curl = _stroke((turns - np.floor(turns) - 0.5) * 0.058, 0.02) * smoothstep(0.145, 0.135, r) * (r > 0.02)
    ink = np.maximum(ink, np.maximum(plants, np.where(free, 0.7 * curl, 0.0)))
    return ink.astype(np.float32)


_FRET = np.array(
    [
        [int(c) for c in row]
        for row in (
            "1111111111",
            "1000000001",
            "1011111101",
            "1010000101",
            "1010110101",
            "1010010111",
            "1011110000",
            "1000000000",
        )
    ],
    np.float32,
)
"""One meander of a key fret, from its top."""


def border(x: Array, y: Array, second: Array) -> Array:
    """Ink (n,) of a band, y in 0..1: a key fret, or pointed petals where `second` holds; repeats 8 times per unit."""
    column = (x * 8.0 - np.floor(x * 8.0)) * 10.0
    row = np.clip((0.82 - y) / 0.64 * 8.0, 0.0, 7.999)
    fret = _FRET[row.astype(np.int64), np.clip(column, 0.0, 9.999).astype(np.int64)] * ((y > 0.18) & (y < 0.82)) * 0.78
    across = (x * 4.0 - np.floor(x * 4.0)) * 2.0 - 1.0
    up = (y - 0.1) / 0.8
    arch = np.float32(1.0) - np.abs(across) ** 1.6 - up
    petal = np.maximum(0.85 * _stroke(arch * 0.35, 0.03), 0.5 * _stroke((arch - 0.22) * 0.35, 0.015))
    fill = 0.62 * smoothstep(0.42, 0.48, arch) * (up > 0.0)
    lappet = np.maximum(petal, fill) * (up > 0.0) * (up < 1.05)
    ink: Array = np.where(second, lappet, fret).astype(np.float32)
    lines = np.maximum(_stroke(y - 0.04, 0.05), _stroke(y - 0.96, 0.05))
    return np.maximum(ink, 0.85 * lines)


def _blue_and_white(rng: np.random.Generator) -> Shader:
    inks, width = vary_all(rng, _INK, 0.012, 0.02), size(rng, 0.105, 0.125)
    place, wash, hand = laid(rng, width, width), solid(rng, 0.008, 0.012), solid(rng, 0.03, 0.04)
    phase, ripple = rng.uniform(0.0, _PERIOD), solid(rng, 0.04, 0.06)

    def shader(points: Points) -> Shaded:
        q, pool, shake = place(points).q, gradient_noise(wash(points)), hand(points)
        x = q[:, 0] + 0.012 * gradient_noise(shake)
        y = q[:, 1] + 0.012 * gradient_noise(shake.finer(1.0, 9.0)) + np.float32(phase)
        band = np.floor(y / np.float32(_PERIOD))
        level = y - band * np.float32(_PERIOD)
        field = scroll(x, level - 0.7)
        # Above the field a fret, and in every second one petals.
        edging = border(x, np.clip((level - 1.42) / 0.46, 0.0, 1.0), band % 2.0 > 0.5)
        ink = np.where(level < 1.4, field, edging)
        heaped: Array = np.clip(ink * (1.0 + 0.28 * pool) + 0.08 * fractal(shake, 2) * (ink > 0.2), 0.0, 1.0)
        return Shaded(
            color=ramp(heaped, (0.0, 0.25, 0.5, 0.8, 1.0), inks),
            relief=0.00005 * fractal(ripple(points), 2),
            channels={ROUGHNESS: 0.08, COAT: 1.0, SUBSURFACE: 0.1 * (1.0 - heaped)},
            dye=smoothstep(0.05, 0.4, heaped),
        )

    return shader


def _painted_tiles(rng: np.random.Generator) -> Shader:
    inks, yellow = vary_all(rng, _INK, 0.012, 0.03), vary(rng, "cf9a32")
    grout, side = vary(rng, "b3ac9f"), 0.143
    tiling, wash, ripple, sand = (
        courses(rng, side, side, 0.0),
        solid(rng, 0.008, 0.012),
        solid(rng, 0.04, 0.06),
        solid(rng, 0.002, 0.003),
    )
    petals, reach = int(rng.integers(2, 4)) * 4, rng.uniform(0.3, 0.36)

    def shader(points: Points) -> Shaded:
        tile, pool, grain = tiling(points), gradient_noise(wash(points)), gradient_noise(sand(points))
        # A quarter is painted and turned: what meets at a corner of four tiles makes a second figure.
        x, y = np.abs(tile.x) / np.float32(side), np.abs(tile.y) / np.float32(side)
        x, y = np.maximum(x, y), np.minimum(x, y)
        r, corner = np.hypot(x, y), np.hypot(0.5 - x, 0.5 - y)
        angle = np.arctan2(y, x)
        star = 0.13 + 0.09 * np.abs(np.cos(0.5 * petals * angle))
        ink = np.where(r < star, 0.55 + 0.3 * smoothstep(0.05, 0.2, r), 0.0)
        ink = np.maximum(ink, np.maximum(0.85 * _stroke(r - star, 0.014), 0.8 * _stroke(r - 0.27, 0.012)))
        ink = np.maximum(
            ink, np.maximum(0.85 * _stroke(corner - reach, 0.018), 0.7 * _stroke(corner - reach + 0.045, 0.01))
        )
        ink = np.where(corner < reach - 0.06, np.where(corner > reach - 0.12, 0.78, ink), ink)
        lace = 0.16 + 0.035 * np.cos(16.0 * np.arctan2(0.5 - y, 0.5 - x))
        ink = np.where(corner < lace, 0.35 + 0.4 * smoothstep(0.1, 0.0, corner), ink)
        ink = np.maximum(ink, np.maximum(0.85 * _stroke(corner - lace, 0.012), smoothstep(0.035, 0.025, corner)))
        leaf = _leaf(x - 0.3, y, 0.17)
        ink = np.maximum(ink, np.where(corner > reach, leaf, 0.0))
        gold = smoothstep(0.062, 0.054, r) + _stroke(corner - 0.235, 0.022) * (corner < reach)
        face = smoothstep(0.0012, 0.0018, tile.inset)
        edge = smoothstep(0.001, 0.004, tile.inset)
        heaped: Array = np.clip(ink * (0.95 + 0.25 * pool + 0.2 * (tile.second - 0.5)), 0.0, 1.0)
        color = mix(
            ramp(heaped, (0.0, 0.25, 0.5, 0.8, 1.0), inks), yellow, np.clip(gold, 0.0, 1.0) * (0.85 + 0.2 * pool)
        )
        lean = ((tile.number - 0.5) * tile.x + (tile.second - 0.5) * tile.y) * np.float32(0.012)
        relief = (0.001 * edge + lean + 0.0001 * fractal(ripple(points), 2)) * face - 0.001 * (1.0 - face)
        return Shaded(
            color=mix(grout * (1.0 + 0.1 * grain)[:, None], color, face),
            relief=relief.astype(np.float32),
            channels={ROUGHNESS: 0.9 - 0.8 * face, COAT: 0.8 * face},
            dye=face * smoothstep(0.05, 0.4, heaped),
            cover=tile.cover,
        )

    return shader


MATERIALS = (
    Material(
        "blue and white porcelain",
        ("blue and white porcelain", "painted porcelain", "delft porcelain", "chinese porcelain"),
        Kind.CERAMIC,
        _blue_and_white,
        finest=0.0015,
        coarsest=0.1,
        weight=1.2,
    ),
    Material(
        "painted tiles",
        ("painted tiles", "azulejo", "portuguese tiles", "spanish tiles", "delft tiles"),
        Kind.CERAMIC,
        _painted_tiles,
        finest=0.0015,
        coarsest=0.14,
        weight=0.7,
    ),
)
