"""Whole pictures, bent and cropped, against one sentence: the loss of Text2Mesh (arXiv 2112.03221)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from ...models.contract import ImageTextEncoder
from ...rendering.pictures import WantedPictures
from ...vocabulary import Part
from ...vocabulary.part_names import WHOLE_OBJECT
from ...vocabulary.settings import ClipSettings, CropTerms
from ..contract import StepContext, Term
from .boxes import mean_direction_loss
from .rectangles import bend, random_corners, random_rectangle, resized


class WholePictureTerm(Term):
    """Whole pictures, bent and cropped, against one sentence: the loss of Text2Mesh (arXiv 2112.03221, section 3.2).

    One whole picture per view, local crops of it, and local crops of the grey render, which only the shape can please.
    Each draw uses one window and one perspective for all views; -cos of the mean embedding over the views, summed.

    Args:
        encoder: the judge.
        sentence: how the object should look.
        settings: crops, perspective, whether grey renders are judged.
        generator: of the windows and perspectives.
    """

    def __init__(
        self, encoder: ImageTextEncoder, sentence: str, settings: ClipSettings, generator: torch.Generator
    ) -> None:
        self._encoder = encoder
        self._text = encoder.encode_texts([sentence])[0]
        self._settings = settings
        self._generator = generator

    def wanted(self, step: int) -> WantedPictures:
        """The whole object, and its shape in grey where that is judged."""
        del step
        return WantedPictures(whole=True, grey=self._judges_shape)

    @property
    def _judges_shape(self) -> bool:
        settings = self._settings
        return settings.geometry and settings.crops > 0 and settings.terms is not CropTerms.GLOBAL

    def __call__(self, context: StepContext) -> Tensor:
        """The loss of one step."""
        settings, pictures = self._settings, context.pictures
        draws: list[Tensor] = []
        if settings.terms is not CropTerms.LOCAL:
            draws.append(self.augmented(pictures.whole, 1.0))
        if settings.terms is not CropTerms.GLOBAL:
            draws += [self.augmented(pictures.whole, settings.crop_area) for _ in range(settings.crops)]
        if self._judges_shape:
            assert pictures.grey is not None
            draws += [self.augmented(pictures.grey, settings.crop_area) for _ in range(settings.crops)]
        features = self._encoder.image_features(torch.cat(draws))
        return torch.stack([mean_direction_loss(f, self._text) for f in features.split(len(pictures.whole))]).sum()

    def augmented(self, images: Tensor, area: float) -> Tensor:
        """A random resized crop and perhaps a random perspective, the same for all views; outside it is white."""
        settings, size = self._settings, self._encoder.image_size
        height, width = int(images.shape[-2]), int(images.shape[-1])
        crops = resized(random_rectangle(height, width, area, self._generator).of(images), size)
        if float(torch.rand(1, generator=self._generator)) < settings.perspective_share:
            crops = bend(crops, random_corners(size, size, settings.perspective, self._generator), 1.0)
        return crops


def whole_object_sentence(parts: Sequence[Part]) -> str:
    """One sentence for the whole object: "pottery base, gold tube"; a style that names its part stays as it is."""
    return ", ".join(
        part.style if part.name in (*part.style.split(), WHOLE_OBJECT) else f"{part.style} {part.name}"
        for part in parts
    )
