"""Renders an object alone with Cycles in the studio, a scene of its own that is removed after the picture."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bpy

from .studio import build_studio, set_up_render


def render_object(
    obj: bpy.types.Object,
    path: Path,
    size: int = 512,
    samples: int = 12,
    azimuth: float = 30.0,
    elevation: float = 14.0,
) -> None:
    """Renders the object alone, as it looks now, with Cycles on the CPU.

    Args:
        obj: a mesh object; shape keys, modifiers and materials count.
        path: PNG file to write.
        size: width and height, pixels.
        samples: Cycles samples per pixel, before denoising.
        azimuth: degrees the camera is turned from the object's front (-Y) to its right.
        elevation: degrees the camera looks down.
    """
    previous = bpy.context.window.scene if bpy.context.window else None
    scene = bpy.data.scenes.new("Preview Studio")
    before = _owned_data()
    try:
        scene.collection.objects.link(obj)
        set_up_render(scene, size, samples)
        with _temporarily(obj, hide_render=False, hide_viewport=False):
            build_studio(scene, obj, azimuth, elevation)
            scene.render.filepath = str(path)
            with without_chatter():
                bpy.ops.render.render(write_still=True, scene=scene.name)
    finally:
        bpy.data.scenes.remove(scene)
        for collection, names in before:
            for block in [block for block in collection if block.name not in names and block.users == 0]:
                collection.remove(block)
        if previous is not None:
            bpy.context.window.scene = previous


@contextmanager
def without_chatter() -> Iterator[None]:
    """Keeps Blender's running commentary, which it writes to the process's standard output, off the terminal."""
    sys.stdout.flush()
    saved = os.dup(1)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(saved, 1)
        os.close(saved)


def _owned_data() -> list[tuple[bpy.types.bpy_prop_collection, set[str]]]:
    """The collections a studio adds to, each with the names it holds now."""
    data = bpy.data
    kinds = (data.objects, data.meshes, data.lights, data.cameras, data.materials, data.worlds)
    return [(kind, {block.name for block in kind}) for kind in kinds]


@contextmanager
def _temporarily(obj: bpy.types.Object, **values: bool) -> Iterator[None]:
    """Sets attributes of the object and restores them."""
    saved = {name: getattr(obj, name) for name in values}
    try:
        for name, value in values.items():
            setattr(obj, name, value)
        yield
    finally:
        for name, value in saved.items():
            setattr(obj, name, value)
