"""JSON from elsewhere is read as far as it can be written again."""

from __future__ import annotations

import json

import pytest

from styleglip_addon.engine.vocabulary.json_texts import parse_json


@pytest.mark.parametrize("text", ['{"a": "\\ud83d"}', '["\\uDE02"]', '{"\\udc80": 1}', "[" * 100_000, "{'a': 1}", ""])
def test_what_cannot_be_written_again_is_no_json(text: str) -> None:
    for content in (text, text.encode()):
        with pytest.raises(ValueError):
            parse_json(content)


def test_letters_of_two_halves_are_read() -> None:
    assert parse_json(json.dumps({"\U0001f602": "\u00e4"})) == {"\U0001f602": "\u00e4"}
    assert parse_json('"\\ud83d\\ude02"') == "\U0001f602"
