"""An artist in a Blender window, as scripts play them: the add-on enabled, a lamp to stylize, waiting and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import cos, pi, sin
from typing import Any

import addon_utils  # type: ignore[import-not-found]
import bpy

from tests.application.pointer import Pointer

LIMIT = 240.0
"""Seconds a job may take on a slow machine before the session counts as failed."""
LAMP = [(0.5, 0.0), (0.5, 0.12), (0.06, 0.16), (0.06, 1.1), (0.42, 1.1), (0.26, 1.6)]
"""Radius and height of a lamp's outline: base, tube, shade."""
_HEIGHTS = {"base": (-1.0, 0.14), "tube": (0.14, 1.09), "shade": (1.09, 9.0)}
"""From and to, in metres."""


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

        self.window, self.pointer = window, Pointer(window)
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
        """The active object's settings; undo makes new ones."""
        from styleglip_addon.ui.target import target_settings

        return target_settings(bpy.context)

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


def add_lamp_with_parts(session: Any) -> Any:
    """A lamp whose parts are given as vertex groups, so that nothing depends on what a model finds, and its prompt."""
    lamp = add_lamp()
    for name, (low, high) in _HEIGHTS.items():
        members = [v.index for v in lamp.data.vertices if low <= v.co.z < high]
        lamp.vertex_groups.new(name=name.capitalize()).add(members, 1.0, "REPLACE")
    session.settings.prompt = "pottery base, gold tube, linen shade"
    for row in session.settings.parts:
        row.vertex_group = row.part.capitalize()
    return lamp
