"""The guidance terms of the loop: each turns renders of the stylized object into a loss.

`GLIPGuide` is 3DStyleGLIP's part-level style loss, the guides in `crop_guides` are the CLIP-style losses on crops,
`PaletteGuide` the prior on a part's colours. The networks are frozen; gradients go to the pictures only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ..fields import PartStyles, StyledSurface
from ..fields.part_styles import part_generator
from ..models.contract import ImageTextEncoder, Models
from ..models.glip.modeling import GLIP
from ..rendering.color import lab_to_linear, linear_to_lab, srgb_to_linear
from ..rendering.views import Views, WantedViews
from ..vocabulary import Part, StylizeSettings
from ..vocabulary.settings import ContentImage, Schedule, StyleLossPictures, StyleLossSettings
from .bounded_memory import in_pieces, views_at_once
from .crop_guides import ClipGuide, create_clip_guide
from .losses import foreign_color_loss, mean_of, palette_loss, palette_samples, random_directions, weighted_choice
from .style_loss import StyleLoss, location_scores, part_style_loss
from .style_loss_captions import PairedCaptions

_PALETTE_SAMPLES = 1024
_PALETTE_DIRECTIONS = 16
_FOREIGN_WEIGHT = 20.0


class GLIPGuide:
    """Part words find candidate locations; the style words' scores there are pushed up.

    Args:
        glip: frozen.
        captions: part words and style words; made from parts, or from spans of a tagger as released.
        settings: kind of the loss, in which picture the part words look, and whether the parts are judged in turn.
        trained: indices of the parts whose fields learn, which have turns; None: all.

    Raises:
        PromptError: parts in turn, but not as many styles as parts.
    """

    def __init__(
        self,
        glip: GLIP,
        captions: PairedCaptions,
        settings: StyleLossSettings,
        trained: Collection[int] | None = None,
    ) -> None:
        self._glip = glip
        self._settings = settings
        self._content = captions.content
        self._content_text = glip.encode_text([captions.content.text])
        self._turns: tuple[int, ...] = ()
        if settings.pictures is StyleLossPictures.IN_TURN:
            learning = range(len(captions.content.phrases)) if trained is None else trained
            self._turns = tuple(sorted(learning))
            self._styles = captions.style_apart(glip.processor)
        else:
            self._styles = (captions.style,)
        self._style_texts = [glip.encode_text([caption.text]) for caption in self._styles]

    def part(self, turn: int) -> int | None:
        """The part that has its turn; None: all have.

        Args:
            turn: number of GLIP's steps before this one.
        """
        return self._turns[turn % len(self._turns)] if self._turns else None

    def wanted(self, turn: int) -> WantedViews:
        """The pictures it looks at; `turn` as in `part`."""
        part, content = self.part(turn), self._settings.content is ContentImage.UNSTYLED
        if part is None:
            return WantedViews(content=content)
        return WantedViews(whole=False, content=content, alone=(part,))

    def __call__(self, views: Views, turn: int) -> StyleLoss:
        """The part-level style loss of one step; `turn` as in `part`."""
        part, pixels = self.part(turn), self._glip.processor.pixel_values
        styled = views.whole if part is None else views.alone[part].image
        image = views.content if self._settings.content is ContentImage.UNSTYLED else styled.detach()
        assert image is not None
        with torch.no_grad():
            found = self._glip(pixels(image), self._content_text)
            content = location_scores(found, self._content.token_map.to(image.device))
        number = 0 if part is None else part
        token_map = self._styles[number].token_map.to(image.device)

        def judged(pictures: Tensor) -> Tensor:
            return location_scores(self._glip(pixels(pictures), self._style_texts[number]), token_map)

        style = in_pieces(judged, styled, views_at_once(self._glip, styled))
        return part_style_loss(content if part is None else content[..., [part]], style, self._settings)


class PaletteGuide:
    """The colours of every part are pulled towards the distribution of colours its style has."""

    def __init__(
        self,
        encoder: ImageTextEncoder,
        parts: Sequence[Part],
        areas: Tensor,
        seed: int,
        trained: Collection[int],
    ) -> None:
        self._names = [part.name for part in parts]
        palettes = [encoder.palette(part.style) if index in trained else None for index, part in enumerate(parts)]
        self._palettes = palettes
        self._targets = [None if p is None else palette_samples(p, _PALETTE_SAMPLES) for p in palettes]
        self.means = [None if p is None else lab_to_linear((p.lab * p.shares[:, None]).sum(dim=0)) for p in palettes]
        """Linear RGB (3,) of every part's mean colour; None for a part without a palette."""
        self._areas = areas
        self._seed = seed

    def __call__(self, fields: PartStyles, surface: StyledSurface, step: int) -> Tensor | None:
        """Mean over the parts of the distance between their colours and the palette; None without palettes."""
        terms = []
        for index, (rows, target, output) in enumerate(zip(fields.rows, self._targets, surface.parts, strict=True)):
            palette = self._palettes[index]
            if target is None or palette is None or len(rows) == 0:
                continue
            importance = self._areas[rows] * fields.weights[rows, index]
            if float(importance.sum()) <= 0.0:
                continue
            # The crops of the step draw from the positive number; the minus keeps the two streams apart.
            generator = part_generator(self._seed, self._names[index], -step)
            chosen = weighted_choice(importance, _PALETTE_SAMPLES, generator)
            lab = linear_to_lab(srgb_to_linear(output.color[chosen]))
            directions = random_directions(_PALETTE_DIRECTIONS, generator).to(lab)
            foreign = _FOREIGN_WEIGHT * foreign_color_loss(lab, palette)
            terms.append(palette_loss(lab, target, directions) + foreign)
        return mean_of(terms) if terms else None


@dataclass(frozen=True, eq=False)
class Guides:
    """All guidance terms of a run; None where its weight is 0.

    Args:
        glip: the part-level style loss.
        crops: the CLIP-style loss.
        palette: the prior on colours.
        schedule: whose turn a step is, where there are both.
    """

    glip: GLIPGuide | None
    crops: ClipGuide | None
    palette: PaletteGuide | None
    schedule: Schedule

    @classmethod
    def create(
        cls,
        models: Models,
        parts: Sequence[Part],
        areas: Tensor,
        settings: StylizeSettings,
        generator: torch.Generator,
        trained: Collection[int] | None = None,
    ) -> Guides:
        """Encodes every prompt once and builds the terms whose weights are above 0.

        Args:
            models: frozen.
            parts: those that were found.
            areas: (W,) surface area of the vertices.
            settings: weights and kinds of the terms.
            generator: source of all their random numbers.
            trained: indices of the parts whose fields learn; None: all. Others' crops and palettes are not looked at.
        """
        style_loss, clip = settings.style_loss, settings.clip
        glip = crops = palette = None
        learning = range(len(parts)) if trained is None else sorted(trained)
        if settings.glip_weight > 0 and learning:
            captions = PairedCaptions.of_parts(models.glip.processor, parts)
            glip = GLIPGuide(models.glip, captions, style_loss, learning)
        if settings.clip_weight > 0:
            crops = create_clip_guide(models, parts, clip, generator, settings.seed, learning)
        if settings.palette_weight > 0:
            palette = PaletteGuide(models.encoder, parts, areas, settings.seed, learning)
        return cls(glip, crops, palette, settings.schedule)

    def uses_glip(self, step: int) -> bool:
        """Whether it is GLIP's turn, else it is CLIP's. A term that is alone has every turn.

        Args:
            step: from 1.
        """
        if self.glip is None or self.crops is None:
            return self.glip is not None
        return self.schedule.is_glip_step(step)

    def glip_turn(self, step: int) -> int:
        """How many steps GLIP has had before this one, which is GLIP's; a function of the step alone, to resume by."""
        if self.crops is None:
            return step - 1
        return self.schedule.glip_turn(step)

    def wanted(self, step: int) -> WantedViews:
        """The pictures that the guide whose turn it is looks at."""
        if self.uses_glip(step) and self.glip is not None:
            return self.glip.wanted(self.glip_turn(step))
        return self.crops.wanted if self.crops is not None else WantedViews(whole=False)
