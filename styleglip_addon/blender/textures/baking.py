"""Bakes the result of an object to textures: gathers what it takes, and writes what came out in one go.

Between the two lies the engine's work, which may run on another thread: `prepare_bake` reads the object and changes
nothing, `write_bake` finds it again. Call `write_bake` once from an operator with `bl_options = {"REGISTER", "UNDO"}`,
and one Ctrl+Z takes UV map, material and images back; files in a folder stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.baking import BakedMaps, BakeMap, BakeOrder, BakeSettings, OnBakeProgress, Relief, bake_order
from ...engine.baking.texture_size import wanted_texture_size
from ..names import part_data_name
from ..reading.mesh_export import ExportedObject, export_object
from ..reading.seen_surface import SeenSurface, seen_mesh
from ..reading.shaping_modifiers import moves_uv
from ..reading.validation import ObjectError
from ..result.dial_values import read_roughness, shown_mix
from ..result.materials import remove_unused_materials, result_slot
from ..result.part_mix import part_names
from ..result.record import read_record
from ..result.transaction import all_or_nothing
from .baked_images import TextureFolder, image_name, make_images, remove_unused_images
from .baked_material import baked_material_name, show_baked_material
from .uv_maps import ChosenUvMap, UvChoice, choose_uv_map, write_uv_map
from .uv_reading import triangle_normals, triangle_uv

if TYPE_CHECKING:
    from ...engine.optimisation.state import StyleState


@dataclass(frozen=True)
class BakeOptions:
    """What is baked and where it goes.

    Args:
        settings: size, kinds of textures, margin, relief.
        uv_choice: whose UV map.
        folder: where files go; None: the textures are packed into the .blend file.
        displaces: let the displacement texture move the surface when rendering; it needs a subdivided mesh.
        follows: the size follows the finest detail, and that of the settings is not looked at.
        finest: size of that detail, metres; None: not known.
    """

    settings: BakeSettings = field(default_factory=BakeSettings)
    uv_choice: UvChoice = UvChoice.AUTO
    folder: TextureFolder | None = None
    displaces: bool = False
    follows: bool = False
    finest: float | None = None


@dataclass(frozen=True, eq=False)
class PreparedBake:
    """What the engine needs, as plain arrays, and the way back to the object.

    Args:
        exported: the object's mesh.
        order: for the engine.
        options: what is baked and where it goes.
        uv: the UV map.
        record_id: of the result; another one has come since if it differs.
    """

    exported: ExportedObject
    order: BakeOrder
    options: BakeOptions
    uv: ChosenUvMap
    record_id: str


def prepare_bake(obj: bpy.types.Object, state: StyleState, options: BakeOptions) -> PreparedBake:
    """Reads everything a bake needs. What can be wrong is found here, before the work; the object stays as it is.

    Args:
        obj: an object with a result.
        state: of the run that made it.
        options: what is baked.

    Raises:
        UvMapError: the UV map cannot carry textures.
        OutputFileError: the folder cannot be written to, or has files of the same names.
        ObjectError: everything else that stands in the way.
    """
    exported = export_object(obj)
    record = read_record(obj.data)
    if record is None:
        raise ObjectError(f'"{obj.name}" has no StyleGLIP result to bake. Press Stylize first.')
    if result_slot(obj.data) < 0:
        raise ObjectError(
            f'The material of the result was taken off "{obj.name}", so there is no place for the textures. Undo that, '
            "or stylize it again."
        )
    if options.folder is not None:
        options.folder.check(obj.name, options.settings.wanted)
    # Islands of a new map share what is half a rim between them: all of it would cost a fifth of the texels, or more.
    gap = 0.5 * options.settings.margin / options.settings.size
    uv = choose_uv_map(obj, options.uv_choice, min(gap, 0.02))
    uv, normals, copies = _as_seen(obj, exported.seen, uv)
    settings = options.settings
    if options.follows:
        covered = float(np.abs(uv.corners.areas()).sum())
        settings = replace(settings, size=wanted_texture_size(options.finest, surface_area(exported), covered))
    order = BakeOrder(
        state=state,
        mesh=exported.mesh,
        uv=uv.corners,
        settings=settings,
        corner_normals=_in_engine_frame(normals, exported.stretch),
        copies=copies,
        derived=None if exported.seen is None else exported.seen.derived,
        color_mix=shown_mix(obj.data),
        roughness=read_roughness(obj.data),
        height_mix=_key_values(obj) if settings.relief is Relief.BEYOND_VERTICES else {},
    )
    return PreparedBake(exported, order, options, uv, record.id)


def write_bake(prepared: PreparedBake, baked: BakedMaps) -> bpy.types.Object:
    """Writes UV map, images and material to the object; all of them or nothing.

    Returns:
        The object.

    Raises:
        ObjectError: the object is gone, was changed, has another result, or cannot be written to now.
        OutputFileError: a texture cannot be saved.
    """
    obj = prepared.exported.handle.find()
    record = read_record(obj.data)
    if record is None or record.id != prepared.record_id:
        raise ObjectError(f'"{obj.name}" has another result than the one that was baked. Bake it again.')
    if result_slot(obj.data) < 0:
        raise ObjectError(f'The material of the result was taken off "{obj.name}". Undo that and bake it again.')
    baked = _in_object_units(baked, prepared.exported.stretch)
    images = make_images(obj.name, baked, prepared.options.folder)
    try:
        with all_or_nothing(obj):
            write_uv_map(obj.data, prepared.uv)
            material = show_baked_material(obj, baked, images, prepared.uv.name, displaces=prepared.options.displaces)
            obj.data.update()
    except BaseException:
        for image in images.values():
            bpy.data.images.remove(image)
        raise
    # Only now: the mesh kept for a failure used the textures of the last bake too. The new ones take over the names.
    remove_unused_materials()
    remove_unused_images()
    material.name = baked_material_name(obj.name)
    for kind, image in images.items():
        image.name = image_name(obj.name, kind)
    return obj


def bake_object(
    obj: bpy.types.Object, state: StyleState, options: BakeOptions, on_progress: OnBakeProgress | None = None
) -> tuple[str, ...]:
    """Bakes at once and waits for it, for runs without a window.

    Args:
        obj: an object with a result.
        state: of the run that made it.
        options: what is baked.
        on_progress: receives the engine's reports, on this thread.

    Returns:
        Sentences for the user.

    Raises:
        StyleGLIPError: the sentence says what stands in the way; the object is unchanged.
    """
    prepared = prepare_bake(obj, state, options)
    baked = bake_order(prepared.order, on_progress)
    write_bake(prepared, baked)
    return notes(prepared, baked)


def notes(prepared: PreparedBake, baked: BakedMaps) -> tuple[str, ...]:
    """What the user should know about a finished bake."""
    return tuple(sentence for sentence in (prepared.uv.note, *baked.warnings) if sentence)


def surface_area(exported: ExportedObject) -> float:
    """Area of an object's surface without copies of it (mirrored halves and the like), square metres."""
    from ...engine.surface import face_areas  # with SciPy

    faces = exported.mesh.faces if exported.seen is None else exported.mesh.faces[~exported.seen.copies]
    return float(face_areas(exported.mesh.vertices, faces).sum())


def _as_seen(
    obj: bpy.types.Object, seen: SeenSurface | None, uv: ChosenUvMap
) -> tuple[ChosenUvMap, NDArray[np.float32], NDArray[np.bool_] | None]:
    """The UV map and the normals at the corners of the triangles that are seen, and which of these show others' texels.

    Raises:
        ObjectError: the modifiers do not hand the UV map on.
    """
    if seen is None:
        return uv, triangle_normals(obj.data), None
    with seen_mesh(obj, None if uv.loops is None else (uv.name, uv.loops)) as mesh:
        if uv.name not in mesh.uv_layers:
            raise ObjectError(
                f'The modifiers of "{obj.name}" do not hand its UV map "{uv.name}" on. Apply them, then bake again.'
            )
        corners, normals = triangle_uv(mesh, uv.name), triangle_normals(mesh)
    copies = np.zeros(len(seen.copies), dtype=bool) if moves_uv(obj) else seen.copies
    return replace(uv, corners=corners.without(copies)), normals, copies


def _key_values(obj: bpy.types.Object) -> dict[str, float]:
    """By part name, how much of each part's shape the object shows; a part without a key shows none."""
    keys = obj.data.shape_keys.key_blocks if obj.data.shape_keys is not None else {}
    values = {}
    for name in part_names(obj.data):
        key = keys.get(part_data_name(name))
        values[name] = 0.0 if key is None or key.mute else min(max(float(key.value), 0.0), 1.0)
    return values


def _in_engine_frame(normals: NDArray[np.floating], stretch: NDArray[np.float64]) -> NDArray[np.floating]:
    """Normals of the object's own mesh on the stretched one: by the inverse transpose, and the stretch is symmetric."""
    if np.array_equal(stretch, np.eye(3)):
        return normals
    turned = normals.astype(np.float64) @ np.linalg.inv(stretch)
    return np.asarray(turned / np.maximum(np.linalg.norm(turned, axis=-1, keepdims=True), 1e-30))


def _in_object_units(baked: BakedMaps, stretch: NDArray[np.float64]) -> BakedMaps:
    """Heights in the object's own units, which its scale multiplies again; the mean where it is stretched unevenly."""
    scale = float(np.linalg.det(stretch)) ** (1.0 / 3.0)
    if BakeMap.DISPLACEMENT not in baked.maps or scale == 1.0:
        return baked
    heights = np.asarray(baked.maps[BakeMap.DISPLACEMENT], dtype=np.float32) / np.float32(scale)
    return replace(baked, maps={**baked.maps, BakeMap.DISPLACEMENT: heights})
