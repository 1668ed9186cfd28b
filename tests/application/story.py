"""What the stories share: the add-on installed from its zip as an artist does it, waiting, clicks and pictures."""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import bpy

from tests.application.pointer import Pointer

NAME = "bl_ext.user_default.styleglip"
"""What Blender calls the add-on where it is installed as an extension."""
LIMIT = 900.0
"""Seconds a job may take on a slow machine before the story counts as failed."""


class Story:
    """An artist in a window with an empty scene.

    Args:
        window: the driver's. The zip lies in its output folder.
    """

    def __init__(self, window: Any) -> None:
        self.window, self.pointer = window, Pointer(window)
        self.seen: dict[str, Any] = {"blender": bpy.app.version_string}
        for obj in list(bpy.data.objects):
            bpy.data.objects.remove(obj)
        # Where a processor draws the window, these cost seconds and show nothing of the add-on.
        bpy.context.preferences.system.viewport_aa = "OFF"
        overlay = window.view_3d()[1].spaces.active.overlay
        overlay.show_floor = overlay.show_axis_x = overlay.show_axis_y = overlay.show_cursor = False

    def begin(self) -> Iterator[float]:
        """Installs the zip by Blender's own operator, and opens the tab."""
        (zipped,) = self.window.output.glob("styleglip-*.zip")
        start = time.monotonic()
        with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
            bpy.ops.extensions.package_install_files(
                filepath=str(zipped), repo="user_default", enable_on_install=True, overwrite=True
            )
        self.seen["installed"] = NAME in bpy.context.preferences.addons
        self.seen["seconds_to_install"] = round(time.monotonic() - start, 2)
        assert self.seen["installed"], "Blender did not enable the extension"
        self.window.only_view_3d()
        yield 0.5
        self.window.open_panel("StyleGLIP")
        yield 0.5

    def module(self, name: str) -> Any:
        """A module of the installed add-on, such as "ui.background"."""
        return importlib.import_module(f"{NAME}.{name}")

    @property
    def run_shown(self) -> Any:
        """What the panel knows of the last run."""
        kind = self.module("ui.stylize.session").StylizeSession
        return self.module("ui.background").driver().shown(kind)

    @property
    def job(self) -> Any:
        """The job that works on an object, if any."""
        lane = self.module("jobs.session").Lane.OBJECT
        return self.module("ui.background").driver().job(lane)

    @property
    def settings(self) -> Any:
        """The active object's settings; undo makes new ones."""
        return self.module("ui.target").target_settings(bpy.context)

    def quick(self, steps: int = 3) -> None:
        """Settings with which a run takes seconds."""
        self.settings.quality, self.settings.iterations, self.settings.use_textures = "DRAFT", steps, False
        self.undo_push()

    def undo_push(self) -> None:
        """What a property edited by hand does."""
        self.operator("ed.undo_push", message="Edit")

    def operator(self, name: str, **options: Any) -> None:
        """Calls an operator with an undo step, as a menu does."""
        category, _, function = name.partition(".")
        with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
            getattr(getattr(bpy.ops, category), function)("EXEC_DEFAULT", True, **options)

    def press(self, keys: str) -> Iterator[float]:
        """Presses keys over the 3D view."""
        yield from self.pointer.leave()
        self.window.key(keys)
        yield 1.0

    def until(self, condition: Callable[[], bool], limit: float = LIMIT) -> Iterator[float]:
        """Lets Blender run until something is so."""
        start = time.monotonic()
        while not condition():
            assert time.monotonic() - start < limit, f"{self.run_shown.stage}: {self.run_shown.progress}"
            yield 0.1

    def until_over(self) -> Iterator[float]:
        """Lets Blender run until there is no job."""
        yield from self.until(lambda: self.job is None)
        yield 0.5

    def until_styling(self) -> Iterator[float]:
        """Lets Blender run until the first steps of styling are done."""

        def is_styling() -> bool:
            progress = self.run_shown.progress
            return progress is not None and progress.phase == "styling" and progress.step >= 1

        yield from self.until(lambda: self.job is None or is_styling())
        assert self.job is not None, self.run_shown.sentence + self.run_shown.details

    def ending(self) -> dict[str, Any]:
        """How the last run ended."""
        return {"stage": self.run_shown.stage.name, "sentence": self.run_shown.sentence}

    def shot(self, name: str, panel_only: bool = False) -> Iterator[float]:
        """A picture without a highlighted button."""
        yield from self.pointer.leave()
        self.window.screenshot(name, panel_only=panel_only)

    def close_up(self) -> None:
        """Fills the view with what is selected."""
        window, area, _ = self.window.view_3d()
        region = next(region for region in area.regions if region.type == "WINDOW")
        with bpy.context.temp_override(window=window, area=area, region=region):
            bpy.ops.view3d.view_selected()

    def tell(self) -> None:
        """Writes what was seen."""
        (self.window.output / "seen.json").write_text(json.dumps(self.seen, indent=1), encoding="utf-8")


def keys_of(obj: Any) -> list[str]:
    """Names of an object's shape keys."""
    keys = obj.data.shape_keys
    return [key.name for key in keys.key_blocks] if keys is not None else []


def shape_names(obj: Any) -> list[str]:
    """The parts that an object's shape keys are of."""
    return [name.removeprefix("StyleGLIP: ") for name in keys_of(obj) if name != "Basis"]
