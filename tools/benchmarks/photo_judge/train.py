"""Photo judge: trains its head on photographs from packages, says how many it knows of packages that were left out, and
what it takes our own materials for, of the kinds that it knows.

The packages and where they come from are in tools/benchmarks/photo_judge/__init__.py.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .crops import features_of, random_crops
from .efficientnet import EfficientNetLite0, load_efficientnet
from .head import Head, even_weights, trained_head
from .ours import judged
from .photographs import read_photographs
from .verdicts import KNOWN, load_photo_judge, save_head

CROPS = 8
"""Crops per photograph."""

_CACHE = "features.npz"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("--photographs", type=Path, required=True, help="folder with the unpacked packages")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads")


@dataclass(frozen=True, eq=False)
class Gallery:
    """Features of n photographs.

    Args:
        packages, kinds, paths: of each.
        features: (n, CROPS, FEATURES).
    """

    packages: tuple[str, ...]
    kinds: tuple[str, ...]
    paths: tuple[str, ...]
    features: Tensor


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Trains and measures.

    Returns:
        `accuracy` over all photographs of left-out packages and `kinds_known`; per kind `known`, `photographs`,
        `packages`, and what it is taken for most; of our materials of the known kinds, `ours_right`, `ours`.
    """
    torch.set_num_threads(arguments.threads)
    gallery = _gallery(arguments.photographs)
    names = tuple(sorted(set(gallery.kinds)))
    guessed = left_out(gallery, names)
    figures = accuracies(gallery.kinds, guessed, gallery.packages)
    accuracy = {kind: row["known"] for kind, row in figures.items()}
    save_head(arguments.photographs, fitted(gallery, range(len(gallery.kinds)), names), accuracy)
    for kind, row in sorted(figures.items(), key=lambda item: -item[1]["known"]):
        counts = "counts" if row["known"] >= KNOWN else ""
        share = f"{row['known']:4.0%} of {row['photographs']:3d} from {row['packages']}"
        print(f"{kind:14} {share}  {row['taken_for']:24} {counts}")
    right = float(np.mean([own == true for own, true in zip(guessed, gallery.kinds, strict=True)]))
    judge = load_photo_judge(arguments.photographs)
    known = judge.known
    of_known = [own == true for own, true in zip(guessed, gallery.kinds, strict=True) if true in known]
    print(f"{right:.0%} of {len(guessed)} photographs of left-out packages; {len(known)} of {len(names)} kinds count")
    ours = judged(judge, known)
    for name, row in ours.items():
        print(f"{name:20} {row['kind']:12} {row['probability']:4.0%}  taken for {', '.join(row['taken_for'])}")
    print(
        f"our materials of these kinds: {_mean(ours, 'right'):.0%} right, {_mean(ours, 'among_three'):.0%} among three"
    )
    return {
        "ours_right": _mean(ours, "right"),
        "ours_among_three": _mean(ours, "among_three"),
        "ours": ours,
        "accuracy": right,
        "accuracy_of_known_kinds": float(np.mean(of_known)) if of_known else None,
        "kinds_known": list(known),
        "photographs": len(guessed),
        "kinds": figures,
    }


def _mean(rows: dict[str, dict[str, Any]], figure: str) -> float:
    return float(np.mean([row[figure] for row in rows.values()])) if rows else 0.0


def left_out(gallery: Gallery, names: tuple[str, ...]) -> list[str]:
    """What each photograph is taken for by a head that was trained on all other packages."""
    guessed = [""] * len(gallery.kinds)
    for package in sorted(set(gallery.packages)):
        inside = [row for row, own in enumerate(gallery.packages) if own == package]
        head = fitted(gallery, [row for row, own in enumerate(gallery.packages) if own != package], names)
        for row in inside:
            guessed[row] = names[int(head.probabilities(gallery.features[row]).mean(dim=0).argmax())]
    return guessed


def fitted(gallery: Gallery, rows: Sequence[int], names: tuple[str, ...]) -> Head:
    """A head trained on some of the photographs."""
    chosen = list(rows)
    features = gallery.features[chosen].flatten(0, 1)
    numbers = torch.tensor([names.index(gallery.kinds[row]) for row in chosen]).repeat_interleave(CROPS)
    return trained_head(features, numbers, names, even_weights(numbers, len(names)))


def accuracies(kinds: Sequence[str], guessed: Sequence[str], packages: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Per kind: the share that was known, how many photographs of how many packages, and the commonest mistake."""
    figures: dict[str, dict[str, Any]] = {}
    for kind in sorted(set(kinds)):
        own = [guess for guess, true in zip(guessed, kinds, strict=True) if true == kind]
        wrong = [guess for guess in own if guess != kind]
        worst = max(sorted(set(wrong)), key=wrong.count, default="")
        figures[kind] = {
            "known": own.count(kind) / len(own),
            "photographs": len(own),
            "packages": len({package for package, true in zip(packages, kinds, strict=True) if true == kind}),
            "taken_for": f"{worst} {wrong.count(worst)}" if worst else "",
        }
    return figures


def _gallery(folder: Path) -> Gallery:
    """All photographs' features; those that were computed before are taken from the folder."""
    known = _cached(folder / _CACHE)
    network: EfficientNetLite0 | None = None
    found: list[tuple[str, str, str]] = []
    features: list[Tensor] = []
    for photograph in read_photographs(folder):
        key = f"{photograph.package}/{photograph.path}"
        if key not in known:
            network = network or load_efficientnet(folder)
            crops = random_crops(photograph.picture, CROPS, np.random.default_rng(zlib.crc32(key.encode())))
            known[key] = features_of(network, crops)
            if len(known) % 50 == 0:
                print(f"{len(known)} photographs", flush=True)
        found.append((photograph.package, photograph.kind, photograph.path))
        features.append(known[key])
    np.savez(folder / _CACHE, names=np.array(list(known)), features=torch.stack(list(known.values())).half().numpy())
    packages, kinds, paths = zip(*found, strict=True)
    return Gallery(packages, kinds, paths, torch.stack(features))


def _cached(path: Path) -> dict[str, Tensor]:
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as data:
        features = torch.from_numpy(data["features"].astype(np.float32))
        return {str(name): own for name, own in zip(data["names"], features, strict=True)}
