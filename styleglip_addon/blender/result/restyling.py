"""Replaces some parts of the result an object carries; the other parts stay, bit for bit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import bpy

from ...engine.vocabulary import StyledPart, StylizeResult
from ...engine.vocabulary.part_names import part_key
from ...engine.vocabulary.part_report import PartReport
from ...engine.vocabulary.report import Report
from ...engine.vocabulary.run_report import RunReport
from ..names import BASE_COLOR_ATTRIBUTE
from ..reading.mesh_export import ExportedObject
from ..reading.validation import ObjectError, check_writable
from ..textures.baked_material import hide_baked_material
from .appearance_materials import show_part_materials
from .color_attributes import read_color, write_color
from .dial_values import shown_mix
from .dialled import dial_again, read_dialled
from .part_mix import read_layers, refresh_parts
from .part_writing import NothingFoundError, check_fits, report_for_record, shown_before, write_part
from .record import ResultRecord, read_record, write_record
from .surface_nodes import size_scale
from .transaction import all_or_nothing


def write_parts(
    obj: bpy.types.Object,
    exported: ExportedObject,
    result: StylizeResult,
    names: Collection[str],
    prompt: str,
    *,
    is_restyled: bool = True,
) -> None:
    """Replaces some parts of the result an object carries; all of them or nothing.

    Shape keys, groups, colours, keyed values and mixes of the other parts stay, bit for bit; the mixed colours are
    computed again. What was dialled on the replaced parts stays dialled. Where the artist painted over their mixed
    colours, the paint goes.

    Args:
        obj: an object with a result, and with the topology that was exported.
        exported: its export.
        result: holds the parts to replace; what else it holds is not looked at.
        names: which parts.
        prompt: how the whole object looks now.
        is_restyled: whether the parts went through a run of their own, as the record will say; else they were dialled.

    Raises:
        NothingFoundError: one of the parts has no surface.
        ObjectError: the object cannot be written to, has no result with these parts, or the new one does not fit it.
            The object is unchanged.
    """
    check_writable(obj)
    result = exported.result_at_vertices(result)
    check_fits(obj, exported, result)
    record = read_record(obj.data)
    keys = {part_key(name) for name in names}
    known = {part_key(part.name): part.name for part in record.report.parts} if record is not None else {}
    if record is None or not keys <= set(known):
        raise ObjectError(f'"{obj.name}" has no result with the parts to restyle. Press Stylize first.')
    chosen = [
        _renamed(styled, known[key]) for styled in result.parts if (key := part_key(styled.located.part.name)) in keys
    ]
    lost = [styled.located.part.name for styled in chosen if not styled.located.found]
    if lost or len(chosen) < len(keys):
        raise NothingFoundError(
            f'"{", ".join(lost) or ", ".join(names)}" was not found on "{obj.name}", which stays as it is.'
        )
    with all_or_nothing(obj):
        mesh = obj.data
        hide_baked_material(mesh)  # the textures show the parts as they were
        mix, layers, dialled = shown_mix(mesh), list(read_layers(mesh)), read_dialled(obj)
        replaced = {styled.located.part.name for styled in chosen}
        for styled in chosen:
            write_part(obj, exported, styled)
        report = _merged_report(record.report, report_for_record(exported, result, prompt), keys, is_restyled)
        write_record(mesh, ResultRecord(record.before, report, topology=record.topology))
        dial_again(obj, replaced, dialled)
        if read_color(mesh, BASE_COLOR_ATTRIBUTE) is None:
            write_color(mesh, BASE_COLOR_ATTRIBUTE, shown_before(exported))
        visible = [layer for layer in layers if mix.get(layer.name, 1.0) > 0.0]
        refresh_parts(mesh, replaced, visible)
        show_part_materials(
            mesh, {layer.name: layer.alpha for layer in read_layers(mesh)}, shown_mix(mesh), size_scale(obj)
        )


def _renamed(styled: StyledPart, name: str) -> StyledPart:
    """The part under the name it has on the mesh, which may be spelled with other capitals."""
    located = styled.located
    return replace(styled, located=replace(located, part=replace(located.part, name=name)))


def _merged_report(old: Report, new: Report, keys: Collection[str], is_restyled: bool) -> Report:
    """The old report with the lines of some parts from the new one; how the new one was made goes with those lines."""
    lines = {part_key(part.name): part for part in new.parts}
    parts = tuple(
        _merged_line(part, lines[part_key(part.name)], new.run if is_restyled else part.restyled)
        if part_key(part.name) in keys
        else part
        for part in old.parts
    )
    # What was not found before may be found now.
    reasons = {part.reason for part in old.parts if part_key(part.name) in keys}
    warnings = tuple(warning for warning in old.warnings if warning not in reasons)
    return replace(old, prompt=new.prompt, parts=parts, warnings=warnings)


def _merged_line(old: PartReport, new: PartReport, run: RunReport | None) -> PartReport:
    """A restyled part's line: where it is was found in the first run, how it looks comes from the new one."""
    line = replace(new, name=old.name, restyled=run)
    if not old.found:
        return line
    return replace(line, detections=old.detections, confidence=old.confidence, told_by=old.told_by)
