"""Stylizes meshes with every preset, and looks whether a surface cracked, crossed itself or lost part of its sum.

    python tools/check_surfaces.py [--meshes FOLDER] [--only NAME ...] [--preset NAME ...] [--iterations 20]
        [--run located labelled] [--dense VERTICES] [--device cpu] [--report FILE]

Of every result: vertices that lay at one place, as artists' files double them at the seams of UV maps, normals and
materials, are still at one place; a watertight mesh is watertight; at most 0.1 % of the triangles cross another one
that crossed none before; the parts' displacements make up the whole. Where the mesh has labelled parts, a second run
takes them as masks that end sharply at their borders, on vertices doubled there: where a crack would open. `--dense`
looks at a dense copy of each result as well. The exit code is 0 only when all of it holds. A heavy check, not part of
the tests.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import json
import time
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from styleglip_addon.engine import Models, Part, Preset, StylizeResult, StylizeSettings, load_models
from styleglip_addon.engine.baking.dense import dense_result
from styleglip_addon.engine.baking.from_state import styled_shape
from styleglip_addon.engine.prompts.reading import parse_prompt
from styleglip_addon.engine.stylizer import stylize
from styleglip_addon.engine.surface import face_normals
from styleglip_addon.engine.vocabulary import Mesh
from styleglip_addon.engine.vocabulary.settings import Device, MachineSettings, PartsMode
from tools.labelled_meshes import LabelledMesh, read_labelled_meshes
from tools.surface_integrity import SurfaceIntegrity, compare, examine

MESHES = Path(__file__).resolve().parent.parent.parent / "shared" / "meshes"
LOCATED, LABELLED = "located", "labelled"


def split_at_seams(labelled: LabelledMesh) -> tuple[Mesh, tuple[Part, ...]]:
    """The mesh as game formats keep it, with its labels as masks that end sharply at their borders.

    Vertices are doubled between labels and at hard edges: where the signs of the faces' normals differ.

    Args:
        labelled: a mesh with labelled parts.

    Returns:
        The mesh and the parts of its prompt that are labelled.
    """
    mesh = labelled.mesh
    signs = (face_normals(mesh.vertices, mesh.faces) > 0.0) @ np.array([1, 2, 4])
    corners = np.stack((mesh.faces.reshape(-1), np.repeat(labelled.face_labels, 3), np.repeat(signs, 3)), axis=1)
    unique, index = np.unique(corners, axis=0, return_inverse=True)
    split = replace(mesh, vertices=mesh.vertices[unique[:, 0]], faces=index.reshape(-1, 3).astype(np.int64))
    parts = tuple(
        replace(part, mask=(unique[:, 1] == labelled.parts.index(part.name)).astype(np.float32))
        for part in parse_prompt(labelled.prompt)
        if part.name in labelled.parts
    )
    return split, parts


def examine_dense(mesh: Mesh, result: StylizeResult, vertices: int) -> SurfaceIntegrity:
    """The same of a dense copy of the result."""
    dense = dense_result(styled_shape(result.state, mesh), vertices)
    parts = np.sum([part.displacement for part in dense.parts], axis=0, dtype=np.float64)
    moved = (dense.vertices + dense.displacement).astype(np.float32)
    return compare(dense.vertices, moved, dense.faces, float(np.abs(parts - dense.displacement).max()))


def runs(
    labelled: LabelledMesh, settings: StylizeSettings, wanted: Collection[str]
) -> Iterator[tuple[str, Mesh, tuple[Part, ...]]]:
    """What is stylized of a mesh: its parts as they are found, and as they are labelled."""
    if LOCATED in wanted:
        yield LOCATED, labelled.mesh, tuple(parse_prompt(labelled.prompt))
    if LABELLED in wanted and labelled.parts and settings.parts_mode is not PartsMode.HOLISTIC:
        yield LABELLED, *split_at_seams(labelled)


def check(
    labelled: LabelledMesh, settings: StylizeSettings, models: Models, dense: int, wanted: Collection[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Figures of all runs of a mesh with one preset, by name."""
    for name, mesh, parts in runs(labelled, settings, wanted):
        started = time.monotonic()
        result = stylize(mesh, parts, settings, models=models)
        figures = examine(mesh, result).to_dict()
        assert result.state.held is not None
        figures["held_back_share"] = float((result.state.held < 1.0).any(axis=1).mean())
        figures["mean_left"] = float(result.state.held.mean())
        figures["seconds"] = round(time.monotonic() - started, 1)
        yield name, figures
        if dense:
            yield f"{name}, dense copy", examine_dense(mesh, result, dense).to_dict()


def main() -> int:
    """Runs the check, prints a line for each result."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--meshes", type=Path, default=MESHES, help="folder with parts.json")
    parser.add_argument("--only", nargs="+", default=[""], metavar="NAME", help="only meshes whose name contains one")
    parser.add_argument("--preset", nargs="+", choices=[item.value for item in Preset], default=list(Preset))
    parser.add_argument("--run", nargs="+", choices=[LOCATED, LABELLED], default=[LOCATED, LABELLED])
    parser.add_argument("--iterations", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--dense", type=int, default=0, metavar="VERTICES", help="also a dense copy of so many vertices"
    )
    parser.add_argument("--model", type=Path, help="folder or file of the model; default: the embedded one")
    parser.add_argument("--device", default="cpu", choices=[item.value for item in Device])
    parser.add_argument("--report", type=Path, help="write the figures to this JSON file")
    options = parser.parse_args()
    if not (options.meshes / "parts.json").is_file():
        parser.error(f'there is no parts.json in "{options.meshes}"; say with --meshes where the meshes are')
    device = Device(options.device)
    models = load_models(options.model, device) if options.model else load_models(device=device)
    report: dict[str, Any] = {}
    for labelled in read_labelled_meshes(options.meshes):
        if not any(name.lower() in labelled.name.lower() for name in options.only):
            continue
        for preset in options.preset:
            settings = StylizeSettings.preset(preset).with_(
                iterations=options.iterations, seed=options.seed, machine=MachineSettings(device)
            )
            for run, figures in check(labelled, settings, models, options.dense, options.run):
                name = f"{labelled.name}, {preset}, {run}"
                report[name] = figures
                print(("holds  " if figures["holds"] else "FAILS  ") + name, json.dumps(figures), flush=True)
    if options.report is not None:
        options.report.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    if not report:
        print("There is no mesh of that name.", file=sys.stderr)
    return 0 if report and all(figures["holds"] for figures in report.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
