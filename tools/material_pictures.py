"""Makes the small pictures that the panel's list of materials shows: a ball of each, on one sheet, and their names.

    python tools/material_pictures.py

writes styleglip_addon/ui/parts/materials.jpg and materials.json; after a change of materials it is run again.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import json
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.evaluation import evaluate
from tools.material_sheet import ball, lit

FOLDER = Path(__file__).resolve().parents[1] / "styleglip_addon" / "ui" / "parts"
SIDE = 32
"""Pixels of a picture along each side, as large as Blender's own icons are drawn at most."""
_COLUMNS = 25
_FINER = 2
_SIZE = 0.3
"""Metres that the ball measures."""


def material_picture(name: str) -> NDArray[np.uint8]:
    """(SIDE, SIDE, 3) sRGB of a ball of a material; always the same."""
    mask, points = ball(_SIZE, SIDE * _FINER)
    sample = MATERIALS[name].sample(np.random.default_rng(0))
    fine = lit(evaluate(sample, points), points, mask)
    small = fine.reshape(SIDE, _FINER, SIDE, _FINER, 3).mean(axis=(1, 3))
    return (small * 255.0 + 0.5).astype(np.uint8)


def main() -> None:
    """Writes both files."""
    names = sorted(MATERIALS)
    sheet = np.full((math.ceil(len(names) / _COLUMNS) * SIDE, _COLUMNS * SIDE, 3), 255, np.uint8)
    for number, name in enumerate(names):
        row, column = divmod(number, _COLUMNS)
        sheet[row * SIDE : (row + 1) * SIDE, column * SIDE : (column + 1) * SIDE] = material_picture(name)
    Image.fromarray(sheet).save(FOLDER / "materials.jpg", quality=80, optimize=True)
    plain = {"side": SIDE, "columns": _COLUMNS, "names": names}
    (FOLDER / "materials.json").write_text(json.dumps(plain) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
