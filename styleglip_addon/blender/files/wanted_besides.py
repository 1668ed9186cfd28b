"""What a run is to make besides its result, and the options that make it from the saved result afterwards."""

from __future__ import annotations

from ...engine.vocabulary import StylizeResult
from ...engine.vocabulary.settings import TextureMode
from ..reading.mesh_export import ExportedObject
from ..textures.further_output import DENSE_COPY, TEXTURES
from .batch_options import BatchOptions
from .deliveries import Further

VARIATIONS = "the variations"
PICTURES = "the pictures of the boxes"
REPORT = "the report"
PICTURE = "the picture"


def wanted_besides(
    options: BatchOptions, exported: ExportedObject, result: StylizeResult, has_result: bool
) -> list[Further]:
    """All that is to come after the result is saved, in order.

    Args:
        options: of the run.
        exported: the object.
        result: of the run.
        has_result: whether the object carries it; else nothing was found, and there is nothing to make but the report.
    """
    wanted = []
    if has_result and options.further.dense_copy:
        wanted.append(Further(DENSE_COPY, ("--dense-copy",)))
    if has_result and options.further.bake_options(result, exported) is not None:
        wanted.append(Further(TEXTURES, _texture_options(options)))
    if options.variations:
        wanted.append(Further(VARIATIONS, ("--variations", str(options.variations))))
    if options.picture is not None:
        wanted.append(Further(PICTURE, ("--picture", str(options.picture))))
    if options.report is not None:
        wanted += [Further(PICTURES), Further(REPORT, ("--report", str(options.report)))]
    return wanted


def _texture_options(options: BatchOptions) -> tuple[str, ...]:
    further, textures = options.further, options.settings.textures
    size = str(textures.size) if textures.mode is TextureMode.ALWAYS else "auto"
    told = ["--bake", str(further.texture_size)] if further.texture_size else ["--textures", size]
    if further.texture_folder is not None:
        told += ["--bake-folder", str(further.texture_folder), "--bake-overwrite"]
    return tuple(told)
