"""The user learns what a style's words were taken for, above all where that was no more than a guess."""

from __future__ import annotations

from styleglip_addon.engine.guidance.style_reading import doubts, read_styles
from styleglip_addon.engine.vocabulary.prompt import Part
from styleglip_addon.engine.vocabulary.reading import Reading

BASE, SHADE = Part("base", "spooky"), Part("shade", "crimson")


def test_only_guesses_are_mentioned() -> None:
    readings = {"base": Reading(3, "snake skin", 0.015), "shade": Reading(0, "red", 0.6)}
    (sentence,) = doubts([BASE, SHADE], readings)
    assert '"spooky"' in sentence
    assert '"snake skin"' in sentence


def test_a_model_without_a_table_of_looks_reads_nothing() -> None:
    assert read_styles(object(), [BASE]) == {}  # type: ignore[arg-type]
    assert doubts([BASE], {}) == []
