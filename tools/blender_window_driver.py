"""Runs inside the Blender window of `tools/blender_window.py`: plays a script step by step and quits with its outcome.

A script is a Python file with one generator function::

    def steps(window):
        window.open_panel("StyleGLIP")
        yield 0.5                      # seconds in which Blender's own main loop runs: timers, redraws, clicks
        window.screenshot("idle")      # /output/idle.png
        window.click(900, 300)

Anything it raises is printed and makes the exit code 1. `window.output` and `window.arguments` are the folder for files
and the script's arguments.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy


class Window:
    """What a script can do with the window besides bpy.

    Args:
        output: folder for screenshots and other files.
        arguments: the script's arguments.
    """

    def __init__(self, output: Path, arguments: list[str]) -> None:
        self.output = output
        self.arguments = arguments

    def view_3d(self) -> tuple[Any, Any, Any]:
        """The window, the 3D view's area and its sidebar region."""
        window = bpy.context.window_manager.windows[0]
        area = next(a for a in window.screen.areas if a.type == "VIEW_3D")
        return window, area, next(r for r in area.regions if r.type == "UI")

    def only_view_3d(self) -> None:
        """Close all other editors, so that the panel has the window's whole height."""
        window, keep, _ = self.view_3d()
        for area in [a for a in window.screen.areas if a != keep]:
            with bpy.context.temp_override(window=window, area=area):
                bpy.ops.screen.area_close()

    def open_panel(self, category: str) -> None:
        """Open the 3D view's sidebar at a tab."""
        window, area, region = self.view_3d()
        area.spaces.active.show_region_ui = True
        with bpy.context.temp_override(window=window, area=area, region=region):
            bpy.ops.wm.redraw_timer(type="DRAW_WIN_SWAP", iterations=1)  # a region knows its tabs once drawn
        region.active_panel_category = category
        area.tag_redraw()

    def redraw(self) -> None:
        """Draw everything now."""
        with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
            bpy.ops.wm.redraw_timer(type="DRAW_WIN_SWAP", iterations=2)

    def screenshot(self, name: str, panel_only: bool = False) -> Path:
        """Write what the screen shows to `output`/`name`.png; `panel_only` crops it to the sidebar."""
        self.redraw()
        path = self.output / f"{name}.png"
        crop: list[str] = []
        if panel_only:
            window, _, region = self.view_3d()
            top = window.height - region.y - region.height
            crop = ["-crop", f"{region.width}x{region.height}+{region.x}+{top}", "+repage"]
        subprocess.run(["import", "-window", "root", *crop, str(path)], check=True)
        return path

    def click(self, x: int, y: int, twice: bool = False) -> None:
        """Click at pixels from the top left. It arrives in a later step."""
        repeat = ["--repeat", "2", "--delay", "60"] if twice else []
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", *repeat, "1"], check=True)

    def move(self, x: int, y: int) -> None:
        """Move the mouse."""
        subprocess.run(["xdotool", "mousemove", str(x), str(y)], check=True)

    def key(self, keys: str) -> None:
        """Press keys, e.g. "ctrl+z". They arrive in a later step, where the mouse is."""
        subprocess.run(["xdotool", "key", keys], check=True)

    def type(self, text: str) -> None:
        """Type text."""
        subprocess.run(["xdotool", "type", "--delay", "20", text], check=True)


def main() -> None:
    """Load the script named on the command line and play it on a timer."""
    script, *arguments = sys.argv[sys.argv.index("--") + 1 :]
    bpy.context.preferences.view.show_splash = False
    bpy.context.preferences.view.show_tooltips = False
    specification = importlib.util.spec_from_file_location("window_script", script)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    steps: Iterator[float] = module.steps(Window(Path("/output"), arguments))

    def play() -> float | None:
        code = 0
        try:
            return next(steps)
        except StopIteration:
            pass
        except BaseException:
            traceback.print_exc()
            code = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # no question about unsaved changes, and no crash of Blender's own on the way out

    bpy.app.timers.register(play, first_interval=1.0, persistent=True)


main()
