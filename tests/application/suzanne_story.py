"""First contact: Suzanne in an empty scene, one line of text, one click; then a part that she does not have.

Played by `test_stories.py`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.story import Story, keys_of, shape_names

PROMPT = "gold ears, marble head, emerald eyes"


def steps(window: Any) -> Iterator[float]:
    """The story."""
    story = Story(window)
    yield from story.begin()
    yield from first_contact(story)
    yield from undo(story)
    yield from missing_part(story)
    story.tell()


def first_contact(story: Story) -> Iterator[float]:
    """From an empty scene to a stylized Suzanne, by mouse and keyboard, with the settings as they come."""
    yield from story.shot("01-empty-scene")
    start = time.monotonic()
    story.operator("mesh.primitive_monkey_add")
    story.close_up()
    yield 0.5
    yield from story.pointer.write("prompt", PROMPT)
    story.seen["rows"] = [[row.style, row.part] for row in story.settings.parts]
    yield from story.shot("02-prompt")
    yield from story.pointer.click("styleglip.stylize")
    story.seen["started"] = story.job is not None
    yield from story.until(lambda: story.job is None or story.run_shown.progress is not None)
    yield from story.shot("03-running")
    yield from story.until_over()
    story.seen["seconds"] = round(time.monotonic() - start, 1)
    story.seen["ending"] = story.ending()
    story.seen["parts"] = shape_names(bpy.data.objects["Suzanne"])
    _, area, _ = story.window.view_3d()
    story.seen["colors_shown"] = area.spaces.active.shading.color_type
    yield from story.shot("04-stylized")


def undo(story: Story) -> Iterator[float]:
    """Ctrl+Z takes the result back, Ctrl+Shift+Z brings it again."""
    yield from story.until_over()  # textures come as a step of their own
    after = keys_of(bpy.data.objects["Suzanne"])
    for _ in range(3):
        yield from story.press("ctrl+z")
        if not keys_of(bpy.data.objects["Suzanne"]):
            break
    story.seen["undone"] = keys_of(bpy.data.objects["Suzanne"])
    story.seen["prompt_after_undo"] = story.settings.prompt
    for _ in range(3):
        yield from story.press("ctrl+shift+z")
    story.seen["redone"] = keys_of(bpy.data.objects["Suzanne"]) == after
    yield from story.shot("05-redone")


def missing_part(story: Story) -> Iterator[float]:
    """Asked about before anything is styled; gone on without, by a click."""
    yield from story.pointer.click("styleglip.remove_result")
    story.seen["removed"] = keys_of(bpy.data.objects["Suzanne"])
    yield from story.pointer.write("prompt", "gold ears, oak propeller")
    story.quick()
    yield 0.5
    yield from story.pointer.click("styleglip.stylize")
    yield from story.until_over()
    story.seen["asked"] = story.ending() | {"keys": keys_of(bpy.data.objects["Suzanne"])}
    yield from story.shot("06-asked")
    yield from story.pointer.click("styleglip.go_on_without")
    yield from story.until_over()
    story.seen["gone_on"] = story.ending() | {"parts": shape_names(bpy.data.objects["Suzanne"])}
    yield from story.shot("07-gone-on")
