"""Plays a queue of objects in a Blender window and photographs its panel: waiting, running, asked about, done.

    python tools/blender_window.py run --output build/window tests/application/queue_pictures_script.py

writes what was seen to build/window/seen.json. One object is in Edit Mode while another gets its result; both results
are taken back with one Ctrl+Z each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import Session, add_lamp_with_parts


def steps(window: Any) -> Iterator[float]:
    """The session."""
    seen: dict[str, Any] = {}
    for obj in list(bpy.data.objects):
        bpy.data.objects.remove(obj)
    window.only_view_3d()
    session = Session(window)
    session.preferences.glip = session.preferences.clip = "EMBEDDED"
    lamps = [_lamp(session, f"Lamp {number}", 1.5 * number) for number in range(3)]
    lamps[1].styleglip.prompt = "oak base, gold tube, linen shade, emerald propeller"
    bare = lamps[2].copy()
    bare.data = lamps[2].data.copy()
    bare.name, bare.location.x = "A Lamp Without a Prompt", 4.5
    bpy.context.scene.collection.objects.link(bare)
    bare.styleglip.parts.clear()
    bare.styleglip.prompt = ""
    for obj in (*lamps, bare):
        obj.select_set(True)
    bpy.context.view_layer.objects.active = lamps[0]
    session.undo_push()
    yield 0.3
    window.open_panel("StyleGLIP")
    handle, area, _ = window.view_3d()
    region = next(region for region in area.regions if region.type == "WINDOW")
    with bpy.context.temp_override(window=handle, area=area, region=region):
        bpy.ops.view3d.view_selected()
    yield 0.5
    from styleglip_addon.ui.queue.working import items

    session.operator("styleglip.stylize_selected")
    yield from session.until(lambda: session.job is not None)
    yield from session.until_styling(2)
    session.shot("queue-running")
    window.screenshot("queue-window")
    yield from session.until(lambda: items.all[0].state.name == "DONE")
    for obj in bpy.context.selected_objects:
        obj.select_set(False)
    bpy.context.view_layer.objects.active = lamps[0]
    lamps[0].select_set(True)
    session.operator("object.mode_set", mode="EDIT")
    yield from session.until(lambda: not items.goes_on)
    yield 0.5
    seen["while_another_is_edited"] = {item.name: [item.state.name, item.sentence] for item in items.all}
    seen["mode"] = bpy.context.mode
    for number in range(len(items.all)):
        bpy.context.window_manager.styleglip_queue_active = number
        yield 0.5
        session.shot(f"queue-over-{number}")
    session.operator("object.mode_set", mode="OBJECT")
    yield 0.5
    window.screenshot("queue-over-window")
    seen["results"] = [_results()]
    window.move(400, 400)
    for key in ("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z", "ctrl+shift+z", "ctrl+shift+z", "ctrl+shift+z", "ctrl+shift+z"):
        window.key(key)
        yield 1.0
        active = bpy.context.view_layer.objects.active
        seen["results"].append([key, bpy.context.mode, active.name if active else "", *_results()])
    (window.output / "seen.json").write_text(json.dumps(seen, indent=1))


def _lamp(session: Session, name: str, place: float) -> Any:
    lamp = add_lamp_with_parts(session)
    lamp.name, lamp.location.x = name, place
    lamp.styleglip.quality = "DRAFT"
    lamp.styleglip.iterations = 6
    lamp.styleglip.use_textures = False
    return lamp


def _results() -> list[str]:
    return sorted(obj.name for obj in bpy.data.objects if obj.data is not None and "styleglip" in obj.data)
