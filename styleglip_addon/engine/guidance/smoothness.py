"""Colours that change little along the surface: a total variation over its edges."""

from __future__ import annotations

import torch
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
    """The term of a run's surface."""
    return SmoothnessTerm(_edges(setup.surface.faces))


def _edges(faces: Tensor) -> Tensor:
    """(E, 2) every edge of triangles (F, 3) once."""
    sides = torch.cat([faces[:, [a, b]] for a, b in ((0, 1), (1, 2), (2, 0))])
    return sides.sort(dim=1).values.unique(dim=0)


def smoothness_loss(colors: Tensor, edges: Tensor) -> Tensor:
    """Mean absolute colour difference over mesh edges (colour total variation on the surface).

    Args:
        colors: (V, 3).
        edges: (E, 2) vertex indices.
    """
    if len(edges) == 0:
        return colors.sum() * 0.0
    return (colors[edges[:, 0]] - colors[edges[:, 1]]).abs().mean()
