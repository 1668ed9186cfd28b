"""What can happen to an object, a file or Blender while a run is under way; nothing is lost and nothing else changes.

Played by `test_stories.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import add_lamp_with_parts
from tests.application.story import NAME, Story, keys_of, shape_names


def steps(window: Any) -> Iterator[float]:
    """The story."""
    story = Story(window)
    yield from story.begin()
    for accident in (renamed, edited, in_edit_mode, deleted, new_file, disabled):
        yield from accident(story)
    story.seen["quit"] = "asked"
    story.tell()
    yield from quit_blender(story)


def _start(story: Story, steps: int = 60) -> Iterator[float]:
    """A lamp, and a run on it that has begun to style."""
    for obj in list(bpy.data.objects):
        bpy.data.objects.remove(obj)
    add_lamp_with_parts(story)
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


def edited(story: Story) -> Iterator[float]:
    """The mesh is another one at the end: the result is kept in a file, and the panel says where."""
    yield from _start(story)
    story.operator("object.mode_set", mode="EDIT")
    story.operator("mesh.subdivide")
    story.operator("object.mode_set", mode="OBJECT")
    yield from story.until_over()
    story.seen["edited"] = story.ending() | {"keys": keys_of(bpy.data.objects["Lamp"])}
    yield from story.shot("01-edited")


def in_edit_mode(story: Story) -> Iterator[float]:
    """The result waits for its object, and comes when the mode is left."""
    yield from _start(story)
    story.operator("object.mode_set", mode="EDIT")
    yield from story.until_over()
    story.seen["in_edit_mode"] = story.ending()
    yield from story.shot("02-waiting")
    story.operator("object.mode_set", mode="OBJECT")
    yield 1.5
    if story.run_shown.result is not None:
        yield from story.pointer.click("styleglip.apply_result")
    story.seen["after_edit_mode"] = story.ending() | {"parts": shape_names(bpy.data.objects["Lamp"])}


def deleted(story: Story) -> Iterator[float]:
    """X over the 3D view, while the run goes on."""
    yield from _start(story)
    bpy.context.preferences.view.show_developer_ui = False
    story.operator("object.delete")
    yield 0.5
    story.seen["left"] = sorted(bpy.data.objects.keys())
    yield from story.until_over()
    story.seen["deleted"] = story.ending()
    yield from story.shot("03-deleted")


def new_file(story: Story) -> Iterator[float]:
    """File > New."""
    yield from _start(story, steps=500)
    job = story.job
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.wm.read_homefile(use_empty=True)
    yield 1.0
    story.seen["new_file"] = story.ending() | {"thread_ended": job.join(60.0)}
    story.window.only_view_3d()
    yield 0.3
    story.window.open_panel("StyleGLIP")
    yield from story.shot("04-new-file")


def disabled(story: Story) -> Iterator[float]:
    """The add-on is switched off in the preferences and on again."""
    yield from _start(story, steps=500)
    job = story.job
    bpy.ops.preferences.addon_disable(module=NAME)
    story.seen["disabled"] = {"thread_ended": job.join(60.0), "tab": hasattr(bpy.types, "STYLEGLIP_PT_main")}
    yield 0.5
    bpy.ops.preferences.addon_enable(module=NAME)
    yield 0.5
    story.window.open_panel("StyleGLIP")
    yield 0.5
    story.seen["enabled_again"] = hasattr(bpy.types, "STYLEGLIP_PT_main")


def quit_blender(story: Story) -> Iterator[float]:
    """Blender is quit with a run under way; the exit code and what Blender prints are looked at from outside."""
    yield from _start(story, steps=500)
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.wm.quit_blender("EXEC_DEFAULT")
    yield 60.0
    raise AssertionError("Blender did not quit")
