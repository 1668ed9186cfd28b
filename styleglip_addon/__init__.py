"""StyleGLIP: stylizes a mesh part by part from one line of text. Register and unregister, nothing else.

The user interface is imported on registration, so that the engine can be used where there is no Blender.
"""

from __future__ import annotations


def register() -> None:
    """Called by Blender when the extension is enabled."""
    from . import ui

    ui.register()


def unregister() -> None:
    """Called by Blender when the extension is disabled, and when Blender quits."""
    from . import ui

    ui.unregister()
