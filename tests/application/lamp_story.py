"""A lamp with a part that is painted with the mouse; then ten runs, after which nothing has grown.

Played by `test_stories.py`.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy

from tests.application.artist import add_lamp
from tests.application.story import Story, keys_of, shape_names

RUNS = 10


def steps(window: Any) -> Iterator[float]:
    """The story."""
    story = Story(window)
    yield from story.begin()
    yield from painted_part(story)
    yield from ten_runs(story)
    story.tell()


def painted_part(story: Story) -> Iterator[float]:
    """One of three parts is painted where it is; the others are found."""
    add_lamp(around=24, refine=4)
    story.close_up()
    yield from story.pointer.write("prompt", "gold shade, pottery base")
    story.quick(steps=2)
    yield 0.3
    yield from story.pointer.click("styleglip.paint_part")
    lamp = bpy.data.objects["Lamp"]
    story.seen["painting"] = bpy.context.mode
    yield from _stroke(story)
    group = lamp.vertex_groups.active
    story.seen["painted"] = sum(weight > 0.5 for weight in _weights(lamp, group))
    yield from story.shot("01-painted")
    yield from story.pointer.click("styleglip.stop_painting")
    story.seen["after_painting"] = [bpy.context.mode, story.settings.parts[0].mask_source]
    yield from story.pointer.click("styleglip.stylize")
    yield from story.until_over()
    if story.ending()["stage"] == "ASKING":  # whether the model knows the base is no matter of this story
        yield from story.pointer.click("styleglip.go_on_without")
        yield from story.until_over()
    story.seen["stylized"] = story.ending() | {"parts": shape_names(lamp)}
    yield from story.shot("02-stylized")


def ten_runs(story: Story) -> Iterator[float]:
    """Stylize is pressed again and again; the first two fill what is kept."""
    held = []
    for _ in range(RUNS):
        story.operator("styleglip.go_on_without")
        yield from story.until_over()
        assert story.ending()["stage"] == "DONE", story.ending()
        held.append({"megabytes": _megabytes(), "keys": len(keys_of(bpy.data.objects["Lamp"])), **_blocks()})
    story.seen["held"] = held
    yield from story.shot("03-after-ten-runs")


def _stroke(story: Story) -> Iterator[float]:
    """Drags the brush from side to side over the upper part of the object."""
    window, area, _ = story.window.view_3d()
    region = next(region for region in area.regions if region.type == "WINDOW")
    bpy.context.scene.tool_settings.unified_paint_settings.size = 60
    x, y = region.x + region.width // 2, window.height - region.y - int(region.height * 0.72)
    moves = [f"mousemove {x + dx} {y + dy} sleep 0.06" for dy in (0, 30, 60) for dx in range(-160, 161, 40)]
    command = f"mousemove {x - 160} {y} sleep 0.3 mousedown 1 {' '.join(moves)} mouseup 1"
    process = subprocess.Popen(["xdotool", *command.split()])
    while process.poll() is None:
        yield 0.05
    yield 0.7


def _weights(obj: Any, group: Any) -> list[float]:
    return [
        membership.weight
        for vertex in obj.data.vertices
        for membership in vertex.groups
        if membership.group == group.index
    ]


def _blocks() -> dict[str, int]:
    kinds = ("meshes", "materials", "images", "node_groups", "objects")
    return {kind: len(getattr(bpy.data, kind)) for kind in kinds}


def _megabytes() -> int:
    """Resident memory of Blender, as Linux counts it."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 // 1_000_000
