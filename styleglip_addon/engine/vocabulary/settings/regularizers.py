"""Settings of what keeps the displaced surface tidy."""

from __future__ import annotations

from dataclasses import dataclass

from .codec import check_kinds, require


@dataclass(frozen=True)
class RegularizerSettings:
    """Weights of what keeps the displaced surface tidy (PyTorch3D, arXiv 2007.08501); 0 switches one off.

    Args:
        laplacian: mean distance of the vertices from the middle of their neighbours (uniform Laplacian).
        normal_consistency: mean of 1 - cosine between the normals of neighbouring triangles.
        edge_length: mean squared length of the edges, unit-sphere units.
    """

    laplacian: float = 0.0
    normal_consistency: float = 0.0
    edge_length: float = 0.0

    def __post_init__(self) -> None:
        check_kinds(self, "regularizers.")
        require(min(self.laplacian, self.normal_consistency, self.edge_length) >= 0.0, "No regularizer may be below 0.")

    @property
    def is_used(self) -> bool:
        """Whether any weight is above 0."""
        return max(self.laplacian, self.normal_consistency, self.edge_length) > 0.0
