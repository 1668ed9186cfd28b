"""Prompts: what is understood, and what each mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from styleglip_addon.engine import Part
from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.prompts.reading import MAX_PARTS, parse_prompt, read_prompt
from styleglip_addon.engine.prompts.writing import format_prompt
from styleglip_addon.engine.vocabulary.errors import PromptError

_TABLE = Path(__file__).with_name("prompt_readings.txt")


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(part.name, part.style) for part in parse_prompt(text)]


def _readings() -> list[tuple[str, str]]:
    lines = [line for line in _TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# ")]
    return [(prompt.replace("\\n", "\n"), reading) for prompt, reading in (line.rsplit(" => ", 1) for line in lines)]


@pytest.mark.parametrize(("prompt", "expected"), _readings())
def test_a_prompt_is_read_as_the_table_says_and_written_back(prompt: str, expected: str) -> None:
    if expected.startswith("!! "):
        with pytest.raises(PromptError) as caught:
            parse_prompt(prompt)
        assert str(caught.value).startswith(expected.removeprefix("!! "))
        assert len(str(caught.value)) < 350
        assert str(caught.value).endswith(".")
        return
    pairs = _pairs(prompt)
    assert "; ".join(f"{name}: {style}" for name, style in pairs) == expected
    assert _pairs(format_prompt(parse_prompt(prompt))) == pairs


_WORDINGS = (
    "{a} seat, {b} legs",
    "{a} seat and {b} legs",
    "{a} seat; {b} legs",
    "{a} seat / {b} legs",
    "{a} seat\n{b} legs",
    "seat: {a}, legs: {b}",
    "seat: {a}; {b} legs",
    "seat in {a} and legs in {b}",
    "seat made of {a}, legs made out of {b}",
    "the seat should be {a} and the legs should be {b}",
    "make the seat {a} and the legs {b}",
    "make the seat {a}, and make the legs {b}",
    "a chair with {a} seat and {b} legs",
    "a chair with a {a} seat and {b} legs",
    "the {a} seat has {b} legs",
    "Please make a chair whose seat is {a}; the legs are {b}.",
    "I would like the seat to be {a} and the legs to be {b}",
    "use {a} for the seat and {b} for the legs",
)
_STYLES = (
    "oak",
    "red velvet",
    "polished dark walnut",
    "stained glass",
    "rust-free steel",
    "van gogh",
    "#ff8800",
    "art deco",
)


@pytest.mark.parametrize("wording", _WORDINGS)
def test_many_wordings_say_the_same(wording: str) -> None:
    for a, b in zip(_STYLES, (*_STYLES[3:], *_STYLES[:3]), strict=True):
        assert _pairs(wording.format(a=a, b=b)) == [("seat", a), ("legs", b)], (a, b)


def test_every_phrase_of_a_material_is_a_style_before_a_part() -> None:
    phrases = [phrase for material in MATERIALS.values() for phrase in material.phrases]
    for number, phrase in enumerate(phrases[::5]):
        name = ("base", "left arm", "rocket nozzle")[number % 3]
        assert _pairs(f"{phrase} {name}, zinc cap") == [(name, phrase), ("cap", "zinc")]


def test_a_name_of_other_letters_is_taken_with_a_doubt() -> None:
    reading = read_prompt("底座: gold")
    assert [(part.name, part.style) for part in reading.parts] == [("底座", "gold")]
    assert "Chinese letters" in reading.doubts[0]


@pytest.mark.parametrize(
    ("name", "style"),
    [("base", "black and white"), ("back left", "gold"), ("seat", "the oak"), ("gold", "silver"), ("and", "gold")],
)
def test_parts_that_were_put_together_otherwise_are_written_so_that_they_are_read_again(name: str, style: str) -> None:
    prompt = format_prompt([Part(name, style), Part("tube", "gold")])
    try:
        pairs = _pairs(prompt)
    except PromptError:
        return
    assert _pairs(format_prompt(parse_prompt(prompt))) == pairs


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("✨", "empty"),
        ("12, 34 !", "no letters"),
        ("gold base, lamp", 'Say how "lamp" should look, for example "gold lamp"'),
        ("lamp:", 'Say how "lamp" should look'),
        (": gold", 'which part should be "gold"'),
        ("gold base, red BASE", '"BASE" is named twice'),
        ("gold base: red tube: blue", "2 colons"),
        ("red 42", '"42"'),
        ("gold " + "x" * 80, "too long"),
        ("gold lamp, " * 1000, "11,000 characters"),
        (", ".join(f"gold part{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(MAX_PARTS + 1)), "33 parts"),
    ],
)
def test_a_mistake_gets_a_sentence_that_names_the_word(text: str, says: str) -> None:
    with pytest.raises(PromptError) as caught:
        parse_prompt(text)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 350


@given(st.text(max_size=120))
def test_any_text_is_parsed_or_refused_with_a_sentence_and_reads_back_the_same(text: str) -> None:
    try:
        parts = parse_prompt(text)
    except PromptError:
        return
    for part in parts:
        assert part.name == part.name.strip()
        assert part.style
        (part.name + part.style).encode("utf-8")
    assert _pairs(format_prompt(parts)) == [(p.name, p.style) for p in parts]


_WORDS = (
    "oak red velvet gold base leg left top with and of in the not without / & , : ; should be made all everything table"
    ' lamp shade 3 42 #f00 zorgle old rusty steel-free no but \n " ( make to on it der le 木'
)
_words = st.sampled_from(_WORDS.split(" "))


@given(st.lists(_words, max_size=14).map(" ".join))
@example("should der")
def test_any_order_of_a_prompts_words_is_read_or_refused_and_reads_back_the_same(text: str) -> None:
    try:
        parts = parse_prompt(text)
    except PromptError:
        return
    assert _pairs(format_prompt(parts)) == [(p.name, p.style) for p in parts]
