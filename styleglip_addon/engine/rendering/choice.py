"""Which renderer draws on this machine."""

from __future__ import annotations

from functools import cache

import torch

from ..vocabulary import RendererChoice
from ..vocabulary.errors import SettingsError
from .renderer import Renderer
from .torch_renderer import TorchRenderer


def create_renderer(choice: RendererChoice = RendererChoice.AUTO) -> Renderer:
    """The renderer to draw with.

    Args:
        choice: AUTO takes PyTorch3D where it loads and works, else plain PyTorch; both draw the same picture.

    Raises:
        SettingsError: PyTorch3D was asked for and does not work here.
    """
    if choice is RendererChoice.TORCH:
        return TorchRenderer()
    renderer, problem = _pytorch3d_renderer()
    if renderer is not None:
        return renderer
    if choice is RendererChoice.PYTORCH3D:
        raise SettingsError(
            f'PyTorch3D does not work on this machine ({problem}). Set the renderer to "auto" or "torch": '
            "they draw the same picture without it."
        )
    return TorchRenderer()


@cache
def _pytorch3d_renderer() -> tuple[Renderer | None, str]:
    """PyTorch3D's renderer if it draws a triangle, else None and the reason.

    PyTorch3D is compiled for one version of PyTorch. With another it fails at its import or at its first call, with
    whatever the loader or the operator raises, hence the trial and the broad `except`.
    """
    try:
        from .pytorch3d_renderer import PyTorch3DRenderer

        renderer = PyTorch3DRenderer()
        _try(renderer)
    except Exception as error:
        return None, f"{type(error).__name__}: {error}".splitlines()[0].rstrip(".")
    return renderer, ""


def _try(renderer: Renderer) -> None:
    """Draws a triangle and differentiates it; raises what goes wrong."""
    from .cameras import look_at

    vertices = torch.tensor(((-0.5, 0.0, -0.5), (0.5, 0.0, -0.5), (0.0, 0.0, 0.5)), requires_grad=True)
    cameras = look_at(torch.zeros(1), torch.zeros(1), up=(0, 0, 1), front=(0, -1, 0), field_of_view=40.0)
    rendering = renderer.render(vertices, torch.tensor(((0, 1, 2),)), torch.zeros(3, 3), cameras, (16, 16))
    rendering.image.sum().backward()
    if not bool(rendering.mask[0, 8, 8]) or vertices.grad is None:
        raise RuntimeError("it drew a wrong picture")
