"""What is dialled on the parts of a result, as its mesh keeps it: how much color, how rough, which parts are muted.

Each is a custom property, so that it is saved, undone and copied with the mesh. How much of a part's shape shows is the
value of its shape key.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping

import bpy

from ...engine.vocabulary.json_texts import parse_json
from ..names import MIX_PROPERTY, MUTED_PROPERTY, ROUGHNESS_PROPERTY


def read_mix(mesh: bpy.types.Mesh) -> dict[str, float]:
    """Part name -> how much of its colour is shown, muted or not; parts that were never dialled are absent: 1."""
    return _read_numbers(mesh, MIX_PROPERTY, 0.0)


def write_mix(mesh: bpy.types.Mesh, mix: Mapping[str, float]) -> None:
    """Stores how much of each part's colour is shown, without computing anything; an empty one is no property."""
    _write_json(mesh, MIX_PROPERTY, {name: float(value) for name, value in mix.items() if value != 1.0})


def read_roughness(mesh: bpy.types.Mesh) -> dict[str, float]:
    """Part name -> -1..1, how much smoother or rougher it is than it came; parts that were never dialled are absent."""
    return _read_numbers(mesh, ROUGHNESS_PROPERTY, -1.0)


def write_roughness(mesh: bpy.types.Mesh, roughness: Mapping[str, float]) -> None:
    """Stores how rough the parts are, without computing anything."""
    _write_json(mesh, ROUGHNESS_PROPERTY, {name: float(value) for name, value in roughness.items() if value != 0.0})


def read_muted(mesh: bpy.types.Mesh) -> frozenset[str]:
    """The parts that show nothing for now."""
    text = mesh.get(MUTED_PROPERTY)
    try:
        return frozenset(str(name) for name in parse_json(text)) if isinstance(text, str) else frozenset()
    except (ValueError, TypeError):
        return frozenset()


def write_muted(mesh: bpy.types.Mesh, names: Collection[str]) -> None:
    """Stores which parts show nothing, without computing anything."""
    _write_json(mesh, MUTED_PROPERTY, sorted(names))


def shown_mix(mesh: bpy.types.Mesh) -> dict[str, float]:
    """As `read_mix`, with 0 for parts that are muted: what is seen."""
    return read_mix(mesh) | dict.fromkeys(read_muted(mesh), 0.0)


def forget_dials(mesh: bpy.types.Mesh) -> None:
    """Takes all of it off."""
    for name in (MIX_PROPERTY, ROUGHNESS_PROPERTY, MUTED_PROPERTY):
        _write_json(mesh, name, {})


def _read_numbers(mesh: bpy.types.Mesh, name: str, least: float) -> dict[str, float]:
    text = mesh.get(name)
    if not isinstance(text, str):
        return {}
    try:
        found = {str(part): float(value) for part, value in parse_json(text).items()}
    except (ValueError, TypeError, AttributeError):
        return {}
    return {part: min(max(value, least), 1.0) for part, value in found.items() if math.isfinite(value)}


def _write_json(mesh: bpy.types.Mesh, name: str, content: Collection[str] | Mapping[str, float]) -> None:
    if content:
        mesh[name] = json.dumps(content, ensure_ascii=False)
    elif name in mesh:
        del mesh[name]
