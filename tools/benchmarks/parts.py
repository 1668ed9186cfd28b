"""Locating parts: IoU over surface area between located and labelled faces, per mesh and part.

With `--oracle` the boxes come from the labels instead of the model ("exact", or "noisy": jittered, missing and false
boxes), which measures the lifting from boxes to surface alone.

Meshes are opened as users open them, by the add-on's import, with the colours and textures that they bring and the
names hidden unless `--names` shows them. Where materials and objects meet is still to be seen, as in a file whose
materials are called "Material.001"; `--no-borders` hides that too. With `--grey` the OBJ file's bare geometry is looked
at, standing as parts.json says. `--held-out N` takes procedural objects of families that no network was trained on
instead, N of each. `--absent` asks for words besides that the meshes have no place for, and tells how
many of them are taken for there.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from styleglip_addon.engine import LocatedPart, Mesh, Part, StylizeSettings, load_models, locate_parts, parse_prompt
from styleglip_addon.engine.localization import Witnesses, locate
from styleglip_addon.engine.localization.pictured_surface import PicturedSurface
from styleglip_addon.engine.rendering import TorchRenderer
from styleglip_addon.engine.rendering.cameras import covering_cameras
from styleglip_addon.engine.surface import face_areas
from styleglip_addon.engine.surface.prepared import prepare_surface
from styleglip_addon.engine.vocabulary.part_names import part_key
from tools.benchmarks.absent_parts import presence_report
from tools.benchmarks.held_out_objects import held_out_objects
from tools.benchmarks.opened_meshes import read_opened_meshes
from tools.benchmarks.oracle_detector import NO_NOISE, BoxNoise, OracleDetector
from tools.labelled_meshes import IGNORED, UNLABELLED, LabelledMesh, read_labelled_meshes

ORACLES = {
    "exact": NO_NOISE,
    "noisy": BoxNoise(jitter=0.065, missed=0.2, false_boxes=0.15),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this measurement's options."""
    objects = parser.add_mutually_exclusive_group(required=True)
    objects.add_argument("--meshes", type=Path, help="folder with parts.json and the meshes it names")
    objects.add_argument("--held-out", type=int, metavar="N", help="N procedural objects of each family held out")
    parser.add_argument("--model", type=Path, help="folder of the model; default: the embedded one")
    parser.add_argument("--grey", action="store_true", help="bare geometry, not the object as users open it")
    parser.add_argument("--names", action="store_true", help="with the objects' own names, which labels are made of")
    parser.add_argument("--no-borders", action="store_true", help="hide which faces are of one material or object too")
    parser.add_argument("--absent", action="store_true", help="ask for words that the meshes have no place for")
    parser.add_argument("--oracle", choices=sorted(ORACLES), help="take the boxes from the labels, not from the model")
    parser.add_argument("--seed", type=int, default=0, help="of the noisy oracle, and of procedural objects")


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Locates the labelled parts of every mesh; meshes without labels are passed over.

    Returns:
        `mean_iou` over all parts of all meshes, `missed` (parts not found) and `meshes`, the figures of each.
    """
    torch.set_num_threads(1)
    models = None
    if arguments.oracle is None:
        models = load_models(arguments.model) if arguments.model else load_models()
    meshes: dict[str, Any] = {}
    if arguments.grey and arguments.names:
        raise SystemExit("--grey is bare geometry and has no names; leave one of both out.")
    if arguments.held_out and (arguments.grey or arguments.names or arguments.no_borders):
        raise SystemExit("Procedural objects have colors, and neither names nor borders; leave these options out.")
    if arguments.absent:
        if models is None:
            raise SystemExit("--absent asks a model; leave --oracle out.")
        return presence_report(_objects(arguments), models)
    for labelled in _objects(arguments):
        if not labelled.parts:
            continue
        parts = parts_to_find(labelled)
        started = time.perf_counter()
        if arguments.oracle is None:
            located: Sequence[LocatedPart] = locate_parts(labelled.mesh, parts, models=models)
        else:
            noise = replace(ORACLES[arguments.oracle], seed=arguments.seed)
            located = locate_with_oracle(labelled, parts, noise)
        seconds = time.perf_counter() - started
        ious = part_ious(labelled, located)
        meshes[labelled.name] = {
            "mean_iou": float(np.mean(ious)),
            "seconds": round(seconds, 3),
            "parts": {
                part.part.name: {
                    "iou": iou,
                    "found": part.found,
                    "confidence": part.confidence,
                    "boxes": len(part.detections),
                    "reason": part.reason,
                    "told_by": part.told_by,
                }
                for part, iou in zip(located, ious, strict=True)
            },
        }
        figures = "  ".join(f"{part.part.name} {iou:.3f}" for part, iou in zip(located, ious, strict=True))
        print(f"{labelled.name:32} {float(np.mean(ious)):.3f}   {figures}   {seconds:.1f} s", flush=True)
    every = [part for mesh in meshes.values() for part in mesh["parts"].values()]
    if not every:
        raise SystemExit(f"No mesh in {arguments.meshes or 'the families'} has labelled parts.")
    report = {
        "mean_iou": float(np.mean([part["iou"] for part in every])),
        "missed": sum(not part["found"] for part in every),
        "meshes": meshes,
        "seconds": sum(mesh["seconds"] for mesh in meshes.values()),
        "boxes_from": arguments.oracle or "model",
        "opened": "held out" if arguments.held_out else "grey" if arguments.grey else "as users do",
        "names": arguments.names,
        "borders": not (arguments.grey or arguments.no_borders or arguments.held_out),
    }
    print(f"mean IoU {report['mean_iou']:.3f} over {len(every)} parts, {report['missed']} missed")
    return report


def _objects(arguments: argparse.Namespace) -> Iterator[LabelledMesh]:
    """What is to be looked at, as the options say."""
    if arguments.held_out:
        return held_out_objects(arguments.held_out, arguments.seed)
    if arguments.grey:
        return read_labelled_meshes(arguments.meshes)
    return read_opened_meshes(arguments.meshes, names=arguments.names, borders=not arguments.no_borders)


def parts_to_find(labelled: LabelledMesh) -> tuple[Part, ...]:
    """The labelled parts in the order of the labels, with the prompt's styles."""
    styles = {part_key(part.name): part.style for part in parse_prompt(labelled.prompt)}
    return tuple(Part(name, styles.get(part_key(name), "grey")) for name in labelled.parts)


def located_faces(mesh: Mesh, located: Sequence[LocatedPart]) -> NDArray[np.int64]:
    """(F,) index of the part each face mostly belongs to, `UNLABELLED` where it mostly belongs to none."""
    weights = np.stack([part.weights for part in located], axis=1)[mesh.faces].mean(axis=1)
    unclaimed = 1.0 - weights.sum(axis=1)
    return np.where(weights.max(axis=1) > unclaimed, weights.argmax(axis=1), UNLABELLED)


def part_ious(labelled: LabelledMesh, located: Sequence[LocatedPart]) -> list[float]:
    """Per part, the area both located and labelled over the area either; ignored faces do not count."""
    areas = face_areas(labelled.mesh.vertices, labelled.mesh.faces) * (labelled.face_labels != IGNORED)
    found = located_faces(labelled.mesh, located)
    ious = []
    for index in range(len(labelled.parts)):
        is_found, is_true = found == index, labelled.face_labels == index
        union = float(areas[is_found | is_true].sum())
        ious.append(float(areas[is_found & is_true].sum()) / union if union > 0.0 else 0.0)
    return ious


def locate_with_oracle(labelled: LabelledMesh, parts: Sequence[Part], noise: BoxNoise) -> tuple[LocatedPart, ...]:
    """Lifts true boxes, with errors added, just as `locate_parts` lifts the model's."""
    settings = StylizeSettings()
    options = settings.localization
    surface = prepare_surface(labelled.mesh, settings.dense_vertices, "cpu")
    cameras = covering_cameras(options.views, surface.up, surface.front, settings.field_of_view)
    vertices, faces = surface.vertices, surface.faces
    size = (options.image_size, options.image_size)
    with torch.no_grad():
        rendering = TorchRenderer().render(vertices, faces, surface.base_color, cameras, size)
    labels = labelled.face_labels[surface.refined.face_parents]
    detector = OracleDetector(vertices.numpy(), faces.numpy(), labels, cameras, noise)
    masks = [None] * len(parts)
    pictured = PicturedSurface.of(surface, vertices, cameras, rendering)
    located = locate(pictured, parts, masks, Witnesses(detector), options)
    count = len(labelled.mesh.vertices)
    return tuple(replace(part, weights=part.weights[:count]) for part in located)
