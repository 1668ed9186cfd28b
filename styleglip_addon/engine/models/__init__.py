"""Guidance models: GLIP, CLIP-style encoders, and how a set of them is loaded."""

from .guidance import ImageTextEncoder, Models, Palette
from .loading import EMBEDDED, load_models

__all__ = ["EMBEDDED", "ImageTextEncoder", "Models", "Palette", "load_models"]
