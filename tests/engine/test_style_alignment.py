"""Regions of parts and style words, aligned: what describes a region, how it scores, what the loss makes of it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor

from styleglip_addon.engine.guidance.paired_captions import PairedCaptions
from styleglip_addon.engine.guidance.part_style import PartStyleTerm
from styleglip_addon.engine.guidance.style_loss import location_scores, part_style_loss
from styleglip_addon.engine.models import Models, load_models
from styleglip_addon.engine.models.embedded.style_alignment import (
    STYLE_ALIGNMENT_FILE,
    StyleAlignment,
    StyleAlignmentConfig,
    StyleWords,
    write_alignment,
)
from styleglip_addon.engine.models.glip.anchors import level_anchors
from styleglip_addon.engine.models.glip.text import SentenceEncoder
from styleglip_addon.engine.rendering.pictures import PartPictures, Pictures
from styleglip_addon.engine.vocabulary import Part
from styleglip_addon.engine.vocabulary.errors import ModelError
from styleglip_addon.engine.vocabulary.settings import StyleLossPictures, StyleLossSettings
from tests.untrained_model import write_untrained_model

LEVELS = ((8, 8), (4, 4))
ANCHORS = (level_anchors(8, 8, 8, 32), level_anchors(4, 4, 16, 64))
PARTS = [Part("lid", "gold"), Part("body", "hand-woven wool")]
SMALL = StyleAlignmentConfig(widths=(8, 8), depths=(1, 1), styles=3, phrases=4)


def small_alignment() -> StyleAlignment:
    torch.manual_seed(0)
    alignment = StyleAlignment(SMALL).eval().requires_grad_(False)
    alignment.known.copy_(torch.randn(3, alignment.statistics_width))
    alignment.phrases.copy_(torch.nn.functional.normalize(torch.randn(4, 384), dim=1))
    alignment.owners.copy_(torch.tensor([0, 1, 1, 2]))
    return alignment


def described(alignment: StyleAlignment, images: Tensor, weights: Tensor) -> Tensor:
    return alignment.describe(alignment.maps(images), weights, ANCHORS, LEVELS)


def test_a_region_has_the_colour_that_its_part_shows_in_it() -> None:
    """A part, left half red and right half blue, on white: cells see their side, and never the white."""
    images, weights = torch.ones(1, 3, 64, 64), torch.zeros(1, 64, 64)
    weights[:, 8:56, 8:56] = 1.0
    images[0, :, 8:56, 8:32] = torch.tensor([1.0, 0.0, 0.0])[:, None, None]
    images[0, :, 8:56, 32:56] = torch.tensor([0.0, 0.0, 1.0])[:, None, None]
    brightness = described(small_alignment(), images, weights)[0, :64, 0].view(8, 8)
    assert torch.allclose(brightness[3, :2], torch.tensor(0.299), atol=0.02)
    assert torch.allclose(brightness[3, -2:], torch.tensor(0.114), atol=0.02)
    assert brightness.max() < 0.35, "white would be 1"


def test_a_region_that_does_not_show_the_part_has_the_whole_parts_look() -> None:
    images, weights = torch.ones(1, 3, 64, 64), torch.zeros(1, 64, 64)
    images[0, :, 40:, 40:], weights[:, 40:, 40:] = 0.25, 1.0
    statistics = described(small_alignment(), images, weights)
    assert torch.allclose(statistics[0, 0, 0], torch.tensor(0.25), atol=0.02)
    assert bool(torch.isfinite(described(small_alignment(), images, torch.zeros(1, 64, 64))).all())


def test_a_known_phrase_means_its_style_and_others_what_the_nearest_ones_do() -> None:
    alignment = small_alignment()
    assert torch.allclose(alignment.expected(alignment.phrases), alignment.known[[0, 1, 1, 2]], atol=1e-3)
    between = torch.nn.functional.normalize(alignment.phrases[0] + alignment.phrases[3], dim=0)
    meant = alignment.expected(between[None])[0]
    assert torch.allclose(meant, (alignment.known[0] + alignment.known[2]) / 2.0, atol=0.1)


def test_colours_are_half_of_a_distance_however_many_features_there_are() -> None:
    weight = small_alignment().weight()
    assert weight.sum().item() == pytest.approx(1.0)
    assert weight[[0, 1, 2, 19, 20, 21]].sum().item() == pytest.approx(0.5)


def test_scores_are_one_where_a_region_is_what_the_words_mean_and_fall_with_the_distance() -> None:
    alignment = small_alignment()
    meaning = torch.randn(1, alignment.statistics_width)
    apart = torch.stack([meaning[0] + change for change in (0.0, 0.5, 1.0, 20.0)])
    scores = alignment.log_scores(apart, meaning).exp()[:, 0]
    assert scores[0].item() == pytest.approx(1.0, abs=1e-5)
    assert bool((scores.diff() < 0.0).all())
    assert 0.0 < scores[3] < 0.05


def test_pixels_learn_to_look_like_the_words() -> None:
    """Descent on the pixels raises the score of another picture's look: the way is open from pixels to words."""
    alignment = small_alignment()
    weights = torch.ones(1, 64, 64)
    pattern = torch.zeros(1, 3, 64, 64)
    pattern[..., ::4], pattern[:, 0] = 0.8, 0.6
    meaning = described(alignment, pattern, weights)[0, :1]
    pixels = torch.full((1, 3, 64, 64), 0.5, requires_grad=True)
    optimizer = torch.optim.Adam([pixels], lr=0.02)
    scores = []
    for _ in range(40):
        score = alignment.log_scores(described(alignment, pixels, weights), meaning).exp().mean()
        scores.append(score.item())
        optimizer.zero_grad()
        (1.0 - score).backward()
        optimizer.step()
    assert scores[-1] > 1.5 * scores[0]


def test_weights_are_read_as_they_were_written_and_damaged_files_are_named(tmp_path: Path) -> None:
    alignment = StyleAlignment(StyleAlignmentConfig(styles=2, phrases=3))
    write_alignment(alignment, tmp_path / STYLE_ALIGNMENT_FILE)
    sentences = SentenceEncoder.from_pretrained()
    words = StyleWords.from_folder(tmp_path, sentences, "cpu")
    for name, value in words.alignment.state_dict().items():
        assert torch.allclose(value, alignment.state_dict()[name], atol=2e-3), name
    assert torch.equal(words.meanings(["Gold "]), words.meanings(["gold"]))
    alignment.owners.fill_(2)
    write_alignment(alignment, tmp_path / STYLE_ALIGNMENT_FILE)
    with pytest.raises(ModelError, match="of another model"):
        StyleWords.from_folder(tmp_path, sentences, "cpu")
    (tmp_path / STYLE_ALIGNMENT_FILE).write_bytes(b"nothing")
    with pytest.raises(ModelError, match=r"style_alignment\.safetensors.* is missing, damaged or of another model"):
        StyleWords.from_folder(tmp_path, sentences, "cpu")


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def pictures_of(picture: Tensor, own: Tensor) -> Pictures:
    generator = torch.Generator().manual_seed(0)
    content = torch.rand(2, 3, 64, 64, generator=generator)
    alone = {0: PartPictures(picture, own), 1: PartPictures(1.0 - picture, own)}
    return Pictures(content, picture, torch.stack((own, 1.0 - own), dim=-1), alone=alone)


def test_the_style_loss_takes_the_scores_of_regions_at_the_locations_of_part_words(untrained: Models) -> None:
    glip, settings = untrained.glip, StyleLossSettings(threshold=0.2)
    words = StyleWords(small_alignment(), SentenceEncoder(glip.language, glip.tokenizer))
    captions = PairedCaptions.of_parts(glip.processor, PARTS)
    picture = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(1)).requires_grad_()
    own = torch.zeros(2, 64, 64)
    own[:, 16:48, 16:48] = 1.0
    views = pictures_of(picture, own)
    loss = PartStyleTerm(glip, captions, settings, alignment=words).loss(views, 1)

    assert views.content is not None
    output = glip(glip.processor.pixel_values(views.content), glip.encode_text([captions.content.text]))
    content = location_scores(output, captions.content.token_map)
    statistics = words.alignment.describe(words.alignment.maps(picture), own, output.anchors, output.level_shapes)
    scores = words.alignment.log_scores(statistics, words.meanings(["gold"])).exp()
    assert loss.value.item() == pytest.approx(
        part_style_loss(content[..., :1], scores, settings).value.item(), abs=1e-6
    )
    assert loss.candidates[0] > 0
    (gradient,) = torch.autograd.grad(loss.objective, picture)
    assert bool(gradient[:, :, 20:44, 20:44].any())

    together = StyleLossSettings(threshold=0.2, pictures=StyleLossPictures.TOGETHER)
    loss = PartStyleTerm(glip, captions, together, alignment=words).loss(views, 1)
    assert len(loss.candidates) == 2
    assert min(loss.candidates) > 0


def test_fields_start_at_the_mean_colour_that_the_words_mean(untrained: Models) -> None:
    """Only those of parts that learn; and GLIP's tokens know no colours."""
    shipped, glip = load_models().style_words, untrained.glip
    assert isinstance(shipped, StyleWords)
    captions = PairedCaptions.of_parts(glip.processor, [Part("lid", "red"), Part("body", "blue")])
    started: dict[int, Tensor] = {}

    class Fields:
        def field(self, index: int) -> Any:
            return SimpleNamespace(start_at=lambda color: started.update({index: color}))

    fields: Any = Fields()
    PartStyleTerm(glip, captions, StyleLossSettings()).begin(fields)
    assert not started
    PartStyleTerm(glip, captions, StyleLossSettings(), (1,), alignment=shipped).begin(fields)
    assert list(started) == [1]
    PartStyleTerm(glip, captions, StyleLossSettings(), alignment=shipped).begin(fields)
    assert int(started[0].argmax()) == 0
    assert int(started[1].argmax()) == 2


def test_which_models_have_an_alignment(untrained: Models) -> None:
    assert untrained.style_words is None, "a folder without the file"
    assert isinstance(load_models().style_words, StyleWords)


@pytest.mark.parametrize(("own", "other"), [("red", "blue"), ("gold", "white marble"), ("green plastic", "charcoal")])
def test_the_shipped_alignment_tells_colours(own: str, other: str) -> None:
    """A sphere-like patch of a colour scores higher for its words than for others."""
    colors = {
        "red": (0.75, 0.1, 0.1),
        "blue": (0.1, 0.2, 0.75),
        "gold": (0.8, 0.6, 0.2),
        "white marble": (0.9, 0.9, 0.88),
        "green plastic": (0.2, 0.6, 0.25),
        "charcoal": (0.15, 0.15, 0.15),
    }
    words = load_models().style_words
    assert isinstance(words, StyleWords)
    weights = torch.zeros(1, 1, 64, 64)
    weights[..., 8:56, 8:56] = 1.0
    meanings = words.meanings([own, other])
    light = torch.linspace(0.8, 1.05, 64)[:, None].clamp(max=1.0)
    for row, name in enumerate((own, other)):
        color = torch.tensor(colors[name])[:, None, None] * light
        image = torch.where(weights[0] > 0.0, color, torch.ones(()))[None]
        scores = words.scores(image, weights.expand(-1, 2, -1, -1), meanings, ANCHORS, LEVELS)[0]
        assert scores[:, row].mean() > scores[:, 1 - row].mean(), name
