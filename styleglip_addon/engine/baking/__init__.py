"""Where the mesh is coarse: its styles baked to textures, or put on a dense copy.

What needs PyTorch or SciPy is imported on first use, as in `engine`: Blender's panel must draw without waiting for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .maps import BakedMaps, BakeMap, BakeProgress, BakeSettings, OnBakeProgress, Relief, UvMapError
from .order import BakeOrder, bake_order
from .uv_map import UvMap

if TYPE_CHECKING:
    from .baker import bake
    from .dense import DensePart, DenseResult, dense_result
    from .from_state import styled_shape
    from .shape import StyledShape, SurfacePoints, SurfaceStyle

__all__ = [
    "BakeMap",
    "BakeOrder",
    "BakeProgress",
    "BakeSettings",
    "BakedMaps",
    "DensePart",
    "DenseResult",
    "OnBakeProgress",
    "Relief",
    "StyledShape",
    "SurfacePoints",
    "SurfaceStyle",
    "UvMap",
    "UvMapError",
    "bake",
    "bake_order",
    "dense_result",
    "styled_shape",
]

_LAZY = {
    "bake": "baker",
    "DensePart": "dense",
    "DenseResult": "dense",
    "dense_result": "dense",
    "styled_shape": "from_state",
    "StyledShape": "shape",
    "SurfacePoints": "shape",
    "SurfaceStyle": "shape",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(f".{_LAZY[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
