"""Blender's windows as background work needs them: drawn again, and lent to operators that a timer calls."""

from __future__ import annotations

from typing import Any

import bpy

from .language import translated


def redraw_sidebars() -> None:
    """Draws the panels again, and the status bar."""
    for area in _areas("VIEW_3D"):
        _redraw_regions(area, "UI")
    # It is in no screen's areas. This is one of the changes at which it draws itself.
    bpy.msgbus.publish_rna(key=(bpy.types.Window, "view_layer"))


def has_tool_at_work() -> bool:
    """Whether a modal operator runs in a window, for example one that moves things with the mouse."""
    return any(len(window.modal_operators) for window in bpy.context.window_manager.windows)


def redraw_views() -> None:
    """Draws the 3D views again."""
    for area in _areas("VIEW_3D"):
        _redraw_regions(area, "WINDOW")


def views() -> list[Any]:
    """The 3D views of all workspaces, those that are not on the screen now among them."""
    areas = (area for screen in bpy.data.screens for area in screen.areas)
    return [area.spaces.active for area in areas if area.type == "VIEW_3D"]


def redraw_preferences() -> None:
    """Draws the preferences again."""
    for area in _areas("PREFERENCES"):
        area.tag_redraw()


def call_with_undo(operator: str, **options: Any) -> None:
    """Calls one of the add-on's operators from the timer, as one undo step of its own."""
    windows = bpy.context.window_manager.windows
    # A timer has no window, and an undo step needs one. The second argument asks for the undo step, which operators
    # that are called from Python do not make otherwise.
    override = bpy.context.temp_override(window=windows[0]) if len(windows) else bpy.context.temp_override()
    with override:
        getattr(bpy.ops.styleglip, operator)("EXEC_DEFAULT", True, **options)


def show_sentence(sentence: str) -> None:
    """Shows a sentence at the mouse pointer; nothing without a window."""

    def draw(menu: Any, context: bpy.types.Context) -> None:
        menu.layout.label(text=translated(sentence), translate=False)

    windows = bpy.context.window_manager.windows
    if not bpy.app.background and len(windows):
        with bpy.context.temp_override(window=windows[0]):
            bpy.context.window_manager.popup_menu(draw, title="StyleGLIP", icon="ERROR")


def show_image(image: bpy.types.Image) -> None:
    """Shows an image in an image editor that is open, else in a new window."""
    for area in _areas("IMAGE_EDITOR"):
        area.spaces.active.image = image
        return
    windows = bpy.context.window_manager.windows
    if bpy.app.background or not len(windows):
        return
    with bpy.context.temp_override(window=windows[0]):
        bpy.ops.wm.window_new()
    area = windows[-1].screen.areas[0]
    area.type = "IMAGE_EDITOR"
    area.spaces.active.image = image
    region = next(region for region in area.regions if region.type == "WINDOW")
    with bpy.context.temp_override(window=windows[-1], area=area, region=region):
        bpy.ops.image.view_all(fit_view=True)


def _areas(kind: str) -> list[bpy.types.Area]:
    windows = bpy.context.window_manager.windows
    return [area for window in windows for area in window.screen.areas if area.type == kind]


def _redraw_regions(area: bpy.types.Area, kind: str) -> None:
    for region in area.regions:
        if region.type == kind:
            region.tag_redraw()
