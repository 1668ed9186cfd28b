"""Materials composed of style words, looked at in numbers: colours, where coats lie, channels in range."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.composing.composer import candidates, compose
from styleglip_addon.engine.materials.composing.reference import ball_points
from styleglip_addon.engine.materials.evaluation import Evaluated, evaluate
from styleglip_addon.engine.materials.lab import color_of, lab_of
from styleglip_addon.engine.materials.material import Sample
from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.materials.words.reader import read_style
from styleglip_addon.engine.vocabulary.channels import EMISSION, METALLIC, ROUGHNESS, TRANSMISSION

BALL = replace(ball_points(0.2, 3000), spacing=0.0005)
"""Points that show every detail by itself."""


def composed(style: str, points: Points = BALL, blend: float = 0.0, seed: int = 0) -> Evaluated:
    return evaluate(compose(read_style(style), np.random.default_rng(seed), blend), points)


def difference(style: str, plain: str, points: Points = BALL) -> np.ndarray:
    """(n,) distance in L*a*b* between two styles' colours."""
    colors = [lab_of(composed(text, points).color) for text in (style, plain)]
    return np.linalg.norm(colors[0] - colors[1], axis=1)


def test_lab_is_the_colour_again() -> None:
    color = np.random.default_rng(0).random((200, 3), np.float32)
    assert np.allclose(color_of(lab_of(color)), color, atol=2e-3)
    assert np.allclose(lab_of(np.ones(3, np.float32)), (100.0, 0.0, 0.0), atol=0.02)


@pytest.mark.parametrize("material", ["velvet", "silk", "cotton", "felt", "leather", "plastic", "glass", "ceramic"])
@pytest.mark.parametrize("color", ["crimson", "dusty rose", "teal", "mustard", "navy blue", "charcoal", "lilac"])
def test_a_dyed_material_has_the_colours_name(material: str, color: str) -> None:
    reading = read_style(f"{color} {material}")
    assert MATERIALS[reading.material]
    named = lab_of(np.array(reading.colors[0].color, np.float32)) if reading.colors else None
    if named is None:
        pytest.skip("a material of its own")
    evaluated = composed(reading.style)
    shown = (lab_of(evaluated.color) * evaluated.dye[:, None]).sum(axis=0) / evaluated.dye.sum()
    assert np.linalg.norm(shown - named) < 6.0


def test_what_takes_no_dye_keeps_its_colour() -> None:
    bricks, blue = composed("bricks"), composed("teal bricks")
    mortar, clay = bricks.dye < 0.05, bricks.dye > 0.95
    assert mortar.sum() > 20
    assert np.abs(bricks.color - blue.color)[mortar].max() < 0.05
    assert np.abs(bricks.color - blue.color)[clay].mean() > 0.1


def test_tones_move_the_materials_own_colour() -> None:
    own, dark, pale = (
        lab_of(composed(text).color).mean(axis=0) for text in ("walnut", "very dark walnut", "pale walnut")
    )
    assert dark[0] < own[0] - 4.0 < own[0] + 10.0 < pale[0]


def test_reddish_goes_only_half_the_way() -> None:
    own, half, whole = (
        lab_of(composed(text).color).mean(axis=0) for text in ("cotton", "reddish cotton", "red cotton")
    )
    assert 0.25 < (half[1] - own[1]) / (whole[1] - own[1]) < 0.75


def test_snow_lies_on_top_and_nowhere_below() -> None:
    changed = difference("snow-covered bricks", "bricks")
    assert changed[BALL.upward > 0.7].mean() > 25.0
    assert changed[BALL.upward < -0.3].max() < 1.0


def in_corners(recess: float) -> Points:
    return replace(BALL, recess=np.full(len(BALL), recess, np.float32))


@pytest.mark.parametrize("style", ["iron with rust", "stone with a bit of moss", "brass with patina", "dirty marble"])
def test_growth_prefers_recesses(style: str) -> None:
    reading = read_style(style)
    changes = []
    for points in (BALL, in_corners(1.0)):
        grown, bare = (
            evaluate(compose(kind, np.random.default_rng(1)), points).color
            for kind in (reading, replace(reading, coats=()))
        )
        changes.append(float(np.abs(grown - bare).mean()))
    assert changes[1] > 1.25 * changes[0] > 0.0


def test_a_coat_has_the_colour_that_it_is_given() -> None:
    plain, blue = (composed(f"steel covered in {text}", in_corners(1.0)) for text in ("patina", "blue patina"))
    assert lab_of(blue.color)[:, 2].mean() < lab_of(plain.color)[:, 2].mean() - 10.0


def test_paint_chips_at_edges_and_shows_metal() -> None:
    edges = composed("chipped red paint on steel", in_corners(-0.8))
    flat = composed("chipped red paint on steel")
    assert flat.channels[METALLIC].mean() < 0.3
    assert edges.channels[METALLIC].mean() > 1.5 * flat.channels[METALLIC].mean() > 0.0


def test_a_degree_and_the_blend_say_how_much() -> None:
    slight, usual, heavy = (
        1.0 - composed(text).channels[METALLIC].mean()
        for text in ("slightly rusty iron", "iron with rust", "heavily rusty iron")
    )
    assert slight < usual < heavy
    less, more = (1.0 - composed("iron with rust", blend=b).channels[METALLIC].mean() for b in (-0.5, 0.5))
    assert less < 0.5 * usual
    assert more > 1.5 * usual


def test_coloured_metal_is_metal_and_painted_metal_is_not() -> None:
    assert composed("turquoise steel").channels[METALLIC].min() > 0.9
    assert composed("turquoise painted steel").channels[METALLIC].max() == 0.0
    assert composed("anodised turquoise aluminium").channels[METALLIC].min() == 1.0


def test_finishes_change_what_they_are_about() -> None:
    rough = {text: composed(text).channels[ROUGHNESS].mean() for text in ("marble", "polished marble", "matte marble")}
    assert rough["polished marble"] < rough["matte marble"] - 0.3
    frosted = composed("frosted green glass")
    assert frosted.channels[ROUGHNESS].mean() > 0.45
    assert frosted.channels[TRANSMISSION].mean() > 0.5
    assert composed("not shiny steel").channels[ROUGHNESS].mean() > composed("steel").channels[ROUGHNESS].mean()


def test_glow_is_emission_and_stays_in_the_cracks_that_glow() -> None:
    assert composed("glowing turquoise").channels[EMISSION].min() > 0.0
    cracks = composed("stone with glowing red cracks").channels[EMISSION]
    assert 0.0 < (cracks > 0.5).mean() < 0.4
    assert (cracks == 0.0).mean() > 0.5


def test_stripes_close_around() -> None:
    around = 0.8
    v = np.linspace(0.0, 0.3, 50, dtype=np.float32)
    rows = []
    for u in (0.0, around):
        angle = np.float32(2.0 * np.pi * u / around)
        radius = around / (2.0 * np.pi)
        normal = np.stack([np.full(50, np.cos(angle)), np.full(50, np.sin(angle)), np.zeros(50)], axis=1).astype(
            np.float32
        )
        position = normal * np.float32(radius)
        position[:, 2] = v
        zeros = np.zeros(50, np.float32)
        uv = np.stack((np.full(50, u, np.float32), v), axis=1)
        points = Points(position, normal, uv, np.full(50, around, np.float32), zeros, v, zeros, 0.002)
        rows.append(composed("red and white striped cotton", points).color)
    assert np.allclose(rows[0], rows[1], atol=0.02)


_COMPOSED = (
    "rusty blue metal, cracked white porcelain, glowing blue crystal, gold-veined black marble, kintsugi porcelain,"
    " marble tiles, oak floorboards, gilded wood, wood with gold inlay, quilted red leather, brushed brass, hammered"
    " copper, wet stone, dusty walnut, muddy concrete, ivy-covered bricks, lichen on granite, burnt oak, tarnished"
    " silver, scratched steel, worn leather, aged pine, weathered planks of teal wood, faded red canvas, iridescent"
    " glass, metallic blue paint, translucent green wax, fuzzy pink wool, ribbed black rubber, wrinkled linen,"
    " marbled purple silk, speckled sandstone, chequered red cotton, teal velvet with gold zigzag, splattered"
    " canvas, blue to white gradient silk, bloody steel, frosty leaves, icy iron, sandy stone, flowers print silk,"
    " red and blue and yellow felt, gold and marble, steel with gold edges, waxed oak, lacquered black wood, smooth"
    " concrete, rough gold, satin steel, opaque blue glass, transparent plastic"
)


@pytest.mark.parametrize("style", _COMPOSED.split(", "))
def test_every_channel_is_finite_and_in_range(style: str) -> None:
    sample = compose(read_style(style), np.random.default_rng(3))
    points = replace(BALL.part(slice(0, 900)), recess=np.linspace(-1.0, 1.0, 900, dtype=np.float32))
    evaluated = evaluate(sample, points)
    assert np.isfinite(evaluated.color).all()
    assert 0.0 <= evaluated.color.min() <= evaluated.color.max() <= 1.0
    assert np.isfinite(evaluated.relief).all()
    assert np.abs(evaluated.relief).max() < 0.05
    for channel, values in evaluated.channels.items():
        assert np.isfinite(values).all(), channel.name
        assert channel.low <= values.min() <= values.max() <= channel.high, channel.name
    assert 0.0 < sample.finest <= max(sample.coarsest, 0.02) < 1.0
    again = evaluate(compose(read_style(style), np.random.default_rng(3)), points)
    assert np.array_equal(evaluated.color, again.color)
    assert np.array_equal(evaluated.relief, again.relief)


def test_words_change_only_what_they_speak_of() -> None:
    plain = compose(read_style("oak"), np.random.default_rng(5))
    waxed = compose(read_style("oak with a wax finish"), np.random.default_rng(5))
    assert np.array_equal(evaluate(plain, BALL).relief, evaluate(waxed, BALL).relief)


def test_nothing_understood_is_a_plain_neutral_surface() -> None:
    evaluated = composed("plumpy stuffing")
    lab = lab_of(evaluated.color)
    assert np.abs(lab[:, 1:]).max() < 5.0
    assert lab[:, 0].std() < 3.0
    assert evaluated.relief.max() == 0.0


def test_candidates_are_pieces_and_materials_near_the_words() -> None:
    def near(phrase: str) -> list[tuple[str, float]]:
        return [("velvet", 0.4), ("silk", 0.3), ("felt", 0.2)]

    reading = read_style("crimson plumpy stuffing", near)
    found = list(candidates(reading, np.random.default_rng(0), 4))
    assert [r.material for r, _ in found] == ["velvet", "silk", "velvet", "felt"]
    assert all(isinstance(sample, Sample) for _, sample in found)
    assert not np.array_equal(evaluate(found[0][1], BALL).color, evaluate(found[2][1], BALL).color)


@pytest.mark.parametrize("style", ["crochet", "tiles", "bricks", "wooden planks", "knit", "cobblestone"])
def test_a_colourful_material_has_one_colour_per_piece_and_many_in_all(style: str) -> None:
    sample = MATERIALS[read_style(style).material].sample(np.random.default_rng(0))
    piece = sample.shader(BALL).piece
    assert piece is not None
    colourful = read_style(f"colourful {style}")
    evaluated = composed(colourful.style)
    hues = lab_of(evaluated.color)[evaluated.dye > 0.95, 1:]
    assert np.hypot(*hues.T).mean() > 20.0
    # A rainbow of tiles has no stripes across them.
    rainbow = composed(f"rainbow {style}")
    assert np.abs(rainbow.color - evaluated.color).max() < 1e-6
    turns = np.histogram(np.arctan2(hues[:, 1], hues[:, 0]), bins=8, range=(-np.pi, np.pi))[0]
    assert (turns > 0.02 * len(hues)).sum() >= 5


@pytest.mark.parametrize("style", ["red and blue colourful tiles", "red and blue tiles", "red and blue knit"])
def test_several_named_colours_are_the_pieces_colours(style: str) -> None:
    evaluated = composed(style)
    lab = lab_of(evaluated.color)[evaluated.dye > 0.95]
    named = [lab_of(np.array(c.color, np.float32)) for c in read_style("red and blue").colors]
    shares = [(np.linalg.norm(lab - color, axis=1) < 25.0).mean() for color in named]
    assert sum(shares) > 0.9
    assert min(shares) > 0.2
