"""A queue of three objects: selected, started by one click, one of them taken out; each result is one undo step.

Played by `test_stories.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import add_lamp_with_parts
from tests.application.story import Story, keys_of, shape_names

NAMES = ("Lamp A", "Lamp B", "Lamp C")


def steps(window: Any) -> Iterator[float]:
    """The story."""
    story = Story(window)
    yield from story.begin()
    for number, name in enumerate(NAMES):
        lamp = add_lamp_with_parts(story)
        lamp.name, lamp.location.x = name, 1.5 * number
        story.quick(steps=2)
    for name in NAMES:
        bpy.data.objects[name].select_set(True)
    story.close_up()
    story.undo_push()
    yield 0.5
    items = story.module("ui.queue.working").items
    yield from story.pointer.click("styleglip.stylize_selected")
    yield from story.until(lambda: story.job is not None)
    yield from story.shot("01-running")
    last = items.all[-1]
    story.operator("styleglip.queue_remove" if not last.goes_on else "styleglip.queue_cancel", number=last.number)
    yield from story.until(lambda: not items.goes_on)
    yield 1.0
    story.seen["states"] = {item.name: item.state.name for item in items.all}
    story.seen["parts"] = {name: sorted(shape_names(bpy.data.objects[name])) for name in NAMES}
    yield from story.shot("02-over")
    counts = []
    for _ in range(2):
        yield from story.press("ctrl+z")
        counts.append(sum(bool(keys_of(bpy.data.objects[name])) for name in NAMES))
    story.seen["results_after_each_undo"] = counts
    story.tell()
