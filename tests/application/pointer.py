"""Finds buttons of the sidebar by what they do, wherever a version or a language puts them, and clicks them.

The mouse goes over the sidebar, and Blender says what lies under it: a property, or an operator's Python command.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Generator, Iterator
from typing import Any

import bpy

STEP = 11
"""Pixels between two rows that are tried; a button is 20 high."""
COLUMNS = (0.22, 0.62, 0.84, 0.45, 0.75)
"""Where in the sidebar's width it is tried, the likely first."""

TABS = 22
"""Width of the sidebar's tabs."""
_MOST = 256
"""Numbers of two bytes among which a region's size is looked for."""
_SIDEBAR = 4
"""Blender's number of this kind of region."""


class ButtonError(Exception):
    """There is no such button in the sidebar."""


class Pointer:
    """The mouse over the sidebar.

    Args:
        window: the driver's.
    """

    def __init__(self, window: Any) -> None:
        self.window = window
        self._known: dict[str, tuple[int, int]] = {}

    def find(self, what: str) -> Generator[float, None, tuple[int, int]]:
        """Looks for a button and leaves the mouse on it; where it was last is tried first.

        Args:
            what: an operator such as "styleglip.stylize", or the name of a property.

        Returns:
            its place in pixels from the window's top left corner.

        Raises:
            ButtonError: there is none.
        """
        _, _, region = self.window.view_3d()
        window_height, width = bpy.context.window_manager.windows[0].height, region.width - TABS
        top = window_height - region.y - region.height
        last = [self._known[what]] if what in self._known else []
        tried = ((region.x + int(width * share), y) for y in range(top + 30, top + region.height - 8, STEP)
                 for share in COLUMNS)  # fmt: skip
        for x, y in (*last, *tried):
            self.window.move(x, y)
            yield 0.03
            if self.under() == what:
                self._known[what] = (x, y)
                return x, y
        raise ButtonError(f"{what} is not in the sidebar.")

    def under(self) -> str:
        """What lies under the mouse: an operator, the name of a property, or "" """
        window, area, region = self.window.view_3d()
        manager = bpy.context.window_manager
        manager.clipboard = ""
        with bpy.context.temp_override(window=window, area=area, region=region):
            shown = getattr(bpy.context, "property", None)
            if shown is not None:
                return str(shown[1]).rpartition(".")[2]
            if not bpy.ops.ui.copy_python_command_button.poll():
                return ""
            bpy.ops.ui.copy_python_command_button()
        return manager.clipboard.removeprefix("bpy.ops.").partition("(")[0]

    def click(self, what: str, twice: bool = False) -> Iterator[float]:
        """Clicks a button."""
        x, y = yield from self.find(what)
        yield 0.2
        self.window.click(x, y, twice)
        yield 0.5

    def write(self, what: str, text: str) -> Iterator[float]:
        """Types into a field of text in place of what is there."""
        yield from self.click(what, twice=True)
        self.window.key("ctrl+a")
        self.window.type(text)
        self.window.key("Return")
        yield 0.7

    def leave(self) -> Iterator[float]:
        """Takes the mouse into the 3D view, so that nothing is highlighted."""
        self.window.move(400, 400)
        yield 0.3

    def scroll(self, clicks: int) -> Iterator[float]:
        """Turns the wheel over the sidebar: down, up where negative."""
        handle, _, region = self.window.view_3d()
        x, y = region.x + region.width // 3, handle.height - region.y - region.height // 2
        turn = ["click", "--repeat", str(abs(clicks)), "--delay", "15", "5" if clicks > 0 else "4"]
        subprocess.Popen(["xdotool", "mousemove", str(x), str(y), *turn])
        yield 2.0
        yield from self.leave()

    def set_width(self, width: int) -> Iterator[float]:
        """Makes the sidebar's panel so wide in pixels, without its tabs.

        Blender's Python can read a region's width alone, and takes none of the mouse that xdotool moves; the width
        that Blender keeps for the region is written where it lies, right behind what Python shows of it.
        """
        _, area, region = self.window.view_3d()
        shorts = (ctypes.c_short * _MOST).from_address(region.as_pointer())
        first = bytes(shorts).index(_rectangle(region)) // 2 + 16  # behind two rectangles of four whole numbers
        assert (shorts[first], shorts[first + 1]) == (region.width, region.height)
        kind = next(at for at in range(first + 2, first + 8) if shorts[at] == _SIDEBAR and shorts[at - 1] in (0, 1))
        shorts[kind + 3] = round((width + TABS) / bpy.context.preferences.system.ui_scale)
        area.spaces.active.show_region_ui = False
        yield 0.5
        area.spaces.active.show_region_ui = True
        yield 0.5


def _rectangle(region: Any) -> bytes:
    edges = (region.x, region.x + region.width - 1, region.y, region.y + region.height - 1)
    return b"".join(edge.to_bytes(4, sys.byteorder, signed=True) for edge in edges)
