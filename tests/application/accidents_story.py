"""What can happen to an object, a file or Blender while a run is under way; nothing is lost and nothing else changes.

Played by `test_stories.py`. What is kept lies in the folder `kept` of the output when Blender is gone.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import add_lamp_with_parts
from tests.application.story import NAME, Story, keys_of, shape_names

ENDLESS = 1000
"""Steps of a run that does not end by itself."""


def steps(window: Any) -> Iterator[float]:
    """The story."""
    story = Story(window)
    yield from story.begin()
    folder = story.module("ui.models.stored").data_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    kept = window.output / "kept"
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    folder.symlink_to(kept)
    for accident in (renamed, in_edit_mode, deleted, new_file, disabled):
        yield from accident(story)
        story.seen[accident.__name__]["kept"] = _kept(story)
    story.tell()
    yield from quit_blender(story)


def _kept(story: Story) -> int:
    return len(list((story.window.output / "kept").glob("*.safetensors")))


def _start(story: Story, steps: int = 12) -> Iterator[float]:
    """A lamp, and a run on it that has begun to style."""
    for obj in list(bpy.data.objects):
        bpy.data.objects.remove(obj)
    add_lamp_with_parts(story)
    story.close_up()
    story.quick(steps)
    yield 0.5
    yield from story.pointer.click("styleglip.stylize")
    yield from story.until_styling()


def renamed(story: Story) -> Iterator[float]:
    """The result goes on the object, whatever it is called now."""
    yield from _start(story)
    bpy.data.objects["Lamp"].name = "Leuchte"
    story.undo_push()
    yield from story.until_over()
    story.seen["renamed"] = story.ending() | {"parts": shape_names(bpy.data.objects["Leuchte"])}


def in_edit_mode(story: Story) -> Iterator[float]:
    """The result waits for its object, and comes without a click when the mode is left."""
    yield from _start(story)
    yield from story.press("Tab")
    story.seen["in_edit_mode"] = {"mode": bpy.context.mode}
    yield from story.until_over()
    yield 1.0
    story.seen["in_edit_mode"] |= {"waiting": story.ending(), "keys_meanwhile": keys_of(bpy.data.objects["Lamp"])}
    yield from story.shot("01-waiting")
    yield from story.press("Tab")
    yield from story.until(lambda: story.ending()["stage"] != "READY", limit=60.0)
    story.seen["in_edit_mode"] |= story.ending() | {"parts": shape_names(bpy.data.objects["Lamp"])}


def deleted(story: Story) -> Iterator[float]:
    """Delete over the 3D view: the result is kept in a file, and the panel says where."""
    yield from _start(story)
    yield from story.press("Delete")
    left = sorted(bpy.data.objects.keys())
    yield from story.until_over()
    story.seen["deleted"] = story.ending() | {"left": left}
    yield from story.shot("02-deleted")


def new_file(story: Story) -> Iterator[float]:
    """File > New: what the run has reached is kept, and the panel of the new file says where."""
    yield from _start(story, ENDLESS)
    job = story.job
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.wm.read_homefile(use_empty=True)
    yield 1.0
    story.seen["new_file"] = story.ending() | {"thread_ended": job.join(60.0)}
    story.window.only_view_3d()
    yield 0.3
    story.window.open_panel("StyleGLIP")
    yield from story.shot("03-new-file")


def disabled(story: Story) -> Iterator[float]:
    """The add-on is switched off in the preferences and on again."""
    yield from _start(story, ENDLESS)
    job = story.job
    bpy.ops.preferences.addon_disable(module=NAME)
    story.seen["disabled"] = {"thread_ended": job.join(60.0), "panels": _panels(), "keys": _keys_of_all()}
    yield 0.5
    bpy.ops.preferences.addon_enable(module=NAME)
    yield 0.5
    story.window.open_panel("StyleGLIP")
    yield 0.5
    story.seen["disabled"]["panels_again"] = _panels()
    yield from story.shot("04-enabled-again")


def quit_blender(story: Story) -> Iterator[float]:
    """Blender is quit with a run under way; its exit code and what it leaves are looked at from outside."""
    yield from _start(story, ENDLESS)
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.wm.quit_blender("EXEC_DEFAULT")
    yield 60.0
    raise AssertionError("Blender did not quit")


def _panels() -> int:
    return sum(name.startswith("STYLEGLIP_PT_") for name in dir(bpy.types))


def _keys_of_all() -> list[str]:
    return [key for obj in bpy.data.objects for key in keys_of(obj)]
