"""What keeps the displaced surface tidy: PyTorch3D's mesh losses on the welded surface."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..vocabulary.errors import SettingsError
from ..vocabulary.settings import RegularizerSettings
from .contract import StepContext, Term, TermSetup


class SurfaceTerm(Term):
    """Laplacian smoothing, normal consistency and edge length (PyTorch3D, Ravi et al., arXiv 2007.08501).

    Vertices that artists' files carry several times at one place count as one: seams are no borders.

    Args:
        vertices: (W, 3) unit-sphere coordinates before displacement.
        faces: (K, 3) int64.
        groups: (W,) place of each vertex, see `surface.weld`.
        settings: weights; at least one above 0.

    Raises:
        SettingsError: PyTorch3D is not there.
    """

    def __init__(self, vertices: Tensor, faces: Tensor, groups: Tensor, settings: RegularizerSettings) -> None:
        try:
            from pytorch3d.structures import Meshes
        except ImportError as error:
            raise SettingsError(
                "The regularizers need the package easypytorch3d, which is missing. Set their weights to 0, or install "
                "the add-on again."
            ) from error
        self._settings = settings
        places = groups.cpu().numpy()
        _, first = np.unique(places, return_index=True)
        triangles = places[faces.cpu().numpy()]
        has_area = (triangles != np.roll(triangles, 1, axis=1)).all(axis=1)
        self._first = torch.from_numpy(first).to(faces.device)
        welded = torch.from_numpy(triangles[has_area]).to(faces.device)
        self._rest = vertices.detach()[self._first]
        self._mesh: Any = Meshes([self._rest], [welded])

    def __call__(self, context: StepContext) -> Tensor | None:
        """The weighted sum; None where no vertex moves."""
        vertices = context.styled.vertices
        return self.loss(vertices) if vertices.requires_grad else None

    def loss(self, vertices: Tensor) -> Tensor:
        """The weighted sum at displaced vertices (W, 3); differentiable."""
        from pytorch3d.loss import mesh_edge_loss, mesh_laplacian_smoothing, mesh_normal_consistency

        # Offsetting keeps the mesh's edges and neighbours, which are costly to find.
        mesh = self._mesh.offset_verts(vertices[self._first] - self._rest)
        terms = (
            (self._settings.laplacian, mesh_laplacian_smoothing),
            (self._settings.normal_consistency, mesh_normal_consistency),
            (self._settings.edge_length, mesh_edge_loss),
        )
        return torch.stack([weight * loss(mesh) for weight, loss in terms if weight > 0.0]).sum()


def create(setup: TermSetup) -> Term:
    """The term of a run's surface."""
    surface = setup.surface
    return SurfaceTerm(surface.vertices, surface.faces, surface.groups, setup.settings.regularizers)
