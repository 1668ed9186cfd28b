"""Plays an artist's session in a real Blender window: every state of the panel, undo, and what can go wrong meanwhile.

Started by `test_panel_in_a_window.py` through `tools/blender_window.py`; writes screenshots beside `seen.json`. Needs a
model folder `model` in the output folder.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import cos, pi, sin
from typing import Any

import addon_utils  # type: ignore[import-not-found]
import bpy

LIMIT = 240.0
"""Seconds a job may take on a slow machine before the session counts as failed."""
LAMP = [(0.5, 0.0), (0.5, 0.12), (0.06, 0.16), (0.06, 1.1), (0.42, 1.1), (0.26, 1.6)]
"""Radius and height of a lamp's outline: base, tube, shade."""


def add_lamp(name: str = "Lamp", around: int = 32, refine: int = 6) -> Any:
    """A lamp turned from its outline, as the active object."""
    outline = [(0.001, 0.0)]
    for (r0, z0), (r1, z1) in pairwise(LAMP):
        outline += [(r0 + (r1 - r0) * i / refine, z0 + (z1 - z0) * i / refine) for i in range(refine)]
    outline.append(LAMP[-1])
    angles = [2.0 * pi * i / around for i in range(around)]
    vertices = [(r * cos(a), r * sin(a), z) for r, z in outline for a in angles]
    faces = [
        (a * around + i, a * around + (i + 1) % around, (a + 1) * around + (i + 1) % around, (a + 1) * around + i)
        for a in range(len(outline) - 1)
        for i in range(around)
    ]
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices, [], faces)
    obj = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(obj)
    obj.select_set(True)
    bpy.context.view_layer.objects.active = obj
    return obj


def keys_of(name: str = "Lamp") -> list[str]:
    """Names of an object's shape keys."""
    keys = bpy.data.objects[name].data.shape_keys
    return [key.name for key in keys.key_blocks] if keys is not None else []


class Session:
    """The add-on, as a script sees it."""

    def __init__(self, window: Any) -> None:
        addon_utils.enable("styleglip_addon", default_set=True)
        from styleglip_addon.ui.background import driver

        self.window = window
        self.driver: Any = driver()
        self.preferences = bpy.context.preferences.addons["styleglip_addon"].preferences
        self.preferences.glip = self.preferences.clip = "OWN"
        self.preferences.glip_path = self.preferences.clip_path = str(window.output / "model")

    @property
    def run_of_job(self) -> Any:
        """What the panel shows of the last run."""
        from styleglip_addon.ui.stylize.session import StylizeSession

        return self.driver.shown(StylizeSession)

    @property
    def job(self) -> Any:
        """The run's job, while there is one."""
        from styleglip_addon.jobs.session import Lane

        return self.driver.job(Lane.OBJECT)

    @property
    def settings(self) -> Any:
        """The scene's settings; undo makes new ones."""
        return bpy.context.scene.styleglip

    def operator(self, name: str, **options: Any) -> None:
        """Calls an operator with an undo step, as a button does."""
        category, _, function = name.partition(".")
        with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
            getattr(getattr(bpy.ops, category), function)("EXEC_DEFAULT", True, **options)

    def undo_push(self) -> None:
        """What a property edited by hand does."""
        with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
            bpy.ops.ed.undo_push(message="Edit")

    def shot(self, name: str) -> None:
        """A picture of the panel."""
        self.window.screenshot(name, panel_only=True)

    def until(self, condition: Callable[[], bool]) -> Iterator[float]:
        """Lets Blender run until something is so."""
        waited = 0.0
        while not condition():
            assert waited < LIMIT, f"still {self.run_of_job.stage} with {self.run_of_job.progress}"
            waited += 0.1
            yield 0.1

    def until_over(self) -> Iterator[float]:
        """Lets Blender run until there is no job."""
        yield from self.until(lambda: self.job is None)
        yield 0.3

    def until_styling(self, step: int) -> Iterator[float]:
        """Lets Blender run until the job has done some steps of styling."""
        run = self.run_of_job
        yield from self.until(
            lambda: (
                self.job is None
                or (run.progress is not None and run.progress.phase == "styling" and run.progress.step >= step)
            )
        )
        assert self.job is not None, run.sentence + run.details

    def ending(self) -> dict[str, Any]:
        """How the last job ended."""
        return {"stage": self.run_of_job.stage.name, "sentence": self.run_of_job.sentence}


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

    _, _, region = session.window.view_3d()
    top = bpy.context.window_manager.windows[0].height - region.y - region.height
    session.window.move(region.x + 100, top + 73)  # the prompt's field, below the object's name
    yield 0.3
    session.window.click(region.x + 100, top + 73, twice=True)
    yield 0.5
    session.window.type("red pottery base, gold tube, linen shade")
    session.window.key("Return")
    yield 0.5
    seen["rows"] = [(row.style, row.part) for row in session.settings.parts]
    session.window.move(400, 400)
    session.settings.quality = "DRAFT"
    session.settings.iterations = 30
    session.undo_push()
    yield 0.3
    session.shot("04-parsed")


def stylize_and_undo(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Runs, pauses, finishes; one Ctrl+Z takes all of it back and Ctrl+Shift+Z brings it back."""
    session.operator("styleglip.stylize")
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
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0], area=session.window.view_3d()[1]):
        bpy.ops.styleglip.show_colors()
    seen["colors_shown"] = space.shading.color_type
    yield 0.3
    session.window.screenshot("08-done-window")


def edit_mode_meanwhile(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """The object is in Edit Mode when the result comes: the result waits, then goes on; and is removed again."""
    session.settings.iterations = 3
    session.operator("styleglip.stylize")
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
    session.operator("styleglip.stylize")
    yield from session.until_styling(1)
    session.operator("styleglip.cancel")
    session.shot("10-stopping")
    yield from session.until_over()
    seen["cancelled"] = session.ending() | {"keys": keys_of()}


def undo_meanwhile(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Undo replaces all of Blender's data while a job runs: it goes on and finds its object again."""
    session.settings.iterations = 3
    session.undo_push()
    session.operator("styleglip.stylize")
    yield 0.3
    session.undo_push()
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.ed.undo()
    yield from session.until_over()
    seen["undo_meanwhile"] = session.ending() | {"keys": keys_of()}


def mesh_edited_meanwhile(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """The result no longer fits: a file keeps it."""
    session.operator("styleglip.stylize")
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
    session.operator("styleglip.stylize")
    yield from session.until_over()
    seen["model_missing"] = session.ending()
    session.shot("12-failed")
    session.preferences.glip_path = folder


def file_opened_meanwhile(session: Session, seen: dict[str, Any]) -> Iterator[float]:
    """Another file is opened while a job runs."""
    session.settings.iterations = 1000
    session.operator("styleglip.stylize")
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
    session.operator("styleglip.stylize")
    yield 0.3
    job = session.job
    assert job is not None
    addon_utils.disable("styleglip_addon", default_set=True)
    seen["thread_ended_with_the_add_on"] = job.join(LIMIT)
    yield 0.3
