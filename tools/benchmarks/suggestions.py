"""Suggesting parts: what labelled meshes are taken for, and which of their parts are suggested.

Meshes are opened as users open them, names hidden unless `--names` shows them. A part counts as suggested by its own
word or by another that the table of kinds has for the same part. What is suggested besides is not wrong for that:
labels name a few parts of an object only, so it is listed to be judged.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch

from styleglip_addon.engine import load_models, suggest_parts
from styleglip_addon.engine.models.embedded.kind_table import Kind
from tools.benchmarks.opened_meshes import read_opened_meshes
from tools.labelled_meshes import read_labelled_meshes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this measurement's options."""
    parser.add_argument("--meshes", type=Path, required=True, help="folder with parts.json and the meshes it names")
    parser.add_argument("--grey", action="store_true", help="bare geometry, standing as parts.json says")
    parser.add_argument("--names", action="store_true", help="with the objects' own names, which labels are made of")


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Suggests parts of every mesh that has labels.

    Returns:
        `suggested`, the share of the labelled parts; `besides`, how many suggestions name no labelled part; `meshes`.
    """
    torch.set_num_threads(1)
    models = load_models()
    assert models.object_kinds is not None
    read = read_labelled_meshes if arguments.grey else partial(read_opened_meshes, names=arguments.names)
    meshes: dict[str, Any] = {}
    for labelled in read(arguments.meshes):
        if not labelled.parts:
            continue
        started = time.perf_counter()
        found = suggest_parts(labelled.mesh, models=models)
        seconds = time.perf_counter() - started
        matched = {word: matching(word, found.names, models.object_kinds.kinds) for word in labelled.parts}
        taken = {name for names in matched.values() for name in names}
        meshes[labelled.name] = {
            "kind": found.kind,
            "confidence": round(found.confidence, 3),
            "is_said": found.is_sure,
            "suggested": {part.name: round(part.confidence, 3) for part in found.parts},
            "labelled": {word: bool(names) for word, names in matched.items()},
            "besides": [name for name in found.names if name not in taken],
            "seconds": round(seconds, 3),
        }
        said = f"{found.kind} {found.confidence:.2f}"
        missed = [word for word, names in matched.items() if not names]
        print(f"{labelled.name:32} {said:22} {', '.join(found.names) or '-'}   missed: {', '.join(missed) or '-'}")
    every = [is_there for mesh in meshes.values() for is_there in mesh["labelled"].values()]
    if not every:
        raise SystemExit(f"No mesh in {arguments.meshes} has labelled parts.")
    besides = sum(len(mesh["besides"]) for mesh in meshes.values())
    print(f"{sum(every)} of {len(every)} parts suggested, {besides} other suggestions")
    return {"suggested": sum(every) / len(every), "besides": besides, "meshes": meshes}


def matching(word: str, names: Sequence[str], kinds: Collection[Kind]) -> tuple[str, ...]:
    """Those of some names that mean a part: its word, or one that the kinds have for the same part."""
    alike = {word}
    for kind in kinds:
        for part in kind.parts:
            if word in part.words:
                alike.update(part.words)
    return tuple(name for name in names if name in alike)
