"""Which way objects stand and face: unit vectors, and the front that people expect where nothing else says it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def unit_vector(vector: ArrayLike) -> NDArray[np.float64]:
    """(3,) a direction of any length at length 1; zeros stay zeros."""
    values = np.asarray(vector, dtype=np.float64).reshape(3)
    return values / max(float(np.linalg.norm(values)), 1e-300)


def conventional_front(up: ArrayLike) -> NDArray[np.float64]:
    """Blender's front, -Y for up +Z, turned the shortest way to another `up`; +Z for files whose up is +Y.

    Args:
        up: (3,) any length.

    Returns:
        (3,) unit vector across `up`.
    """
    axis = unit_vector(up)
    if axis[2] < -1.0 + 1e-9:
        return np.array((0.0, -1.0, 0.0))
    # Rotation that takes +Z to `axis` the shortest way, applied to -Y (Rodrigues' formula for two unit vectors).
    front = np.array((axis[0] * axis[1] / (1.0 + axis[2]), axis[1] ** 2 / (1.0 + axis[2]) - 1.0, axis[1]))
    return unit_vector(front)
