"""Crops of every part, judged by a CLIP-style encoder against the words of its style: this project's own recipe."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import torch
from torch import Tensor

from ...fields.part_fields import part_generator
from ...models.contract import ImageTextEncoder, TextureEncoder
from ...rendering.pictures import WantedPictures
from ...vocabulary import Part
from ...vocabulary.settings import ClipSettings, CropTerms
from ..contract import StepContext, Term
from ..losses import embedding_loss, mean_of, texture_loss
from .part_windows import CropSettings, Window, crop_part, part_windows


class PartCropTerm(Term):
    """Crops of every part in every view are compared with the words of its style.

    Every part is drawn with nothing else styled, so that no other part's look or shape reaches its crops.

    Args:
        encoder: the judge.
        parts: their styles, and their names, which the random numbers follow from.
        settings: the crops.
        seed: of the run.
        trained: indices of the parts whose fields learn.
    """

    def __init__(
        self,
        encoder: ImageTextEncoder,
        parts: Sequence[Part],
        settings: ClipSettings,
        seed: int,
        trained: Collection[int],
    ) -> None:
        self._wanted = WantedPictures(cut_out=frozenset(trained))
        self._encoder = encoder
        self._names = [part.name for part in parts]
        self._texts = encoder.encode_texts([part.style for part in parts])
        # Only some encoders know textures, and of those only the ones whose weights have learned them.
        self._textured = encoder if isinstance(encoder, TextureEncoder) and settings.texture_weight > 0 else None
        self._textures = [self._textured.texture(part.style) if self._textured else None for part in parts]
        self._texture_weight = settings.texture_weight
        self._contrast = encoder.contrast()
        self._crops = CropSettings(encoder.image_size, settings.crops, settings.crop_area)
        self._terms = settings.terms
        self._seed = seed

    def _counted(self, windows: list[Window]) -> list[Window]:
        if self._terms is CropTerms.ALL:
            return windows
        return windows[:1] if self._terms is CropTerms.GLOBAL else windows[1:]

    def wanted(self, step: int) -> WantedPictures:
        """Every part that learns, cut out."""
        del step
        return self._wanted

    def __call__(self, context: StepContext) -> Tensor | None:
        """Mean over the parts seen of their crops' distance from the style; None where no part shows enough pixels."""
        judged = self.by_part(context)
        return mean_of(list(judged.values())) if judged else None

    def by_part(self, context: StepContext) -> dict[int, Tensor]:
        """By index of the parts that show enough pixels, their crops' distance from the style."""
        crops: list[Tensor] = []
        owners: list[int] = []
        for part in sorted(self._wanted.cut_out):
            alone = context.pictures.cut_out[part]
            # Every part draws its own numbers: what happens to one part must not move the crops of another.
            generator = part_generator(self._seed, self._names[part], context.step)
            for image, weight in zip(alone.image, alone.weights, strict=True):
                windows = self._counted(part_windows(weight > 0.5, self._crops, generator))
                if windows:
                    crops.append(crop_part(image, weight, windows, self._crops.size, generator))
                    owners += [part] * len(windows)
        if not crops:
            return {}
        statistics: Tensor | None = None
        if self._textured is not None and any(texture is not None for texture in self._textures):
            embedded, statistics = self._textured.encode_with_statistics(torch.cat(crops))
        else:
            embedded = self._encoder.encode_images(torch.cat(crops))
        owner = torch.tensor(owners, device=embedded.device)
        terms: dict[int, Tensor] = {}
        for part in sorted(set(owners)):
            own, texture = owner == part, self._textures[part]
            term = embedding_loss(embedded[own], self._texts[part], self._contrast)
            if statistics is not None and texture is not None:
                term = term + self._texture_weight * texture_loss(statistics[own], texture)
            terms[part] = term
        return terms
