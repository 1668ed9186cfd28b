"""The panel at 220 pixels, before, during and after a run, and in German.

Played by `test_stories.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import add_lamp_with_parts
from tests.application.pointer import TABS
from tests.application.story import Story

WIDTH = 220
PAGES = 3


def steps(window: Any) -> Iterator[float]:
    """The story."""
    story = Story(window)
    yield from story.begin()
    yield from story.pointer.set_width(WIDTH)
    _, _, region = window.view_3d()
    story.seen["width"] = region.width - TABS
    yield from story.shot("empty", panel_only=True)
    add_lamp_with_parts(story)
    story.close_up()
    story.quick(steps=8)
    yield 0.3
    yield from story.shot("ready", panel_only=True)
    yield from story.pointer.click("styleglip.stylize")
    yield from story.until_styling()
    yield from story.shot("running", panel_only=True)
    yield from story.until_over()
    story.seen["ending"] = story.ending()
    yield from story.shot("window")
    yield from pages(story, "done")
    view = bpy.context.preferences.view
    view.language, view.use_translate_interface = "de_DE", True
    yield 1.0
    yield from pages(story, "de")
    story.tell()


def pages(story: Story, name: str) -> Iterator[float]:
    """The whole panel, a page of it after the other."""
    yield from story.pointer.scroll(-60)
    for page in range(PAGES):
        yield from story.shot(f"{name}-{page}", panel_only=True)
        yield from story.pointer.scroll(12)
