"""Labelled meshes from Blender files, read by a second Python process with bpy: a damaged file ends only that one."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine.vocabulary import Mesh
from styleglip_addon.engine.vocabulary.errors import MeshError
from tools.finetune_glip.problems import FinetuningError

_ROOT = Path(__file__).resolve().parents[2]
_PLAIN = np.float32(0.8)
"""Blender's own grey for faces without a material, scene-linear."""


class LabelSource(StrEnum):
    """What of a Blender file says which part a face is."""

    AUTO = "auto"
    """Objects where there are several, else vertex groups, else materials."""
    OBJECT = "object"
    MATERIAL = "material"
    VERTEX_GROUP = "vertex-group"


@dataclass(frozen=True, eq=False)
class BlendMesh:
    """All mesh objects of a Blender file as one mesh.

    Args:
        file: the file.
        mesh: world space, up = +Z, modifiers applied.
        labels: the names found.
        face_labels: (F,) index into `labels`, -1 for none.
        face_colors: (F, 3) scene-linear base colours of the materials; None where no face has one.
    """

    file: Path
    mesh: Mesh
    labels: tuple[str, ...]
    face_labels: NDArray[np.int64]
    face_colors: NDArray[np.float32] | None


def read_blend_files(files: Sequence[Path], source: LabelSource) -> Iterator[BlendMesh]:
    """Reads Blender files; scripts in them are not run.

    Raises:
        FinetuningError: bpy is not installed, a file cannot be read, or it has no faces.
    """
    if importlib.util.find_spec("bpy") is None:
        raise FinetuningError(
            "Blender files are read with Blender's Python module (bpy), which is not installed here. Install it, or "
            "export the meshes as OBJ files and label them in a parts.json."
        )
    with tempfile.TemporaryDirectory(prefix="styleglip-blend-") as folder:
        for number, file in enumerate(files):
            target = Path(folder) / f"{number}.npz"
            command = [sys.executable, "-m", "tools.finetune_glip.read_blend", str(file.absolute()), str(target)]
            command.append(source.value)
            done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
            if not target.is_file():
                said = [line for line in done.stderr.splitlines() if line.strip()]
                reason = said[-1] if said else "Blender ended without a word"
                raise FinetuningError(f'The Blender file "{file.name}" cannot be read: {reason}.')
            yield _read_result(file, target)


def _read_result(file: Path, path: Path) -> BlendMesh:
    with np.load(path, allow_pickle=False) as data:
        colors = data["face_colors"]
        try:
            mesh = Mesh(vertices=data["vertices"], faces=data["faces"])
        except MeshError as error:
            raise FinetuningError(f'The Blender file "{file.name}": {error}') from error
        return BlendMesh(
            file=file,
            mesh=mesh,
            labels=tuple(json.loads(str(data["labels"]))),
            face_labels=data["face_labels"],
            face_colors=None if np.isnan(colors).all() else np.where(np.isnan(colors), _PLAIN, colors),
        )
