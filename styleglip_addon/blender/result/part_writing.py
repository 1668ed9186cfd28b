"""What the writing of a whole result and of some of its parts share: one part's data, the checks, the report."""

from __future__ import annotations

from dataclasses import replace

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary import FloatArray, StyledPart, StylizeResult
from ...engine.vocabulary.report import Report
from ..names import part_color_name, part_data_name
from ..reading.mesh_export import ExportedObject
from ..reading.object_handle import Topology
from ..reading.validation import ObjectError
from .appearance_materials import write_part_material
from .color_attributes import write_color
from .record import software_versions
from .shape_keys import write_key
from .vertex_groups import write_group


class NothingFoundError(ObjectError):
    """None of the parts was found, so that there is nothing to write; the object is unchanged."""


def write_part(obj: bpy.types.Object, exported: ExportedObject, styled: StyledPart) -> FloatArray:
    """Writes one part's shape key, group, colour and material. Returns its alpha (V,), weight times strength."""
    part, on_surface = styled.located.part, with_a_face(obj.data)
    weights = styled.located.weights * on_surface
    alpha = np.asarray(weights * part.strength, dtype=np.float32)
    write_key(obj, part_data_name(part.name), exported.moves(styled.displacement) * on_surface[:, None])
    write_group(obj, part_data_name(part.name), weights)
    write_color(obj.data, part_color_name(part.name), styled.color, alpha=alpha)
    write_part_material(obj.data, part.name, styled.material)
    return alpha


def shown_before(exported: ExportedObject) -> FloatArray:
    """(V, 3) the colours the engine mixed the parts' colours with."""
    from ...engine.surface.prepared import base_colors  # with PyTorch, which has been at work when there is a result

    return exported.at_vertices(base_colors(exported.mesh))


def report_of(exported: ExportedObject, result: StylizeResult, prompt: str) -> Report:
    """The report of an exported object's result."""
    mesh = exported.mesh
    counts = {"vertices": len(mesh.vertices), "triangles": len(mesh.faces)}
    return Report.of(result, prompt, **counts, versions=software_versions())


def report_for_record(exported: ExportedObject, result: StylizeResult, prompt: str) -> Report:
    """The result's report for the record; the whole history would make every file larger."""
    report = report_of(exported, result, prompt)
    return replace(report, history=report.history[-1:])


def check_fits(obj: bpy.types.Object, exported: ExportedObject, result: StylizeResult) -> None:
    if Topology.of(obj.data) != exported.handle.topology:
        raise ObjectError(f'"{obj.name}" has other vertices or faces than the mesh that was stylized.')
    count, moved = len(obj.data.vertices), len(exported.mesh.vertices)
    arrays: list[tuple[str, FloatArray, tuple[int, ...]]] = [
        ("displacement", result.displacement, (moved, 3)),
        ("color", result.color, (count, 3)),
    ]
    for styled in result.parts:
        arrays.append(("part displacement", styled.displacement, (moved, 3)))
        arrays.append(("part color", styled.color, (count, 3)))
        arrays.append(("part weights", styled.located.weights, (count,)))
    for name, array, shape in arrays:
        if array.shape != shape:
            raise ObjectError(f'The result has {name} of shape {array.shape} for "{obj.name}" with {count} vertices.')
        if not np.isfinite(array).all():
            raise ObjectError(
                f'The result for "{obj.name}" has NaN in its {name}. Lower the learning rate and run again.'
            )


def with_a_face(mesh: bpy.types.Mesh) -> NDArray[np.float32]:
    """(V,) 1 where a face uses the vertex, else 0."""
    used = np.empty(len(mesh.loops), dtype=np.int32)
    mesh.loops.foreach_get("vertex_index", used)
    present = np.zeros(len(mesh.vertices), dtype=np.float32)
    present[used] = 1.0
    return present
