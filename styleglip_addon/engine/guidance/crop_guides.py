"""The CLIP branch: crops of the stylized renders, judged by a CLIP-style encoder against the words of the styles.

`CropGuide` cuts windows on the part masks (this project's own recipe), `BoxGuide` the detector's boxes as 3DStyleGLIP
does (arXiv 2404.02634), `Text2MeshGuide` bends and crops whole pictures (arXiv 2112.03221).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import torch
from torch import Tensor

from ..fields.part_styles import part_generator
from ..models.contract import ImageTextEncoder, Models, TextureEncoder
from ..rendering.views import Views, WantedViews
from ..vocabulary.mesh import WHOLE_OBJECT, Part
from ..vocabulary.settings import ClipBehaviour, ClipMode, ClipSettings, CropTerms
from .augmentation import CropSettings, Window, crop_part, part_windows
from .bounded_memory import MOST_CROPS, in_pieces
from .box_crops import BoxFinder, covered_window, mean_direction_loss, pooled_crops, summed_over_parts
from .losses import embedding_loss, mean_of, texture_loss
from .random_crops import Rectangle, bend, random_corners, random_rectangle, resized


class ClipGuide(Protocol):
    """A CLIP-style loss on one step's renders."""

    @property
    def wanted(self) -> WantedViews:
        """The pictures it looks at."""

    def __call__(self, views: Views) -> Tensor | None:
        """Scalar loss; None where nothing was seen and no step is to be taken."""


class CropGuide:
    """Crops of every part in every view are compared with the words of its style.

    Every part is drawn with nothing else styled, so that no other part's look or shape reaches its crops.

    Args:
        encoder: the judge.
        parts: their styles, and their names, which the random numbers follow from.
        settings: the crops.
        seed: of the run.
        trained: indices of the parts whose fields learn; None: all.
    """

    def __init__(
        self,
        encoder: ImageTextEncoder,
        parts: Sequence[Part],
        settings: ClipSettings,
        seed: int,
        trained: Collection[int] | None = None,
    ) -> None:
        learning = range(len(parts)) if trained is None else sorted(trained)
        self.wanted = WantedViews(whole=False, alone=tuple(learning), cut_out=True)
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

    def __call__(self, views: Views) -> Tensor | None:
        """Mean over the parts seen of their crops' distance from the style; None where no part shows enough pixels."""
        crops: list[Tensor] = []
        owners: list[int] = []
        for part, alone in views.alone.items():
            # Every part draws its own numbers: what happens to one part must not move the crops of another.
            generator = part_generator(self._seed, self._names[part], views.step)
            for image, weight in zip(alone.image, alone.weights, strict=True):
                windows = self._counted(part_windows(weight > 0.5, self._crops, generator))
                if windows:
                    crops.append(crop_part(image, weight, windows, self._crops.size, generator))
                    owners += [part] * len(windows)
        if not crops:
            return None
        statistics: Tensor | None = None
        if self._textured is not None and any(texture is not None for texture in self._textures):
            embedded, statistics = self._textured.encode_with_statistics(torch.cat(crops))
        else:
            embedded = self._encoder.encode_images(torch.cat(crops))
        owner = torch.tensor(owners, device=embedded.device)
        terms = []
        for part in sorted(set(owners)):
            own, texture = owner == part, self._textures[part]
            term = embedding_loss(embedded[own], self._texts[part], self._contrast)
            if statistics is not None and texture is not None:
                term = term + self._texture_weight * texture_loss(statistics[own], texture)
            terms.append(term)
        return mean_of(terms)


class BoxGuide:
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

    @property
    def wanted(self) -> WantedViews:
        """The whole object, and repaired the unstylized one: boxes do not follow the style."""
        return WantedViews(content=not self._released)

    def __call__(self, views: Views) -> Tensor | None:
        """The loss of one step; None where there is no box in any view, and no step is to be taken."""
        image = views.whole.detach() if self._released else views.content
        assert image is not None
        crops = pooled_crops(views.whole, views.coverage, self._finder(image), self._encoder.image_size)
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


class Text2MeshGuide:
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

    @property
    def wanted(self) -> WantedViews:
        """The whole object, and its shape in grey where that is judged."""
        settings = self._settings
        return WantedViews(grey=settings.geometry and settings.crops > 0 and settings.terms is not CropTerms.GLOBAL)

    def __call__(self, views: Views) -> Tensor:
        """The loss of one step."""
        settings = self._settings
        draws: list[Tensor] = []
        if settings.terms is not CropTerms.LOCAL:
            draws.append(self.augmented(views.whole, 1.0))
        if settings.terms is not CropTerms.GLOBAL:
            draws += [self.augmented(views.whole, settings.crop_area) for _ in range(settings.crops)]
        if self.wanted.grey:
            assert views.grey is not None
            draws += [self.augmented(views.grey, settings.crop_area) for _ in range(settings.crops)]
        features = self._encoder.image_features(torch.cat(draws))
        return torch.stack([mean_direction_loss(f, self._text) for f in features.split(len(views.whole))]).sum()

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


def create_clip_guide(
    models: Models,
    parts: Sequence[Part],
    settings: ClipSettings,
    generator: torch.Generator,
    seed: int,
    trained: Collection[int] | None = None,
) -> ClipGuide:
    """The guide that the settings name; every prompt is encoded here, once.

    Args:
        models: judge and, for boxes, detector.
        parts: part words and styles.
        settings: which guide, and its crops.
        generator: random numbers of guides that treat the object as one.
        seed: of the run, for the guide whose parts draw their own random numbers.
        trained: indices of the parts whose fields learn; None: all. The crops of others are not looked at.
    """
    match settings.mode:
        case ClipMode.PART_CROPS:
            return CropGuide(models.encoder, parts, settings, seed, trained)
        case ClipMode.RELEASED_BOXES:
            return BoxGuide(models, parts, settings, generator)
        case ClipMode.TEXT2MESH:
            return Text2MeshGuide(models.encoder, whole_object_sentence(parts), settings, generator)
