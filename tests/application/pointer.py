"""Finds buttons of the sidebar by what they do, wherever a version or a language puts them, and clicks them.

The mouse goes over the sidebar, and Blender says what lies under it: a property, or an operator's Python command.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import bpy

STEP = 11
"""Pixels between two rows that are tried; a button is 20 high."""
COLUMNS = (0.22, 0.62, 0.84, 0.45)
"""Where in the sidebar's width it is tried, the likely first."""


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
        window_height, width = bpy.context.window_manager.windows[0].height, region.width - 22  # without the tabs
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
