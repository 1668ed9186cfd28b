"""What one step looks at: cameras around the surface, and the pictures that the guides judge."""

from __future__ import annotations

import re
from collections.abc import Sequence

import torch
from torch import Tensor

from .cameras import Cameras, sample_cameras
from .color import srgb_to_linear
from .fields import StyledSurface
from .loop_settings import Background
from .mesh import Part
from .rendering import Renderer, Rendering, SphericalGaussianLights, interpolate, render_appearance
from .settings import StylizeSettings
from .surface import Surface
from .views import Views

_METALS = re.compile(
    r"\b(aluminium|aluminum|brass|bronze|chrome|chromium|copper|gold|golden|iron|metal|metallic|nickel|pewter|platinum|"
    r"rust|rusty|silver|silvery|steel|tin|titanium|zinc)\b",
    re.IGNORECASE,
)
_GREY_SRGB = 0.5


def background_color(background: Background, parts: Sequence[Part]) -> tuple[float, float, float]:
    """Linear RGB behind the object.

    3DStyleGLIP's authors set white, and black for metals, whose highlights drown in white. METAL_AWARE does so where
    the style of every part names a metal.
    """
    if background is Background.METAL_AWARE:
        all_metal = all(_METALS.search(part.style) for part in parts)
        background = Background.BLACK if parts and all_metal else Background.WHITE
    level = {Background.WHITE: 1.0, Background.GREY: _GREY_SRGB, Background.BLACK: 0.0}[background]
    value = float(srgb_to_linear(torch.tensor(level)))
    return value, value, value


class Scene:
    """A surface, its light and its background.

    Args:
        surface: what is drawn.
        parts: the styled parts, for the background.
        renderer: draws colours; materials of field L have a renderer of their own.
        settings: picture size, cameras, background, lights.
    """

    def __init__(self, surface: Surface, parts: Sequence[Part], renderer: Renderer, settings: StylizeSettings) -> None:
        self._surface = surface
        self._renderer = renderer
        self._settings = settings
        self._background = background_color(settings.background, parts)
        self._grey = torch.full_like(surface.vertices, float(srgb_to_linear(torch.tensor(_GREY_SRGB))))
        self.lights: SphericalGaussianLights | None = None
        if settings.material is not None:
            lights = SphericalGaussianLights(
                settings.material.lights, surface.up, settings.material.learn_lights, surface.front
            )
            self.lights = lights.to(surface.vertices.device)

    def sample_cameras(self, generator: torch.Generator) -> Cameras:
        """One step's cameras: the first at the front, the others Gaussian around it."""
        settings, surface = self._settings, self._surface
        return sample_cameras(
            generator,
            settings.views_per_iteration,
            surface.up,
            surface.front,
            settings.azimuth_std,
            settings.elevation_std,
            settings.field_of_view,
        ).to(surface.vertices.device)

    def draw_styled(self, styled: StyledSurface, cameras: Cameras, size: int) -> Rendering:
        """The stylized object; differentiable in the fields (and in lights that learn)."""
        faces, shape = self._surface.faces, (size, size)
        if styled.appearance is not None:
            assert self.lights is not None
            return render_appearance(
                styled.vertices, faces, styled.appearance, cameras, shape, self.lights, self._background
            )
        return self._draw(styled.vertices, styled.color, cameras, size)

    def views(
        self, styled: StyledSurface, cameras: Cameras, weights: Tensor, with_content: bool, with_grey: bool
    ) -> Views:
        """One step's pictures.

        Args:
            styled: the surface with its styles.
            cameras: N cameras.
            weights: (W, P) part weights.
            with_content: draw the unstylized object too.
            with_grey: draw the stylized shape in mid-grey too.
        """
        size, surface = self._settings.image_size, self._surface
        content = grey = None
        if with_content:
            with torch.no_grad():
                content = self._draw(surface.vertices, surface.base_color, cameras, size).image
        rendering = self.draw_styled(styled, cameras, size)
        if with_grey:
            grey = self._draw(styled.vertices, self._grey, cameras, size).image
        with torch.no_grad():
            seen = interpolate(rendering.fragments, surface.faces, weights)
        return Views(content, rendering.image, seen, rendering.mask, grey)

    def _draw(self, vertices: Tensor, color: Tensor, cameras: Cameras, size: int) -> Rendering:
        return self._renderer.render(
            vertices, self._surface.faces, color, cameras, (size, size), background=self._background
        )
