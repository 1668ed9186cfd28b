"""What searches found on objects in this session: what rows show of it, and what a run starts from.

It is kept in memory alone, by Blender's number of the object: neither undo nor a saved file touches it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import bpy
import numpy as np

from ...blender.names import part_data_name
from ...blender.reading.mesh_export import ExportedObject
from ...blender.reading.part_masks import MaskSource, PartMask
from ...blender.result.part_writing import with_a_face
from ...blender.result.vertex_groups import read_groups
from ...engine.vocabulary import FloatArray, LocatedPart, Mesh
from ...engine.vocabulary.part_names import part_key
from .where import Where

if TYPE_CHECKING:
    from ...engine.localization.located_parts import LocatedParts

_MOST_OBJECTS = 4
"""Searches that are kept; each holds the surface that was looked at."""
_PAINTED = 1e-3
"""A group whose weights differ by more from what was found was painted over."""


@dataclass(frozen=True, eq=False)
class Finding:
    """The last search on an object.

    Args:
        exported: the object as it was looked at, and the way back to it.
        masks: by `part_key`, of the parts that were not looked for.
        located: where the parts are.
    """

    exported: ExportedObject
    masks: Mapping[str, PartMask]
    located: LocatedParts

    def part(self, name: str) -> LocatedPart | None:
        """What was found of a part; None: it was not asked for."""
        return next((item for item in self.located if part_key(item.part.name) == part_key(name)), None)

    def weights(self, item: LocatedPart) -> FloatArray:
        """(V,) of a part at the object's vertices, as its group holds them."""
        return self.exported.located_at_vertices(item).weights

    @property
    def written(self) -> tuple[LocatedPart, ...]:
        """The parts that get a vertex group: all but those that an artist's group says."""
        return tuple(item for item in self.located if not self._is_of_group(item.part.name))

    def _is_of_group(self, name: str) -> bool:
        mask = self.masks.get(part_key(name))
        return mask is not None and mask.source is MaskSource.VERTEX_GROUP


_findings: dict[int, Finding] = {}
"""By `session_uid`, the latest last."""


def remember(exported: ExportedObject, masks: Mapping[str, PartMask], located: LocatedParts) -> None:
    """Keeps a search; those of objects that are gone, and the oldest of many, are let go."""
    uid = exported.handle.session_uid
    _findings.pop(uid, None)
    _findings[uid] = Finding(exported, {part_key(name): mask for name, mask in masks.items()}, located)
    alive = {obj.session_uid for obj in bpy.data.objects}
    for known in [known for known in _findings if known not in alive]:
        del _findings[known]
    while len(_findings) > _MOST_OBJECTS:
        del _findings[next(iter(_findings))]


def latest() -> Finding | None:
    """The search that ended last."""
    return next(reversed(_findings.values()), None)


def put_models_away() -> None:
    """Searches that are kept let go of the models that were asked."""
    for uid, finding in _findings.items():
        _findings[uid] = replace(finding, located=finding.located.without_models())


def forget_all() -> None:
    """Another file is opened, or the add-on is switched off."""
    _findings.clear()


def finding_on(obj: Any) -> Finding | None:
    """The last search on an object, where it still has as many vertices and faces; cheap enough for a panel."""
    finding = _findings.get(obj.session_uid) if obj is not None and obj.type == "MESH" else None
    if finding is None:
        return None
    topology = finding.exported.handle.topology
    is_same = (topology.vertices, topology.faces) == (len(obj.data.vertices), len(obj.data.polygons))
    return finding if is_same else None


def found_of_row(obj: Any, row: Any) -> LocatedPart | None:
    """What was found of a row's part; None where the row says something else of its place since."""
    finding = finding_on(obj)
    if finding is None or not row.part.strip():
        return None
    item = finding.part(row.part)
    return item if item is not None and finding.masks.get(part_key(row.part)) == mask_of_row(row) else None


def missing_on(obj: Any) -> list[tuple[int, LocatedPart]]:
    """The rows whose part was looked for on an object and has no place, with their numbers."""
    rows = obj.styleglip.parts if obj is not None else ()
    found = [(number, found_of_row(obj, row)) for number, row in enumerate(rows)]
    return [(number, item) for number, item in found if item is not None and not item.found]


def mask_of_row(row: Any) -> PartMask | None:
    """The mask that a row names; None: its part is looked for."""
    source = Where[row.mask_source].source
    return None if source is None else PartMask(source, getattr(row, source.value).strip())


def group_of_row(obj: Any, row: Any) -> str:
    """The vertex group that shows where a row's part is; "" where none does."""
    if Where[row.mask_source] is Where.VERTEX_GROUP:
        return str(row.vertex_group)
    item = found_of_row(obj, row)
    return part_data_name(item.part.name) if item is not None and item.found else ""


def search_for(obj: Any, mesh: Mesh) -> LocatedParts | None:
    """What a run on an object's mesh can start from; what does not fit is looked for anew by the engine."""
    finding = finding_on(obj)
    if finding is None:
        return None
    search = finding.located.search or finding.located
    return search if search.is_on(mesh) else None


def take_painted(obj: Any, rows: Any) -> None:
    """Lets rows whose part was found, and whose group was painted over since, name that group as their mask."""
    found = [(row, found_of_row(obj, row)) for row in rows if Where[row.mask_source] is Where.DETECT]
    written = {
        part_data_name(item.part.name): (row, item)
        for row, item in found
        if item is not None and item.found and part_data_name(item.part.name) in obj.vertex_groups
    }
    if not written:
        return
    finding = finding_on(obj)
    assert finding is not None
    now, on_surface = read_groups(obj, tuple(written)), with_a_face(obj.data)
    for group, (row, item) in written.items():
        is_painted = float(np.abs(now[group] - finding.weights(item) * on_surface).max()) > _PAINTED
        if is_painted and now[group].any():
            row.vertex_group, row.mask_source = group, Where.VERTEX_GROUP.name
