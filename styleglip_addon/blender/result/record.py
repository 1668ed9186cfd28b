"""What a mesh keeps about its result: how it was made, and what to put back when it is removed."""

from __future__ import annotations

import json
import platform
import sys
import uuid
from dataclasses import asdict, dataclass
from dataclasses import field as dataclass_field
from importlib import metadata

import bpy

from ...engine.vocabulary.errors import SettingsError
from ...engine.vocabulary.json_texts import parse_json
from ...engine.vocabulary.report import Report
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
        report: with the losses of the last step only.
        id: names this result; what is kept for it elsewhere (see `kept_states`) is found by it. Copies of the mesh
            have the same one.
        topology: `Topology.checksum` of the mesh the result was made for.
    """

    before: MeshBefore
    report: Report
    id: str = dataclass_field(default_factory=lambda: uuid.uuid4().hex)
    topology: str = ""


def write_record(mesh: bpy.types.Mesh, record: ResultRecord) -> None:
    """Stores the record as JSON in a custom property of the mesh."""
    data = {
        "format": _FORMAT,
        "id": record.id,
        "topology": record.topology,
        "before": asdict(record.before),
        "report": record.report.to_dict(),
    }
    mesh[RECORD_PROPERTY] = json.dumps(data, ensure_ascii=False)


def read_record(mesh: bpy.types.Mesh) -> ResultRecord | None:
    """The record of a mesh; None where it has none, or where the property holds something else."""
    text = mesh.get(RECORD_PROPERTY)
    if not isinstance(text, str):
        return None
    try:
        data = parse_json(text)
        # The first results had no id and no topology: nothing is kept for them.
        return ResultRecord(
            before=MeshBefore(**data["before"]),
            report=Report.from_dict(data["report"]),
            id=str(data.get("id", "")),
            topology=str(data.get("topology", "")),
        )
    except (ValueError, KeyError, TypeError, SettingsError):
        return None


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
