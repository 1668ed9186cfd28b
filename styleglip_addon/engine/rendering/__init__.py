"""Differentiable rendering: a fast rasteriser, shading, and two renderers that give the same picture."""

from .appearance import Appearance
from .appearance_renderer import render_appearance
from .appearance_shading import shade_appearance
from .choice import create_renderer
from .fragments import Fragments, interpolate
from .rasterizer import nearest_faces, rasterize
from .renderer import Backdrop, Renderer, Rendering
from .sg_lights import SphericalGaussianLights
from .shading import Lighting, shade
from .torch_renderer import TorchRenderer

__all__ = [
    "Appearance",
    "Backdrop",
    "Fragments",
    "Lighting",
    "Renderer",
    "Rendering",
    "SphericalGaussianLights",
    "TorchRenderer",
    "create_renderer",
    "interpolate",
    "nearest_faces",
    "rasterize",
    "render_appearance",
    "shade",
    "shade_appearance",
]
