"""Measures gaps between ticks in Blender's window while Suzanne is found and styled; see `tools/check_gaps.py`.

Played by `tools/blender_window.py`; writes `gaps.json` and pictures. Arguments: how many runs, and how many steps each
has (0: as many as the panel says).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import bpy

from tests.application.artist import Session
from tools.gap_recorder import TICK, GapRecorder, table

PROMPT = "gold ears, marble head, emerald eyes"


class Ticking:
    """Ticks a recorder by Blender's own timer, and notes what is drawn meanwhile."""

    def __init__(self) -> None:
        self.recorder = GapRecorder()
        self.phase = "idle"
        self._handlers = [
            (region, bpy.types.SpaceView3D.draw_handler_add(self._drawn, (), region, "POST_PIXEL"))
            for region in ("WINDOW", "UI")
        ]
        self._timer = self._tick
        bpy.types.STATUSBAR_HT_header.append(self._status)
        bpy.app.timers.register(self._timer, persistent=True)

    def end(self) -> None:
        """Takes all of it off."""
        bpy.app.timers.unregister(self._timer)
        bpy.types.STATUSBAR_HT_header.remove(self._status)
        for region, handler in self._handlers:
            bpy.types.SpaceView3D.draw_handler_remove(handler, region)

    def _tick(self) -> float:
        self.recorder.tick(self.phase)
        return TICK

    def _drawn(self) -> None:
        self.recorder.drawn = True

    def _status(self, header: Any, context: bpy.types.Context) -> None:
        self.recorder.drawn = True


def steps(window: Any) -> Iterator[float]:
    """Two seconds of nothing, then the runs."""
    for obj in list(bpy.data.objects):
        bpy.data.objects.remove(obj)
    window.only_view_3d()
    session = Session(window)
    session.preferences.glip = session.preferences.clip = "EMBEDDED"
    bpy.ops.mesh.primitive_monkey_add()
    session.settings.prompt = PROMPT
    session.settings.use_textures = False
    runs, iterations = (int(argument) for argument in window.arguments)
    if iterations:
        session.settings.iterations = iterations
    window.open_panel("StyleGLIP")
    session.undo_push()
    yield 1.0
    ticking = Ticking()
    yield 2.0
    for number in range(1, runs + 1):
        ticking.recorder.tick("")
        session.operator("styleglip.go_on_without")
        ticking.phase = f"{number} loading"
        waited = 0.0
        while session.job is not None:
            progress = session.run_of_job.progress
            if progress is not None:
                ticking.phase = f"{number} {progress.phase.value}"
            yield 0.05
            waited += 0.05
            assert waited < 600.0
        ticking.phase = ""
        yield 0.5
        assert session.run_of_job.stage.name == "DONE", session.ending()
    ticking.end()
    report = ticking.recorder.report()
    (window.output / "gaps.json").write_text(json.dumps(report, indent=1))
    print(table(report), flush=True)
    window.screenshot("done")
