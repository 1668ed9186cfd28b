"""Guidance models: GLIP, CLIP-style encoders, how a set of them is chosen and loaded, and where they can be had.

PyTorch is imported on first use, not with this package: Blender's preferences show the catalogue and hold a choice
without waiting for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..vocabulary.model_choice import EMBEDDED, ModelChoice

if TYPE_CHECKING:
    from .contract import ImageTextEncoder, Models, Palette
    from .loading import load_models

__all__ = ["EMBEDDED", "ImageTextEncoder", "ModelChoice", "Models", "Palette", "load_models"]

_LAZY = {
    "ImageTextEncoder": "contract",
    "Models": "contract",
    "Palette": "contract",
    "load_models": "loading",
}


def __getattr__(name: str) -> Any:
    """Imports a module when one of its names is first asked for."""
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(f".{_LAZY[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
