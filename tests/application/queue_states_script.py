"""Photographs the queue's panel in all states of its objects, at its usual width and at 220 px; nothing is stylized.

python tools/blender_window.py run --output build/window tests/application/queue_states_script.py
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import Session, add_lamp

_SENTENCES = {
    "READY": 'The result is ready and waits until "{name}" is in Object Mode.',
    "DONE": '"{name}" is stylized (1 min 5 s).',
    "FAILED": '3 of the 482 vertices of "{name}" have NaN or infinite coordinates. Delete or move them.',
    "NEEDS_YOU": 'Nothing is styled yet: "propeller" was not found.',
    "CANCELLED": "Cancelled. The object is unchanged.",
}


def steps(window: Any) -> Iterator[float]:
    """The session."""
    for obj in list(bpy.data.objects):
        bpy.data.objects.remove(obj)
    window.only_view_3d()
    session = Session(window)
    from styleglip_addon.ui.queue.items import State
    from styleglip_addon.ui.queue.working import items
    from styleglip_addon.ui.stylize.asked import Asked

    first = add_lamp("Lamp")
    first.styleglip.prompt = "pottery base, gold tube, linen shade"
    for state in State:
        obj = first.copy()
        obj.name = f"{state.name.capitalize().replace('_', ' ')} Lamp"
        bpy.context.scene.collection.objects.link(obj)
        items.add(obj.session_uid, obj.name, None, "")
        items.all[-1].state = state
        items.all[-1].sentence = _SENTENCES.get(state.name, "").format(name=obj.name)
    bpy.context.view_layer.objects.active = obj
    obj.styleglip.parts.clear()
    obj.styleglip.prompt = ""
    items.all[-1].lent, items.all[-1].lender = Asked.of(first.styleglip), "Lamp"
    first.select_set(True)
    empty = bpy.data.objects.new("Empty", None)
    bpy.context.scene.collection.objects.link(empty)
    bpy.context.view_layer.objects.active = empty
    yield 0.3
    window.open_panel("StyleGLIP")
    for width in (280, 220):
        yield from narrow(window, width)
        for state in (State.NEEDS_YOU, State.CANCELLED, State.WAITING):
            bpy.context.window_manager.styleglip_queue_active = list(State).index(state)
            yield 0.5
            session.shot(f"states-{width}-{state.name.lower()}")
    items.keep(lambda item: False)


def narrow(window: Any, width: int) -> Iterator[float]:
    """Drags the sidebar's edge until the panel is as wide, in pixels, without its tabs."""
    handle, _, region = window.view_3d()
    x, y = region.x, handle.height - region.y - region.height // 2
    to = region.x + region.width - width - 2 * 11
    command = (
        f"mousemove {x} {y} sleep 0.3 mousedown 1 sleep 0.2 mousemove {to} {y} sleep 0.3 mouseup 1 mousemove 300 300"
    )
    subprocess.Popen(["xdotool", *command.split()])
    yield 2.0
