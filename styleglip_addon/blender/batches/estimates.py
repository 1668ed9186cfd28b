"""What an asset would take: all is read, parts are found, a few steps done and counted up; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...engine.vocabulary import OnProgress, StylizeSettings
from ...engine.vocabulary.part_reading import check_understood
from ...engine.vocabulary.settings import TextureMode, TextureSettings
from ..files.arguments import read_options
from ..files.exit_codes import ExitCode
from ..files.loaded_models import Loads
from ..files.mask_names import masks_of_parts
from ..files.opening import opened_object
from ..files.style_pictures import with_pictures
from ..reading.mesh_export import export_object
from ..textures.automatic import automatic_options

_STEPS = 3
_TEXTURES_PER_PIXEL = 7e-6
"""Seconds of baking the usual kinds for a pixel, on one thread, as measured; it is the roughest of the figures."""

_BYTES_PER_PIXEL = 64
_USUAL_SIZE = 1024


def estimate(arguments: Sequence[str], on_progress: OnProgress, loads: Loads) -> dict[str, Any]:
    """Reads and finds all that a run would, and tells what the run would take.

    Args:
        arguments: of the call.
        on_progress: receives the engine's reports.
        loads: where the guidance models come from.

    Returns:
        JSON-ready: `code`, `parts`, `vertices`, `triangles`, `warnings`, and `seconds_expected`.

    Raises:
        StyleGLIPError: what would end the run.
    """
    options = read_options(arguments)
    if options.reopens is not None or options.rescued is not None:
        return {"code": ExitCode.OK, "warnings": ["Nothing is looked for in this call; it takes seconds."]}
    parts = with_pictures(options.parts())
    obj, of_file = opened_object(options.input, options.object_name, options.up)
    notes = options.further.check(obj, options.settings.textures)
    exported = export_object(obj, masks=masks_of_parts(options.masks, parts), allow_shared=options.make_single_user)

    from ...engine import stylize

    models = loads(options.models, options.settings.machine.device)
    settings = options.settings
    steps = min(settings.iterations, _STEPS)

    def report(progress: Any) -> None:
        on_progress(progress)
        check_understood(progress.readings)

    result = stylize(exported.mesh, parts, _short(settings, steps), report, models=models)
    found = [styled.located for styled in result.parts]
    missed = [item for item in found if not item.found]
    seconds = sum(result.seconds.values())
    seconds += result.seconds.get("styling", 0.0) / max(steps, 1) * (settings.iterations - steps)
    size = options.further.texture_size
    wanted = automatic_options(result, exported, settings.textures)
    if not size and wanted is not None:
        size = settings.textures.size or _USUAL_SIZE
    code = ExitCode.NOTHING_FOUND if len(missed) == len(found) else ExitCode.NOT_FOUND if missed else ExitCode.OK
    return {
        "code": int(code),
        "object": obj.name,
        "vertices": exported.handle.topology.vertices,
        "triangles": len(exported.mesh.faces),
        "parts": [
            {
                "name": item.part.name,
                "style": item.part.style,
                "found": item.found,
                "reason": item.reason,
                "told_by": item.told_by,
                "reading": [],
            }
            for item in found
        ],
        "warnings": [*of_file, *notes, *exported.notes, *result.warnings],
        "phases": dict(result.seconds),
        "seconds_expected": round(seconds + size * size * _TEXTURES_PER_PIXEL, 1),
        "memory_of_textures": size * size * _BYTES_PER_PIXEL,
    }


def _short(settings: StylizeSettings, steps: int) -> StylizeSettings:
    return replace(settings, iterations=steps, textures=TextureSettings(TextureMode.OFF))
