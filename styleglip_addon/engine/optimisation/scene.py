"""The surface, its light and its background, and the pictures of one step that are drawn of it."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from ..fields import PartFields, StyledSurface
from ..materials.usual import names_metal
from ..rendering import Backdrop, Renderer, Rendering, SphericalGaussianLights, interpolate, render_appearance
from ..rendering.cameras import Cameras, sample_cameras
from ..rendering.color import srgb_to_linear
from ..rendering.cut_outs import CutOuts
from ..rendering.pictures import PartPictures, Pictures, WantedPictures
from ..surface.prepared import Surface
from ..vocabulary.settings import Background, StylizeSettings

_GREY_SRGB = 0.5


def background_color(background: Background, styles: Sequence[str]) -> tuple[float, float, float]:
    """Linear RGB behind the object.

    3DStyleGLIP's authors set white, and black for metals, whose highlights drown in white. METAL_AWARE does so where
    every part's style words name a metal.
    """
    if background is Background.METAL_AWARE:
        all_metal = all(names_metal(style) for style in styles)
        background = Background.BLACK if styles and all_metal else Background.WHITE
    level = {Background.WHITE: 1.0, Background.GREY: _GREY_SRGB, Background.BLACK: 0.0}[background]
    value = float(srgb_to_linear(torch.tensor(level)))
    return value, value, value


class Scene:
    """A surface, its light and its background.

    Args:
        surface: what is drawn.
        styles: the styled parts' words, for the background.
        renderer: draws colours; materials of field L have a renderer of their own.
        settings: picture size, cameras, background, lights.
    """

    def __init__(self, surface: Surface, styles: Sequence[str], renderer: Renderer, settings: StylizeSettings) -> None:
        self._surface = surface
        self._renderer = renderer
        self._settings = settings
        self._background = background_color(settings.background, styles)
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

    def pictures(self, fields: PartFields, styled: StyledSurface, cameras: Cameras, wanted: WantedPictures) -> Pictures:
        """One step's pictures.

        Args:
            fields: of the parts.
            styled: the surface with their styles.
            cameras: N cameras.
            wanted: what is to be drawn.
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
        alone = {part: self._alone(fields, styled, cameras, part) for part in sorted(wanted.alone)}
        cut_out = self._cut_out(fields, styled, cameras, sorted(wanted.cut_out)) if wanted.cut_out else {}
        return Pictures(content, image, seen, mask, grey, alone, cut_out)

    def _alone(self, fields: PartFields, styled: StyledSurface, cameras: Cameras, part: int) -> PartPictures:
        """A part with nothing else styled."""
        faces = self._surface.faces
        rendering = self._draw_styled(fields.alone(styled, part), faces, cameras, self._settings.image_size)
        return _of_part(rendering, faces, fields.weights[:, part])

    def _cut_out(
        self, fields: PartFields, styled: StyledSurface, cameras: Cameras, parts: Sequence[int]
    ) -> dict[int, PartPictures]:
        """Parts with nothing else styled or drawn."""
        if self._cut_outs is None or self._cut_outs.weights is not fields.weights:
            self._cut_outs = CutOuts(self._surface.vertices, self._surface.faces, fields.weights)
        size, pictures = self._settings.image_size, {}
        before = self._cut_outs.before(cameras, size)
        for part in parts:
            cut_out = self._cut_outs.parts[part]
            surface = fields.alone(styled, part).of(cut_out.rows)
            rendering = self._draw_styled(surface, cut_out.faces, cameras, size, before[part])
            pictures[part] = _of_part(rendering, cut_out.faces, fields.weights[cut_out.rows, part])
        return pictures

    def _draw_styled(
        self, styled: StyledSurface, faces: Tensor, cameras: Cameras, size: int, before: Tensor | None = None
    ) -> Rendering:
        appearance = styled.appearance
        if appearance is None:
            return self._draw(styled.vertices, faces, styled.color, cameras, size, before)
        assert self.lights is not None
        return render_appearance(
            styled.vertices,
            faces,
            appearance,
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


def _of_part(rendering: Rendering, faces: Tensor, weights: Tensor) -> PartPictures:
    """A part's picture, and its weight (w,) of the vertices per pixel."""
    with torch.no_grad():
        seen = interpolate(rendering.fragments, faces, weights[:, None])[..., 0]
    return PartPictures(rendering.image, seen)
