"""JSON texts read whole and member by member."""

from __future__ import annotations

import json
from typing import Any

import pytest

from styleglip_addon.engine.vocabulary.json_texts import json_value, read_members


def members(text: str) -> dict[str, Any]:
    """An object read member by member."""
    found: dict[str, Any] = {}

    def take(name: str, start: int) -> int:
        found[name], end = json_value(text, start)
        return end

    read_members(text, 0, take)
    return found


@pytest.mark.parametrize(
    "value", [{}, {"a": 1}, {"a": [1, {"b": None}], 'é"\\': "x, }", "": {"c": {}}}, {str(n): n for n in range(200)}]
)
@pytest.mark.parametrize("indent", [None, 2])
def test_members_are_those_of_the_object(value: dict[str, Any], indent: int | None) -> None:
    assert members(json.dumps(value, indent=indent)) == value


@pytest.mark.parametrize(
    "text", ["", "[1]", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1 "b":2}', "{1:2}", '{"a":1,}', "[" * 100000]
)
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        members(text)


def test_what_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(ValueError, match=r"deeply"):
        members('{"a":' + "[" * 100000)
