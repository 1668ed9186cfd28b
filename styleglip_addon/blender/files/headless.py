"""One headless run from a file to a file: read, export, stylize, write back, save. The caller waits for it."""

from __future__ import annotations

import json
import math
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import bpy

from ...engine.optimisation.atomic_file import write_atomically
from ...engine.vocabulary import Mesh, OnProgress, Part, Phase, Progress, StylizeResult
from ...engine.vocabulary.part_reading import check_understood
from ...engine.vocabulary.report import CommandReport, Report
from ..reading.mesh_export import ExportedObject, export_object
from ..result.part_writing import NothingFoundError, report_of
from ..result.record import read_record
from ..result.write_back import put_result
from ..textures.further_output import Added, add_further_output
from .batch_options import BatchOptions
from .deliveries import Deliveries, cleared_leftovers, new_folders, told_when_stopped, without_empty_folders
from .kept_states import is_whole
from .loaded_models import Loads, load
from .mask_names import masks_of_parts
from .opening import opened_object
from .output_rules import left_out
from .outputs import save_output
from .packed_states import pack_state
from .rescue import RescueError, save_result
from .result_picture import save_picture
from .scene_files import OutputFileError, check_output_file
from .style_pictures import with_pictures
from .used_files import check_not_in_use
from .variation_sheet import check_variations, save_variations
from .wanted_besides import PICTURE, PICTURES, REPORT, VARIATIONS, wanted_besides

if TYPE_CHECKING:
    from ...engine.optimisation.state import StyleState


@dataclass(frozen=True)
class FinishedRun:
    """What came of a run.

    Args:
        report: as written to `BatchOptions.report`.
        failed: a sentence for each thing that was wanted besides the result and could not be made.
        is_search: whether parts were looked for, so that one that was not found counts.
    """

    report: Report
    failed: tuple[str, ...] = ()
    is_search: bool = True

    @property
    def missed(self) -> tuple[str, ...]:
        """The parts that this run looked for and did not find."""
        return tuple(part.name for part in self.report.parts if not part.found) if self.is_search else ()


def stylize_file(options: BatchOptions, on_progress: OnProgress | None = None, loads: Loads = load) -> FinishedRun:
    """Reads, stylizes, saves. What can be wrong with the arguments is found before anything long begins.

    Args:
        options: what to do.
        on_progress: receives the engine's reports, on this thread.
        loads: where the guidance models come from.

    Returns:
        The report, and what failed of what is wanted besides.

    Raises:
        StyleGLIPError: the sentence says what is wrong; no output file is left half-written.
        StoppedError: the run was interrupted when the result was saved.
    """
    deliveries = Deliveries(options.output, shows_errors=options.shows_errors)
    with without_empty_folders(new_folders(options.written)), told_when_stopped(deliveries):
        return _finished(options, deliveries, on_progress, loads)


def _finished(
    options: BatchOptions, deliveries: Deliveries, on_progress: OnProgress | None, loads: Loads
) -> FinishedRun:
    started = time.monotonic()
    parts = () if options.reopens is not None else options.parts()
    if options.rescued is None:
        parts = with_pictures(parts)
    leftovers = cleared_leftovers(options.written)
    for path in filter(None, (options.output, options.report, options.picture)):
        check_output_file(path)
    obj, of_file = opened_object(options.input, options.object_name, options.up)
    if options.reopens is not None:
        options = options.with_result_of(obj)
        parts = options.parts()
    if options.variations:
        check_variations(options.output, options.settings)
    if options.report is not None:
        _check_detections(options.report)
    check_not_in_use(
        path for path in (options.output, options.report, options.picture) if path is not None and path != options.input
    )
    notes = options.further.check(obj, options.settings.textures)
    masks = masks_of_parts(options.masks, parts)
    exported = export_object(obj, masks=masks, allow_shared=options.make_single_user)
    notes = (*leftovers, *of_file, *notes, *left_out(options.output, options.settings), *exported.notes)
    tell_notes(notes, on_progress)
    names: tuple[str, ...] = ()
    if options.rescued is not None:
        exported, names = options.rescued.fitted_to(exported), options.rescued.names_on(obj)
    result = _result(options, exported.mesh, parts, on_progress, loads)
    warnings = [*options.prompt_doubts(), *notes]
    has_result, told = (True, []) if options.only_looks else _put(options, obj, exported, result, names)
    warnings += told
    deliveries.missing = wanted_besides(options, exported, result, has_result)
    deliveries.save(options.output, lambda: _save_result(options, obj.name, result, names))
    added = Added()  # what took longest is safe before anything else is made
    if has_result:
        added = add_further_output(obj, exported, result, options.further, deliveries.make)
        if added.is_anything:
            _save_result(options, obj.name, result, names)
    if options.variations:
        deliveries.make(
            VARIATIONS, lambda: save_variations(options.output, exported.mesh, result.state, options.variations)
        )
    if options.picture is not None:
        picture = options.picture
        deliveries.make(PICTURE, lambda: save_picture(obj, picture, deliveries.stopped))
    pictures: list[str] = []
    if options.report is not None:
        folder = options.report
        deliveries.make(PICTURES, lambda: pictures.extend(_save_detections(folder, exported.mesh, result)))
    report = report_of(exported, result, options.prompt)
    if options.recorded is not None:
        warnings = [*options.recorded.version_warnings(report.run.versions), *warnings]
    command = CommandReport(
        object=obj.name,
        input=str(options.input or bpy.data.filepath),
        output=str(options.output),
        object_asked=options.object_name,
        up=options.up,
        models=options.models if options.rescued is None else result.state.choice,
        masks={name: f"{mask.source}:{mask.name}" for name, mask in masks.items()},
        detection_pictures=None if options.report is None else tuple(pictures),
        dense_copy=added.dense_copy,
        textures=added.textures,
        total_seconds=round(time.monotonic() - started, 2),
    )
    warnings += [*added.warnings, *deliveries.failed]
    report = replace(report, warnings=(*report.warnings, *warnings), command=command)
    if options.report is not None:
        deliveries.make(REPORT, lambda: _save_report(options, report))
    return FinishedRun(report, tuple(deliveries.failed), is_search=options.rescued is None)


def tell_notes(notes: Sequence[str], on_progress: OnProgress | None) -> None:
    """Tells what there is to know about the object, before any work."""
    if notes and on_progress is not None:
        on_progress(Progress(Phase.LOADING, 0, 1, math.nan, notes=tuple(notes)))


def _put(
    options: BatchOptions,
    obj: bpy.types.Object,
    exported: ExportedObject,
    result: StylizeResult,
    names: tuple[str, ...],
) -> tuple[bool, list[str]]:
    """Puts the result on the object; says whether there is one, and what the user has to know."""
    try:
        put_result(obj, exported, result, options.prompt, make_single_user=options.make_single_user, names=names)
    except NothingFoundError as error:
        return False, [str(error)]  # the report says why, and the file holds the object as it was
    return True, _pack_state(obj, result.state)


def _result(
    options: BatchOptions, mesh: Mesh, parts: Sequence[Part], on_progress: OnProgress | None, loads: Loads
) -> StylizeResult:
    """The run's result, or the one that was rescued."""
    if options.rescued is not None:
        from ...engine import result_of_state

        return result_of_state(options.rescued.state, mesh, on_progress, parts if options.changes else ())
    from ...engine import stylize  # PyTorch: not needed where something before was wrong

    models = loads(options.models, options.settings.machine.device)

    def report(progress: Progress) -> None:
        if on_progress is not None:
            on_progress(progress)
        check_understood(progress.readings)  # before minutes are spent on it

    return stylize(mesh, parts, options.settings, report, models=models)


def _pack_state(obj: bpy.types.Object, state: StyleState) -> list[str]:
    """Puts what the result was made with into the .blend, so that an artist can bake it, restyle parts and go on.

    Returns:
        A sentence where that is not possible.
    """
    record = read_record(obj.data)
    if not is_whole(obj, state):
        return []  # a part that was restyled without the others
    if record is not None and pack_state(obj.data, record.id, state):
        return []
    return [
        f'What the result of "{obj.name}" was made with is too large for a .blend, so it cannot be baked or continued '
        "later. Bake it now with --bake, or use fewer --settings dense_vertices."
    ]


def _detections_folder(report: Path) -> Path:
    return report.with_name(f"{report.stem}-detections")


def _check_detections(report: Path) -> None:
    """Checks before a run that the folder of the report's pictures can be made.

    Raises:
        OutputFileError: a file has its name, or it cannot be written to.
    """
    folder = _detections_folder(report)
    if folder.exists() and not (folder.is_dir() and os.access(folder, os.W_OK)):
        raise OutputFileError(f'"{folder}" is no folder that pictures of the report can be written to. Move it away.')


def _save_detections(report: Path, mesh: Mesh, result: StylizeResult) -> tuple[str, ...]:
    """Writes pictures of the boxes into a folder beside the report; their paths seen from there.

    Raises:
        OutputFileError: the folder cannot be written.
    """
    detections = {styled.located.part.name: styled.located.detections for styled in result.parts}
    if not any(detections.values()):
        return ()  # all parts had masks, or no box was believed
    from ...engine.localization.detection_pictures import detection_pictures, save_pictures

    folder = _detections_folder(report)
    try:
        paths = save_pictures(detection_pictures(mesh, detections, result.settings), folder)
    except OSError as error:
        raise OutputFileError(f'The pictures cannot be written to "{folder}": {error.strerror or error}.') from error
    return tuple(f"{folder.name}/{path.name}" for path in paths)


def _save_result(options: BatchOptions, object_name: str, result: StylizeResult, names: tuple[str, ...]) -> None:
    """Saves the scene; where that fails, the minutes of work are kept in the temporary folder."""
    try:
        save_output(options.output)
    except OutputFileError as error:
        if not any(styled.located.found for styled in result.parts):
            raise
        try:
            kept = save_result(Path(tempfile.gettempdir()), object_name, result, options.prompt, names)
        except RescueError:
            raise error from None
        raise OutputFileError(f'{error} The result was kept in "{kept}"; --from-state opens it.') from error


def _save_report(options: BatchOptions, report: Report) -> None:
    if options.report is not None:
        text = json.dumps(report.to_dict(), indent=2, ensure_ascii=False, allow_nan=False)
        try:
            write_atomically(options.report, lambda file: file.write(text.encode()))
        except OSError as error:
            raise OutputFileError(
                f'The report "{options.report}" cannot be written: {error.strerror or error}.'
            ) from error
