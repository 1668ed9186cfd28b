"""Locates parts on a prepared surface with GLIP: the step between `prepare_surface` and the optimisation."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from ..cameras import covering_cameras
from ..models.glip.modeling import GLIP
from ..models.guidance import Models
from ..progress import ProgressReporter
from ..rendering import Renderer
from ..surface import Surface
from ..types import LocatedPart, Part, Phase, StylizeSettings
from .detector import PhraseBox
from .locating import locate


class GLIPDetector:
    """GLIP as a `PartDetector`."""

    def __init__(self, glip: GLIP, threshold: float) -> None:
        self._glip = glip
        self._threshold = threshold

    def detect(self, images: Tensor, phrases: Sequence[str]) -> list[tuple[PhraseBox, ...]]:
        """Grounds the phrases; see `PartDetector.detect`."""
        found = self._glip.detect(images, phrases, self._threshold)
        return [tuple(PhraseBox(box.phrase, box.box, box.score) for box in picture) for picture in found]


def locate_on_surface(
    surface: Surface,
    parts: Sequence[Part],
    models: Models,
    renderer: Renderer,
    settings: StylizeSettings,
    progress: ProgressReporter,
) -> tuple[LocatedPart, ...]:
    """Finds the parts on the unstylized surface.

    Args:
        surface: W dense vertices.
        parts: what to find; a part with a mask is taken as painted.
        progress: told after every view; raises when the run is cancelled.

    Returns:
        Located parts with weights at the W dense vertices.
    """
    options = settings.localization
    cameras = covering_cameras(options.views, surface.up, surface.front, settings.field_of_view)
    size = (options.image_size, options.image_size)
    with torch.no_grad():
        on_device = cameras.to(surface.vertices.device)
        rendering = renderer.render(surface.vertices, surface.faces, surface.base_color, on_device, size)
    masks = [None if part.mask is None else surface.interpolate(part.mask).cpu().numpy() for part in parts]
    return locate(
        surface.vertices.cpu().numpy(),
        surface.faces.cpu().numpy(),
        parts,
        masks,
        cameras,
        rendering,
        GLIPDetector(models.glip, options.box_threshold),
        options,
        lambda view: progress.report(Phase.LOCATING, view),
        settings.feather,
    )
