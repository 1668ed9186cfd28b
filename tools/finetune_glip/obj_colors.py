"""Colours of an OBJ file's faces: the diffuse colours (Kd) of the materials in the file that its `mtllib` names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_PLAIN = (0.8, 0.8, 0.8)


def read_face_colors(path: Path, materials: NDArray[np.str_]) -> NDArray[np.float32] | None:
    """(F, 3) scene-linear RGB in 0..1, as Blender reads Kd; None where no material of the file has a colour.

    Args:
        path: the OBJ file.
        materials: (F,) material of each triangle.
    """
    colors: dict[str, tuple[float, float, float]] = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        keyword, _, rest = line.strip().partition(" ")
        library = path.parent / rest.strip()
        if keyword == "mtllib" and library.is_file():
            colors.update(_read_materials(library))
    names, places = np.unique(materials, return_inverse=True)
    if not any(str(name) in colors for name in names):
        return None
    table = np.array([colors.get(str(name), _PLAIN) for name in names], dtype=np.float32)
    return np.clip(np.nan_to_num(table), 0.0, 1.0)[places]


def _read_materials(path: Path) -> dict[str, tuple[float, float, float]]:
    """Kd by material; lines that cannot be read are passed over: colours are a help, not a need."""
    colors = {}
    current = ""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        keyword, _, rest = line.strip().partition(" ")
        if keyword == "newmtl":
            current = rest.strip()
        elif keyword == "Kd":
            try:
                red, green, blue = (float(value) for value in rest.split()[:3])
            except ValueError:
                continue
            colors[current] = (red, green, blue)
    return colors
