"""Differentiable rendering: a fast rasteriser, shading, and two renderers that give the same picture."""

from .rasterizer import Fragments, interpolate, rasterize
from .renderer import Renderer, Rendering
from .shading import Lighting, shade, vertex_normals
from .torch_renderer import TorchRenderer

__all__ = [
    "Fragments",
    "Lighting",
    "Renderer",
    "Rendering",
    "TorchRenderer",
    "interpolate",
    "rasterize",
    "shade",
    "vertex_normals",
]
