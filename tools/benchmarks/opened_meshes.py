"""Labelled meshes as users open them: imported, joined and exported by the add-on, with their colours and textures."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from styleglip_addon.engine import Mesh
from tools.labelled_meshes import LabelledMesh

_ROOT = Path(__file__).resolve().parents[2]


def read_opened_meshes(folder: Path) -> Iterator[LabelledMesh]:
    """Yields the meshes of `parts.json` in its order, see `labelled_meshes`, as the add-on hands them to the engine.

    Files are imported with Blender's own settings, whatever `up` says in parts.json: this is how people open them.
    The names that the labels are made of are taken from the object before it is exported.

    Raises:
        SystemExit: Blender could not open them; the message has its last line.
    """
    with tempfile.TemporaryDirectory(prefix="styleglip-meshes-") as target:
        command = [sys.executable, "-m", "tools.benchmarks.open_labelled", str(folder.absolute()), target]
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
        for number, (name, entry) in enumerate(json.loads((folder / "parts.json").read_text(encoding="utf-8")).items()):
            path = Path(target) / f"{number}.npz"
            if not path.is_file():
                said = [line for line in done.stderr.splitlines() if line.strip()]
                raise SystemExit(f"{name} cannot be opened in Blender: {said[-1] if said else 'it ended silently'}.")
            with np.load(path, allow_pickle=False) as data:
                x, y, z = (float(value) for value in data["up"])
                colors = data.get("colors")
                mesh = Mesh(vertices=data["vertices"], faces=data["faces"], colors=colors, up=(x, y, z))
                parts = tuple(entry.get("parts") or ())
                yield LabelledMesh(name, mesh, str(entry["prompt"]), parts, data["labels"])
