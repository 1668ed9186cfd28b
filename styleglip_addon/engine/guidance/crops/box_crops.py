"""Crops by the detector's boxes, pooled over the views: the CLIP branch of 3DStyleGLIP (arXiv 2404.02634)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from ...models.contract import Models
from ...rendering.pictures import WantedPictures
from ...vocabulary import Part
from ...vocabulary.settings import ClipBehaviour, ClipSettings, CropTerms
from ..bounded_memory import MOST_CROPS, in_pieces
from ..contract import StepContext, Term
from .boxes import BoxFinder, covered_window, mean_direction_loss, pooled_crops, summed_over_parts
from .rectangles import Rectangle, resized


class BoxCropTerm(Term):
    """Crops by the detector's boxes, pooled over the views: 3DStyleGLIP's CLIP branch.

    Every part's loss is -cos of the mean embedding of its crops with the words of its style, and the same for every
    local window, which all crops of the part share; local terms are summed, not averaged, as in the authors' code.

    Args:
        models: the detector and the judge.
        parts: part words and styles.
        settings: boxes, crops, and what is repaired.
        generator: of the windows.
    """

    def __init__(
        self, models: Models, parts: Sequence[Part], settings: ClipSettings, generator: torch.Generator
    ) -> None:
        self._encoder = models.encoder
        self._finder = BoxFinder(
            models.glip, [part.name for part in parts], settings.box_threshold, settings.most_boxes
        )
        self._texts = models.encoder.encode_texts([part.style for part in parts])
        self._settings = settings
        self._generator = generator
        self._released = settings.behaviour is ClipBehaviour.RELEASED

    def wanted(self, step: int) -> WantedPictures:
        """The whole object, and repaired the unstylized one: boxes do not follow the style."""
        del step
        return WantedPictures(whole=True, content=not self._released)

    def __call__(self, context: StepContext) -> Tensor | None:
        """The loss of one step; None where there is no box in any view, and no step is to be taken."""
        pictures = context.pictures
        image = pictures.whole.detach() if self._released else pictures.content
        assert image is not None
        crops = pooled_crops(pictures.whole, pictures.coverage, self._finder(image), self._encoder.image_size)
        if not crops:
            return None
        terms = [self._part_loss(part, images, masks) for part, (images, masks) in crops.items()]
        return summed_over_parts(terms, self._released)

    def _part_loss(self, part: int, images: Tensor, masks: Tensor) -> Tensor:
        """-cos of all crops together, and of each local window into them."""
        settings, size = self._settings, self._encoder.image_size
        windows: list[Rectangle | None] = [None] if settings.terms is not CropTerms.LOCAL else []
        if settings.terms is not CropTerms.GLOBAL:
            for _ in range(settings.crops):
                windows.append(
                    covered_window(masks, settings.crop_area, settings.least_object, settings.draws, self._generator)
                )

        def features(crops: Tensor) -> Tensor:
            """(n, windows, E)."""
            seen = torch.cat([crops if window is None else resized(window.of(crops), size) for window in windows])
            return self._encoder.image_features(seen, self._released).unflatten(0, (len(windows), -1)).transpose(0, 1)

        embedded = in_pieces(features, images, max(MOST_CROPS // len(windows), 1))
        return torch.stack([mean_direction_loss(own, self._texts[part]) for own in embedded.unbind(dim=1)]).sum()
