"""The demonstration's lamp with the atlas that Blender unwraps for it: the sharpness benchmark's artist's mesh."""

from __future__ import annotations

from pathlib import Path

import bpy

from styleglip_addon.blender.files.scene_files import read_object
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.textures.uv_maps import UvChoice, choose_uv_map
from tools.benchmarks.sharpness_patches import SIZE, Subject

_LAMP = Path(__file__).resolve().parents[2] / "tests" / "assets" / "lamp.obj"
_GAP = 16 / SIZE


def lamp_subject() -> Subject:
    """The lamp and a new UV map, as a run's own textures have it."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    lamp = read_object(_LAMP)
    exported = export_object(lamp)
    return Subject(exported.mesh, choose_uv_map(lamp, UvChoice.NEW, _GAP).corners)
