"""Plays work under way in a Blender window: status bar, Esc, results that wait for modes, a file closed meanwhile.

Started by `test_panel_in_a_window.py` through `tools/blender_window.py`; writes screenshots beside `seen.json`.
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
    session.settings.use_textures = False
    session.settings.iterations = 1000
    yield 0.3
    window.open_panel("StyleGLIP")
    for part in (escape, escape_of_a_tool, painted_meanwhile, edited_meanwhile, file_opened_meanwhile):
        yield from part(session, seen)
    (window.output / "seen.json").write_text(json.dumps(seen, indent=1))


def escape(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """The status bar tells of the run from its first moment, and Esc over the view cancels it."""
    session.undo_push()
    session.window.move(400, 400)
    yield 0.3
    session.operator("styleglip.stylize")
    yield 0.2
    session.window.screenshot("01-loading")
    yield from session.until_styling(1)
    drawn: list[str] = []
    bpy.types.STATUSBAR_HT_header.append(lambda header, context: drawn.append(""))
    yield from session.until_styling(3)
    yield 0.3
    seen["status bar drawn"] = len(drawn)
    session.window.screenshot("02-styling")
    session.window.key("Escape")
    yield from session.until_over()
    seen["escape"] = session.ending()
    session.window.screenshot("03-cancelled")


def escape_of_a_tool(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Esc while something is moved with the mouse is the tool's; the run goes on. A second one is the run's."""
    session.operator("styleglip.stylize")
    yield from session.until_styling(1)
    session.window.move(400, 400)
    yield 0.3
    tools = bpy.context.window_manager.windows[0].modal_operators
    session.window.key("g")
    yield from session.until(lambda: len(tools) > 0)
    session.window.move(460, 420)
    yield 0.4
    seen["moving"] = len(tools)
    session.window.key("Escape")
    yield from session.until(lambda: len(tools) == 0)
    yield 0.4
    seen["runs after the tool's escape"] = session.job is not None and not session.job.channel.is_cancelled
    seen["moved"] = list(bpy.data.objects["Lamp"].location)
    session.window.key("Escape")
    yield from session.until_over()
    seen["second escape"] = session.ending()


def painted_meanwhile(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Another object is in Weight Paint when the result comes: it is applied, and one Ctrl+Z takes it back."""
    session.settings.iterations = 3
    session.undo_push()
    bpy.ops.mesh.primitive_cube_add()
    cube = bpy.context.object
    session.undo_push()
    _activate("Lamp")
    session.operator("styleglip.stylize")
    _activate(cube.name)
    session.operator("object.mode_set", mode="WEIGHT_PAINT")
    yield from session.until_over()
    yield from session.until(lambda: session.run_of_job.stage.name != "READY")
    seen["painted"] = session.ending() | {"keys": keys_of(), "mode": bpy.context.mode}
    session.window.move(400, 400)
    session.window.key("ctrl+z")
    yield from session.until(lambda: not keys_of())
    seen["painted, undone"] = keys_of()
    session.window.key("ctrl+shift+z")
    yield from session.until(lambda: bool(keys_of()))
    seen["painted, redone"] = keys_of()
    session.operator("object.mode_set", mode="OBJECT")


def edited_meanwhile(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Another object is in Edit Mode when the result comes: it is applied after that, without a click."""
    _activate("Lamp")
    session.operator("styleglip.remove_result")
    session.operator("styleglip.stylize")
    _activate("Cube")
    session.operator("object.mode_set", mode="EDIT")
    yield from session.until_over()
    yield 1.0
    seen["edited"] = session.ending() | {"keys": keys_of()}
    session.shot("04-waiting")
    session.operator("object.mode_set", mode="OBJECT")
    yield from session.until(lambda: session.run_of_job.stage.name != "READY")
    seen["edited, back"] = session.ending() | {"keys": keys_of()}


def file_opened_meanwhile(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """What a run has reached is kept when another file is opened."""
    _activate("Lamp")
    session.settings.iterations = 1000
    session.operator("styleglip.stylize")
    yield from session.until_styling(3)
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.wm.read_homefile(use_empty=True)
    yield 1.0
    sentence = session.run_of_job.sentence
    seen["file opened"] = session.ending() | {"kept": '"' in sentence and Path(sentence.split('"')[1]).is_file()}
    session.window.open_panel("StyleGLIP")
    yield 0.5
    session.window.screenshot("05-kept")


def _activate(name: str) -> None:
    for obj in bpy.context.view_layer.objects:
        obj.select_set(obj.name == name)
    bpy.context.view_layer.objects.active = bpy.data.objects[name]
