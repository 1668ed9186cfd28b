"""Makes the picture of the panel for the documentation: prompt read, running, done, side by side.

    python tools/blender_window.py run --output build/window tests/application/panel_pictures_script.py

leaves build/window/panel.png, and preview.png and window.png of the whole window during and after the run. The parts of
the lamp are given as vertex groups, so that the picture shows the panel and does not depend on what the model finds.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import Session, add_lamp_with_parts

STEPS = 30


def near(window: Any) -> None:
    """Fills the view with the lamp."""
    handle, area, _ = window.view_3d()
    region = next(region for region in area.regions if region.type == "WINDOW")
    with bpy.context.temp_override(window=handle, area=area, region=region):
        bpy.ops.view3d.view_selected()


def steps(window: Any) -> Iterator[float]:
    """The session."""
    for obj in list(bpy.data.objects):
        bpy.data.objects.remove(obj)
    window.only_view_3d()
    session = Session(window)
    session.preferences.glip = session.preferences.clip = "EMBEDDED"
    lamp = add_lamp_with_parts(session)
    yield 0.3
    window.open_panel("StyleGLIP")
    session.settings.iterations = STEPS
    session.settings.use_textures = False  # they would be baked for minutes where a processor draws the window
    session.undo_push()
    near(window)
    yield 0.5
    session.shot("parsed")
    session.operator("styleglip.stylize")
    yield from session.until_styling(STEPS // 3 + 2)
    session.shot("running")
    window.screenshot("preview")
    yield from session.until_over()
    assert session.ending()["stage"] == "DONE", session.ending()
    session.shot("done")
    lamp.data.styleglip_color_mix[0] = 0.25
    lamp.data.shape_keys.key_blocks["StyleGLIP: tube"].value = 0.0
    _, area, _ = window.view_3d()
    assert area.spaces.active.shading.color_type == "VERTEX", "the result is seen in Solid shading"
    yield 0.5
    window.screenshot("window")
    pictures = [str(window.output / f"{name}.png") for name in ("parsed", "running", "done")]
    height = "0x690+0+0"  # what is below the panel is the empty viewport
    crop = ["-gravity", "NorthWest", "-crop", height, "+repage", "-strip"]
    subprocess.run(["convert", *pictures, "+append", "+repage", *crop, str(window.output / "panel.png")], check=True)
