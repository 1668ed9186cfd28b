"""Keeps a result in a file when it cannot be written to its object, and reads it back.

The file is a NumPy .npz (read without pickle) that also holds `report.json`, so that any unzip tool can show it.
"""

from __future__ import annotations

import io
import json
import os
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import numpy as np

from ...engine.vocabulary import Detection, LocatedPart, Losses, Part, StyledPart, StylizeResult, StylizeSettings
from ...engine.vocabulary.errors import StyleGLIPError

_FORMAT = 1


class RescueError(StyleGLIPError):
    """A result file cannot be written or read; the message names the file."""


def save_result(folder: Path, object_name: str, result: StylizeResult, prompt: str) -> Path:
    """Writes a result to a new file in `folder`, complete or not at all.

    Args:
        folder: made if absent.
        object_name: becomes part of the file's name.
        result: displacement in the engine's frame, see `mesh_export.ExportedObject`.
        prompt: as the user wrote it.

    Returns:
        The file.

    Raises:
        RescueError: the folder cannot be written, or the disk is full.
    """
    stem = re.sub(r'[\x00-\x1f<>:"/\\|?*.]+', "_", object_name).strip(" _") or "result"
    path = folder / f"{stem[:40]}-{time.strftime('%Y%m%d-%H%M%S')}.npz"
    for number in range(2, 1000):
        if not path.exists():
            break
        path = path.with_name(f"{stem[:40]}-{time.strftime('%Y%m%d-%H%M%S')}-{number}.npz")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, lambda file: _write(file, result, prompt))
    except OSError as error:
        raise RescueError(f'The result could not be saved to "{path}": {error.strerror or error}.') from error
    return path


def load_result(path: Path) -> tuple[StylizeResult, str]:
    """Reads a file of `save_result`.

    Returns:
        The result and its prompt.

    Raises:
        RescueError: not such a file, damaged, or unreadable.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            data = json.loads(archive.read("report.json"))
        with np.load(path, allow_pickle=False) as arrays:
            return _read(data, {name: arrays[name] for name in arrays.files if name != "report.json"}), data["prompt"]
    except OSError as error:
        raise RescueError(f'"{path}" cannot be read: {error.strerror or error}.') from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise RescueError(f'"{path}" is no saved StyleGLIP result, or it is damaged.') from error


def write_atomically(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Writes a file under a temporary name beside `path` and renames it when it is complete.

    Raises:
        OSError: the file cannot be written; nothing is left behind.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _write(file: IO[bytes], result: StylizeResult, prompt: str) -> None:
    arrays: dict[str, Any] = {"displacement": result.displacement, "color": result.color}
    parts = []
    for number, styled in enumerate(result.parts):
        located = styled.located
        arrays[f"part{number}_weights"] = located.weights
        arrays[f"part{number}_displacement"] = styled.displacement
        arrays[f"part{number}_color"] = styled.color
        parts.append(
            {
                "name": located.part.name,
                "style": located.part.style,
                "strength": float(located.part.strength),
                "found": bool(located.found),
                "reason": located.reason,
                "confidence": float(located.confidence),
                "detections": [[int(d.view), [float(x) for x in d.box], float(d.score)] for d in located.detections],
            }
        )
    data = {
        "format": _FORMAT,
        "prompt": prompt,
        "parts": parts,
        "history": [[losses.total, dict(losses.terms)] for losses in result.history],
        "settings": result.settings.to_dict(),
        "model": result.model,
        "seconds": {str(phase): float(value) for phase, value in result.seconds.items()},
        "warnings": list(result.warnings),
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.asarray(array, dtype=np.float32), allow_pickle=False)
            archive.writestr(f"{name}.npy", buffer.getvalue())
        archive.writestr("report.json", json.dumps(data, ensure_ascii=False))


def _read(data: dict[str, Any], arrays: dict[str, Any]) -> StylizeResult:
    parts = []
    for number, item in enumerate(data["parts"]):
        located = LocatedPart(
            part=Part(name=item["name"], style=item["style"], strength=item["strength"]),
            found=item["found"],
            reason=item["reason"],
            confidence=item["confidence"],
            weights=arrays[f"part{number}_weights"],
            detections=tuple(Detection(view, tuple(box), score) for view, box, score in item["detections"]),
        )
        parts.append(StyledPart(located, arrays[f"part{number}_displacement"], arrays[f"part{number}_color"]))
    return StylizeResult(
        parts=tuple(parts),
        displacement=arrays["displacement"],
        color=arrays["color"],
        history=tuple(Losses(*values) for values in data["history"]),
        settings=StylizeSettings.from_dict(data["settings"]),
        model=data["model"],
        seconds=data["seconds"],
        warnings=tuple(data["warnings"]),
    )
