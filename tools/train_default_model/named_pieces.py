"""Pieces whose words are known: of procedural objects, and of furniture whose objects and materials have names."""

from __future__ import annotations

import csv
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine.localization.piece_shapes import PieceShapes, describe_pieces
from styleglip_addon.engine.localization.standing import UPS
from styleglip_addon.engine.surface import component_labels, weld
from styleglip_addon.engine.surface.front import find_front
from tools.labelled_meshes import read_obj
from tools.train_default_model.furniture_names import meanings, told_parts
from tools.train_default_model.shapes import FAMILIES, generate_object

_LARGEST_FILE = 6_000_000
_MOST_FACES = 90_000
_MOST_PIECES = 96
_LEAST_SHARE = 2e-5
_STRETCH = 0.08
"""Standard deviation of the logarithms by which procedural objects are stretched along their axes."""


@dataclass(frozen=True, eq=False)
class NamedPieces:
    """An object's pieces and which part each is.

    Args:
        kind: the family of a procedural object; "" for an artist's model.
        shapes: the largest pieces, largest first.
        lying: the same pieces of the object laid on its back or a side, or put on its head.
        part: (n,) index into `words`, -1 where it is not known.
        words: for each part the words that mean it, the commonest first.
        file: of an artist's model, its path in the library; "" for others.
    """

    kind: str
    shapes: PieceShapes
    lying: PieceShapes
    part: NDArray[np.int64]
    words: tuple[tuple[str, ...], ...]
    file: str = ""


def procedural_pieces(count: int, seed: int, held_out: Sequence[str]) -> Iterator[NamedPieces]:
    """`count` objects of every family but the held-out ones."""
    for family in sorted(FAMILIES):
        if family in held_out:
            continue
        number = zlib.crc32(family.encode())
        for variant in range(count):
            rng = np.random.default_rng((seed, number, variant))
            shape = generate_object(rng, family)
            vertices = shape.vertices * np.exp(_STRETCH * rng.standard_normal(3)).astype(np.float32)
            found = _named(family, vertices, shape.faces, shape.face_part, shape.part_names, variant)
            if found is not None:
                yield found


def furniture_pieces(libraries: Path, listed: Path) -> Iterator[NamedPieces]:
    """Pieces of the listed models of Sweet Home 3D's furniture libraries whose names tell at least two parts.

    Args:
        libraries: folder with the .sh3f files.
        listed: tab-separated file with the columns `library` and `model`: what may be trained on.
    """
    known = meanings()
    with listed.open(encoding="utf-8") as lines, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.obj"
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t")):
            with zipfile.ZipFile(libraries / row["library"]) as archive:
                member = row["model"].lstrip("/")
                if not member.endswith(".obj") or archive.getinfo(member).file_size > _LARGEST_FILE:
                    continue
                path.write_bytes(archive.read(member))
            data = read_obj(path)
            words, labels = told_parts(data.objects, data.materials, known)
            if len(words) < 2 or not 12 < len(data.faces) < _MOST_FACES:
                continue
            found = _named("", data.vertices, data.faces, labels, tuple((word,) for word in words), number)
            if found is not None and len(np.unique(found.part[found.part >= 0])) > 1:
                yield replace(found, file=member)


def _named(
    kind: str,
    vertices: NDArray[np.float32],
    faces: NDArray[np.int64],
    labels: NDArray[np.int64],
    words: Sequence[Sequence[str]],
    number: int,
) -> NamedPieces | None:
    """The object's largest pieces; None where no name is known of any. Procedural objects stand on z, others on y.

    `number` chooses which way the object lies in its second description.
    """
    up = (0.0, 0.0, 1.0) if kind else (0.0, 1.0, 0.0)
    others = [axis for axis in UPS if axis != up]
    pieces = component_labels(faces, weld(vertices))
    count = int(pieces.max()) + 1
    shapes, lying = (
        describe_pieces(vertices, faces, pieces, axis, tuple(find_front(vertices, faces, axis)))
        for axis in (up, others[number % len(others)])
    )
    votes = np.stack([np.bincount(pieces, labels == part, count) for part in range(-1, len(words))], axis=1)
    part = votes.argmax(axis=1) - 1
    rows = np.flatnonzero(shapes.share > _LEAST_SHARE)
    rows = rows[np.argsort(-shapes.share[rows], kind="stable")][:_MOST_PIECES]
    if not (part[rows] >= 0).any():
        return None
    return NamedPieces(kind, shapes.take(rows), lying.take(rows), part[rows], tuple(tuple(w) for w in words))
