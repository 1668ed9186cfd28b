"""The user learns what a style's words were taken for, above all where that was no more than a guess."""

from __future__ import annotations

from styleglip_addon.engine.guidance.style_matches import doubts, match_styles
from styleglip_addon.engine.vocabulary import Part
from styleglip_addon.engine.vocabulary.style_match import StyleMatch

BASE, SHADE = Part("base", "spooky"), Part("shade", "crimson")


def test_only_guesses_are_mentioned() -> None:
    matches = {"base": StyleMatch(3, "snake skin", 0.015), "shade": StyleMatch(0, "red", 0.6)}
    (sentence,) = doubts([BASE, SHADE], matches)
    assert '"spooky"' in sentence
    assert '"snake skin"' in sentence


def test_a_model_without_a_table_of_looks_reads_nothing() -> None:
    assert match_styles(object(), [BASE]) == {}  # type: ignore[arg-type]
    assert doubts([BASE], {}) == []
