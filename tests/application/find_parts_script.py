"""Plays how parts are found before anything is styled, in a Blender window: tinted, asked about, painted, and undone.

Started by `test_panel_in_a_window.py` through `tools/blender_window.py`; writes screenshots beside `seen.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import Session, add_lamp_with_parts, keys_of


def steps(window: Any) -> Iterator[float]:
    """The session."""
    seen: dict[str, Any] = {}
    for obj in list(bpy.data.objects):
        bpy.data.objects.remove(obj)
    window.only_view_3d()
    session = Session(window)
    session.preferences.glip = session.preferences.clip = "EMBEDDED"
    yield 0.3
    window.open_panel("StyleGLIP")
    lamp = add_lamp_with_parts(session)
    yield 0.5
    session.shot("00-lamp")
    bpy.data.objects.remove(lamp)
    for part in (find, undo, ask, paint, go_on):
        yield from part(session, seen)
    (window.output / "seen.json").write_text(json.dumps(seen, indent=1))


def find(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Suzanne's parts are found and tinted; nothing but groups is on her."""
    bpy.ops.mesh.primitive_monkey_add()
    bpy.context.object.name = "Suzanne"
    session.settings.prompt = "gold ears, marble head, emerald eyes"
    session.settings.quality = "DRAFT"
    session.settings.use_textures = False
    session.settings.iterations = 2
    session.undo_push()
    yield 0.5
    session.operator("styleglip.find_parts")
    yield 0.2
    session.shot("01-finding")
    yield from session.until_over()
    seen["found"] = _found(session)
    seen["groups"] = _groups()
    seen["attributes"] = sorted(a.name for a in _suzanne().data.attributes if a.name.startswith("StyleGLIP"))
    session.window.screenshot("02-found")
    bpy.context.window_manager.styleglip_show_parts = False
    yield 0.5
    session.window.screenshot("03-tints-off")
    bpy.context.window_manager.styleglip_show_parts = True


def undo(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """One Ctrl+Z takes the groups back, and Ctrl+Shift+Z brings them again."""
    session.window.move(400, 400)
    session.window.key("ctrl+z")
    yield 1.0
    seen["undone"] = _groups()
    session.window.screenshot("04-undone")
    session.window.key("ctrl+shift+z")
    yield 1.0
    seen["redone"] = _groups()


def ask(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Stylize does not style where a part is missing."""
    session.settings.prompt = "gold ears, marble head, oak propeller"
    session.undo_push()
    yield 0.3
    session.operator("styleglip.stylize")
    yield from session.until_over()
    seen["asked"] = session.ending() | {"keys": keys_of("Suzanne")}
    session.window.screenshot("05-asked")


def paint(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """What is missing is painted, and Done comes back."""
    missing = [number for number, is_found in enumerate(_found(session)) if not is_found]
    seen["missing"] = [session.settings.parts[number].part for number in missing]
    for number in missing:
        session.operator("styleglip.paint_part", index=number)
        yield 0.5
        group = _suzanne().vertex_groups.active
        seen["painting"] = bpy.context.mode
        group.add(list(range(60 * number, 60 * number + 60)), 1.0, "REPLACE")
        _suzanne().data.update()
        yield 0.5
        session.window.screenshot("06-painting")
        session.operator("styleglip.stop_painting")
        yield 0.5
        seen["painted"] = [bpy.context.mode, session.settings.parts[number].mask_source]
    session.window.screenshot("07-painted")


def go_on(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Stylize goes on from what was found and painted."""
    session.operator("styleglip.stylize")
    yield from session.until_over()
    seen["stylized"] = session.ending() | {"keys": keys_of("Suzanne")}
    seen["tinted_at_the_end"] = bpy.context.window_manager.styleglip_show_parts
    session.window.screenshot("08-stylized")


def _suzanne() -> Any:
    return bpy.data.objects["Suzanne"]


def _groups() -> list[str]:
    return sorted(group.name for group in _suzanne().vertex_groups)


def _found(session: Session) -> list[bool]:
    from styleglip_addon.ui.parts.found import found_of_row

    found = [found_of_row(_suzanne(), row) for row in session.settings.parts]
    return [item is not None and item.found for item in found]
