"""3DStyleGLIP's part-level style loss as a term: part words find locations, the style words are pushed up there."""

from __future__ import annotations

from collections.abc import Collection

import torch
from torch import Tensor

from ..models.glip.modeling import GLIP
from ..rendering.pictures import Pictures, WantedPictures
from ..vocabulary.settings import ContentImage, StyleLossPictures, StyleLossSettings
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
        self._style_texts = [glip.encode_text([caption.text]) for caption in self._styles]

    def part(self, step: int) -> int | None:
        """The part that has its turn in a step, from 1; None: all have."""
        return self._in_turn[self._turns.before(step) % len(self._in_turn)] if self._in_turn else None

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
        number = 0 if part is None else part
        token_map = self._styles[number].token_map.to(image.device)

        def judged(pictures: Tensor) -> Tensor:
            return location_scores(self._glip(pixels(pictures), self._style_texts[number]), token_map)

        style = in_pieces(judged, styled, views_at_once(self._glip, styled))
        return part_style_loss(content if part is None else content[..., [part]], style, self._settings)


def create(setup: TermSetup) -> Term:
    """The term of a run's parts and styles."""
    glip = setup.models.glip
    captions = PairedCaptions.of_parts(glip.processor, setup.parts)
    return PartStyleTerm(glip, captions, setup.settings.style_loss, setup.trained, setup.turns)
