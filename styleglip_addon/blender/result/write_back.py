"""Writes a result to its object in one go, and takes it off again.

Each function here changes the scene without an undo step of its own: call it once from an operator with
`bl_options = {"REGISTER", "UNDO"}`, and one Ctrl+Z takes all of it back.

A result replaces the former result of the object as a whole. Names in `names.py` tell what belongs to a result.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import bpy
import numpy as np

from ...engine.vocabulary import StylizeResult
from ...engine.vocabulary.errors import StyleGLIPError
from ..files.packed_states import drop_packed_state, remove_unused_states
from ..files.rescue import HOW_TO_OPEN, save_result
from ..names import (
    BASE_COLOR_ATTRIBUTE,
    COLOR_ATTRIBUTE,
    RECORD_PROPERTY,
    is_color_name,
    part_color_name,
    part_data_name,
)
from ..reading.mesh_export import ExportedObject
from ..reading.validation import ObjectError, check_writable, objects_sharing_mesh
from ..textures.baked_images import remove_unused_images
from ..textures.baked_material import hide_baked_material
from ..textures.uv_maps import remove_uv_map
from .appearance_materials import remove_part_materials, show_part_materials
from .color_attributes import remove_colors, show_color, write_color
from .dial_values import forget_dials
from .dialled import dial_again, read_dialled
from .materials import remove_unused_materials, restore_materials, show_result_material
from .part_mix import mix_again
from .part_writing import NothingFoundError, check_fits, report_for_record, shown_before, write_part
from .record import MeshBefore, ResultRecord, read_record, write_record
from .restyling import write_parts
from .shape_keys import ensure_basis, remove_keys
from .surface_nodes import size_scale
from .transaction import all_or_nothing
from .vertex_groups import remove_groups


class ResultRescuedError(ObjectError):
    """The result could not be written to its object and is in a file instead.

    Args:
        message: the sentence; it names the file.
        path: the file, for `rescue.open_rescued`.
    """

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


def deliver_result(
    exported: ExportedObject,
    result: StylizeResult,
    prompt: str,
    *,
    rescue_folder: Path,
    make_single_user: bool = False,
    names: Collection[str] = (),
) -> bpy.types.Object:
    """Finds the object again and writes the result to it; keeps the result in a file if that is not possible.

    Args:
        exported: what the job was started from.
        result: from the engine.
        prompt: as the user wrote it.
        rescue_folder: where the file goes; made if needed. In Blender `bpy.utils.extension_path_user`.
        make_single_user: give the object its own copy of a mesh that others use.
        names: the parts to replace in the result that the object carries, see `write_parts`; empty: all of it.

    Returns:
        The object.

    Raises:
        NothingFoundError: none of the parts was found; there is nothing to keep.
        ResultRescuedError: the object is gone, was changed, or cannot be written to now. The scene is unchanged.
        RescueError: and the file cannot be written either.
    """
    try:
        obj = exported.handle.find(allow_shared=make_single_user)
        put_result(obj, exported, result, prompt, make_single_user=make_single_user, names=names)
    except NothingFoundError:
        raise
    except Exception as error:
        path = save_result(rescue_folder, exported.handle.name, result, prompt, tuple(names))
        what = str(error) if isinstance(error, StyleGLIPError) else f"Writing failed ({type(error).__name__}: {error})."
        raise ResultRescuedError(f'{what} The result was kept in "{path}". {HOW_TO_OPEN}', path) from error
    return obj


def put_result(
    obj: bpy.types.Object,
    exported: ExportedObject,
    result: StylizeResult,
    prompt: str,
    *,
    make_single_user: bool = False,
    names: Collection[str] = (),
) -> None:
    """Writes a whole result, or with `names` some of its parts; see `write_result` and `write_parts`."""
    if names:
        write_parts(obj, exported, result, names, prompt)
    else:
        write_result(obj, exported, result, prompt, make_single_user=make_single_user)


def write_result(
    obj: bpy.types.Object,
    exported: ExportedObject,
    result: StylizeResult,
    prompt: str,
    *,
    make_single_user: bool = False,
) -> None:
    """Writes shape keys, vertex groups, colours, material and record to an object; all of them or nothing.

    Parts that were not found leave nothing but their line in the record. Vertices without faces stay where they are.
    What was dialled on the parts of the former result stays dialled on those of the same name.

    Args:
        obj: an object with the topology that was exported.
        exported: its export.
        result: arrays in the order and frame of `exported.mesh`.
        prompt: as the user wrote it.
        make_single_user: give the object its own copy of a mesh that others use.

    Raises:
        NothingFoundError: none of the parts was found.
        ObjectError: the object cannot be written to, or the result does not fit it. The object is unchanged.
    """
    check_writable(obj, allow_shared=make_single_user)
    result = exported.result_at_vertices(result)
    check_fits(obj, exported, result)
    found = [styled for styled in result.parts if styled.located.found]
    if not found:
        names = ", ".join(f'"{styled.located.part.name}"' for styled in result.parts)
        raise NothingFoundError(
            f'None of the parts {names} was found on "{obj.name}", which stays as it is. Use other words for the parts.'
        )
    with all_or_nothing(obj):
        if make_single_user and objects_sharing_mesh(obj):
            obj.data = obj.data.copy()
        mesh = obj.data
        before, dialled = _state_before(obj), read_dialled(obj)
        hide_baked_material(mesh)  # the textures show the former result
        data_names = frozenset(part_data_name(styled.located.part.name) for styled in found)
        color_names = frozenset(part_color_name(styled.located.part.name) for styled in found)
        remove_keys(obj, keep=data_names)
        remove_groups(obj, keep=data_names)
        remove_colors(mesh, keep=color_names | {COLOR_ATTRIBUTE, BASE_COLOR_ATTRIBUTE})
        forget_dials(mesh)

        ensure_basis(obj)
        obj.show_only_shape_key = False
        alphas = {styled.located.part.name: write_part(obj, exported, styled) for styled in found}
        mix = dial_again(obj, alphas.keys(), dialled)
        write_color(mesh, BASE_COLOR_ATTRIBUTE, shown_before(exported))
        write_color(mesh, COLOR_ATTRIBUTE, result.color)
        show_color(mesh, COLOR_ATTRIBUTE)
        show_result_material(obj, np.any([alpha > 0.0 for alpha in alphas.values()], axis=0))
        show_part_materials(mesh, alphas, mix, size_scale(obj))
        write_record(
            mesh,
            ResultRecord(
                before, report_for_record(exported, result, prompt), topology=exported.handle.topology.checksum
            ),
        )
        if mix or exported.seen is not None:
            # What comes back from a seen surface are means, and the mixed colour is not that of the parts' means.
            mix_again(mesh)
        mesh.update()


def has_result(obj: bpy.types.Object | None) -> bool:
    """Whether an object carries a result. Cheap enough for a panel's poll."""
    return obj is not None and obj.type == "MESH" and RECORD_PROPERTY in obj.data


def remove_result(obj: bpy.types.Object) -> None:
    """Takes everything a result added off an object and puts back what it showed before; all of it or nothing.

    Args:
        obj: an object; without a result it stays as it is.

    Raises:
        ObjectError: the object cannot be written to.
    """
    check_writable(obj)
    record = read_record(obj.data)
    with all_or_nothing(obj):
        mesh = obj.data
        restore_materials(obj)
        shows_result = is_color_name(mesh.attributes.active_color_name)
        renders_result = is_color_name(mesh.attributes.default_color_name)
        remove_part_materials(mesh)  # after the result's slot is gone: other meshes may use its material
        remove_colors(mesh)
        remove_groups(obj)
        remove_keys(obj, remove_basis=record is not None and not record.before.had_shape_keys)
        if record is not None:
            obj.show_only_shape_key = record.before.shape_key_pinned
            if shows_result and record.before.active_color in mesh.color_attributes:
                mesh.attributes.active_color_name = record.before.active_color
            if renders_result and record.before.default_color in mesh.color_attributes:
                mesh.attributes.default_color_name = record.before.default_color
        forget_dials(mesh)
        if RECORD_PROPERTY in mesh:
            del mesh[RECORD_PROPERTY]
        drop_packed_state(mesh)
        remove_uv_map(mesh)
        mesh.update()
    remove_unused_materials()  # only now: the mesh kept for a failure was a user too
    remove_unused_images()
    remove_unused_states()


def _state_before(obj: bpy.types.Object) -> MeshBefore:
    """What the object was like before its first result; from the record where there is a result already."""
    record = read_record(obj.data)
    if record is not None:
        return record.before
    return MeshBefore(
        had_shape_keys=obj.data.shape_keys is not None,
        shape_key_pinned=obj.show_only_shape_key,
        had_material_index="material_index" in obj.data.attributes,
        active_color=obj.data.attributes.active_color_name,
        default_color=obj.data.attributes.default_color_name,
        had_slots=len(obj.data.materials) > 0,
    )
