"""What every renderer offers: the protocol, its result, and the background colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from .cameras import Cameras
from .fragments import Fragments
from .shading import Lighting

WHITE = (1.0, 1.0, 1.0)

DEFAULT_LIGHTING = Lighting()


@dataclass(frozen=True, eq=False)
class Backdrop:
    """What is behind the drawn mesh.

    Args:
        color: linear RGB.
        depth: (N, H, W) camera-space z; only what lies before it is drawn, see `nearest_faces`. None: all.
    """

    color: tuple[float, float, float] = WHITE
    depth: Tensor | None = None


WHITE_BACKDROP = Backdrop()

AlbedoFunction = Callable[[Tensor, Tensor], Tensor]
"""Colour that varies within faces: points (P, 3) in world space and their face indices (P,) to linear RGB (P, 3)."""

Albedo = Tensor | AlbedoFunction
"""Colour of the surface, linear RGB in 0..1: per vertex (V, 3), or a function."""


@dataclass(frozen=True, eq=False)
class Rendering:
    """N pictures.

    Args:
        image: (N, 3, H, W) sRGB in 0..1; differentiable in vertices and colours.
        mask: (N, H, W) bool, where there is surface.
        fragments: which face is seen where.
    """

    image: Tensor
    mask: Tensor
    fragments: Fragments


class Renderer(Protocol):
    """Draws one mesh from N cameras. All renderers give the same picture and the same gradients."""

    name: str

    def render(
        self,
        vertices: Tensor,
        faces: Tensor,
        colors: Albedo,
        cameras: Cameras,
        image_size: tuple[int, int],
        lighting: Lighting = DEFAULT_LIGHTING,
        backdrop: Backdrop = WHITE_BACKDROP,
    ) -> Rendering:
        """Draws the mesh.

        Args:
            vertices: (V, 3) world space.
            faces: (F, 3) int64.
            colors: linear RGB in 0..1 per vertex, (V, 3), or an `AlbedoFunction`.
            cameras: N cameras on the device of `vertices`.
            image_size: height and width, pixels.
            lighting: the light.
            backdrop: what is behind the mesh.
        """
        ...
