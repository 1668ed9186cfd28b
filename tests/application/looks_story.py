"""The panel in all its languages, in the light and the dark theme: pictures to be looked at, and the README's.

Played by `test_stories.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import add_lamp_with_parts
from tests.application.story import Story

LANGUAGES = {"de_DE": "de", "es": "es", "fr_FR": "fr", "ja_JP": "ja", "zh_HANS": "zh_HANS"}


def steps(window: Any) -> Iterator[float]:
    """The story."""
    story = Story(window)
    yield from story.begin()
    add_lamp_with_parts(story)
    story.close_up()
    story.quick(steps=8)
    yield 0.3
    yield from story.shot("ready", panel_only=True)
    yield from running(story)
    yield from languages(story)
    yield from themes(story)
    story.tell()


def running(story: Story) -> Iterator[float]:
    """A run: progress, its buttons, and its end."""
    yield from story.pointer.click("styleglip.stylize")
    yield from story.until_styling()
    yield from story.shot("running", panel_only=True)
    story.window.screenshot("preview")
    yield from story.until_over()
    story.seen["ending"] = story.ending()
    yield from story.shot("done", panel_only=True)
    yield from story.shot("window")


def languages(story: Story) -> Iterator[float]:
    """Each language; what Blender says of one button and one sentence is told."""
    view = bpy.context.preferences.view
    bpy.data.objects["Lamp"].name = "Color"  # as a text of Blender's: it must not be translated
    told = {}
    for locale, name in LANGUAGES.items():
        view.language = locale
        view.use_translate_interface = view.use_translate_tooltips = view.use_translate_reports = True
        yield 1.0
        yield from story.shot(f"{name}", panel_only=True)
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
    yield from story.shot("light", panel_only=True)
