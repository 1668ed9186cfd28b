"""Locates parts on a prepared surface with GLIP: the step between `prepare_surface` and the optimisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..models.contract import Models, PhraseBox
from ..models.glip.modeling import GLIP
from ..rendering import Renderer
from ..rendering.cameras import Cameras, covering_cameras
from ..surface.prepared import Surface
from ..vocabulary import LocatedPart, Part, StylizeSettings
from .detector import Witnesses
from .guises import albedos
from .locating import locate
from .pictured_surface import PicturedSurface
from .presence import CALIBRATED


class GLIPDetector:
    """GLIP as a `PartDetector`."""

    def __init__(self, glip: GLIP, threshold: float) -> None:
        self._glip = glip
        self._threshold = threshold

    def detect(self, images: Tensor, phrases: Sequence[str]) -> list[tuple[PhraseBox, ...]]:
        """Grounds the phrases; see `PartDetector.detect`."""
        return self._glip.detect(images, phrases, self._threshold)


def locate_on_surface(
    surface: Surface,
    parts: Sequence[Part],
    models: Models,
    renderer: Renderer,
    settings: StylizeSettings,
    on_view: Callable[[int], None],
) -> tuple[LocatedPart, ...]:
    """Finds the parts on the unstylized surface, which is looked at in every guise of `guises.py`.

    Args:
        surface: W dense vertices.
        parts: what to find; a part with a mask is taken as painted.
        on_view: told after every view how many are done; raises when the run is cancelled.

    Returns:
        Located parts with weights at the W dense vertices.
    """
    pictured = pictured_in_guises(surface, renderer, settings)
    masks = [None if part.mask is None else surface.interpolate(part.mask).cpu().numpy() for part in parts]
    return locate_in_pictures(pictured, parts, masks, models, settings, on_view)


def pictured_in_guises(surface: Surface, renderer: Renderer, settings: StylizeSettings) -> PicturedSurface:
    """The unstylized surface with the pictures of it in which parts are looked for."""
    cameras = locating_cameras(surface, settings)
    size = (settings.localization.image_size,) * 2
    with torch.no_grad():
        on_device = cameras.to(surface.vertices.device)
        first, *others = (
            renderer.render(surface.vertices, surface.faces, albedo, on_device, size)
            for albedo in albedos(surface.base_color)
        )
    pictured = PicturedSurface.of(surface, surface.vertices, cameras, first)
    return replace(pictured, guises=tuple(other.image for other in others))


def locating_cameras(surface: Surface, settings: StylizeSettings) -> Cameras:
    """The views the part words are grounded in, on the CPU."""
    return covering_cameras(settings.localization.views, surface.up, surface.front, settings.field_of_view)


def locate_in_pictures(
    surface: PicturedSurface,
    parts: Sequence[Part],
    masks: Sequence[NDArray[np.floating] | None],
    models: Models,
    settings: StylizeSettings,
    on_view: Callable[[int], None],
) -> tuple[LocatedPart, ...]:
    """Finds the parts in given pictures of a surface, stylized or not.

    Args:
        surface: W vertices and the pictures.
        parts: what to find.
        masks: per part its place (W,), or None where it is to be detected.
        on_view: told how many views are done.
    """
    options = settings.localization
    is_calibrated = models.glip.config.name in CALIBRATED
    if not is_calibrated:
        options = replace(options, least_presence=0.0)
    detector = GLIPDetector(models.glip, options.box_threshold)
    witnesses = Witnesses(detector, models.shape_words, models.word_meanings, models.object_kinds)
    located = locate(surface, parts, masks, witnesses, options, settings.feather, on_view)
    return located if is_calibrated else tuple(replace(part, presence=None) for part in located)
