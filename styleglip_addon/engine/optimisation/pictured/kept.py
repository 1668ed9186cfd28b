"""Keeps what a model sees of all materials, a file per model, and makes it where there is none that fits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save

from ...materials.catalogue import MATERIALS
from ...materials.material import Material
from ...models.contract import Models
from ...models.files.user_cache import user_cache
from ..atomic_file import write_atomically
from .pictures import VIEWS, PicturedMaterials, embed_materials

FOLDER = "material-pictures"

_ENGINE = Path(__file__).resolve().parents[2]
_DRAWN_BY = (
    "materials/*.py",
    "materials/families/**/*.py",
    "optimisation/pictured/*.py",
    "rendering/appearance_shading.py",
    "rendering/reflection_lobe.py",
    "rendering/sg_lights.py",
    "rendering/spherical_gaussians.py",
)
"""What pictures of materials follow from, in the engine's folder."""


def pictured_materials(
    models: Models,
    begun: Callable[[int], object],
    told: Callable[[int], object],
    materials: Mapping[str, Material] | None = None,
) -> tuple[PicturedMaterials, str]:
    """All materials as a model sees them, read from its file; made, and kept there, where it is missing or not fit.

    Args:
        models: whose encoder is meant, and where files are kept.
        begun: called where they have to be made, with their number.
        told: see `embed_materials`.
        materials: by name; None: the catalogue's.

    Returns:
        The materials, and a sentence where they could not be kept.
    """
    materials = MATERIALS if materials is None else materials
    name = f"{models.encoder.image_side_hash()}.safetensors"
    file = (models.cache or user_cache()) / FOLDER / name
    found = _read(file, tuple(materials))
    if found is not None:
        return found, ""
    begun(len(materials))
    made = embed_materials(materials, models.encoder, models.device, told)
    try:
        _write(file, made)
    except OSError as error:
        return made, (
            f'The pictures of all materials could not be kept in "{file.parent}" ({error.strerror or error}), so they '
            "are made again in the next run that needs them."
        )
    return made, ""


@cache
def drawing_hash() -> str:
    """Of the programs that pictures of materials follow from: pictures made by others are out of date."""
    digest = hashlib.sha256()
    for pattern in _DRAWN_BY:
        for path in sorted(_ENGINE.glob(pattern)):
            digest.update(f"{path.relative_to(_ENGINE).as_posix()};".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _write(file: Path, made: PicturedMaterials) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    described = {"drawn_by": drawing_hash(), "names": json.dumps(made.names)}
    content = save({"embeddings": made.embeddings.half().contiguous()}, described)
    write_atomically(file, lambda opened: opened.write(content))


def _read(file: Path, names: tuple[str, ...]) -> PicturedMaterials | None:
    """What the file holds; None where it is missing, damaged, or of other materials or another way to draw them."""
    try:
        with safe_open(file, "pt") as opened:
            described = opened.metadata() or {}
            if described.get("drawn_by") != drawing_hash() or described.get("names") != json.dumps(names):
                return None
            embeddings = opened.get_tensor("embeddings").float()
    except (OSError, SafetensorError, ValueError):
        return None
    if embeddings.ndim != 3 or embeddings.shape[:2] != (len(names), len(VIEWS)):
        return None
    return PicturedMaterials(names, embeddings) if bool(torch.isfinite(embeddings).all()) else None
