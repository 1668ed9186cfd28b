"""One headless run from a file to a file: read, export, stylize, write back, save. The caller waits for it."""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bpy

from ..engine import parse_prompt
from ..engine.types import OnProgress, StylizeResult, StylizeSettings
from .mesh_export import export_object
from .record import result_report
from .rescue import RescueError, save_result, write_atomically
from .scene_files import (
    InputFileError,
    OutputFileError,
    check_input_file,
    check_output_file,
    pack_images,
    read_object,
    save_blend,
    scene_object,
)
from .write_back import NothingFoundError, write_result


@dataclass(frozen=True)
class BatchOptions:
    """One headless run.

    Args:
        prompt: e.g. "pottery base, gold tube, linen shade".
        output: the .blend file to write.
        input: the mesh file; None: the file that Blender has open.
        object_name: the object to take; "": see `scene_files.read_object`.
        report: JSON file to write; None: none.
        settings: of the engine.
        model: "embedded", or a folder with a model.
        make_single_user: give the object its own copy of a mesh that others use.
    """

    prompt: str
    output: Path
    input: Path | None = None
    object_name: str = ""
    report: Path | None = None
    settings: StylizeSettings = field(default_factory=StylizeSettings)
    model: str = "embedded"
    make_single_user: bool = False


def stylize_file(options: BatchOptions, on_progress: OnProgress | None = None) -> dict[str, Any]:
    """Reads, stylizes, saves. What can be wrong with the arguments is found before anything long begins.

    Args:
        options: what to do.
        on_progress: receives the engine's reports, on this thread.

    Returns:
        The report, as written to `options.report`.

    Raises:
        StyleGLIPError: the sentence says what is wrong; no output file is left half-written.
    """
    started = time.monotonic()
    parts = parse_prompt(options.prompt)
    for path in filter(None, (options.output, options.report)):
        check_output_file(path)
    obj = _open(options)
    exported = export_object(obj, allow_shared=options.make_single_user)

    from ..engine import load_models, stylize  # PyTorch: not needed where something above was wrong

    models = load_models(options.model, options.settings.device)
    result = stylize(exported.mesh, parts, options.settings, on_progress, models=models)
    nothing_found = ""
    try:
        write_result(obj, exported, result, options.prompt, make_single_user=options.make_single_user)
    except NothingFoundError as error:
        nothing_found = str(error)  # a result too: the report says why, and the file holds the object as it was

    report = result_report(result, options.prompt, vertices=len(exported.mesh.vertices), faces=len(exported.mesh.faces))
    report |= {"object": obj.name, "input": str(options.input or bpy.data.filepath), "output": str(options.output)}
    report["warnings"] += [nothing_found] if nothing_found else []
    report["total_seconds"] = round(time.monotonic() - started, 2)
    _save(options, obj.name, result, report)
    return report


def _open(options: BatchOptions) -> bpy.types.Object:
    if options.input is None:
        if not bpy.data.filepath:
            raise InputFileError(
                "No mesh was given. Name one with --input, or a .blend file before -P on Blender's command line."
            )
        return scene_object(options.object_name)
    check_input_file(options.input)
    if not bpy.data.filepath and options.input.suffix.lower() != ".blend":
        bpy.ops.wm.read_homefile(use_empty=True)  # without the start-up file's cube, camera and light
    obj = read_object(options.input, options.object_name)
    if options.input.suffix.lower() != ".blend":
        pack_images()
    return obj


def _save(options: BatchOptions, object_name: str, result: StylizeResult, report: dict[str, Any]) -> None:
    """Writes the outputs; where that fails, the minutes of work are kept in the temporary folder."""
    try:
        save_blend(options.output)
    except OutputFileError as error:
        try:
            kept = save_result(Path(tempfile.gettempdir()), object_name, result, options.prompt)
        except RescueError:
            raise error from None
        raise OutputFileError(f'{error} The result was kept in "{kept}".') from error
    if options.report is not None:
        text = json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False)
        try:
            write_atomically(options.report, lambda file: file.write(text.encode()))
        except OSError as error:
            raise OutputFileError(
                f'The report "{options.report}" cannot be written: {error.strerror or error}.'
            ) from error
