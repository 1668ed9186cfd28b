"""Plays what becomes of a result in a Blender window: cancelled, made, undone, baked, kept in a file and opened again.

Started by `test_panel_in_a_window.py` through `tools/blender_window.py`; writes screenshots beside `seen.json`. Buttons
of the Stylize panel are clicked; what lies further down is called.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
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
    add_lamp_with_parts(session)
    session.settings.quality = "DRAFT"
    session.settings.use_textures = False  # baking has tests of its own, and occupies the add-on meanwhile
    yield 0.3
    window.open_panel("StyleGLIP")
    for part in (cancel_by_click, stylize_by_click, bake, keep_in_a_file, open_the_file, open_another_file):
        yield from part(session, seen)
    (window.output / "seen.json").write_text(json.dumps(seen, indent=1))


def cancel_by_click(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Stylize, then Cancel."""
    session.settings.iterations = 1000
    session.undo_push()
    yield 0.3
    session.shot("00-ready")
    yield from session.pointer.click("styleglip.stylize")
    yield from session.until_styling(1)
    yield 0.5
    yield from session.pointer.click("styleglip.cancel")
    yield from session.until_over()
    seen["cancelled"] = session.ending() | {"keys": keys_of()}
    session.shot("01-cancelled")


def stylize_by_click(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Stylize anew; Ctrl+Z and Ctrl+Shift+Z."""
    session.settings.iterations = 3
    session.undo_push()
    yield 0.3
    yield from session.pointer.click("styleglip.stylize")
    yield from session.until_over()
    seen["stylized"] = session.ending() | {"keys": keys_of()}
    session.shot("02-stylized")
    yield from _press(session, "ctrl+z")
    seen["undone"] = keys_of()
    yield from _press(session, "ctrl+shift+z")
    seen["redone"] = keys_of()


def bake(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Small textures of every kind that the result has; Ctrl+Z and Ctrl+Shift+Z."""
    from styleglip_addon.ui.textures.session import BakeSession

    textures = bpy.context.scene.styleglip_textures
    textures.size, textures.use_displacement, textures.displaces = "512", True, True
    session.undo_push()
    session.operator("styleglip.bake_textures")
    yield 0.5
    session.shot("03-baking")
    yield from session.until_over()
    baked = session.driver.shown(BakeSession)
    seen["baked"] = {"stage": baked.stage.name, "sentence": baked.sentence, "images": _textures()}
    yield from _press(session, "ctrl+z")
    seen["bake_undone"] = _textures()
    yield from _press(session, "ctrl+shift+z")
    seen["bake_redone"] = _textures()
    session.window.screenshot("04-baked-window")


def keep_in_a_file(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """The mesh is edited meanwhile, which Ctrl+Z takes back after the result was kept in a file."""
    session.operator("styleglip.stylize")
    yield 0.3
    session.operator("object.mode_set", mode="EDIT")
    session.operator("mesh.subdivide")
    session.operator("object.mode_set", mode="OBJECT")
    yield from session.until_over()
    seen["kept"] = session.ending()
    session.shot("05-kept")
    for _ in range(3):
        yield from _press(session, "ctrl+z")
    session.operator("styleglip.remove_result")
    seen["removed"] = keys_of()


def open_the_file(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Open Rescued Result asks with a file browser, in the right folder, and puts the result on the object."""
    window, area, region = session.window.view_3d()
    with bpy.context.temp_override(window=window, area=area, region=region):
        bpy.ops.styleglip.open_rescued("INVOKE_DEFAULT")
    yield 2.0
    session.window.screenshot("06-file-browser")
    browser = bpy.context.window_manager.windows[-1]
    space = next(area for area in browser.screen.areas if area.type == "FILE_BROWSER").spaces.active
    folder = Path(space.params.directory.decode())
    seen["offered"] = sorted(file.name for file in folder.glob(space.params.filter_glob))
    space.params.filename = seen["offered"][0]
    area = next(area for area in browser.screen.areas if area.type == "FILE_BROWSER")
    with bpy.context.temp_override(window=browser, area=area, region=area.regions[-1]):
        bpy.ops.file.execute()
    yield 0.5
    yield from session.until_over()
    seen["opened"] = session.ending() | {"keys": keys_of()}
    session.shot("07-opened")
    yield from _press(session, "ctrl+z")
    seen["opening_undone"] = keys_of()


def open_another_file(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """A file that holds no result is refused with a sentence."""
    other = session.window.output / "other.safetensors"
    other.write_bytes(b"no result")
    try:
        session.operator("styleglip.open_rescued", filepath=str(other))
    except RuntimeError as error:  # how Blender tells a script of a report
        seen["refused"] = str(error)
    yield 1.0
    session.shot("08-refused")


def _press(session: Session, keys: str) -> Iterator[float]:
    session.window.move(400, 400)
    yield 0.3
    session.window.key(keys)
    yield 1.0


def _textures() -> list[str]:
    return sorted(image.name for image in bpy.data.images if image.name.startswith("Lamp"))
