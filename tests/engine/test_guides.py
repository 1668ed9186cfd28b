"""Whose turn it is, and what the part-level guide looks at."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from styleglip_addon.engine.guidance.guides import GLIPGuide, Guides, Views
from styleglip_addon.engine.guidance.style_loss import location_scores, part_style_loss
from styleglip_addon.engine.guidance.style_loss_captions import PairedCaptions
from styleglip_addon.engine.models import Models, load_models
from styleglip_addon.engine.rendering.views import PartViews, WantedViews
from styleglip_addon.engine.vocabulary import Part, StylizeSettings
from styleglip_addon.engine.vocabulary.errors import PromptError
from styleglip_addon.engine.vocabulary.settings import (
    ClipSettings,
    ContentImage,
    Schedule,
    StyleLossBehaviour,
    StyleLossPictures,
    StyleLossSettings,
)
from tests.untrained_model import write_untrained_model

PARTS = [Part("lid", "gold"), Part("body", "hand-woven wool")]
TOGETHER = StyleLossPictures.TOGETHER
RELEASED = Schedule.of_ratio(1)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def some_views() -> Views:
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(2, 2, 3, 64, 64, generator=generator)
    return Views(images[0], images[1].requires_grad_(), torch.ones(2, 64, 64, 2) / 2)


def guides(models: Models, **changes: object) -> Guides:
    settings = StylizeSettings().with_(**changes)
    return Guides.create(models, PARTS, torch.ones(4), settings, torch.Generator().manual_seed(0))


def turns(guides: Guides, steps: int = 6) -> list[bool]:
    return [guides.uses_glip(step) for step in range(1, steps + 1)]


def test_glip_has_every_third_step_unless_the_schedule_says_otherwise(models: Models) -> None:
    assert turns(guides(models)) == [False, False, True, False, False, True]
    assert turns(guides(models, schedule=Schedule.of_ratio(1))) == [False, True, False, True, False, True]
    assert turns(guides(models, schedule=Schedule.of_ratio(2))) == [False, True, False, False, True, False]
    assert turns(guides(models, schedule=Schedule.of_ratio(0))) == [False] * 6


def test_a_term_that_is_alone_has_every_step(models: Models) -> None:
    assert turns(guides(models, clip_weight=0.0)) == [True] * 6
    assert turns(guides(models, glip_weight=0.0, schedule=Schedule.of_ratio(1))) == [False] * 6
    none = guides(models, glip_weight=0.0, clip_weight=0.0, palette_weight=0.0)
    assert (none.glip, none.crops, none.palette) == (None, None, None)
    assert turns(none) == [False] * 6
    assert none.wanted(1) == WantedViews(whole=False)


def test_pictures_are_asked_for_only_where_a_guide_looks_at_them(models: Models) -> None:
    ours = guides(models)
    assert [ours.wanted(step).content for step in (1, 2, 3)] == [False, False, True]
    assert not any(ours.wanted(step).grey or ours.wanted(step).whole for step in (1, 2, 3))
    released = guides(models, style_loss=StyleLossSettings.released(), clip=ClipSettings.released(), schedule=RELEASED)
    assert not any(released.wanted(step).content for step in (1, 2, 3))
    assert all(released.wanted(step).whole for step in (1, 2, 3))
    boxes = guides(models, clip=replace(ClipSettings.released(), behaviour=ClipSettings().behaviour), schedule=RELEASED)
    assert all(boxes.wanted(step).content for step in (1, 2, 3))
    text2mesh = guides(models, clip=ClipSettings.text2mesh(), schedule=Schedule.of_ratio(1))
    assert [text2mesh.wanted(step).grey for step in (1, 2, 3)] == [True, False, True]
    assert not any(
        guides(models, clip=ClipSettings.tango(), schedule=Schedule.of_ratio(0)).wanted(step).grey for step in (1, 2, 3)
    )


@pytest.mark.parametrize("content", ContentImage)
def test_part_words_look_at_the_unstylized_or_at_the_stylized_picture(models: Models, content: ContentImage) -> None:
    views, settings = some_views(), StyleLossSettings(content=content, pictures=TOGETHER, threshold=0.2)
    captions = PairedCaptions.of_parts(models.glip.processor, PARTS)
    loss = GLIPGuide(models.glip, captions, settings)(views, 0)

    glip = models.glip
    assert views.styled is not None
    image = views.content if content is ContentImage.UNSTYLED else views.styled
    assert image is not None
    tables = []
    for pixels, caption in ((image, captions.content), (views.styled, captions.style)):
        output = glip(glip.processor.pixel_values(pixels), glip.encode_text([caption.text]))
        tables.append(location_scores(output, caption.token_map))
    expected = part_style_loss(tables[0], tables[1], settings)
    assert loss.value.item() == expected.value.item()
    assert loss.candidates == expected.candidates
    assert min(loss.candidates) > 0
    (ours,) = torch.autograd.grad(loss.value, views.styled)
    (theirs,) = torch.autograd.grad(expected.value, views.styled)
    assert ours.sub(theirs).abs().max() < 1e-7
    assert bool(ours.any())


def test_released_captions_keep_the_phrases_a_tagger_found(models: Models) -> None:
    """Two style phrases for three parts: the third part is never pushed."""
    processor = models.glip.processor
    parts = [Part("shade", "wooden"), Part("pole", "golden"), Part("base", "marble")]
    split = PairedCaptions.of_parts(processor, parts)
    tagged = PairedCaptions(split.content, processor.caption_with_spans(split.style.text, [(0, 6), (16, 22)]))
    settings = StyleLossSettings(behaviour=StyleLossBehaviour.RELEASED, pictures=TOGETHER, threshold=0.2)
    loss = GLIPGuide(models.glip, tagged, settings)(some_views(), 0)
    assert len(loss.candidates) == 3
    assert loss.value.item() > GLIPGuide(models.glip, split, settings)(some_views(), 0).value.item()


def test_parts_have_their_turns_one_after_the_other(models: Models) -> None:
    ours = guides(models)
    assert [ours.wanted(step).alone for step in (3, 6, 9, 12)] == [(0,), (1,), (0,), (1,)]
    by_turns = guides(models, schedule=Schedule.of_ratio(1))
    assert [by_turns.wanted(step).alone for step in (2, 4, 6)] == [(0,), (1,), (0,)]
    alone = guides(models, clip_weight=0.0)
    assert [alone.wanted(step).alone for step in (1, 2, 3)] == [(0,), (1,), (0,)]


def test_a_part_in_its_turn_is_judged_by_its_own_picture_and_words(models: Models) -> None:
    """Neither another style for the other part nor another picture of it changes anything, to the last bit."""
    glip, settings = models.glip, StyleLossSettings(threshold=0.2)
    views = some_views()
    assert views.content is not None
    styled = views.whole.detach()
    weight = torch.ones(2, 64, 64)
    losses, gradients = [], []
    for other_style, other_picture in (("hand-woven wool", styled), ("a much longer phrase", 1.0 - styled)):
        captions = PairedCaptions.of_parts(glip.processor, [PARTS[0], Part("body", other_style)])
        own = styled.clone().requires_grad_()
        pictures = Views(
            views.content, None, None, alone={0: PartViews(own, weight), 1: PartViews(other_picture, weight)}
        )
        loss = GLIPGuide(glip, captions, settings)(pictures, 0)
        losses.append(loss)
        gradients.append(torch.autograd.grad(loss.objective, own)[0])
    assert losses[0].objective.item() == losses[1].objective.item()
    assert torch.equal(gradients[0], gradients[1])
    assert bool(gradients[0].any())
    output = glip(glip.processor.pixel_values(styled), glip.encode_text(["gold"]))
    expected = location_scores(output, glip.processor.caption(["gold"]).token_map)
    content = glip(glip.processor.pixel_values(views.content), glip.encode_text(["lid. body"]))
    chosen = location_scores(content, glip.processor.caption(["lid", "body"]).token_map)[..., :1]
    assert losses[0].value.item() == pytest.approx(part_style_loss(chosen, expected, settings).value.item(), abs=1e-6)


def test_parts_in_turn_need_a_style_each(models: Models) -> None:
    processor = models.glip.processor
    split = PairedCaptions.of_parts(processor, PARTS)
    with pytest.raises(PromptError, match="2 parts and 1 styles"):
        GLIPGuide(models.glip, PairedCaptions(split.content, processor.caption(["gold"])), StyleLossSettings())
