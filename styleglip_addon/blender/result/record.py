"""What a mesh keeps about its result: how it was made, and what to put back when it is removed."""

from __future__ import annotations

import json
import platform
import sys
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from dataclasses import field as dataclass_field
from importlib import metadata
from typing import Any

import bpy

from ...engine.vocabulary import StylizeResult
from ..names import RECORD_PROPERTY

_FORMAT = 1
_PACKAGES = ("torch", "numpy", "transformers", "easypytorch3d")


@dataclass(frozen=True)
class MeshBefore:
    """The state of a mesh before its first result.

    Args:
        had_shape_keys: whether it had a Basis.
        shape_key_pinned: whether the object showed its active shape key only.
        had_material_index: whether its faces' slots were stored; absent means slot 0 for all.
        active_color, default_color: names of the colour attributes shown and rendered; empty: none.
        had_slots: whether it had material slots.
    """

    had_shape_keys: bool
    shape_key_pinned: bool
    had_material_index: bool
    active_color: str
    default_color: str
    had_slots: bool = True


@dataclass(frozen=True)
class ResultRecord:
    """The record on a mesh.

    Args:
        before: what `remove_result` puts back.
        report: see `result_report`, without the loss history.
        id: names this result; what is kept for it elsewhere (see `kept_states`) is found by it. Copies of the mesh
            have the same one.
        topology: `Topology.checksum` of the mesh the result was made for.
    """

    before: MeshBefore
    report: Mapping[str, Any]
    id: str = dataclass_field(default_factory=lambda: uuid.uuid4().hex)
    topology: str = ""


def write_record(mesh: bpy.types.Mesh, record: ResultRecord) -> None:
    """Stores the record as JSON in a custom property of the mesh."""
    data = {
        "format": _FORMAT,
        "id": record.id,
        "topology": record.topology,
        "before": asdict(record.before),
        "report": dict(record.report),
    }
    mesh[RECORD_PROPERTY] = json.dumps(data, ensure_ascii=False)


def read_record(mesh: bpy.types.Mesh) -> ResultRecord | None:
    """The record of a mesh; None where it has none, or where the property holds something else."""
    text = mesh.get(RECORD_PROPERTY)
    if not isinstance(text, str):
        return None
    try:
        data = json.loads(text)
        # The first results had no id and no topology: nothing is kept for them.
        return ResultRecord(
            before=MeshBefore(**data["before"]),
            report=data["report"],
            id=str(data.get("id", "")),
            topology=str(data.get("topology", "")),
        )
    except (ValueError, KeyError, TypeError):
        return None


def result_report(result: StylizeResult, prompt: str, *, vertices: int, faces: int) -> dict[str, Any]:
    """Everything about a result but its arrays, ready for `json.dumps(..., allow_nan=False)`.

    Args:
        result: from the engine.
        prompt: as the user wrote it.
        vertices, faces: size of the stylized mesh (triangles).

    Returns:
        parts (found, reason, confidence, share, detections), settings, seed, model, seconds, versions, history,
        warnings.
    """
    parts = [
        {
            "name": styled.located.part.name,
            "style": styled.located.part.style,
            "strength": float(styled.located.part.strength),
            "found": bool(styled.located.found),
            "reason": styled.located.reason,
            "confidence": _number(styled.located.confidence),
            "read_as": None if styled.read_as is None else styled.read_as.name,
            "read_share": None if styled.read_as is None else _number(styled.read_as.share),
            "share_of_vertices": _number(styled.located.weights.mean()),
            "detections": [
                {"view": int(d.view), "box": [round(float(x), 2) for x in d.box], "score": _number(d.score)}
                for d in styled.located.detections
            ],
        }
        for styled in result.parts
    ]
    return {
        "prompt": prompt,
        "parts": parts,
        "warnings": list(result.warnings),
        "vertices": vertices,
        "triangles": faces,
        "seed": result.settings.seed,
        "restyled": [] if result.state is None else list(result.state.only),
        "model": result.model,
        "seconds": {str(phase): _number(value) for phase, value in result.seconds.items()},
        "settings": result.settings.to_dict(),
        "versions": software_versions(),
        "history": [
            {name: _number(value) for name, value in {"total": losses.total, **losses.terms}.items()}
            for losses in result.history
        ],
    }


def software_versions() -> dict[str, str]:
    """Versions of Blender, Python, the system and the packages a result depends on; absent packages are left out."""
    versions = {
        "blender": bpy.app.version_string,
        "python": platform.python_version(),
        "system": f"{sys.platform} {platform.machine()}",
    }
    for package in _PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return versions


def _number(value: Any) -> float | None:
    """A number that JSON knows: NaN and infinity become None."""
    number = float(value)
    return round(number, 6) if abs(number) < float("inf") else None
