"""Pieces whose words are known: of procedural objects, and of furniture whose objects and materials have names."""

from __future__ import annotations

import csv
import re
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine.localization.piece_shapes import describe_pieces
from styleglip_addon.engine.surface import component_labels, face_areas, weld
from styleglip_addon.engine.surface.front import find_front
from tools.labelled_meshes import read_obj
from tools.train_default_model.shapes import FAMILIES, generate_object
from tools.train_default_model.shapes.part_words import PART_WORDS

_PARTS_FILE = Path(__file__).resolve().parent / "words" / "furniture_parts.toml"
_LARGEST_FILE = 3_500_000
_MOST_FACES = 60_000
_MOST_PIECES = 40
_LEAST_SHARE = 2e-5
_NO_PARTS = {"sphere", "wood", "rubber", "steel", "center", "side", "object"}
"""Words of the vocabulary that in names of materials and objects mean no part."""


@dataclass(frozen=True, eq=False)
class NamedPieces:
    """An object's pieces and which part each is.

    Args:
        shapes: (n, 36), see `describe_pieces`.
        part: (n,) index into `words`.
        weights: (n,) that sum to 1; each part counts alike, within it large pieces more.
        words: for each part the words that mean it, the commonest first.
        is_procedural: whether it was generated.
    """

    shapes: NDArray[np.float32]
    part: NDArray[np.int64]
    weights: NDArray[np.float64]
    words: tuple[tuple[str, ...], ...]
    is_procedural: bool


def procedural_pieces(count: int, seed: int, held_out: Sequence[str]) -> Iterator[NamedPieces]:
    """`count` objects of every family but the held-out ones."""
    for number, family in enumerate(sorted(FAMILIES)):
        if family in held_out:
            continue
        for variant in range(count):
            shape = generate_object(np.random.default_rng((seed, number, variant)), family)
            found = _named(shape.vertices, shape.faces, shape.face_part, shape.part_names, (0.0, 0.0, 1.0))
            if found is not None:
                yield found


def furniture_pieces(libraries: Path, listed: Path) -> Iterator[NamedPieces]:
    """Pieces of the listed models of Sweet Home 3D's furniture libraries whose names tell at least two parts.

    Args:
        libraries: folder with the .sh3f files.
        listed: tab-separated file with the columns `library` and `model`: what may be trained on.
    """
    meanings = _meanings()
    with listed.open(encoding="utf-8") as lines, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.obj"
        for row in csv.DictReader(lines, delimiter="\t"):
            with zipfile.ZipFile(libraries / row["library"]) as archive:
                member = row["model"].lstrip("/")
                if not member.endswith(".obj") or archive.getinfo(member).file_size > _LARGEST_FILE:
                    continue
                path.write_bytes(archive.read(member))
            data = read_obj(path)
            names = np.char.add(np.char.add(data.objects, "|"), data.materials)
            distinct, inverse = np.unique(names, return_inverse=True)
            told = [_part_of(str(name), meanings) for name in distinct]
            words = sorted({word for word in told if word})
            if len(words) < 2 or not 12 < len(data.faces) < _MOST_FACES:
                continue
            labels = np.array([words.index(word) if word else -1 for word in told])[inverse.reshape(-1)]
            found = _named(data.vertices, data.faces, labels, tuple((word,) for word in words), (0.0, 1.0, 0.0))
            if found is not None:
                yield found


def _meanings() -> dict[str, str]:
    meanings = {word: word for words in PART_WORDS.values() for word in words if word not in _NO_PARTS}
    for part, words in tomllib.loads(_PARTS_FILE.read_text(encoding="utf-8")).items():
        meanings.update(dict.fromkeys(words, part))
    return meanings


def _part_of(name: str, meanings: dict[str, str]) -> str | None:
    """The part that the last telling word of an object's name means, else that of its material's."""
    for text in name.split("|"):
        plain = re.sub(r"sweethome3d_\w+?_(on_hinge_\d)?", "", text)
        words = re.split(r"[^a-zA-Z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", plain).lower())
        told = [meanings[word] for word in words if word in meanings]
        if told:
            return told[-1]
    return None


def _named(
    vertices: NDArray[np.float32],
    faces: NDArray[np.int64],
    labels: NDArray[np.int64],
    words: Sequence[Sequence[str]],
    up: tuple[float, float, float],
) -> NamedPieces | None:
    """The object's largest named pieces; None where there are none."""
    pieces = component_labels(faces, weld(vertices))
    count = int(pieces.max()) + 1
    shapes = describe_pieces(vertices, faces, pieces, up, tuple(find_front(vertices, faces, up)))
    votes = np.stack([np.bincount(pieces, labels == part, count) for part in range(-1, len(words))], axis=1)
    part = votes.argmax(axis=1) - 1
    areas = face_areas(vertices, faces)
    share = np.bincount(pieces, areas, count) / max(float(areas.sum()), 1e-12)
    rows = np.flatnonzero((part >= 0) & (share > _LEAST_SHARE))
    rows = rows[np.argsort(-share[rows], kind="stable")][:_MOST_PIECES]
    if len(rows) == 0:
        return None
    weights = np.sqrt(share[rows])
    for own in np.unique(part[rows]):
        weights[part[rows] == own] /= weights[part[rows] == own].sum()
    return NamedPieces(
        shapes[rows], part[rows], weights / weights.sum(), tuple(tuple(w) for w in words), up == (0.0, 0.0, 1.0)
    )
