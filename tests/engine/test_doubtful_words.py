"""Words that contradict each other, cannot be shown or mean nothing are told, and nothing random takes their place."""

from __future__ import annotations

import random

import numpy as np
import pytest

from styleglip_addon.engine import Device, Part, PromptError, load_models, parse_prompt, read_styles
from styleglip_addon.engine.materials.choice import MaterialChoice
from styleglip_addon.engine.materials.words.meanings import Coat, Pattern
from styleglip_addon.engine.materials.words.reader import read_style
from styleglip_addon.engine.models import Models
from styleglip_addon.engine.models.contract import StyleReader
from styleglip_addon.engine.prompts.styles import told_before_run


def told(style: str, part: str = "base") -> tuple[tuple[str, ...], str]:
    """What is shown of a style, and its doubts."""
    reading = told_before_run(Part(part, style))
    return reading.lines, " ".join(reading.doubts)


@pytest.mark.parametrize(
    ("style", "material", "color"),
    [
        ("weathered teal painted wood", "painted wood", "teal"),
        ("green brown fur", "fur", "green brown"),
        ("pink rose gold", "rose gold", "pink"),
        ("red painted wood", "red painted wood", "its own"),
        ("gold", "gold", "its own"),
    ],
)
def test_a_materials_name_is_shown_without_the_colour_that_is_replaced(style: str, material: str, color: str) -> None:
    lines, _ = told(style)
    assert (f"material: {material}", f"colour: {color}") == lines[:2]


def test_what_is_asked_for_and_denied_is_left_away_and_told() -> None:
    for style in ("rusty rust-free steel", "rusty steel without rust", "steel with rust, rust-free"):
        reading = read_style(style)
        assert (reading.material, reading.without) == ("steel", ("rust",)), style
        assert Coat.RUST not in {coat.coat for coat in reading.coats}, style
        assert 'without "rust" contradict' in told(style)[1], style
    assert '"gold" is asked for and denied' in told("gold with no gold")[1]
    assert '"matte" and "shiny" are opposites' in told("shiny matte gold")[1]


@pytest.mark.parametrize("style", ["rust-free steel", "not shiny gold", "unpolished gold", "smooth oak", "rusty steel"])
def test_what_does_not_contradict_itself_is_no_doubt(style: str) -> None:
    assert told(style)[1] == ""


@pytest.mark.parametrize("style", ["half gold half silver", "half gold, half silver", "Half gold and half silver"])
def test_halves_are_told_to_be_mixed(style: str) -> None:
    reading = read_style(style)
    assert reading.material == "gold"
    assert [(word.pattern, word.material) for word in reading.patterns] == [(Pattern.PATCHES, "silver")]
    assert reading.colors == ()
    assert reading.unknown == ()
    assert 'for example "left side: gold, right side: silver"' in told(style)[1]
    assert MaterialChoice.from_dict(MaterialChoice(reading, 1).to_dict()).reading == reading


@pytest.mark.parametrize(
    ("prompt", "part", "style"),
    [
        ("oak base with gold edges", "base", "oak with gold edges"),
        ("oak with gold edges", "object", "oak with gold edges"),
        ("red base with white borders", "base", "red with white borders"),
        ("oak chest with brass corners", "chest", "oak with brass corners"),
    ],
)
def test_edges_are_on_a_thing_and_no_part_of_it(prompt: str, part: str, style: str) -> None:
    assert [(p.name, p.style) for p in parse_prompt(prompt)] == [(part, style)]
    assert [word.pattern for word in read_style(style).patterns] == [Pattern.EDGES]


def test_an_edge_that_is_named_as_a_part_is_one() -> None:
    assert [p.name for p in parse_prompt("a sword with a steel edge")] == ["edge"]
    assert [p.name for p in parse_prompt("oak seat, gold edges")] == ["seat", "edges"]


@pytest.mark.parametrize("code", ["#zzzzzz", "#gg0000", "#12345", "#ff88000"])
def test_a_wrong_colour_code_is_told_as_one(code: str) -> None:
    for prompt in (f"{code} base", f"base: {code}", f"gold base, {code} lid"):
        with pytest.raises(PromptError, match=f'"{code}" is no color. Write # and three or six'):
            parse_prompt(prompt)
    lines, doubts = told(f"glossy {code}")
    assert f"not understood: {code}" in lines
    assert doubts.startswith(f'"{code}" is no color.')


@pytest.mark.parametrize("code", ["#f80", "#ff8800", "#FF8800", "#ff8800cc", "#f80c"])
def test_colour_codes_are_taken(code: str) -> None:
    assert [part.style for part in parse_prompt(f"{code} base")] == [code]
    assert told(code)[1] == ""


def test_a_second_look_that_has_no_place_is_told_and_names_no_part() -> None:
    _, doubts = told("70s disco", "seat")
    assert '"disco" is a look by itself (mirror ball)' in doubts
    assert "If it belongs to the part" not in doubts
    assert told("disco", "seat")[1] == ""
    assert 'write "zorgle base: gold"' in told("gold zorgle")[1]


@pytest.mark.parametrize(
    ("typed", "meant"), [("mahogony", "mahogany"), ("velevt", "velvet"), ("titaium", "titanium"), ("crhome", "chrome")]
)
def test_misspelled_words_are_asked_back(typed: str, meant: str) -> None:
    assert f'Did you mean "{meant}"?' in told(typed)[1]
    assert f'Did you mean "{meant}"?' in told(f"red {typed}")[1]


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models(device=Device.CPU)


def _nonsense(count: int) -> list[str]:
    """Words that can be spoken and mean nothing."""
    rng = random.Random(1)
    return ["".join(rng.choice("bdfgklmprtvz") + rng.choice("aeiou") for _ in range(4)) + "x" for _ in range(count)]


def test_words_without_a_meaning_are_not_taken_for_a_material(models: Models) -> None:
    assert isinstance(models.encoder, StyleReader)
    for word in ("zorgle", "brulee", "florp", *_nonsense(40)):
        assert models.encoder.likely(word, 5) == [], word
    words = ("zorgle", "brulee", *_nonsense(5))
    assert not any(note.is_understood for note in read_styles([Part(w, w) for w in words], models=models))


def test_words_with_a_meaning_are_and_a_weak_one_is_called_a_guess(models: Models) -> None:
    (osier, sleet) = read_styles([Part("handle", "osier"), Part("ground", "sleet")], models=models)
    assert osier.lines[0].startswith("material: wicker")
    assert '"wicker" is a guess, the nearest in meaning with' in " ".join(osier.doubts)
    assert sleet.lines[0].startswith("material: snow")
    assert sleet.doubts == ()


def test_a_picture_that_was_not_read_is_told_and_one_that_was_is_no_doubt() -> None:
    assert 'The picture "nothere.jpg" is read by the headless command only' in told("@nothere.jpg")[1]
    read = Part("base", "@there.jpg", picture=np.zeros((64, 64, 3), np.uint8))
    assert told_before_run(read).doubts == ()
