"""Parts that were looked for and not styled, as vertex groups: to be seen, repainted and used as masks."""

from __future__ import annotations

from collections.abc import Sequence

import bpy

from ...engine.vocabulary import LocatedPart
from ..names import RECORD_PROPERTY, part_data_name
from ..reading.mesh_export import ExportedObject
from ..reading.object_handle import Topology
from ..reading.validation import ObjectError, check_writable, objects_sharing_mesh
from .part_writing import with_a_face
from .transaction import all_or_nothing
from .vertex_groups import remove_groups, write_group


def write_found_groups(
    obj: bpy.types.Object,
    exported: ExportedObject,
    located: Sequence[LocatedPart],
    *,
    keep: frozenset[str] = frozenset(),
    make_single_user: bool = False,
) -> None:
    """Writes a vertex group for each part that was found; all of them or nothing.

    Groups of an earlier search go. Where the object carries a result, its groups stay, but for parts of the same names.

    Args:
        obj: the object that was exported.
        exported: its export.
        located: parts with weights at its vertices.
        keep: groups that stay in any case, as masks do.
        make_single_user: give the object its own copy of a mesh that others use.

    Raises:
        ObjectError: the object cannot be written to, or was changed. It stays as it is.
    """
    check_writable(obj, allow_shared=make_single_user)
    if Topology.of(obj.data) != exported.handle.topology:
        raise ObjectError(f'"{obj.name}" has other vertices or faces than when its parts were looked for.')
    with all_or_nothing(obj):
        if make_single_user and objects_sharing_mesh(obj):
            obj.data = obj.data.copy()
        found = {part_data_name(item.part.name): exported.located_at_vertices(item) for item in located if item.found}
        if RECORD_PROPERTY not in obj.data:
            remove_groups(obj, keep=frozenset(found) | keep)
        on_surface = with_a_face(obj.data)
        for name, item in found.items():
            write_group(obj, name, item.weights * on_surface)
        obj.data.update()
