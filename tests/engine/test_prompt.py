"""Prompts: what is understood, and what each mistake is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleglip_addon.engine.vocabulary.errors import PromptError
from styleglip_addon.engine.vocabulary.prompt import MAX_PARTS, format_prompt, parse_prompt


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(part.name, part.style) for part in parse_prompt(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pottery base, gold tube, linen shade", [("base", "pottery"), ("tube", "gold"), ("shade", "linen")]),
        ("  red   leather\tseat ;wood leg\ngold rim.", [("seat", "red leather"), ("leg", "wood"), ("rim", "gold")]),
        ("base: pottery, tube: gold", [("base", "pottery"), ("tube", "gold")]),
        ("arm rest: crocodile-leather; oak leg", [("arm rest", "crocodile-leather"), ("leg", "oak")]),
        ("wicker handle. gold body", [("handle", "wicker"), ("body", "gold")]),
        ("pottery base, and gold tube and, linen shade", [("base", "pottery"), ("tube", "gold"), ("shade", "linen")]),
        ("black and white shade", [("shade", "black and white")]),
        ("2.5 inch oak leg", [("leg", "2.5 inch oak")]),
        ("\"gold\" lamp, (rusty) 'base'!", [("lamp", "gold"), ("base", "rusty")]),
        ("cat's-eye knob", [("knob", "cat's-eye")]),
        ("gold\u0000 lamp ✨👨‍👩‍👧 , red\u200b base", [("lamp", "gold"), ("base", "red")]),
        ("goldener Fuß, кожаное сиденье", [("Fuß", "goldener"), ("сиденье", "кожаное")]),
        ("灯：金、座：木", [("灯", "金"), ("座", "木")]),
        ("cafe\u0301 base", [("base", "caf\u00e9")]),
        ("gold lamp,,; .", [("lamp", "gold")]),
    ],
)
def test_a_prompt_becomes_parts_with_their_styles(text: str, expected: list[tuple[str, str]]) -> None:
    assert _pairs(text) == expected


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
        ("gold and", 'Say how "gold" should look'),
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
    assert len(str(caught.value)) < 300


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


_words = st.text(alphabet=st.characters(categories=("Ll", "Lu")), min_size=1, max_size=8).filter(
    lambda word: word.casefold() != "and"
)


@given(st.dictionaries(_words.map(str.casefold), st.lists(_words, min_size=1, max_size=3), min_size=1, max_size=5))
def test_what_was_written_as_a_prompt_is_read_as_the_same_parts(styles: dict[str, list[str]]) -> None:
    text = ", ".join(f"{' '.join(words)} {name}" for name, words in styles.items())
    pairs = _pairs(text)
    assert len(pairs) == len(styles)
    assert _pairs(format_prompt(parse_prompt(text))) == pairs
