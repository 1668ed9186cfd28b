"""The guidance terms of the loop: each turns renders of the stylized object into a loss.

`GLIPGuide` is 3DStyleGLIP's part-level style loss, `CropGuide` the CLIP-style loss on crops of parts, `PaletteGuide`
the prior on a part's colours. The networks are frozen; gradients go to the pictures only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from .augmentation import CropSettings, crop_part, part_windows
from .color import linear_to_lab, srgb_to_linear
from .fields import PartStyles, StyledSurface
from .losses import (
    StyleLoss,
    embedding_loss,
    location_scores,
    mean_of,
    palette_loss,
    palette_samples,
    part_style_loss,
    random_directions,
    weighted_choice,
)
from .models.glip.modeling import GLIP
from .models.guidance import ImageTextEncoder, Models
from .types import Part, StylizeSettings

_PALETTE_SAMPLES = 1024
_PALETTE_DIRECTIONS = 16


@dataclass(frozen=True, eq=False)
class Views:
    """One step's renders of N cameras.

    Args:
        content: (N, 3, H, W) sRGB, the unstylized object; only where the step needs it.
        styled: (N, 3, H, W) sRGB, the stylized object, with gradient.
        weights: (N, H, W, P) part weights per pixel.
    """

    content: Tensor | None
    styled: Tensor
    weights: Tensor


class GLIPGuide:
    """Part words find candidate locations on the unstylized renders; the style words' scores there are pushed to 1."""

    def __init__(self, glip: GLIP, parts: Sequence[Part], threshold: float) -> None:
        self._glip = glip
        self._threshold = threshold
        self._content = glip.processor.caption([part.name for part in parts])
        self._style = glip.processor.caption([part.style for part in parts])
        self._content_text = glip.encode_text([self._content.text])
        self._style_text = glip.encode_text([self._style.text])

    def __call__(self, views: Views) -> StyleLoss:
        """The part-level style loss of one step."""
        assert views.content is not None
        pixels = self._glip.processor.pixel_values
        with torch.no_grad():
            found = self._glip(pixels(views.content), self._content_text)
            content = location_scores(found, self._content.token_map.to(views.styled.device))
        styled = self._glip(pixels(views.styled), self._style_text)
        style = location_scores(styled, self._style.token_map.to(views.styled.device))
        return part_style_loss(content, style, self._threshold)


class CropGuide:
    """Crops of every part in every view are compared with the words of its style."""

    def __init__(
        self, encoder: ImageTextEncoder, parts: Sequence[Part], settings: StylizeSettings, generator: torch.Generator
    ) -> None:
        self._encoder = encoder
        self._texts = encoder.encode_texts([part.style for part in parts])
        self._contrast = encoder.contrast()
        self._crops = CropSettings(encoder.image_size, settings.crops_per_part, settings.crop_area)
        self._generator = generator

    def __call__(self, views: Views) -> Tensor | None:
        """Mean over the parts seen of their crops' distance from the style; None where no part shows enough pixels."""
        crops: list[Tensor] = []
        owners: list[int] = []
        for image, weights in zip(views.styled, views.weights, strict=True):
            for part in range(weights.shape[-1]):
                weight = weights[..., part]
                windows = part_windows(weight > 0.5, self._crops, self._generator)
                if windows:
                    crops.append(crop_part(image, weight, windows, self._crops.size, self._generator))
                    owners += [part] * len(windows)
        if not crops:
            return None
        embedded = self._encoder.encode_images(torch.cat(crops))
        owner = torch.tensor(owners, device=embedded.device)
        return mean_of(
            [embedding_loss(embedded[owner == p], self._texts[p], self._contrast) for p in sorted(set(owners))]
        )


class PaletteGuide:
    """The colours of every part are pulled towards the distribution of colours its style has."""

    def __init__(
        self, encoder: ImageTextEncoder, parts: Sequence[Part], areas: Tensor, generator: torch.Generator
    ) -> None:
        palettes = [encoder.palette(part.style) for part in parts]
        self._targets = [None if p is None else palette_samples(p, _PALETTE_SAMPLES) for p in palettes]
        self._areas = areas
        self._generator = generator

    def __call__(self, fields: PartStyles, surface: StyledSurface) -> Tensor | None:
        """Mean over the parts of the distance between their colours and the palette; None without palettes."""
        terms = []
        for index, (rows, target, output) in enumerate(zip(fields.rows, self._targets, surface.parts, strict=True)):
            if target is None or len(rows) == 0:
                continue
            importance = self._areas[rows] * fields.weights[rows, index]
            if float(importance.sum()) <= 0.0:
                continue
            chosen = weighted_choice(importance, _PALETTE_SAMPLES, self._generator)
            lab = linear_to_lab(srgb_to_linear(output.color[chosen]))
            directions = random_directions(_PALETTE_DIRECTIONS, self._generator).to(lab)
            terms.append(palette_loss(lab, target, directions))
        return mean_of(terms) if terms else None


@dataclass(frozen=True, eq=False)
class Guides:
    """All guidance terms of a run; None where its weight is 0."""

    glip: GLIPGuide | None
    crops: CropGuide | None
    palette: PaletteGuide | None

    @classmethod
    def create(
        cls, models: Models, parts: Sequence[Part], areas: Tensor, settings: StylizeSettings, generator: torch.Generator
    ) -> Guides:
        """Encodes every prompt once and builds the terms whose weights are above 0."""
        return cls(
            glip=GLIPGuide(models.glip, parts, settings.candidate_threshold) if settings.glip_weight > 0 else None,
            crops=CropGuide(models.encoder, parts, settings, generator) if settings.clip_weight > 0 else None,
            palette=PaletteGuide(models.encoder, parts, areas, generator) if settings.palette_weight > 0 else None,
        )
