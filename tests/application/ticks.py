"""How long Blender's window does not answer: gaps between the ticks of a timer, those apart in which it drew."""

from __future__ import annotations

import time
from typing import Any

import bpy

INTERVAL = 0.01
"""Seconds."""


class Ticks:
    """Counts from its making until `end`."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._has_drawn = False
        self._gaps: list[float] = []
        self._drawing: list[float] = []
        space = bpy.types.SpaceView3D
        self._handles = [
            (space.draw_handler_add(self._drawn, (), kind, "POST_PIXEL"), kind) for kind in ("WINDOW", "UI", "HEADER")
        ]
        self._timer = self._tick  # Blender knows a timer by its identity, and each look at a method makes another
        bpy.app.timers.register(self._timer, first_interval=INTERVAL, persistent=True)

    def _drawn(self) -> None:
        self._has_drawn = True

    def _tick(self) -> float:
        now = time.perf_counter()
        (self._drawing if self._has_drawn else self._gaps).append(now - self._last)
        self._last, self._has_drawn = now, False
        return INTERVAL

    def end(self) -> dict[str, Any]:
        """Median, 99th percentile and the longest of the gaps without drawing, in milliseconds, and how many."""
        bpy.app.timers.unregister(self._timer)
        for handle, kind in self._handles:
            bpy.types.SpaceView3D.draw_handler_remove(handle, kind)
        gaps = sorted(self._gaps) or [0.0]
        chosen = {"median": gaps[len(gaps) // 2], "p99": gaps[int(len(gaps) * 0.99)], "longest": gaps[-1]}
        return {name: round(1000.0 * gap, 1) for name, gap in chosen.items()} | {
            "gaps": len(gaps),
            "longest_drawing": round(1000.0 * max(self._drawing, default=0.0), 1),
        }
