"""Textures that are made in the same run: whether a result needs any, and which."""

from __future__ import annotations

from ...engine.baking import BakeMap, BakeSettings
from ...engine.baking.maps import USUAL
from ...engine.baking.texture_size import USUAL_SIZE, finest_detail, vertices_carry
from ...engine.vocabulary import StylizeResult
from ...engine.vocabulary.settings import TextureMode, TextureSettings
from ..reading.mesh_export import ExportedObject
from .baking import BakeOptions, surface_area


def automatic_options(
    result: StylizeResult, exported: ExportedObject, settings: TextureSettings | None = None
) -> BakeOptions | None:
    """What to bake of a result that has just been written; None: nothing.

    Args:
        result: of the run.
        exported: the object it was made for.
        settings: when textures are made; None: as the run's settings say.
    """
    wanted = result.settings.textures if settings is None else settings
    if wanted.mode is TextureMode.OFF:
        return None
    finest = finest_detail(result.parts)
    if wanted.mode is TextureMode.AUTO and (
        finest is None or vertices_carry(finest, surface_area(exported), exported.handle.topology.vertices)
    ):
        return None
    baking = BakeSettings(wanted.size or USUAL_SIZE, frozenset({BakeMap.COLOR}), optional=USUAL)
    return BakeOptions(baking, follows=not wanted.size, finest=finest)
