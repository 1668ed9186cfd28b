"""Suggest Parts: rows for what the object seems to have, found by a real job without a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import pytest

from tests.untrained_model import write_untrained_model

from .addon import driver, enabled_addon
from .sample_objects import add_chair, add_prism


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def settings(model: Path) -> Iterator[Any]:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    with enabled_addon(model) as settings:
        yield settings


def _last() -> Any:
    from styleglip_addon.ui.parts.suggesting import SuggestSession

    return driver().shown(SuggestSession)


def test_rows_are_added_for_parts_that_have_none_and_their_styles_are_asked_for(settings: Any) -> None:
    add_chair()
    settings.prompt = "gold seat"
    bpy.ops.styleglip.suggest_parts()
    assert _last().stage.name == "DONE", _last().sentence + _last().details
    assert "This seems to be a " in _last().sentence
    rows = [(row.part, row.style) for row in settings.parts]
    assert rows[0] == ("seat", "gold")
    assert {("leg", ""), ("back", "")} <= set(rows)
    assert "how" in settings.problem
    assert not bpy.ops.styleglip.stylize.poll()
    count = len(rows)
    bpy.ops.styleglip.suggest_parts()
    assert len(settings.parts) == count
    for row in settings.parts:
        row.style = row.style or "steel"
    assert settings.problem == ""
    assert settings.prompt.startswith("gold seat, ")


def test_an_object_that_cannot_be_told_changes_nothing_and_says_so(settings: Any) -> None:
    add_prism("Object")
    settings.prompt = "gold lid"
    bpy.ops.styleglip.suggest_parts()
    assert [row.part for row in settings.parts] == ["lid"]
    assert settings.problem == ""
    assert "one piece" in _last().sentence


def test_without_an_object_the_button_is_off(settings: Any) -> None:
    assert not bpy.ops.styleglip.suggest_parts.poll()
