"""Colours that change little along the surface: a total variation over its edges."""

from __future__ import annotations

from torch import Tensor

from ..rendering.color import linear_to_srgb
from .contract import StepContext, Term, TermSetup


class SmoothnessTerm(Term):
    """Mean absolute difference of sRGB over the edges of the dense copy.

    Args:
        edges: (E, 2) vertex indices.
    """

    def __init__(self, edges: Tensor) -> None:
        self._edges = edges

    def __call__(self, context: StepContext) -> Tensor:
        """The loss of one step."""
        return smoothness_loss(linear_to_srgb(context.styled.color), self._edges)


def create(setup: TermSetup) -> Term:
    """The term of a run's surface: over its welded edges, so that seams of materials and UV maps are no borders."""
    return SmoothnessTerm(setup.surface.edges)


def smoothness_loss(colors: Tensor, edges: Tensor) -> Tensor:
    """Mean absolute colour difference over mesh edges (colour total variation on the surface).

    Args:
        colors: (V, 3).
        edges: (E, 2) vertex indices.
    """
    if len(edges) == 0:
        return colors.sum() * 0.0
    return (colors[edges[:, 0]] - colors[edges[:, 1]]).abs().mean()
