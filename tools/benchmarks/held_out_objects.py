"""Procedural objects of the families that no network was trained on, labelled, each part in a color drawn at random."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from styleglip_addon.engine import Mesh
from tools.labelled_meshes import LabelledMesh
from tools.train_default_model.config import read_config
from tools.train_default_model.shapes import generate_object

_CONFIG = Path(__file__).resolve().parents[1] / "train_default_model" / "config.toml"


def held_out_objects(count: int, seed: int = 0) -> Iterator[LabelledMesh]:
    """`count` objects of each family that config.toml holds out, without names, materials or joined objects.

    They stand on z with the front along -Y. Each part is asked for by its commonest word.
    """
    for family in read_config(_CONFIG).dataset.held_out_families:
        for variant in range(count):
            rng = np.random.default_rng((seed, zlib.crc32(family.encode()), variant))
            shape = generate_object(rng, family)
            of_part = rng.random((len(shape.part_names), 3)).astype(np.float32)
            colors = np.zeros((len(shape.vertices), 3), dtype=np.float32)
            for corner in range(3):
                colors[shape.faces[:, corner]] = of_part[shape.face_part]
            words = tuple(names[0] for names in shape.part_names)
            prompt = "; ".join(f"{word}: grey" for word in words)
            mesh = Mesh(shape.vertices, shape.faces, colors=colors)
            yield LabelledMesh(f"{family} {variant + 1}", mesh, prompt, words, shape.face_part)
