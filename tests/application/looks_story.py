"""The panel in all its languages, at 220 pixels, in the light and the dark theme: pictures to be looked at.

Played by `test_stories.py`.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import add_lamp_with_parts
from tests.application.story import Story

NARROW = 220
"""Pixels: what an artist with a small screen leaves to the sidebar."""
LANGUAGES = {"de_DE": "de", "es": "es", "fr_FR": "fr", "ja_JP": "ja", "zh_HANS": "zh_HANS"}


def steps(window: Any) -> Iterator[float]:
    """The story."""
    story = Story(window)
    yield from story.begin()
    add_lamp_with_parts(story)
    story.close_up()
    story.quick(steps=8)
    yield 0.3
    yield from story.shot("wide-ready", panel_only=True)
    wide = window.view_3d()[2].width
    yield from drag_edge(story, NARROW)
    story.seen["narrow"] = window.view_3d()[2].width
    yield from story.shot("narrow-ready", panel_only=True)
    yield from running(story, wide)
    yield from languages(story)
    yield from themes(story)
    story.tell()


def drag_edge(story: Story, target: int) -> Iterator[float]:
    """Drags the sidebar's edge with the mouse until it is so wide; where exactly the edge takes the mouse is tried."""
    for offset in (0, -2, 2, -4, 1):
        window, _, region = story.window.view_3d()
        x, y, before = region.x + offset, window.height - region.y - region.height // 2, region.width
        story.window.move(x - 30, y)
        yield 0.2
        story.window.move(x, y)
        yield 0.6
        subprocess.run(["xdotool", "mousedown", "1"], check=True)
        yield 0.4
        end = x + before - target
        for step in range(1, 9):
            story.window.move(x + (end - x) * step // 8, y)
            yield 0.15
        subprocess.run(["xdotool", "mouseup", "1"], check=True)
        yield 0.8
        if story.window.view_3d()[2].width != before:
            return


def running(story: Story, wide: int) -> Iterator[float]:
    """A run at both widths: progress, its buttons, and its end."""
    yield from story.pointer.click("styleglip.stylize")
    yield from story.until_styling()
    yield from story.shot("narrow-running", panel_only=True)
    yield from drag_edge(story, wide)
    yield from story.shot("wide-running", panel_only=True)
    story.window.screenshot("preview")
    yield from story.until_over()
    story.seen["ending"] = story.ending()
    yield from story.shot("wide-done", panel_only=True)
    yield from story.shot("window")
    yield from drag_edge(story, NARROW)
    yield from story.shot("narrow-done", panel_only=True)


def languages(story: Story) -> Iterator[float]:
    """Each language; what Blender says of one button and one sentence is told."""
    view = bpy.context.preferences.view
    bpy.data.objects["Lamp"].name = "Color"  # as a text of Blender's: it must not be translated
    told = {}
    for locale, name in LANGUAGES.items():
        view.language = locale
        view.use_translate_interface = view.use_translate_tooltips = view.use_translate_reports = True
        yield 1.0
        yield from story.shot(f"narrow-{name}", panel_only=True)
        told[name] = {
            "locale": bpy.app.translations.locale,
            "button": bpy.app.translations.pgettext_iface("Stylize", "Operator"),
            "tooltip": bpy.app.translations.pgettext_tip("Stop the job. The object stays as it is"),
            "sentence": story.module("ui.language").translated(
                '"Color" has no faces. Add faces or choose another object.'
            ),
        }
    story.seen["languages"] = told
    view.language = "en_US"
    yield 0.5


def themes(story: Story) -> Iterator[float]:
    """Blender's light theme."""
    light = next(path for path in bpy.utils.preset_paths("interface_theme"))
    bpy.ops.script.execute_preset(
        filepath=f"{light}/Blender_Light.xml", menu_idname="USERPREF_MT_interface_theme_presets"
    )
    yield 1.0
    yield from story.shot("narrow-light", panel_only=True)
