"""Tests of what a part's name says where its style says only a colour."""

from __future__ import annotations

import pytest

from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.words.part_words import _OF, usual_of_part
from styleglip_addon.engine.materials.words.reader import read_style
from styleglip_addon.engine.prompts.styles import read_part, told_before_run
from styleglip_addon.engine.vocabulary import Part


@pytest.mark.parametrize(
    ("part", "style", "material"),
    [
        ("candle", "green", "wax"),
        ("candles", "dark red", "wax"),
        ("front left tyre", "black", "rubber"),
        ("window", "blue", "blue glass"),
        ("curtains", "red and white striped", "cotton"),
        ("candle", "steel", "steel"),
        ("candle holder", "green", "green"),
        ("chair", "green", "green"),
        ("candle", "painted green", ""),
        ("candle", "green frobnicated", ""),
        ("candle", "frobnicated", ""),
    ],
)
def test_a_part_says_its_material_where_its_style_says_only_a_colour(part: str, style: str, material: str) -> None:
    assert read_part(Part(part, style)).material == material


def test_the_user_is_told_where_the_material_is_from() -> None:
    told = told_before_run(Part("candle", "green"))

    assert 'material: wax, as "candle" usually is' in told.lines


@pytest.mark.parametrize("words", _OF)
def test_every_usual_material_is_one_of_the_catalogue(words: str) -> None:
    assert read_style(words).material in MATERIALS


def test_what_could_be_of_anything_says_nothing() -> None:
    assert not usual_of_part("lamp base")
