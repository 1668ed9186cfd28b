"""A vase after a real run: an untrained model, a few steps. The run is made once and its result written every time."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from styleglip_addon.blender.reading.mesh_export import ExportedObject, export_object
from styleglip_addon.blender.result.write_back import write_result
from styleglip_addon.engine import Mesh, Part, StylizeResult, load_models, stylize
from styleglip_addon.engine.optimisation.state import StyleState
from styleglip_addon.engine.vocabulary import StylizeSettings
from tests.engine.test_stylizer import QUICK
from tests.untrained_model import write_untrained_model

from .sample_objects import add_object

PROMPT = "gold lid, wood box"


def stylized_vase(settings: StylizeSettings = QUICK) -> tuple[Any, ExportedObject, StylizeResult, StyleState]:
    """A cube with two parts and a result on it; its export, the result and the state of the run."""
    obj = add_object()
    exported = export_object(obj)
    result = vase_result(exported.mesh, settings)
    write_result(obj, exported, result, PROMPT)
    return obj, exported, result, result.state


def vase_result(mesh: Mesh, settings: StylizeSettings = QUICK) -> StylizeResult:
    """The result of a run on an exported vase; the same one every time."""
    if settings not in _results:
        with tempfile.TemporaryDirectory() as folder:
            models = load_models(write_untrained_model(Path(folder)))
        top = (mesh.vertices[:, 2] > 0).astype(np.float32)
        parts = (Part("lid", "gold", mask=top), Part("box", "wood", mask=1 - top))
        _results[settings] = stylize(mesh, parts, settings, models=models)
    return _results[settings]


_results: dict[StylizeSettings, StylizeResult] = {}
"""All vases are the same mesh."""
