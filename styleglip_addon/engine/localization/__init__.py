"""Parts on the surface: part words are found as boxes in views and lifted to soft weights per vertex."""

from __future__ import annotations

from .detector import PartDetector, Witnesses
from .locating import locate

__all__ = ["PartDetector", "Witnesses", "locate"]
