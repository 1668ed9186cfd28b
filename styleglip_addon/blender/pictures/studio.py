"""A small photo studio in Blender: soft light, a plain backdrop, a camera that frames the object. Imports bpy."""

from __future__ import annotations

import math

import bpy
import numpy as np
from mathutils import Matrix, Vector


def set_up_render(scene: bpy.types.Scene, size: int, samples: int) -> None:
    """Cycles on the CPU for a square picture of `size` pixels, before a pale world."""
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = samples
    scene.cycles.use_denoising = True
    scene.cycles.denoising_quality = "FAST"
    scene.cycles.use_light_tree = False
    # Light goes in and out of glass, front and back, before it is seen.
    scene.cycles.max_bounces = scene.cycles.transmission_bounces = 8
    scene.cycles.diffuse_bounces = scene.cycles.glossy_bounces = 2
    scene.render.resolution_x = scene.render.resolution_y = size
    scene.render.resolution_percentage = 100
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGB"
    # AgX and Filmic would wash out the very colours the picture is to show.
    scene.view_settings.view_transform = "Standard"
    world = bpy.data.worlds.new("Preview Studio")
    world.use_nodes = True
    background = next(node for node in world.node_tree.nodes if node.type == "BACKGROUND")
    background.inputs["Color"].default_value = (1.0, 1.0, 1.0, 1.0)
    background.inputs["Strength"].default_value = 0.35
    scene.world = world


def build_studio(scene: bpy.types.Scene, obj: bpy.types.Object, azimuth: float, elevation: float) -> None:
    """Backdrop, three soft lights and a camera, all sized by the object."""
    corners = _world_corners(scene, obj)
    low, high = corners.min(axis=0), corners.max(axis=0)
    centre = Vector((low + high) / 2.0)
    radius = float(np.linalg.norm(high - low)) / 2.0
    turn = Matrix.Rotation(math.radians(azimuth), 3, "Z")

    backdrop = bpy.data.objects.new("Preview Backdrop", _sweep_mesh(radius))
    backdrop.location = (centre.x, centre.y, low[2])
    backdrop.rotation_euler = (0.0, 0.0, math.radians(azimuth))
    backdrop.data.materials.append(plain_material((0.46, 0.47, 0.49)))
    scene.collection.objects.link(backdrop)

    # Direction from the object, width in radii, and watts per square radius of each light.
    for direction, width, power in (
        ((-1.0, -1.4, 1.6), 2.2, 68.0),
        ((1.8, -1.0, 0.7), 3.0, 26.0),
        ((0.6, 1.2, 1.8), 1.6, 38.0),
    ):
        light = bpy.data.lights.new("Preview Light", "AREA")
        light.size = width * radius
        light.energy = power * radius**2
        lamp = bpy.data.objects.new("Preview Light", light)
        lamp.location = centre + turn @ (Vector(direction).normalized() * radius * 3.5)
        lamp.rotation_euler = (centre - lamp.location).to_track_quat("-Z", "Y").to_euler()
        scene.collection.objects.link(lamp)

    camera = bpy.data.cameras.new("Preview Camera")
    camera.lens = 70.0
    eye = bpy.data.objects.new("Preview Camera", camera)
    tilt = math.radians(elevation)
    outward = turn @ Vector((0.0, -math.cos(tilt), math.sin(tilt)))
    eye.rotation_euler = (-outward).to_track_quat("-Z", "Y").to_euler()
    eye.location = centre + outward * radius * 5.0
    scene.collection.objects.link(eye)
    scene.camera = eye
    depsgraph = _depsgraph(scene)
    location, _ = eye.camera_fit_coords(depsgraph, corners.ravel().tolist())
    eye.location = location + outward * (location - centre).length * 0.12  # some air around the object
    camera.clip_start, camera.clip_end = radius * 0.01, radius * 100.0


def _world_corners(scene: bpy.types.Scene, obj: bpy.types.Object) -> np.ndarray:
    """World positions (N, 3) of the evaluated object's vertices."""
    evaluated = obj.evaluated_get(_depsgraph(scene))
    mesh = evaluated.to_mesh()
    positions = np.empty(len(mesh.vertices) * 3, dtype=np.float32)
    mesh.vertices.foreach_get("co", positions)
    evaluated.to_mesh_clear()
    matrix = np.array(obj.matrix_world)
    return np.asarray(positions.reshape(-1, 3) @ matrix[:3, :3].T + matrix[:3, 3])


def _depsgraph(scene: bpy.types.Scene) -> bpy.types.Depsgraph:
    layer = scene.view_layers[0]
    layer.update()
    return layer.depsgraph


def _sweep_mesh(radius: float) -> bpy.types.Mesh:
    """A floor that curves up into a wall behind the object (+Y), without a visible edge."""
    bend = 3.0 * radius
    profile = [(-30.0 * radius, 0.0)]
    for step in range(17):
        angle = math.pi / 2 * step / 16
        profile.append((3.0 * radius + bend * math.sin(angle), bend * (1.0 - math.cos(angle))))
    profile.append((profile[-1][0], 30.0 * radius))
    vertices = [(side * 40.0 * radius, y, z) for y, z in profile for side in (-1.0, 1.0)]
    faces = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(profile) - 1)]
    mesh = bpy.data.meshes.new("Preview Backdrop")
    mesh.from_pydata(vertices, [], faces)
    mesh.shade_smooth()
    return mesh


def plain_material(color: tuple[float, float, float]) -> bpy.types.Material:
    """A matt material of one scene-linear colour."""
    material = bpy.data.materials.new("Preview Backdrop")
    material.use_nodes = True
    surface = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    surface.inputs["Base Color"].default_value = (*color, 1.0)
    surface.inputs["Roughness"].default_value = 1.0
    return material
