"""Plays an object's history in a Blender window: pictures, compare, switch, back, apply and Ctrl+Z.

    python tools/blender_window.py run --output build/window tests/application/history_script.py

writes screenshots and seen.json.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import Session, add_lamp_with_parts

PROMPTS = (
    "pottery base, gold tube, linen shade",
    "marble base, copper tube, blue glass shade",
)


def steps(window: Any) -> Iterator[float]:
    """The session."""
    seen: dict[str, Any] = {}
    for obj in list(bpy.data.objects):
        bpy.data.objects.remove(obj)
    window.only_view_3d()
    session = Session(window)
    session.preferences.glip = session.preferences.clip = "EMBEDDED"
    lamp = add_lamp_with_parts(session)
    lamp.styleglip.quality = "DRAFT"
    lamp.styleglip.iterations = 2
    lamp.styleglip.use_textures = False
    session.undo_push()
    yield 0.3
    window.open_panel("StyleGLIP")
    handle, area, _ = window.view_3d()
    region = next(region for region in area.regions if region.type == "WINDOW")
    with bpy.context.temp_override(window=handle, area=area, region=region):
        bpy.ops.view3d.view_selected()
    from styleglip_addon.blender.files.history import entries, has_picture
    from styleglip_addon.ui.history.comparing import compared

    for number, prompt in enumerate(PROMPTS):
        lamp.styleglip.prompt, lamp.styleglip.seed = prompt, number
        session.operator("styleglip.stylize")
        yield from session.until_over()
        assert session.ending()["stage"] == "DONE", session.ending()
    yield from session.until(lambda: all(has_picture(lamp.data, entry.id) for entry in entries(lamp.data)))
    yield from _scroll(window)
    session.shot("history")
    window.screenshot("history-window")
    early = entries(lamp.data)[-1]
    session.operator("styleglip.history_choose", entry=early.id)
    session.operator("styleglip.history_compare")
    yield 0.3
    session.shot("history-preparing")
    yield from session.until(lambda: bool((now := compared()) and now.meshes))
    yield 0.5
    window.screenshot("history-earlier")
    session.operator("styleglip.history_show", is_earlier=False)
    yield 0.5
    window.screenshot("history-now")
    session.operator("styleglip.history_compare")
    yield 0.5
    window.screenshot("history-back")
    session.operator("styleglip.history_apply")
    yield from session.until_over()
    seen["applied"] = [session.ending(), lamp.styleglip.prompt, lamp.styleglip.seed]
    yield 0.5
    window.screenshot("history-applied")
    window.move(400, 400)
    for key in ("ctrl+z", "ctrl+shift+z"):
        window.key(key)
        yield 1.5
        settings = bpy.data.objects["Lamp"].styleglip
        seen[key] = [settings.prompt, settings.seed]
    yield 0.5
    yield from _scroll(window)
    session.shot("history-redone")
    (window.output / "seen.json").write_text(json.dumps(seen, indent=1))


def _scroll(window: Any) -> Iterator[float]:
    """To the end of the sidebar."""
    handle, _, region = window.view_3d()
    x, y = region.x + region.width // 3, handle.height - region.y - region.height // 2
    command = ["mousemove", str(x), str(y), "click", "--repeat", "40", "--delay", "15", "5", "mousemove", "400", "300"]
    subprocess.Popen(["xdotool", *command])
    yield 2.0
