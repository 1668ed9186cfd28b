"""3DStyleGLIP's part-level style loss as a term: part words find locations, the style words are pushed up there.

What the style words score at a location GLIP's tokens say, as published; or, for a model that has one, its alignment of
regions with style words (`models.embedded.style_alignment`).
"""

from __future__ import annotations

from collections.abc import Collection

import torch
from torch import Tensor

from ..fields import PartFields
from ..models.contract import RegionAlignment
from ..models.glip.modeling import GLIP, GLIPOutput
from ..rendering.pictures import Pictures, WantedPictures
from ..vocabulary.settings import ContentImage, StyleLossBehaviour, StyleLossPictures, StyleLossSettings
from .bounded_memory import in_pieces, views_at_once
from .contract import StepContext, Term, TermSetup
from .paired_captions import PairedCaptions
from .schedule import EVERY_STEP, Turns
from .style_loss import StyleLoss, location_scores, part_style_loss


class PartStyleTerm(Term):
    """Part words find candidate locations; the style words' scores there are pushed up.

    Args:
        glip: frozen.
        captions: part words and style words; made from parts, or from spans of a tagger as released.
        settings: kind of the loss, in which picture the part words look, and whether the parts are judged in turn.
        trained: indices of the parts whose fields learn, which have turns; None: all.
        turns: the steps that the term has; its parts have them one after the other.
        alignment: tells how well regions of parts fit style words; None: GLIP's own tokens do.

    Raises:
        PromptError: parts in turn, but not as many styles as parts.
    """

    def __init__(
        self,
        glip: GLIP,
        captions: PairedCaptions,
        settings: StyleLossSettings,
        trained: Collection[int] | None = None,
        turns: Turns = EVERY_STEP,
        alignment: RegionAlignment | None = None,
    ) -> None:
        self._glip = glip
        self._settings = settings
        self._content = captions.content
        self._content_text = glip.encode_text([captions.content.text])
        self._turns = turns
        self._in_turn: tuple[int, ...] = ()
        if settings.pictures is StyleLossPictures.IN_TURN:
            learning = range(len(captions.content.phrases)) if trained is None else trained
            self._in_turn = tuple(sorted(learning))
            self._styles = captions.style_apart(glip.processor)
        else:
            self._styles = (captions.style,)
        self._alignment = alignment
        self._trained = None if trained is None else frozenset(trained)
        if alignment is None:
            self._style_texts = [glip.encode_text([caption.text]) for caption in self._styles]
        else:
            self._meanings = alignment.meanings(captions.style.phrases)

    def part(self, step: int) -> int | None:
        """The part that has its turn in a step, from 1; None: all have."""
        return self._in_turn[self._turns.before(step) % len(self._in_turn)] if self._in_turn else None

    def begin(self, fields: PartFields) -> None:
        """Gives every part that learns the mean colour of its style: from grey, flecks would stay grey."""
        if self._alignment is None:
            return
        for index, color in enumerate(self._alignment.mean_colours(self._meanings)):
            if self._trained is None or index in self._trained:
                fields.field(index).start_at(color)

    def wanted(self, step: int) -> WantedPictures:
        """The pictures it looks at."""
        part, content = self.part(step), self._settings.content is ContentImage.UNSTYLED
        if part is None:
            return WantedPictures(whole=True, content=content)
        return WantedPictures(content=content, alone=frozenset({part}))

    def __call__(self, context: StepContext) -> Tensor | None:
        """The loss of one step; None where there is nothing to push and no step is to be taken."""
        loss = self.loss(context.pictures, context.step)
        return loss.objective if loss.update else None

    def loss(self, pictures: Pictures, step: int) -> StyleLoss:
        """The part-level style loss of one step, with what carried it."""
        part, pixels = self.part(step), self._glip.processor.pixel_values
        styled = pictures.whole if part is None else pictures.alone[part].image
        image = pictures.content if self._settings.content is ContentImage.UNSTYLED else styled.detach()
        assert image is not None
        with torch.no_grad():
            found = self._glip(pixels(image), self._content_text)
            content = location_scores(found, self._content.token_map.to(image.device))
        if self._alignment is None:
            style = self._token_scores(styled, 0 if part is None else part)
        else:
            style = self._region_scores(self._alignment, pictures, part, found)
        return part_style_loss(content if part is None else content[..., [part]], style, self._settings)

    def _token_scores(self, styled: Tensor, caption: int) -> Tensor:
        """(B, N, S) scores of a caption's style words, by GLIP's tokens."""
        token_map = self._styles[caption].token_map.to(styled.device)

        def judged(pictures: Tensor) -> Tensor:
            output = self._glip(self._glip.processor.pixel_values(pictures), self._style_texts[caption])
            return location_scores(output, token_map)

        return in_pieces(judged, styled, views_at_once(self._glip, styled))

    def _region_scores(
        self, alignment: RegionAlignment, pictures: Pictures, part: int | None, found: GLIPOutput
    ) -> Tensor:
        """(B, N, 1) scores of a part's style, or (B, N, P) of all parts', each where its own part shows."""
        if part is None:
            assert pictures.weights is not None
            styled, weights, meanings = pictures.whole, pictures.weights.movedim(-1, 1), self._meanings
        else:
            alone = pictures.alone[part]
            styled, weights, meanings = alone.image, alone.weights[:, None], self._meanings[[part]]

        def judged(rows: Tensor) -> Tensor:
            return alignment.scores(rows[:, :3], rows[:, 3:], meanings, found.anchors, found.level_shapes)

        rows = torch.cat((styled, weights.detach().to(styled)), dim=1)
        return in_pieces(judged, rows, views_at_once(self._glip, styled))


def create(setup: TermSetup) -> Term:
    """The term of a run's parts and styles."""
    glip, settings = setup.models.glip, setup.settings.style_loss
    captions = PairedCaptions.of_parts(glip.processor, setup.parts)
    alignment = None if settings.behaviour is StyleLossBehaviour.RELEASED else setup.models.style_words
    return PartStyleTerm(glip, captions, settings, setup.trained, setup.turns, alignment)
