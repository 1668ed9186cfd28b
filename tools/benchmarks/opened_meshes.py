"""Labelled meshes as users open them: imported, joined and exported by the add-on, with their colours and textures."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from styleglip_addon.engine import Mesh, NamedRegion, NameKind
from tools.labelled_meshes import LabelledMesh

_ROOT = Path(__file__).resolve().parents[2]


def read_opened_meshes(folder: Path, names: bool = False, borders: bool = True) -> Iterator[LabelledMesh]:
    """Yields the meshes of `parts.json` in its order, see `labelled_meshes`, as the add-on hands them to the engine.

    Files are imported with Blender's own settings, whatever `up` says in parts.json: this is how people open them.
    Names are taken from the objects before they are joined and exported: the labels are made of them.

    Args:
        folder: as `read_labelled_meshes` takes it.
        names: leave the names of objects and materials as they are.
        borders: where the names are hidden, tell which faces have the same material, and which came from one object.

    Raises:
        SystemExit: Blender could not open them; the message has its last line.
    """
    with tempfile.TemporaryDirectory(prefix="styleglip-meshes-") as target:
        command = [sys.executable, "-m", "tools.benchmarks.open_labelled", str(folder.absolute()), target]
        command += ["--names"] * names + ["--no-borders"] * (not borders)
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
        for number, (name, entry) in enumerate(json.loads((folder / "parts.json").read_text(encoding="utf-8")).items()):
            path = Path(target) / f"{number}.npz"
            if not path.is_file():
                said = [line for line in done.stderr.splitlines() if line.strip()]
                raise SystemExit(f"{name} cannot be opened in Blender: {said[-1] if said else 'it ended silently'}.")
            with np.load(path, allow_pickle=False) as data:
                x, y, z = (float(value) for value in data["up"])
                colors = data.get("colors")
                regions = tuple(
                    NamedRegion(str(title), NameKind(kind), np.flatnonzero(inside))
                    for title, kind, inside in zip(data["names"], data["kinds"], data["insides"], strict=True)
                )
                vertices, faces = data["vertices"], data["faces"]
                mesh = Mesh(vertices=vertices, faces=faces, colors=colors, up=(x, y, z), regions=regions)
                parts = tuple(entry.get("parts") or ())
                yield LabelledMesh(name, mesh, str(entry["prompt"]), parts, data["labels"])
