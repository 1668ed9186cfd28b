"""What is optimised is what Blender shows: Cycles renders a result's material in the light of our own renderer."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import torch
import trimesh
from mathutils import Vector
from numpy.typing import NDArray

from styleglip_addon.blender.names import COLOR_ATTRIBUTE
from styleglip_addon.blender.result.appearance_materials import show_part_materials, write_part_material
from styleglip_addon.blender.result.color_attributes import write_color
from styleglip_addon.engine.rendering import Appearance, SphericalGaussianLights, render_appearance
from styleglip_addon.engine.rendering.cameras import Cameras, look_at
from styleglip_addon.engine.rendering.color import srgb_to_linear
from styleglip_addon.engine.vocabulary.channels import METALLIC, ROUGHNESS

from .sample_objects import add_object, stylize

_SIZE = 48
_ENVIRONMENT = (64, 128)


def _surround_with(lights: SphericalGaussianLights) -> None:
    """Lights the scene with the lobes, as a panorama; Blender's has -X at its sides and +X in the middle."""
    height, width = _ENVIRONMENT
    across = (torch.arange(width) + 0.5) / width
    up = (torch.arange(height) + 0.5) / height
    elevation, azimuth = torch.meshgrid(math.pi * (up - 0.5), math.pi * (1.0 - 2.0 * across), indexing="ij")
    level = elevation.cos()
    directions = torch.stack((level * azimuth.cos(), level * azimuth.sin(), elevation.sin()), dim=-1)
    pixels = np.ones((height, width, 4), dtype=np.float32)
    pixels[..., :3] = lights.radiance(directions.reshape(-1, 3)).reshape(height, width, 3).numpy()
    image = bpy.data.images.new("Lights", width, height, float_buffer=True)
    image.colorspace_settings.name = "Linear Rec.709"
    image.pixels.foreach_set(pixels.ravel())
    image.pack()
    world = bpy.data.worlds.new("Lights")
    if bpy.app.version < (5, 0, 0):
        world.use_nodes = True
    panorama = world.node_tree.nodes.new("ShaderNodeTexEnvironment")
    panorama.image = image
    background = next(node for node in world.node_tree.nodes if node.type == "BACKGROUND")
    world.node_tree.links.new(panorama.outputs["Color"], background.inputs["Color"])
    bpy.context.scene.world = world


def _cycles(cameras: Cameras, path: Path) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """sRGB picture (H, W, 3) and where it is covered."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples = 64
    scene.cycles.use_denoising = False
    scene.render.threads_mode, scene.render.threads = "FIXED", 1
    scene.render.resolution_x = scene.render.resolution_y = _SIZE
    scene.render.film_transparent = True
    scene.view_settings.view_transform = "Standard"
    data = bpy.data.cameras.new("Camera")
    data.angle = math.radians(40.0)
    camera = bpy.data.objects.new("Camera", data)
    scene.collection.objects.link(camera)
    scene.camera = camera
    camera.location = cameras.centers()[0].tolist()
    camera.rotation_euler = (-Vector(camera.location)).to_track_quat("-Z", "Y").to_euler()
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
    picture = bpy.data.images.load(str(path))
    flat = np.empty(_SIZE * _SIZE * 4, dtype=np.float32)
    picture.pixels.foreach_get(flat)
    rgba = flat.reshape(_SIZE, _SIZE, 4)[::-1]
    return rgba[..., :3], rgba[..., 3] > 0.99


def _ball() -> tuple[Any, torch.Tensor, torch.Tensor]:
    ball = trimesh.creation.icosphere(4, radius=0.8)
    obj = add_object("Ball", ball.vertices.tolist(), ball.faces.tolist())
    obj.data.shade_smooth()
    return obj, torch.tensor(ball.vertices, dtype=torch.float32), torch.tensor(ball.faces)


def test_cycles_shows_gold_beside_clay_as_our_renderer_does(tmp_path: Path) -> None:
    obj, vertices, faces = _ball()
    stylize(obj, amount=0.0)
    left = (vertices[:, 0] < 0.0).float()
    gold, clay = srgb_to_linear(torch.tensor([[1.0, 0.86, 0.57], [0.75, 0.42, 0.3]]))
    color = left[:, None] * gold + (1.0 - left)[:, None] * clay
    roughness, metallic = left * 0.25 + (1.0 - left) * 0.9, left
    write_color(obj.data, COLOR_ATTRIBUTE, color.numpy())
    write_part_material(obj.data, "base", {ROUGHNESS: roughness.numpy(), METALLIC: metallic.numpy()})
    show_part_materials(obj.data, {"base": np.ones(len(vertices), dtype=np.float32)}, {})

    lights = SphericalGaussianLights(24)
    _surround_with(lights)
    cameras = look_at(torch.tensor([0.2]), torch.tensor([0.25]), up=(0, 0, 1), front=(0, -1, 0), field_of_view=40.0)
    theirs, covered = _cycles(cameras, tmp_path / "cycles.png")
    look = Appearance(color, {ROUGHNESS: roughness, METALLIC: metallic})
    ours = render_appearance(vertices, faces, look, cameras, (_SIZE, _SIZE), lights)
    both = covered & ours.mask[0].numpy()
    assert both.sum() > 0.95 * covered.sum()
    difference = np.abs(ours.image[0].permute(1, 2, 0).numpy() - theirs)[both]
    assert difference.mean() < 0.025
    assert np.quantile(difference, 0.95) < 0.08
