"""Painted and dyed by an artist's hand: oil, watercolour, splashes, tie-dye, halftone."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

import numpy as np

from ....vocabulary.channels import COAT, ROUGHNESS
from ...colors import choose, mix, ramp, rgb, tint, vary, vary_all
from ...material import Kind, Material, Recipe, Shaded, Shader
from ...noise import cells, displaced, fractal, gradient_noise, kept, smoothstep
from ...points import Array, Points
from ...spaces import Space, laid, solid
from ..prints import Drawing, cotton, gloss_paint, printed


def oil_painting(tones: Sequence[str]) -> Recipe:
    """Thick strokes that follow a swirling flow, each of its own mixture, bristle marks along it.

    Args:
        tones: of the palette from dark to light, hexadecimal.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        palette = vary_all(rng, tones, 0.015)
        place, canvas = solid(rng, 0.15, 0.19), laid(rng, 0.0016, 0.0016)

        def shader(points: Points) -> Shaded:
            bent = displaced(place(points), 0.55, 0.9)
            flow, drift = gradient_noise(bent), gradient_noise(bent.moved(np.full(3, 7.7, np.float32)))
            # Level lines of the flow are where strokes run: 5 mm wide across them, broken along them.
            across, along = flow * np.float32(17.0), drift * np.float32(4.0)
            footprint = 17.0 * bent.footprint
            row = np.floor(across)
            inside = across - row - np.float32(0.5)
            piece = np.stack((row * np.float32(7.31), along), axis=1)
            own = gradient_noise(Space(piece.astype(np.float32), 4.0 * bent.footprint))
            bristles = Space(np.stack((across * np.float32(5.0), along * np.float32(0.8)), axis=1), 5.0 * footprint)
            bristle = gradient_noise(bristles)
            value = np.float32(0.5) + np.float32(0.55) * drift + np.float32(0.32) * own + np.float32(0.12) * bristle
            share = np.float32(kept(footprint))
            body = 0.6 + share * (np.sqrt(np.clip(1.0 - 3.2 * inside**2, 0.0, 1.0)) - 0.6)
            weave = canvas(points).q
            ground = np.sin(3.1416 * weave[:, 0]) * np.sin(3.1416 * weave[:, 1]) * kept(canvas(points).footprint)
            stops = np.linspace(0.05, 0.95, len(palette)).tolist()
            return Shaded(
                color=tint(ramp(value, stops, palette), 0.10 * bristle - 0.1 * (0.6 - body)),
                relief=np.float32(0.0011) * (body - 0.6 + 0.25 * bristle + 0.5 * own) + np.float32(0.00003) * ground,
                channels={ROUGHNESS: 0.42 + 0.1 * (0.6 - body), COAT: 0.15},
                dye=0.7,
            )

        return shader

    return recipe


def dabs(tones: Sequence[str]) -> Recipe:
    """Short thick dabs of unmixed colours side by side, the later over the earlier.

    Args:
        tones: of the palette from dark to light, hexadecimal.
    """

    def recipe(rng: np.random.Generator) -> Shader:
        palette = vary_all(rng, tones, 0.015)
        place, scene = solid(rng, 0.0085, 0.01, turned=False), solid(rng, 0.13, 0.17)

        def shader(points: Points) -> Shaded:
            bent = displaced(place(points), 0.8, 0.12)
            view = fractal(scene(points), 2, 0.5)
            stops = np.linspace(0.05, 0.95, len(palette)).tolist()
            color, height = np.zeros((len(points), 3), np.float32), np.zeros(len(points), np.float32)
            for layer, along in enumerate(((0.9, 0.9, 0.45), (0.55, 0.8, 0.9))):
                space = bent.stretched(*along).moved(np.full(3, 31.0 * layer, np.float32))
                dab = cells(space)
                number = dab.identity
                bristle = gradient_noise(bent.stretched(*(7.0 * a**2 for a in along)))
                shown = np.ones(len(points), np.float32)
                if layer:
                    edge = smoothstep(0.03, 0.12, dab.border + 0.06 * bristle)
                    shown = np.where(number[:, 2] < 0.6, edge, np.float32(0.0))
                value = np.float32(0.5) + np.float32(0.8) * view + np.float32(0.42) * (number[:, 0] - 0.5)
                tone = tint(ramp(value, stops, palette), 0.3 * (number[:, 1] - 0.5) + 0.1 * bristle)
                color = mix(color, tone, shown)
                body = 0.6 * smoothstep(0.0, 0.45, dab.border) + 0.3 * bristle
                height = (height * (1.0 - shown) + shown * (body + 0.5 * layer)).astype(np.float32)
            return Shaded(
                color=color,
                relief=np.float32(0.0008) * (height - 0.8),
                channels={ROUGHNESS: 0.45, COAT: 0.15},
                dye=0.7,
            )

        return shader

    return recipe


def _watercolor(rng: np.random.Generator) -> Shader:
    """Washes over each other on rough paper, dark at their dried edges, granulated in the paper's hollows."""
    washes = vary_all(rng, ("3f6fa3", "c0527a", "e0a545", "4f9a86"), 0.03)
    paper, place = vary(rng, "efebe1", 0.01, 0.05, 0.02), solid(rng, 0.13, 0.17)
    grain, cloud = solid(rng, 0.0022, 0.0028), solid(rng, 0.03, 0.04)

    def shader(points: Points) -> Shaded:
        space = displaced(place(points), 0.25, 1.6)
        tooth, soft = fractal(grain(points), 2, 0.6), fractal(cloud(points), 2, 0.6)
        color = np.broadcast_to(paper, (len(points), 3)).astype(np.float32)
        for layer, wash in enumerate(washes):
            field = fractal(space.moved(np.full(3, 19.0 * layer + 3.0, np.float32)), 2, 0.45) - np.float32(0.1)
            depth = field + 0.02 * tooth
            inside = smoothstep(-0.03, 0.01, depth)
            rim = inside * smoothstep(0.075, 0.015, depth)
            pigment = inside * (0.34 + 0.3 * soft + 0.2 * np.clip(field, 0.0, 1.0)) + 0.2 * rim
            pigment = np.clip(pigment * (1.0 - 0.3 * tooth), 0.0, 1.0)
            # Transparent: light passes every wash twice, so that washes multiply.
            color = color * (1.0 + (wash - 1.0) * pigment[:, None])
        return Shaded(color=color, relief=np.float32(0.00018) * tooth, channels={ROUGHNESS: 0.9})

    return shader


def _tie_dye(rng: np.random.Generator) -> Drawing:
    """Spirals of rainbow colours, every one around a knot of its own, with undyed creases that run outwards."""
    rainbow = [np.array(colorsys.hsv_to_rgb(h, 0.8, 0.8), np.float32) for h in np.linspace(0.0, 1.0, 9)]
    white, knots = rgb("ebe8e0"), laid(rng, 0.3, 0.3)
    place, swirl, turn = solid(rng, 0.05, 0.06), rng.uniform(1.6, 2.4) * rng.choice((-1.0, 1.0)), rng.uniform(0.0, 1.0)

    def drawing(points: Points) -> tuple[Array, Array]:
        q = knots(points).q
        crumple = displaced(place(points), 0.3, 1.3)
        noise = fractal(crumple, 3, 0.55)
        # Every second spiral is mirrored, so that neighbours meet.
        x, y = (np.abs(q - np.float32(2.0) * np.round(q * np.float32(0.5))) - np.float32(0.5)).T
        radius, angle = np.hypot(x, y), np.arctan2(y, x) / np.float32(2.0 * np.pi)
        t = (2.0 * angle + swirl * 1.4 * radius + turn + 0.09 * noise) % 1.0
        pleat = np.cos(np.float32(2.0 * np.pi) * (14.0 * angle + 6.0 * swirl * radius + 0.9 * noise))
        undyed = smoothstep(0.45, 1.0, pleat + 0.7 * noise) * smoothstep(0.02, 0.12, radius)
        shade = 1.0 - 0.3 * smoothstep(0.2, -0.9, pleat)
        color = mix(ramp(t, np.linspace(0.0, 1.0, 9).tolist(), rainbow) * shade[:, None], white, 0.75 * undyed)
        return color, 1.0 - undyed

    return drawing


def _splatter(rng: np.random.Generator) -> Shader:
    """Drops of thick gloss paint of several sizes, with small ones flung around them, on dull white."""
    tones = vary_all(rng, ("c72a41", "2467b8", "dfae22", "279450", "7430a8", "d86d28"), 0.02)
    base, place, tone = vary(rng, "e6e3dc"), solid(rng, 0.06, 0.075), solid(rng, 0.06, 0.1)

    def shader(points: Points) -> Shaded:
        color = tint(np.broadcast_to(base, (len(points), 3)), 0.03 * fractal(tone(points), 3))
        height, wet = np.zeros(len(points), np.float32), np.zeros(len(points), np.float32)
        rough = displaced(place(points), 0.2, 2.6)
        for layer, (finer, most) in enumerate(((1.0, 0.62), (2.0, 0.55), (5.2, 0.42))):
            drop = cells(rough.finer(finer, 17.0 * layer))
            radius = np.float32(most) * (0.15 + 0.85 * drop.identity[:, 1])
            inside = smoothstep(0.0, 0.04, radius - drop.nearest)
            bead = np.sqrt(np.clip((radius - drop.nearest) / np.maximum(radius, 1e-3), 0.0, 1.0))
            color = mix(color, choose(drop.identity[:, 0], tones), inside)
            height = height * (1.0 - inside) + inside * (0.4 + 0.6 * bead) / np.float32(finer**0.5)
            wet = np.maximum(wet, inside)
        return Shaded(
            color=color,
            relief=np.float32(0.0012) * height,
            channels={ROUGHNESS: 0.75 - 0.5 * wet, COAT: 0.5 * wet},
            dye=1.0 - wet,
        )

    return shader


def _halftone(rng: np.random.Generator) -> Drawing:
    """Rows of printer's dots at 45 degrees that grow and shrink with the tone, as in a comic."""
    ink, paper = vary_all(rng, ("cf2f3a", "ece6d6"), 0.01)
    dots, tone = laid(rng, 0.009, 0.009), solid(rng, 0.16, 0.22)

    def drawing(points: Points) -> tuple[Array, Array]:
        q = dots(points).q
        s, t = q[:, 0] + q[:, 1], q[:, 0] - q[:, 1]
        away = np.hypot(s - np.round(s), t - np.round(t))
        radius = 0.34 + 0.42 * fractal(tone(points), 2, 0.4)
        on = smoothstep(0.035, -0.035, away - radius)
        return mix(paper, ink, on), on

    return drawing


def _material(
    name: str, phrases: tuple[str, ...], recipe: Recipe, finest: float, coarsest: float, weight: float = 1.0
) -> Material:
    return Material(name, phrases, Kind.PATTERN, recipe, finest, coarsest, weight)


_STARRY = ("14264f", "27508f", "3f7ab0", "7fb0c4", "e0c25a", "ebe2b4")
_GARDEN = ("1f3a2c", "3f6b3d", "7fa35a", "c9b04f", "c8667a", "ead9cf")

MATERIALS = (
    _material(
        "oil painting",
        ("oil painting", "van gogh painting", "swirling brush strokes"),
        oil_painting(_STARRY),
        0.0015,
        0.12,
    ),
    _material(
        "impressionist painting",
        ("impressionist painting", "monet painting", "impasto", "palette knife painting"),
        dabs(_GARDEN),
        0.0015,
        0.12,
    ),
    _material(
        "watercolour",
        ("watercolour", "watercolor", "watercolour painting", "aquarelle"),
        _watercolor,
        0.0015,
        0.1,
    ),
    _material("tie dye", ("tie dye", "tie-dyed", "psychedelic swirl"), printed(_tie_dye, cotton), 0.001, 0.15),
    _material("paint splatter", ("paint splatter", "splashes of paint", "paint drops"), _splatter, 0.0015, 0.08),
    _material(
        "halftone",
        ("halftone", "comic book", "pop art", "halftone dots", "comic dots"),
        printed(_halftone, gloss_paint),
        0.0015,
        0.05,
    ),
)
