"""Differentiable rendering: a fast rasteriser, shading, and two renderers that give the same picture."""

from .choice import create_renderer
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
    "create_renderer",
    "interpolate",
    "rasterize",
    "shade",
    "vertex_normals",
]
