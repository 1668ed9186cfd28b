"""What the photo judge takes our materials for: close pictures of them by themselves, lit from the side."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image

from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.evaluation import evaluate
from tools.material_sheet import lit, plate

from .crops import random_crops
from .labels import materials_of
from .verdicts import PhotoJudge

PIECES = 2
"""Random pieces of each material."""

_PIXELS = 320
_CROPS = 4
_FEATURES_ACROSS = (3.0, 7.0)
"""Of its coarsest features, how many a picture of a piece shows across: photographs of materials show a few."""


def close_up(name: str, piece: int) -> Image.Image:
    """A picture of a piece of a material, as wide as a few of its coarsest features."""
    rng = np.random.default_rng((piece, zlib.crc32(name.encode())))
    sample = MATERIALS[name].sample(rng)
    across = np.exp(rng.uniform(*np.log(_FEATURES_ACROSS)))
    mask, points = plate(float(across) * sample.coarsest, _PIXELS)
    return Image.fromarray((lit(evaluate(sample, points), points, mask) * 255.0 + 0.5).astype(np.uint8))


def judged(judge: PhotoJudge, kinds: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Per material of ours, of some kinds: its kind, what it is taken for, and the probability of its kind."""
    found: dict[str, dict[str, Any]] = {}
    for kind in kinds:
        for name in materials_of()[kind]:
            verdicts = []
            for piece in range(PIECES):
                crops = random_crops(close_up(name, piece), _CROPS, np.random.default_rng(piece))
                verdicts.append(judge.verdict(crops))
            found[name] = {
                "kind": kind,
                "taken_for": [verdict[0][0] for verdict in verdicts],
                "probability": float(np.mean([dict(verdict)[kind] for verdict in verdicts])),
                "right": float(np.mean([verdict[0][0] == kind for verdict in verdicts])),
                "among_three": float(np.mean([kind in [own for own, _ in verdict[:3]] for verdict in verdicts])),
            }
    return found
