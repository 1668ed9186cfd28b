"""A style state as a safetensors file: tensors as they are, all else as JSON in the file's header. No pickle."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor

from ..materials.choice import MaterialChoice
from ..materials.pictures.tile import Tile
from ..surface import UnitSphere
from ..vocabulary.errors import StateError, StyleGLIPError
from ..vocabulary.json_texts import parse_json
from ..vocabulary.model_choice import ModelChoice
from ..vocabulary.part_report import PartReport
from ..vocabulary.results import Losses
from ..vocabulary.settings import StylizeSettings
from .atomic_file import write_atomically
from .state import StyleState

FORMAT = 1
_KEY = "styleglip_state"
_NOTES = "styleglip_notes"
_GROUPS = ("fields", "optimizer", "lights")
_TOTAL = "total"
_PICTURE = "picture."
"""Of the tile of a part whose material is a picture; the part's name follows."""


def save_state(state: StyleState, path: Path) -> None:
    """Writes a state under a temporary name beside `path` and renames it when it is complete.

    Raises:
        StateError: the file cannot be written; nothing is left behind.
    """
    try:
        write_atomically(path, lambda file: file.write(state_to_bytes(state)))
    except OSError as error:
        raise StateError(f'The state cannot be written to "{path}": {error.strerror or error}.') from error


def load_state(path: Path) -> StyleState:
    """Reads a file of `save_state`.

    Raises:
        StateError: missing, truncated, damaged, of another program or of a newer version; the message names the file.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StateError(f'The state "{path}" cannot be read: {error.strerror or error}.') from error
    try:
        return state_from_bytes(data)
    except StateError as error:
        raise StateError(f'"{path}": {error}') from error


def state_to_bytes(state: StyleState, notes: Mapping[str, str] | None = None) -> bytes:
    """A state as the content of a safetensors file.

    Args:
        state: of a run.
        notes: what else the header is to hold, for `notes_of`.
    """
    groups: dict[str, Mapping[str, Tensor]] = {
        "fields": state.fields,
        "optimizer": state.optimizer,
        "lights": state.lights,
    }
    tensors = {f"{group}.{name}": value for group, values in groups.items() for name, value in values.items()}
    tensors["generator"] = state.generator
    tensors["weights"] = torch.from_numpy(np.stack([part.weights for part in state.parts], axis=1))
    if state.first_weights is not None:
        tensors["first_weights"] = torch.from_numpy(state.first_weights)
    if state.held is not None:
        tensors["held"] = torch.from_numpy(np.ascontiguousarray(state.held))
    if state.colors is not None:
        tensors["colors"] = torch.from_numpy(state.colors)
    for name, choice in state.choices.items():
        if choice.picture is not None:
            tensors[_PICTURE + name] = torch.from_numpy(choice.picture.pixels)
    names = list(dict.fromkeys(name for losses in state.history for name in losses.terms))
    history = [[losses.total, *(losses.terms.get(name, math.nan) for name in names)] for losses in state.history]
    tensors["history"] = torch.tensor(history, dtype=torch.float64).reshape(len(history), 1 + len(names))
    metadata = {
        "format": FORMAT,
        "settings": state.settings.to_dict(),
        "model": state.model,
        "choice": None if state.choice is None else state.choice.to_dict(),
        "parts": [PartReport.of(part, state.matches.get(part.part.name)).to_dict() for part in state.parts],
        "step": state.step,
        "relocated_at": state.relocated_at,
        "losses": [_TOTAL, *names],
        "sphere": {"center": list(state.sphere.center), "radius": state.sphere.radius},
        "mesh_hash": state.mesh_hash,
        "up": list(state.up),
        "front": None if state.front is None else list(state.front),
        "only": list(state.only),
        "warnings": list(state.warnings),
        "choices": {name: choice.to_dict() for name, choice in state.choices.items()},
    }
    whole = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}
    text = json.dumps(metadata, ensure_ascii=False, allow_nan=False)
    return safetensors.torch.save(whole, {_KEY: text, _NOTES: json.dumps(dict(notes or {}), ensure_ascii=False)})


def state_from_bytes(data: bytes) -> StyleState:
    """Inverse of `state_to_bytes`.

    Raises:
        StateError: truncated, damaged, of another program or of a newer version.
    """
    try:
        tensors = safetensors.torch.load(data)
        metadata = _header_entry(data, _KEY)
    except (SafetensorError, ValueError, KeyError, TypeError, RuntimeError, OverflowError) as error:
        raise StateError("This is no saved StyleGLIP state, or it is damaged. Run the style again.") from error
    if metadata.get("format") != FORMAT:
        raise StateError("This state is of another version of StyleGLIP. Run the style again.")
    try:
        state = _build(metadata, tensors)
        _check(state)
        return state
    except StyleGLIPError as error:
        raise StateError(f"This saved state is damaged ({error}) Run the style again.") from error
    except (KeyError, ValueError, TypeError, IndexError, RuntimeError, AttributeError, OverflowError) as error:
        raise StateError("This saved state is damaged. Run the style again.") from error


def notes_of(data: bytes) -> dict[str, str]:
    """What a state's writer noted beside it; empty for a state without notes.

    Raises:
        StateError: this is no state.
    """
    try:
        return {name: str(value) for name, value in _header_entry(data, _NOTES, "{}").items()}
    except (ValueError, KeyError, TypeError) as error:
        raise StateError("This is no saved StyleGLIP state, or it is damaged. Run the style again.") from error


def _header_entry(data: bytes, key: str, default: str | None = None) -> dict[str, Any]:
    """An entry of the header; the library reads it from files only, so the header's JSON is read here.

    Raises:
        KeyError: it is absent, and there is no default.
        TypeError, ValueError: it is something else.
    """
    length = int.from_bytes(data[:8], "little")
    entries = parse_json(data[8 : 8 + length])["__metadata__"]
    entry = parse_json(entries[key] if default is None else entries.get(key, default))
    if not isinstance(entry, dict):
        raise ValueError("the header's entry is no object")
    return entry


def _build(metadata: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> StyleState:
    groups: dict[str, dict[str, Tensor]] = {group: {} for group in _GROUPS}
    for name, value in tensors.items():
        group, _, rest = name.partition(".")
        if group in groups and rest:
            groups[group][rest] = value
    weights, history = tensors["weights"].numpy(), tensors["history"]
    if weights.shape[1] != len(metadata["parts"]) or history.shape[1] != len(metadata["losses"]):
        raise ValueError("the header does not fit the tensors")
    first, colors, front = tensors.get("first_weights"), tensors.get("colors"), metadata["front"]
    held = tensors.get("held")
    choice = metadata["choice"]
    parts = [PartReport.from_dict(part) for part in metadata["parts"]]
    return StyleState(
        settings=StylizeSettings.from_dict(metadata["settings"]),
        model=str(metadata["model"]),
        choice=None if choice is None else ModelChoice.from_dict(choice),
        parts=tuple(part.located(weights[:, index]) for index, part in enumerate(parts)),
        step=int(metadata["step"]),
        history=tuple(_losses(metadata["losses"], row) for row in history.tolist()),
        sphere=UnitSphere(_vector(metadata["sphere"]["center"]), float(metadata["sphere"]["radius"])),
        mesh_hash=str(metadata["mesh_hash"]),
        fields=groups["fields"],
        optimizer=groups["optimizer"],
        generator=tensors["generator"],
        lights=groups["lights"],
        # Earlier versions located again at the end of a step, so what they kept had nothing of the kind before it.
        relocated_at=int(metadata.get("relocated_at", metadata["step"])),
        first_weights=None if first is None else first.numpy(),
        only=tuple(str(name) for name in metadata["only"]),
        warnings=tuple(str(sentence) for sentence in metadata["warnings"]),
        colors=None if colors is None else colors.numpy(),
        held=None if held is None else held.numpy(),
        matches={part.name: part.read_as for part in parts if part.read_as is not None},
        choices={str(name): _choice(str(name), data, tensors) for name, data in metadata.get("choices", {}).items()},
        up=_vector(metadata["up"]),
        front=None if front is None else _vector(front),
    )


def _choice(name: str, data: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> MaterialChoice:
    choice, pixels = MaterialChoice.from_dict(data), tensors.get(_PICTURE + name)
    return choice if pixels is None else replace(choice, picture=Tile(pixels.numpy()))


def _losses(names: Sequence[str], values: Sequence[float]) -> Losses:
    """One row of the history's table, where NaN stands for a term that was not evaluated."""
    row = dict(zip(names, values, strict=True))
    total = row.pop(_TOTAL)
    return Losses(total, {str(name): value for name, value in row.items() if not math.isnan(value)})


def _vector(values: Sequence[Any]) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z


def _check(state: StyleState) -> None:
    """Finds now what would fail in the middle of a run or a bake."""
    for index, part in enumerate(state.parts):
        if part.found:
            state.build_field(index)
    if any(value.is_floating_point() and not bool(value.isfinite().all()) for value in state.fields.values()):
        raise ValueError("the fields hold values that are no numbers")
    if not (state.sphere.radius > 0.0 and state.step >= 0):
        raise ValueError("the size or the step is out of its range")
    torch.Generator().set_state(state.generator)
