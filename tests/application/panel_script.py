"""Plays an artist's session in a real Blender window: every state of the panel, undo, and what can go wrong meanwhile.

Runs go on without parts that are not found: what an untrained model finds is chance.

Started by `test_panel_in_a_window.py` through `tools/blender_window.py`; writes screenshots beside `seen.json`. Needs a
model folder `model` in the output folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import addon_utils  # type: ignore[import-not-found]
import bpy

from tests.application.artist import LIMIT, Session, add_lamp, keys_of


def steps(window: Any) -> Iterator[float]:
    """The session."""
    seen: dict[str, Any] = {"blender": bpy.app.version_string}
    for obj in list(bpy.data.objects):
        bpy.data.objects.remove(obj)
    window.only_view_3d()
    session = Session(window)
    yield 0.3
    window.open_panel("StyleGLIP")
    yield 0.3
    session.shot("01-no-object")

    add_lamp()
    session.undo_push()
    yield 0.3
    session.shot("02-idle")

    for part in (write_a_prompt, stylize_and_undo, edit_mode_meanwhile, cancel, undo_meanwhile, mesh_edited_meanwhile):
        yield from part(session, seen)
    for last in (model_missing, file_opened_meanwhile, add_on_disabled_meanwhile):
        yield from last(session, seen)
    (window.output / "seen.json").write_text(json.dumps(seen, indent=1))


def write_a_prompt(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """A bad prompt, then a good one, typed into the panel's field."""
    session.settings.prompt = "pottery base, linen, gold tube"
    seen["problem"] = session.settings.problem
    seen["stylize_with_a_bad_prompt"] = bpy.ops.styleglip.stylize.poll()
    yield 0.3
    session.shot("03-bad-prompt")
    session.settings.prompt = ""
    yield 0.3

    yield from session.pointer.write("prompt", "red pottery base, gold tube, linen shade")
    seen["rows"] = [(row.style, row.part) for row in session.settings.parts]
    session.window.move(400, 400)
    session.settings.quality = "DRAFT"
    session.settings.use_textures = False  # baking has tests of its own, and occupies the add-on meanwhile
    session.settings.iterations = 30
    session.undo_push()
    yield 0.3
    session.shot("04-parsed")


def stylize_and_undo(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Runs, pauses, finishes; one Ctrl+Z takes all of it back and Ctrl+Shift+Z brings it back."""
    session.operator("styleglip.go_on_without")
    seen["stylize_while_running"] = bpy.ops.styleglip.stylize.poll()
    yield from session.until_styling(8)
    session.shot("05-running")
    session.operator("styleglip.pause")
    step = session.run_of_job.progress.step
    yield 4.0
    seen["steps_while_paused"] = session.run_of_job.progress.step - step
    session.shot("06-paused")
    session.operator("styleglip.pause")
    yield from session.until_over()
    seen["stylized"] = session.ending() | {"keys": keys_of(), "details": session.run_of_job.details}
    session.shot("07-done")

    session.window.move(400, 400)
    yield 0.3
    session.window.key("ctrl+z")
    yield 1.0
    seen["undone"] = {"keys": keys_of(), "prompt": session.settings.prompt}
    session.window.key("ctrl+shift+z")
    yield 1.0
    seen["redone"] = keys_of()
    space = session.window.view_3d()[1].spaces.active
    seen["colors_shown"] = space.shading.color_type
    yield 0.3
    session.window.screenshot("08-done-window")


def edit_mode_meanwhile(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """The object is in Edit Mode when the result comes: the result waits, then goes on; and is removed again."""
    session.settings.iterations = 3
    session.operator("styleglip.go_on_without")
    session.operator("object.mode_set", mode="EDIT")
    yield from session.until_over()
    seen["in_edit_mode"] = session.ending()
    session.shot("09-waiting")
    session.operator("object.mode_set", mode="OBJECT")
    session.operator("styleglip.apply_result")
    seen["after_edit_mode"] = session.ending()
    session.operator("styleglip.remove_result")
    seen["removed"] = keys_of()


def cancel(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Cancelled in the middle."""
    session.settings.iterations = 1000
    session.undo_push()
    session.operator("styleglip.go_on_without")
    yield from session.until_styling(1)
    session.operator("styleglip.cancel")
    session.shot("10-stopping")
    yield from session.until_over()
    seen["cancelled"] = session.ending() | {"keys": keys_of()}


def undo_meanwhile(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Undo replaces all of Blender's data while a job runs: it goes on and finds its object again."""
    session.settings.iterations = 3
    session.undo_push()
    session.operator("styleglip.go_on_without")
    yield 0.3
    session.undo_push()
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.ed.undo()
    yield from session.until_over()
    seen["undo_meanwhile"] = session.ending() | {"keys": keys_of()}


def mesh_edited_meanwhile(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """The result no longer fits: a file keeps it."""
    session.operator("styleglip.go_on_without")
    yield 0.3
    session.operator("object.mode_set", mode="EDIT")
    session.operator("mesh.subdivide")
    session.operator("object.mode_set", mode="OBJECT")
    yield from session.until_over()
    seen["mesh_edited_meanwhile"] = session.ending()
    session.shot("11-kept-in-a-file")


def model_missing(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """The engine refuses."""
    folder = session.preferences.glip_path
    session.preferences.glip_path = "/no/such/model"
    session.operator("styleglip.go_on_without")
    yield from session.until_over()
    seen["model_missing"] = session.ending()
    session.shot("12-failed")
    session.preferences.glip_path = folder


def file_opened_meanwhile(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Another file is opened while a job runs."""
    session.settings.iterations = 1000
    session.operator("styleglip.go_on_without")
    yield from session.until(lambda: session.run_of_job.progress is not None)
    job = session.job
    assert job is not None
    bpy.ops.wm.read_homefile(use_empty=True)
    yield 0.5
    seen["file_opened_meanwhile"] = session.ending() | {"thread_ended": job.join(LIMIT)}


def add_on_disabled_meanwhile(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """The add-on is switched off while a job runs."""
    add_lamp()
    session.settings.prompt, session.settings.iterations = "gold tube", 1000
    session.operator("styleglip.go_on_without")
    yield 0.3
    job = session.job
    assert job is not None
    addon_utils.disable("styleglip_addon", default_set=True)
    seen["thread_ended_with_the_add_on"] = job.join(LIMIT)
    yield 0.3
