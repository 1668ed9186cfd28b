"""Regions within loose pieces: patches, the tree they are joined to, and which of its nodes may be things."""

from .proposals import Regions, propose_regions

__all__ = ["Regions", "propose_regions"]
