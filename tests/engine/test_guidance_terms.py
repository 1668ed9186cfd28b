"""Which terms a run has, whose turn it is, and what the part-level style loss looks at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from styleglip_addon.engine import continue_run, result_of_state, stylize
from styleglip_addon.engine.guidance.contract import StepContext, Term, TermSetup
from styleglip_addon.engine.guidance.paired_captions import PairedCaptions
from styleglip_addon.engine.guidance.part_style import PartStyleTerm
from styleglip_addon.engine.guidance.style_loss import location_scores, part_style_loss
from styleglip_addon.engine.guidance.terms import TERMS, TermKind, WeightedTerm, create_terms, wanted_pictures
from styleglip_addon.engine.models import Models, load_models
from styleglip_addon.engine.rendering.pictures import NOTHING, PartPictures, Pictures, WantedPictures
from styleglip_addon.engine.surface.prepared import prepare_surface
from styleglip_addon.engine.vocabulary import Part, StylizeSettings
from styleglip_addon.engine.vocabulary.errors import PromptError, SettingsError
from styleglip_addon.engine.vocabulary.presets import Preset, preset_settings
from styleglip_addon.engine.vocabulary.settings import (
    ClipSettings,
    ContentImage,
    Schedule,
    StyleLossBehaviour,
    StyleLossPictures,
    StyleLossSettings,
)
from tests.engine.small_runs import QUICK, halves, sphere
from tests.untrained_model import write_untrained_model

PARTS = [Part("lid", "gold"), Part("body", "hand-woven wool")]
TOGETHER = StyleLossPictures.TOGETHER
RELEASED = Schedule.of_ratio(1)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def some_pictures() -> Pictures:
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(2, 2, 3, 64, 64, generator=generator)
    return Pictures(images[0], images[1].requires_grad_(), torch.ones(2, 64, 64, 2) / 2)


def terms(models: Models, **changes: object) -> list[WeightedTerm]:
    settings = preset_settings(Preset.FROM_GREY).with_(**changes)
    surface = prepare_surface(sphere(), 100, "cpu")
    return create_terms(TermSetup(models, PARTS, surface, settings, torch.Generator().manual_seed(0), (0, 1)))


def turns(terms: list[WeightedTerm], steps: int = 6) -> list[bool]:
    """Per step, whether GLIP looks at anything; else the crops do."""
    seen = {each.name: [each.term.wanted(step) != NOTHING for step in range(1, steps + 1)] for each in terms}
    glip = seen.get("glip", [False] * steps)
    if "glip" in seen and "clip" in seen:
        assert seen["clip"] == [not has_turn for has_turn in glip]
    return glip


def test_glip_has_every_third_step_unless_the_schedule_says_otherwise(models: Models) -> None:
    assert turns(terms(models)) == [False, False, True, False, False, True]
    assert turns(terms(models, schedule=Schedule.of_ratio(1))) == [False, True, False, True, False, True]
    assert turns(terms(models, schedule=Schedule.of_ratio(2))) == [False, True, False, False, True, False]
    assert turns(terms(models, schedule=Schedule.of_ratio(0))) == [False] * 6


def test_a_term_that_is_alone_has_every_step(models: Models) -> None:
    assert turns(terms(models, clip_weight=0.0)) == [True] * 6
    assert turns(terms(models, glip_weight=0.0, schedule=Schedule.of_ratio(1))) == [False] * 6
    none = terms(models, glip_weight=0.0, clip_weight=0.0, palette_weight=0.0)
    assert none == []
    assert wanted_pictures(none, 1) == NOTHING


def test_pictures_are_asked_for_only_where_a_term_looks_at_them(models: Models) -> None:
    def wanted(**changes: object) -> list[WantedPictures]:
        made = terms(models, **changes)
        return [wanted_pictures(made, step) for step in (1, 2, 3)]

    ours = wanted()
    assert [pictures.content for pictures in ours] == [False, False, True]
    assert not any(pictures.grey or pictures.whole for pictures in ours)
    released = wanted(style_loss=StyleLossSettings.released(), clip=ClipSettings.released(), schedule=RELEASED)
    assert not any(pictures.content for pictures in released)
    assert all(pictures.whole for pictures in released)
    repaired = replace(ClipSettings.released(), behaviour=ClipSettings().behaviour)
    assert all(pictures.content for pictures in wanted(clip=repaired, schedule=RELEASED))
    text2mesh = wanted(clip=ClipSettings.text2mesh(), schedule=Schedule.of_ratio(1))
    assert [pictures.grey for pictures in text2mesh] == [True, False, True]
    tango = wanted(clip=ClipSettings.tango(), schedule=Schedule.of_ratio(0))
    assert not any(pictures.grey for pictures in tango)


class Brightness(Term):
    """A term from outside: the surface is to be bright."""

    def __call__(self, context: StepContext) -> torch.Tensor:
        return 1.0 - context.styled.color.mean()


def test_a_further_term_needs_a_line_in_the_table_and_a_weight(models: Models, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TERMS, "brightness", TermKind(lambda setup: Brightness()))
    assert "brightness" not in [each.name for each in terms(models)]
    settings = QUICK.with_(further_weights={"brightness": 5.0}, iterations=3)
    assert StylizeSettings.from_dict(settings.to_dict()) == settings
    result = stylize(sphere(), halves(sphere()), settings, models=models)
    assert all("brightness" in losses.terms for losses in result.history)
    monkeypatch.delitem(TERMS, "brightness")
    again = result_of_state(result.state, sphere())  # what is opened again needs no guidance
    assert np.array_equal(again.color, result.color)
    with pytest.raises(SettingsError, match="further_weights"):
        continue_run(sphere(), result.state, settings=settings.with_(iterations=4), models=models)
    assert result.history[-1].terms["brightness"] < result.history[0].terms["brightness"]


@pytest.mark.parametrize("name", ["glow", "glip"])
def test_a_weight_of_no_further_term_is_refused_before_anything_is_loaded(name: str) -> None:
    with pytest.raises(SettingsError, match=f'further_weights names "{name}"'):
        stylize(sphere(), halves(sphere()), QUICK.with_(further_weights={name: 1.0}))


@pytest.mark.parametrize(
    ("weight", "said"),
    [(-1.0, "further_weights must be numbers from 0"), (float("nan"), '"further_weights.glow".* a number, not nan')],
)
def test_a_weight_that_is_none_is_refused(weight: float, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        StylizeSettings(further_weights={"first": 1.0, "glow": weight})


@pytest.mark.parametrize("content", ContentImage)
def test_part_words_look_at_the_unstylized_or_at_the_stylized_picture(models: Models, content: ContentImage) -> None:
    views, settings = some_pictures(), StyleLossSettings(content=content, pictures=TOGETHER, threshold=0.2)
    captions = PairedCaptions.of_parts(models.glip.processor, PARTS)
    loss = PartStyleTerm(models.glip, captions, settings).loss(views, 1)

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
    loss = PartStyleTerm(models.glip, tagged, settings).loss(some_pictures(), 1)
    assert len(loss.candidates) == 3
    assert loss.value.item() > PartStyleTerm(models.glip, split, settings).loss(some_pictures(), 1).value.item()


def test_parts_have_their_turns_one_after_the_other(models: Models) -> None:
    def alone(steps: tuple[int, ...], **changes: object) -> list[list[int]]:
        made = terms(models, **changes)
        return [sorted(wanted_pictures(made, step).alone) for step in steps]

    assert alone((3, 6, 9, 12)) == [[0], [1], [0], [1]]
    assert alone((2, 4, 6), schedule=Schedule.of_ratio(1)) == [[0], [1], [0]]
    assert alone((1, 2, 3), clip_weight=0.0) == [[0], [1], [0]]


def test_a_part_in_its_turn_is_judged_by_its_own_picture_and_words(models: Models) -> None:
    """Neither another style for the other part nor another picture of it changes anything, to the last bit."""
    glip, settings = models.glip, StyleLossSettings(threshold=0.2)
    views = some_pictures()
    assert views.content is not None
    styled = views.whole.detach()
    weight = torch.ones(2, 64, 64)
    losses, gradients = [], []
    for other_style, other_picture in (("hand-woven wool", styled), ("a much longer phrase", 1.0 - styled)):
        captions = PairedCaptions.of_parts(glip.processor, [PARTS[0], Part("body", other_style)])
        own = styled.clone().requires_grad_()
        pictures = Pictures(views.content, alone={0: PartPictures(own, weight), 1: PartPictures(other_picture, weight)})
        loss = PartStyleTerm(glip, captions, settings).loss(pictures, 1)
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
        PartStyleTerm(models.glip, PairedCaptions(split.content, processor.caption(["gold"])), StyleLossSettings())
