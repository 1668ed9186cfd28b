"""Makes a material of a reading: the one named, recoloured, patterned, finished, worn and covered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...vocabulary.channels import EMISSION, ROUGHNESS
from ..catalogue import MATERIALS
from ..colors import rgb
from ..lab import color_of, lab_of
from ..material import Kind, Material, Sample, Shaded, Shader
from ..noise import fractal
from ..points import Points
from ..spaces import solid
from ..words.color_words import ColorWord
from ..words.meanings import Coat, Finish, Pattern
from ..words.reading import CoatWord, PatternWord, StyleReading
from .coat_matter import made_coat
from .coats import LYING, coat_layer
from .dripping import COARSEST, FINEST, POURED, RUNNY, drip_cover, poured_paint
from .finishes import finish_layer
from .many_colors import colorful, has_pieces
from .pattern_layers import Ground, bodied, pattern_layer, printed
from .recolouring import painted, recolored, toned_layer
from .reference import reference_of
from .surface import Cover, Layer, Surface, layered
from .wear import wear_layer

_NEUTRAL = "a9a7a3"
"""Colour of a plain surface that no word gives one."""

_WHITE = ColorWord("white", (0.93, 0.92, 0.89))

_RAINBOW = "rainbow"

_DYED_INSTEAD = (Kind.COLOR, Kind.CERAMIC, Kind.GLASS, Kind.CLOTH, Kind.PAPER)
"""Kinds whose own surface takes a paint's colour: the glaze of porcelain stays on top."""


@dataclass
class _Composition:
    """The layers so far, over a base."""

    base: Sample
    kind: Kind
    name: str
    layers: list[Layer | Cover] = field(default_factory=list)

    def sample(self, name: str = "") -> Sample:
        """All layers as one material."""
        finest = min([self.base.finest, *(layer.finest for layer in self.layers)])
        coarsest = max([self.base.coarsest, *(layer.coarsest for layer in self.layers)])
        shader = layered(self.base.shader, tuple(self.layers)) if self.layers else self.base.shader
        return Sample(name or self.name, shader, finest, coarsest)


def compose(
    reading: StyleReading, rng: np.random.Generator, blend: float = 0.0, picture: Sample | None = None
) -> Sample:
    """A random piece of the material that a style's words describe.

    Args:
        reading: from `read_style`.
        rng: draws the piece; the same state gives the same.
        blend: more (to 1) or less (to -1) of what lies on the material or is set into it.
        picture: what takes the place of the material's own look; None: nothing.
    """
    reading = _with_pattern_colors(reading)
    base, kind = _base(reading, rng)
    base = base if picture is None else picture
    made = _Composition(base, kind, reading.style)
    if reading.body in MATERIALS:
        made.layers.append(bodied(MATERIALS[reading.body].sample(_own(rng))))
    _add_colors(made, reading, _own(rng))
    inner_glow = reading.glow if any(_glows_alone(word) for word in reading.patterns) else 0.0
    for word in reading.patterns:
        made.layers.append(_pattern(made, word, inner_glow if _glows_alone(word) else 0.0, blend, _own(rng)))
    for finish in reading.finishes:
        layer = finish_layer(finish, kind, _own(rng))
        made.layers += [layer] if layer is not None else []
    for coat in sorted(reading.coats, key=lambda word: word.coat in LYING):
        made.layers.append(_coat(made, coat, blend, _own(rng)))
    if reading.glow and not inner_glow:
        made.layers.append(_glowing(reading.glow, _own(rng)))
    return made.sample()


def candidates(reading: StyleReading, rng: np.random.Generator, count: int) -> Iterator[tuple[StyleReading, Sample]]:
    """Pieces to choose from: the reading as it is, then with the other materials near its words, then other seeds.

    Args:
        reading: from `read_style`.
        rng: draws the pieces.
        count: how many.

    Yields:
        Reading and piece; the first reading is the given one.
    """
    near = [replace(reading, material=name, share=share) for name, share in reading.others if name in MATERIALS]
    for index in range(count):
        # Every second one is another piece of what the words say most likely.
        chosen = near[index // 2] if index % 2 and index // 2 < len(near) else reading
        yield chosen, compose(chosen, _own(rng))


def _own(rng: np.random.Generator) -> np.random.Generator:
    """A generator of a layer's own, so that a layer more or less changes nothing in the others."""
    return np.random.default_rng(int(rng.integers(2**62)))


def _base(reading: StyleReading, rng: np.random.Generator) -> tuple[Sample, Kind]:
    material = MATERIALS.get(reading.material)
    drawn = _own(rng)
    if material is None:
        return Sample("plain", _plain_shader(drawn), 0.02, 0.02), Kind.COLOR
    return material.sample(drawn), material.kind


def _plain_shader(rng: np.random.Generator) -> Shader:
    color, place = rgb(_NEUTRAL), solid(rng, 0.03, 0.06)

    def shader(points: Points) -> Shaded:
        uneven = fractal(place(points), 3)
        return Shaded(color * (1.0 + 0.025 * uneven)[:, None], 0.0, {ROUGHNESS: 0.55 + 0.06 * uneven})

    return shader


def _add_colors(made: _Composition, reading: StyleReading, rng: np.random.Generator) -> None:
    if Finish.PAINTED in reading.finishes and made.kind not in _DYED_INSTEAD:
        for color in reading.colors[:1] or (_WHITE,):
            made.layers.append(painted(color, rng))
        if len(reading.colors) > 1:
            word = PatternWord(Pattern.PATCHES, reading.colors[1:2])
            made.layers.append(_pattern(made, word, 0.0, 0.0, rng))
        return
    if len(reading.colors) > 1 and has_pieces(made.sample()):
        ground = Ground(made.sample(), made.kind)
        made.layers.append(colorful(reading.colors, ground, rng))
    elif reading.colors:
        made.layers.append(recolored(made.sample(), reading.colors, rng))
    if reading.tones:
        made.layers.append(toned_layer(made.sample(), reading.tones))


def _with_pattern_colors(reading: StyleReading) -> StyleReading:
    """Of several colours, the second is the pattern's where it has none: "black and white striped"."""
    first = reading.patterns[0] if reading.patterns else None
    takes_all = first is not None and first.pattern is Pattern.COLOURFUL
    takes_all = takes_all or (first is not None and first.pattern is Pattern.STRIPES and len(reading.colors) > 2)
    if first is not None and takes_all and not first.colors:
        return replace(reading, colors=(), patterns=(replace(first, colors=reading.colors), *reading.patterns[1:]))
    if first is None or first.colors or first.material or len(reading.colors) < 2:
        return reading
    patterns = (replace(first, colors=reading.colors[1:2]), *reading.patterns[1:])
    return replace(reading, colors=(reading.colors[0], *reading.colors[2:]), patterns=patterns)


def _pattern(
    made: _Composition, word: PatternWord, glow: float, blend: float, rng: np.random.Generator
) -> Layer | Cover:
    ground = Ground(made.sample(), made.kind, glow, blend)
    material = MATERIALS.get(word.material)
    if word.pattern is Pattern.COLOURFUL or _is_of_bands(word):
        return colorful(word.colors, ground, rng, word.pattern is Pattern.STRIPES)
    if word.material == _RAINBOW and has_pieces(ground.sample):
        # Tiles, planks and rows of stitches have one of its colours each, and are not striped across.
        return colorful(word.colors, ground, rng)
    if word.pattern is Pattern.PRINT and material is not None:
        return printed(material.sample(rng), word.colors, ground, rng)
    if word.pattern is Pattern.DRIPS:
        own = _runny(material, word.colors, made, rng)
        return Cover(drip_cover(own, rng, 0.5, blend), min(FINEST, own.finest), COARSEST)
    filling = None if material is None else _tinted(material.sample(rng), word.colors, rng)
    return pattern_layer(word.pattern, word.colors, filling, ground, rng)


def _runny(
    material: Material | None, colors: Sequence[ColorWord], made: _Composition, rng: np.random.Generator
) -> Sample:
    """What runs down: a material, paint of a colour, or what the thing itself consists of."""
    if material is None:
        return Sample("paint", poured_paint(np.array(colors[0].color)), FINEST, COARSEST) if colors else made.sample()
    piece = material.sample(rng)
    if material.name in RUNNY:
        return _tinted(piece, colors, rng)
    color = np.array(colors[0].color) if colors else color_of(reference_of(piece).mean)
    return Sample("paint", poured_paint(color), FINEST, COARSEST)


def _is_of_bands(word: PatternWord) -> bool:
    """Whether its stripes are of several colours in turn."""
    return word.pattern is Pattern.STRIPES and len(word.colors) > 1


def _tinted(sample: Sample, colors: Sequence[ColorWord], rng: np.random.Generator) -> Sample:
    if not colors:
        return sample
    return _Composition(sample, Kind.COLOR, sample.name, [recolored(sample, colors[:1], rng)]).sample()


def _coat(made: _Composition, word: CoatWord, blend: float, rng: np.random.Generator) -> Layer | Cover:
    if word.coat not in LYING:
        worn = wear_layer(word.coat, word.amount, blend, made.kind, made.base.name, rng)
        assert worn is not None, word.coat
        return worn
    material = MATERIALS.get(word.material or LYING[word.coat].material)
    colors = (word.color,) if word.color is not None else ()
    if material is not None and material.name in POURED and word.coat is Coat.MATERIAL:
        own = _runny(material, colors, made, rng)
        return Cover(drip_cover(own, rng, word.amount, blend), min(FINEST, own.finest), COARSEST)
    own = made_coat(word.coat, rng) if material is None else material.sample(rng)
    return coat_layer(word.coat, _tinted(own, colors, rng), word.amount, blend, rng)


def _glows_alone(word: PatternWord) -> bool:
    """Whether it is the pattern that glows: "stone with glowing red cracks"."""
    return word.pattern in (Pattern.CRACKS, Pattern.VEINS, Pattern.INLAY) and bool(word.colors)


def _glowing(strength: float, rng: np.random.Generator) -> Layer:
    place = solid(rng, 0.05, 0.09)

    def change(points: Points, surface: Surface) -> Surface:
        # Pale colours need less to shine, and keep their hue only so; the light breathes slowly over the piece.
        lightness = lab_of(surface.color)[:, 0]
        own = strength * np.exp(-lightness / np.float32(55.0)) * (1.3 + 0.8 * fractal(place(points), 3))
        return surface.changed(channels={EMISSION: np.maximum(surface.channel(EMISSION), own)})

    return Layer(change)
