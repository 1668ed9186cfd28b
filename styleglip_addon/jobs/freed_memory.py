"""Gives memory that nothing uses any more back to the system and to the graphics card's other users."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """After large objects were let go: C's allocator and PyTorch keep their memory for themselves otherwise."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        torch.cuda.empty_cache()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
