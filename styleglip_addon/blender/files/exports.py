"""Writes an object with a result to .glb, .usd, .obj and .ply files: the shape as it looks, materials and textures.

Each file holds the active object alone, with what it hangs from. What several files are needed for is written into a
folder beside them first, so that a file is there complete or not at all.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bpy
import numpy as np

from ...engine.optimisation.temporary_files import temporary_beside
from ..names import COLOR_ATTRIBUTE, PART_PREFIX, UV_MAP
from ..result.materials import result_slot
from .export_images import image_files, images_of
from .scene_files import OutputFileError

_OWN = "StyleGLIP"
"""How the names of attributes begin that are a result's."""


def save_glb(path: Path) -> None:
    """Writes a binary glTF file; textures lie in it.

    Raises:
        OutputFileError: it cannot be written; what was there before stays.
    """

    def write(target: Path, obj: bpy.types.Object) -> None:
        has_shapes = obj.data.shape_keys is not None
        bpy.ops.export_scene.gltf(
            filepath=str(target),
            export_format="GLB",
            use_selection=True,
            export_apply=not has_shapes,
            export_animations=obj.find_armature() is not None or has_shapes,
            **_known(bpy.ops.export_scene.gltf, export_all_vertex_colors=False),
        )

    _save(path, write)


def save_usd(path: Path) -> None:
    """Writes a USD file; textures lie in a folder beside it.

    Raises:
        OutputFileError: see `save_glb`.
    """

    def write(target: Path, obj: bpy.types.Object) -> None:
        bpy.ops.wm.usd_export(
            filepath=str(target),
            selected_objects_only=True,
            export_shapekeys=obj.data.shape_keys is not None,
            export_materials=bool(images_of(obj)),
            relative_paths=True,
            **_known(
                bpy.ops.wm.usd_export,
                export_textures=False,
                export_textures_mode="KEEP",
                convert_world_material=False,
            ),
        )

    _save(path, write, color_name="displayColor")  # USD's own name for it


def save_obj(path: Path) -> None:
    """Writes an OBJ file, its .mtl file beside it, and textures in a folder beside them.

    Raises:
        OutputFileError: see `save_glb`.
    """

    def write(target: Path, obj: bpy.types.Object) -> None:
        bpy.ops.wm.obj_export(
            filepath=str(target),
            export_selected_objects=True,
            export_colors=not images_of(obj),
            export_pbr_extensions=True,
            path_mode="RELATIVE",
        )
        _say_normals(target.with_suffix(".mtl"))

    _save(path, write)


def save_ply(path: Path) -> None:
    """Writes a PLY file: the shape and the colours of its vertices.

    Raises:
        OutputFileError: see `save_glb`.
    """

    def write(target: Path, obj: bpy.types.Object) -> None:
        bpy.ops.wm.ply_export(
            filepath=str(target),
            export_selected_objects=True,
            export_colors="SRGB",
            export_normals=True,
            export_uv=False,
        )

    _save(path, write, colors=True)


WRITERS: dict[str, Callable[[], Any]] = {
    ".glb": lambda: bpy.ops.export_scene.gltf,
    ".usd": lambda: bpy.ops.wm.usd_export,
    ".obj": lambda: bpy.ops.wm.obj_export,
    ".ply": lambda: bpy.ops.wm.ply_export,
}
"""Blender's operators by suffix."""


def has_writer(path: Path) -> bool:
    """Whether this Blender can write such a file: some are built without USD, and add-ons can be off."""
    writer = WRITERS.get(path.suffix.lower())
    try:
        return writer is None or writer().get_rna_type() is not None
    except (KeyError, AttributeError):
        return False


def textures_folder(path: Path) -> Path:
    """The folder beside a file that holds its textures."""
    return path.with_name(f"{path.stem}-textures")


def _save(
    path: Path, write: Callable[[Path, bpy.types.Object], None], *, colors: bool = False, color_name: str = "Color"
) -> None:
    obj = bpy.context.view_layer.objects.active
    if obj is None or obj.type != "MESH":
        raise OutputFileError(f'"{path}" could not be saved: there is no mesh to write. Use a .blend file.')
    work = temporary_beside(path)
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        folder = work / textures_folder(path).name
        with _only_selected(obj), _as_it_looks(obj, colors, color_name), image_files(obj, folder):
            write(work / path.name, obj)
        if path.suffix.lower() == ".glb":
            shutil.rmtree(folder, ignore_errors=True)  # they lie in the file
        if not (work / path.name).is_file():
            raise OSError("Blender wrote nothing")
        _move(work, path)
    except (RuntimeError, OSError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error).strip().splitlines()[-1]
        raise OutputFileError(
            f'"{path}" could not be saved: {reason.removeprefix("Error: ")}. Free some space or choose another place.'
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _move(work: Path, path: Path) -> None:
    """Puts what was written in its place: what the file needs first, the file itself last."""
    for file in sorted(work.rglob("*"), key=lambda file: file.name == path.name):
        if file.is_file():
            with file.open("rb+") as held:
                os.fsync(held.fileno())
            target = path.parent / file.relative_to(work)
            target.parent.mkdir(exist_ok=True)
            file.replace(target)


@contextlib.contextmanager
def _only_selected(obj: bpy.types.Object) -> Iterator[None]:
    """Selects an object and what it hangs from: parents, and the armatures that move it."""
    chosen, further = {obj}, [obj]
    while further:
        each = further.pop()
        above = [each.parent, *(m.object for m in each.modifiers if m.type == "ARMATURE")]
        new = [other for other in above if other is not None and other not in chosen]
        chosen |= set(new)
        further += new
    layer = bpy.context.view_layer.objects
    before = {other: (other.select_get(), other.hide_get(), other.hide_viewport) for other in layer}
    for other in before:
        if other in chosen:
            other.hide_viewport = False
            other.hide_set(False)
        other.select_set(other in chosen)
    try:
        yield
    finally:
        for other, (selected, hidden, off) in before.items():
            other.hide_viewport = off
            other.hide_set(hidden)
            other.select_set(selected)


@contextlib.contextmanager
def _as_it_looks(obj: bpy.types.Object, colors: bool, color_name: str) -> Iterator[None]:
    """Gives an object a copy of its mesh for the body, with what other programs read of it and nothing else.

    Where all shape keys are a result's the copy has the shape that they make; an artist's own stay what they are. What
    only Blender's nodes read goes. Without textures, the result's material is one that shows the colours.

    Args:
        obj: the object.
        colors: whether there are to be colours at the vertices beside textures.
        color_name: what they are called.
    """
    mesh = obj.data
    keys = mesh.shape_keys
    blocks = [] if keys is None else list(keys.key_blocks)
    textured = bool(images_of(obj))
    copy = mesh.copy()
    mesh_name, mesh.name = mesh.name, "StyleGLIP Original"
    copy.name = mesh_name
    plain: bpy.types.Material | None = None
    result: bpy.types.Material | None = None
    try:
        obj.data = copy
        if len(blocks) > 1 and all(block.name.startswith(PART_PREFIX) for block in blocks[1:]):
            _mix_shapes(obj)
        kept = {UV_MAP, COLOR_ATTRIBUTE} if colors or not textured else {UV_MAP}
        for name in [a.name for a in copy.attributes if a.name.startswith(_OWN) and a.name not in kept]:
            copy.attributes.remove(copy.attributes[name])  # by name: each removal moves the others
        slot = result_slot(copy)
        if COLOR_ATTRIBUTE in copy.color_attributes:
            copy.color_attributes.active_color = copy.color_attributes[COLOR_ATTRIBUTE]
            copy.color_attributes.active_color.name = color_name
            if not textured and slot >= 0:
                result = copy.materials[slot]
                plain = _color_material(result, color_name)
                copy.materials[slot] = plain
        yield
    finally:
        obj.data = mesh
        bpy.data.meshes.remove(copy)
        mesh.name = mesh_name
        if plain is not None and result is not None:
            material_name = plain.name
            bpy.data.materials.remove(plain)
            result.name = material_name


def _say_normals(materials: Path) -> None:
    """Calls normal maps what the PBR extension of .mtl files calls them: Blender writes them as heights."""
    if materials.is_file():
        text = materials.read_bytes()
        materials.write_bytes(re.sub(rb"(?m)^map_Bump(?: -bm [\d.]+)?(?= )", b"norm", text))


def _mix_shapes(obj: bpy.types.Object) -> None:
    """Makes the shape that the shape keys give the mesh's own."""
    mesh = obj.data
    mixed = obj.shape_key_add(name="Mixed", from_mix=True)
    coordinates = np.empty(3 * len(mesh.vertices), dtype=np.float32)
    mixed.data.foreach_get("co", coordinates)
    obj.shape_key_clear()
    mesh.vertices.foreach_set("co", coordinates)
    mesh.update()


def _color_material(result: bpy.types.Material, color_name: str) -> bpy.types.Material:
    """A material of the colours at the vertices alone, as every program reads it; it takes the result's name."""
    name, result.name = result.name, "StyleGLIP Result"
    material = bpy.data.materials.new(name)
    if bpy.app.version < (5, 0, 0):  # from 5.0 on materials always have nodes
        material.use_nodes = True
    nodes = material.node_tree.nodes
    surface = next(node for node in nodes if node.type == "BSDF_PRINCIPLED")
    surface.inputs["Base Color"].default_value = (1.0, 1.0, 1.0, 1.0)
    reader = nodes.new("ShaderNodeVertexColor")
    reader.layer_name = color_name
    material.node_tree.links.new(reader.outputs["Color"], surface.inputs["Base Color"])
    return material


def _known(operator: Any, **options: Any) -> dict[str, Any]:
    """The options that this Blender's operator has."""
    known = {each.identifier for each in operator.get_rna_type().properties}
    return {name: value for name, value in options.items() if name in known}
