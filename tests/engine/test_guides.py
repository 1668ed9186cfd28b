"""Whose turn it is, and what the part-level guide looks at."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from styleglip_addon.engine.guidance_settings import (
    ClipSettings,
    ContentImage,
    StyleLossBehaviour,
    StyleLossSettings,
)
from styleglip_addon.engine.guides import GLIPGuide, Guides, Views
from styleglip_addon.engine.models import Models, load_models
from styleglip_addon.engine.style_loss import location_scores, part_style_loss
from styleglip_addon.engine.style_loss_captions import PairedCaptions
from styleglip_addon.engine.types import Part, StylizeSettings
from tests.untrained_model import write_untrained_model

PARTS = [Part("lid", "gold"), Part("body", "hand-woven wool")]


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


def test_glip_has_every_third_step_unless_a_ratio_says_otherwise(models: Models) -> None:
    assert turns(guides(models)) == [False, False, True, False, False, True]
    assert turns(guides(models, clip=ClipSettings(ratio=1))) == [False, True, False, True, False, True]
    assert turns(guides(models, clip=ClipSettings(ratio=2))) == [False, True, False, False, True, False]
    assert turns(guides(models, clip=ClipSettings(ratio=0))) == [False] * 6


def test_a_term_that_is_alone_has_every_step(models: Models) -> None:
    assert turns(guides(models, clip_weight=0.0)) == [True] * 6
    assert turns(guides(models, glip_weight=0.0, clip=ClipSettings(ratio=1))) == [False] * 6
    none = guides(models, glip_weight=0.0, clip_weight=0.0, palette_weight=0.0)
    assert (none.glip, none.crops, none.palette) == (None, None, None)
    assert turns(none) == [False] * 6
    assert not none.wants_content(1)


def test_pictures_are_asked_for_only_where_a_guide_looks_at_them(models: Models) -> None:
    ours = guides(models)
    assert [ours.wants_content(step) for step in (1, 2, 3)] == [False, False, True]
    assert not any(ours.wants_grey(step) for step in (1, 2, 3))
    released = guides(models, style_loss=StyleLossSettings.released(), clip=ClipSettings.released())
    assert not any(released.wants_content(step) for step in (1, 2, 3))
    boxes = guides(models, clip=replace(ClipSettings.released(), behaviour=ClipSettings().behaviour))
    assert all(boxes.wants_content(step) for step in (1, 2, 3))
    text2mesh = guides(models, clip=replace(ClipSettings.text2mesh(), ratio=1))
    assert [text2mesh.wants_grey(step) for step in (1, 2, 3)] == [True, False, True]
    assert not any(guides(models, clip=ClipSettings.tango()).wants_grey(step) for step in (1, 2, 3))


@pytest.mark.parametrize("content", ContentImage)
def test_part_words_look_at_the_unstylized_or_at_the_stylized_picture(models: Models, content: ContentImage) -> None:
    views, settings = some_views(), StyleLossSettings(content=content, threshold=0.2)
    captions = PairedCaptions.of_parts(models.glip.processor, PARTS)
    loss = GLIPGuide(models.glip, captions, settings)(views)

    glip = models.glip
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
    settings = StyleLossSettings(behaviour=StyleLossBehaviour.RELEASED, threshold=0.2)
    loss = GLIPGuide(models.glip, tagged, settings)(some_views())
    assert len(loss.candidates) == 3
    assert loss.value.item() > GLIPGuide(models.glip, split, settings)(some_views()).value.item()
