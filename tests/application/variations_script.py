"""Plays variations in the window: a lamp is stylized, a part's looks are shown, one is taken, and sliders are dragged.

Leaves pictures of the panel, narrow and wide, and `seen.json` with how long each took.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import Session, add_lamp_with_parts
from tests.application.queue_states_script import narrow

WIDTHS = (220, 350)


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
    session.settings.quality = "DRAFT"
    session.settings.use_textures = False
    session.undo_push()
    session.operator("styleglip.stylize")
    yield from session.until_over()
    assert session.ending()["stage"] == "DONE", session.ending()
    session.settings.active_part = 1
    from styleglip_addon.jobs.session import Lane
    from styleglip_addon.ui.outcomes import outcomes
    from styleglip_addon.ui.result.variations import VariationsSession

    seen: dict[str, Any] = {}
    started = time.monotonic()
    session.operator("styleglip.variations")
    yield from session.until(lambda: session.driver.job(Lane.PICTURES) is None)
    seen["pictures"] = time.monotonic() - started
    seen["icons"] = len(set(session.driver.shown(VariationsSession).icons))
    for width in WIDTHS:
        yield from narrow(window, width)
        yield 0.3
        session.shot(f"rows_{width}")
        _scroll(window, 1)
        yield 0.3
        session.shot(f"variations_{width}")
        _scroll(window, -1)
    before = lamp.data["styleglip"]
    for name in ("taken", "taken_again"):
        started = time.monotonic()
        session.operator("styleglip.take_variation", index=3 if name == "taken" else 4)
        yield from session.until(lambda: session.driver.job(Lane.DIALS) is None)
        seen[name] = time.monotonic() - started
    seen["looks"] = {key: (one.scale, one.seed) for key, one in outcomes(lamp).items()}
    started = time.monotonic()
    for step in range(8):
        bpy.context.window_manager.styleglip_scale = 1.0 + step / 8
        yield 0.05
    yield from session.until(lambda: session.driver.job(Lane.DIALS) is None)
    seen["slider"] = time.monotonic() - started
    seen["scale"] = outcomes(lamp)["tube"].scale
    yield 0.5
    window.screenshot("variations_window")
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        for _ in range(3):
            bpy.ops.ed.undo()
    lamp = bpy.data.objects["Lamp"]
    seen["undone"] = lamp.data["styleglip"] == before
    handle, area, region = window.view_3d()
    with bpy.context.temp_override(window=handle, area=area, region=region):
        bpy.ops.styleglip.choose_material("INVOKE_DEFAULT")
    yield 0.5
    window.type("wood")
    yield 1.0
    window.screenshot("materials")
    window.key("Escape")
    yield 0.5
    (window.output / "seen.json").write_text(json.dumps(seen))


def _scroll(window: Any, direction: int) -> None:
    """Scrolls the sidebar down to its end, or up again."""
    handle, area, region = window.view_3d()
    with bpy.context.temp_override(window=handle, area=area, region=region):
        for _ in range(30):
            bpy.ops.view2d.scroll_down() if direction > 0 else bpy.ops.view2d.scroll_up()
