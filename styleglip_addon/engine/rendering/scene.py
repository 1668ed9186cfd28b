"""What one step looks at: cameras around the surface, and the pictures that the guides judge."""

from __future__ import annotations

import re
from collections.abc import Sequence

import torch
from torch import Tensor

from ..fields import PartStyles, StyledSurface
from ..surface.prepared import Surface
from ..vocabulary.mesh import Part
from ..vocabulary.settings import Background, StylizeSettings
from . import Backdrop, Renderer, Rendering, SphericalGaussianLights, interpolate, render_appearance
from .cameras import Cameras, sample_cameras
from .color import srgb_to_linear
from .cut_outs import CutOuts
from .views import PartViews, Views, WantedViews

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
        self._cut_outs: CutOuts | None = None
        self.lights: SphericalGaussianLights | None = None
        if settings.field.material is not None:
            lights = SphericalGaussianLights(
                settings.field.material.lights, surface.up, settings.field.material.learn_lights, surface.front
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
        return self._draw_styled(styled, self._surface.faces, cameras, size)

    def views(
        self, fields: PartStyles, styled: StyledSurface, cameras: Cameras, wanted: WantedViews, step: int
    ) -> Views:
        """One step's pictures.

        Args:
            fields: of the parts.
            styled: the surface with their styles.
            cameras: N cameras.
            wanted: what is to be drawn.
            step: number of the step.
        """
        size, surface = self._settings.image_size, self._surface
        content = image = seen = mask = grey = None
        if wanted.content:
            with torch.no_grad():
                content = self._draw(surface.vertices, surface.faces, surface.base_color, cameras, size).image
        if wanted.whole:
            rendering = self.draw_styled(styled, cameras, size)
            image, mask = rendering.image, rendering.mask
            with torch.no_grad():
                seen = interpolate(rendering.fragments, surface.faces, fields.weights)
        if wanted.grey:
            grey = self._draw(styled.vertices, surface.faces, self._grey, cameras, size).image
        alone = self._alone(fields, styled, cameras, wanted)
        return Views(content, image, seen, mask, grey, step, alone)

    def _alone(
        self, fields: PartStyles, styled: StyledSurface, cameras: Cameras, wanted: WantedViews
    ) -> dict[int, PartViews]:
        """The wanted parts, each with nothing else styled."""
        size, faces, before = self._settings.image_size, self._surface.faces, None
        if wanted.alone and wanted.cut_out:
            if self._cut_outs is None or self._cut_outs.weights is not fields.weights:
                self._cut_outs = CutOuts(self._surface.vertices, faces, fields.weights)
            before = self._cut_outs.before(cameras, size)
        views = {}
        for part in wanted.alone:
            surface, weights = fields.alone(styled, part), fields.weights[:, part]
            if self._cut_outs is not None and before is not None:
                cut_out = self._cut_outs.parts[part]
                surface, weights, shown = surface.of(cut_out.rows), weights[cut_out.rows], cut_out.faces
                rendering = self._draw_styled(surface, shown, cameras, size, before[part])
            else:
                shown = faces
                rendering = self._draw_styled(surface, shown, cameras, size)
            with torch.no_grad():
                seen = interpolate(rendering.fragments, shown, weights[:, None])[..., 0]
            views[part] = PartViews(rendering.image, seen)
        return views

    def _draw_styled(
        self, styled: StyledSurface, faces: Tensor, cameras: Cameras, size: int, before: Tensor | None = None
    ) -> Rendering:
        if styled.appearance is None:
            return self._draw(styled.vertices, faces, styled.color, cameras, size, before)
        assert self.lights is not None
        return render_appearance(
            styled.vertices,
            faces,
            styled.appearance,
            cameras,
            (size, size),
            self.lights,
            Backdrop(self._background, before),
        )

    def _draw(
        self, vertices: Tensor, faces: Tensor, color: Tensor, cameras: Cameras, size: int, before: Tensor | None = None
    ) -> Rendering:
        return self._renderer.render(
            vertices, faces, color, cameras, (size, size), backdrop=Backdrop(self._background, before)
        )
