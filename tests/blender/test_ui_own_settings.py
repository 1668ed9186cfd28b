"""Prompt, rows and settings are the object's own: files keep them, and files from before hand theirs over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import pytest

from .addon import driver, enabled_addon
from .sample_objects import add_object, add_prism, stylize
from .test_ui_seen import first_panel

UI = Path(__file__).resolve().parents[2] / "styleglip_addon" / "ui"


@pytest.fixture
def settings() -> Iterator[Any]:
    with enabled_addon() as settings:
        yield settings


def activate(obj: Any) -> None:
    """Makes an object the active one."""
    bpy.context.view_layer.objects.active = obj


def reopened(folder: Path) -> None:
    """Saves the file and opens it again."""
    path = str(folder / "scene.blend")
    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.wm.open_mainfile(filepath=path)


def rows_of(settings: Any) -> list[tuple[str, str]]:
    return [(row.style, row.part) for row in settings.parts]


def test_every_object_has_its_own_and_the_file_keeps_them(settings: Any, tmp_path: Path) -> None:
    vase, prism = add_object("Vase"), add_prism()
    settings.prompt, settings.seed = "gold lid", 7
    settings.parts[0].strength = 0.5
    activate(vase)
    assert (settings.prompt, rows_of(settings), settings.seed) == ("", [], 0)
    settings.prompt = "oak foot, red lid"
    for _ in range(2):
        activate(bpy.data.objects[prism.name])
        assert rows_of(settings) == [("gold", "lid")]
        assert settings.parts[0].strength == 0.5
        assert settings.seed == 7
        assert "material: gold" in first_panel()
        activate(bpy.data.objects["Vase"])
        assert rows_of(settings) == [("oak", "foot"), ("red", "lid")]
        assert "material: gold" not in first_panel()
        reopened(tmp_path)
        prism = bpy.data.objects["Prism"]


def test_without_a_mesh_there_is_nothing_to_ask_for(settings: Any) -> None:
    assert "styleglip.read_prompt" not in first_panel()
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    bpy.context.scene.collection.objects.link(camera)
    activate(camera)
    assert "styleglip.read_prompt" not in first_panel()


def test_an_object_starts_with_the_settings_of_the_last_run_and_keeps_its_own(settings: Any) -> None:
    from styleglip_addon.ui.stylize.own_settings import leave_settings

    vase, prism, cup = add_object("Vase"), add_prism(), add_object("Cup")
    scene = bpy.context.scene.styleglip
    activate(vase)
    settings.prompt = "gold lid"
    activate(prism)
    settings.quality, settings.use_textures = "FINE", False
    settings.prompt = "red lid"
    leave_settings(prism.styleglip, scene)  # as a run does
    activate(vase)
    settings.prompt = "silver lid"
    assert settings.quality == "STANDARD", "it had begun before"
    activate(cup)
    settings.seed = 3
    settings.prompt = "blue lid"
    assert (settings.quality, settings.use_textures, settings.seed) == ("FINE", False, 3)
    assert settings.iterations == prism.styleglip.iterations
    assert rows_of(settings) == [("blue", "lid")]


def as_before(prompt: str) -> Any:
    """A scene as version 0.1 left it: the prompt is the scene's."""
    former = bpy.context.scene.styleglip
    former.prompt, former.quality = prompt, "FINE"
    former.parts[0].vertex_group, former.parts[0].strength = "Bottom", 0.25
    return former


def test_a_scene_from_before_opens_with_its_prompt_on_the_object_that_was_stylized(
    settings: Any, tmp_path: Path
) -> None:
    as_before("rough pottery base, gold tube")
    stylize(add_object("Lamp"))
    stylize(add_object("Chair"), ("seat",))
    add_prism()
    reopened(tmp_path)
    lamp = bpy.data.objects["Lamp"].styleglip
    assert rows_of(lamp) == [("rough pottery", "base"), ("gold", "tube")]
    assert (lamp.parts[0].vertex_group, lamp.parts[0].mask_source, lamp.parts[0].strength) == (
        "Bottom",
        "VERTEX_GROUP",
        0.25,
    )
    assert lamp.quality == "FINE"
    assert bpy.data.objects["Prism"].styleglip.prompt == ""
    assert rows_of(bpy.data.objects["Chair"].styleglip), "its own result says how it was made"
    former = bpy.context.scene.styleglip
    assert (former.prompt, len(former.parts)) == ("", 0)
    lamp.prompt = "silver tube"
    reopened(tmp_path)
    assert bpy.data.objects["Lamp"].styleglip.prompt == "silver tube"


def test_a_prompt_that_was_not_run_yet_goes_to_the_active_object(settings: Any, tmp_path: Path) -> None:
    as_before("gold lid")
    add_object("Vase")
    add_prism()
    reopened(tmp_path)
    assert rows_of(bpy.data.objects["Prism"].styleglip) == [("gold", "lid")]
    assert bpy.data.objects["Vase"].styleglip.prompt == ""


def test_suggested_parts_become_rows_of_the_object_that_was_looked_at(settings: Any) -> None:
    from styleglip_addon.engine.vocabulary.suggestions import SuggestedParts
    from styleglip_addon.jobs.session import Stage
    from styleglip_addon.ui.parts.suggesting import SuggestSession

    class Suggested(SuggestedParts):
        names = ("leg", "seat")

    vase = add_object("Vase")
    prism = add_prism()
    session = SuggestSession(about=vase.session_uid, stage=Stage.DONE)
    session.suggested = Suggested.__new__(Suggested)
    driver().show(session)
    bpy.ops.styleglip.add_suggested()
    assert [row.part for row in vase.styleglip.parts] == ["leg", "seat"]
    assert not len(prism.styleglip.parts)


def test_nothing_but_what_new_objects_start_with_is_the_scenes() -> None:
    """A prompt that is read from the scene is another object's."""
    start = {"target.py", "own_settings.py", "properties.py", "__init__.py"}
    wrong = [
        f"{path.name}: {line.strip()}"
        for path in UI.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"scene\.styleglip\b", line, re.IGNORECASE)
        and path.name not in start
        and not re.search("leave_settings|show_preview", line)  # the preview is a matter of the views
    ]
    assert not wrong, "\n".join(wrong)
