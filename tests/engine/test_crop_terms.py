"""The CLIP branch against hand-computed values: boxes as 3DStyleGLIP, whole pictures as Text2Mesh."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from styleglip_addon.engine.guidance.contract import StepContext
from styleglip_addon.engine.guidance.crops.box_crops import BoxCropTerm
from styleglip_addon.engine.guidance.crops.boxes import (
    BoxFinder,
    ViewBox,
    covered_window,
    mean_direction_loss,
    pooled_crops,
    summed_over_parts,
)
from styleglip_addon.engine.guidance.crops.part_crops import PartCropTerm
from styleglip_addon.engine.guidance.crops.rectangles import Rectangle
from styleglip_addon.engine.guidance.crops.whole_pictures import WholePictureTerm, whole_object_sentence
from styleglip_addon.engine.models import Models, load_models
from styleglip_addon.engine.models.contract import Palette
from styleglip_addon.engine.rendering.pictures import PartPictures, Pictures, WantedPictures
from styleglip_addon.engine.vocabulary import Part
from styleglip_addon.engine.vocabulary.part_names import WHOLE_OBJECT
from styleglip_addon.engine.vocabulary.settings import ClipBehaviour, ClipSettings, CropTerms
from tests.engine.step_contexts import step_of
from tests.untrained_model import write_untrained_model

PARTS = [Part("lid", "red"), Part("body", "green")]
COLORS = {"red": (1.0, 0.0, 0.0), "green": (0.0, 1.0, 0.0), "red lid, green body": (1.0, 1.0, 0.0)}


class ColorEncoder:
    """An encoder whose embedding of a picture is its mean colour, and of a word that colour; counts its pictures."""

    image_size = 32

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.raw: list[bool] = []

    def image_features(self, images: Tensor, raw_pixels: bool = False) -> Tensor:
        self.batches.append(len(images))
        self.raw.append(raw_pixels)
        return images.mean(dim=(2, 3))

    def encode_images(self, images: Tensor) -> Tensor:
        return torch.nn.functional.normalize(self.image_features(images), dim=1)

    def encode_texts(self, texts: Sequence[str]) -> Tensor:
        return torch.nn.functional.normalize(torch.tensor([COLORS[text] for text in texts]), dim=1)

    def contrast(self) -> None:
        return None

    def palette(self, text: str) -> Palette | None:
        return None

    def image_side_hash(self) -> str:
        return "colors"

    def scale(self) -> float:
        return 100.0


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def flat(color: tuple[float, float, float], step: int = 2, size: int = 48) -> Tensor:
    return torch.tensor(color)[None, :, None, None].expand(step, 3, size, size).clone()


def views_of(styled: Tensor, grey: Tensor | None = None, content: Tensor | None = None) -> StepContext:
    shape = (len(styled), *styled.shape[-2:])
    return step_of(Pictures(content, styled, torch.ones(*shape, 2) / 2, torch.ones(shape, dtype=torch.bool), grey))


def cut_out(*parts: tuple[Tensor, Tensor], step: int = 0) -> StepContext:
    return step_of(Pictures(cut_out={index: PartPictures(*part) for index, part in enumerate(parts)}), step)


# The pieces of the box branch.


def test_the_mean_is_taken_of_embeddings_that_are_not_normalised() -> None:
    features = torch.tensor([[8.0, 0.0], [0.0, 6.0]])
    assert float(mean_direction_loss(features, torch.tensor([1.0, 0.0]))) == pytest.approx(-0.8)
    assert float(mean_direction_loss(features, torch.tensor([0.0, 5.0]))) == pytest.approx(-0.6)


def test_every_part_counts_once_repaired_and_the_first_most_as_released() -> None:
    terms = [torch.tensor(v) for v in (1.0, 10.0, 100.0)]
    assert float(summed_over_parts(terms, cumulative=False)) == 111.0
    # Running totals 1, 11, 111 are added: 3 * 1 + 2 * 10 + 100.
    assert float(summed_over_parts(terms, cumulative=True)) == 123.0


def test_crops_of_all_views_are_pooled_by_part_and_hold_the_box_with_its_last_pixels() -> None:
    images = torch.zeros(2, 3, 16, 16, requires_grad=True)
    with torch.no_grad():
        images[1, 0, 3:7, 2:10] = 1.0
    coverage = torch.ones(2, 1, 16, 16)
    boxes = [
        ViewBox(0, 1, Rectangle(0, 0, 16, 16)),
        ViewBox(1, 1, Rectangle(3, 2, 4, 8)),
        ViewBox(1, 0, Rectangle(15, 15, 1, 1)),
    ]
    crops = pooled_crops(images, coverage, boxes, 8)
    assert list(crops) == [1, 0]
    pooled, masks = crops[1]
    assert pooled.shape == (2, 3, 8, 8)
    assert masks.shape == (2, 1, 8, 8)
    assert bool((pooled[1, 0] == 1.0).all())
    assert not pooled[0].any()
    assert crops[0][0].shape == (1, 3, 8, 8)
    pooled[1].sum().backward()
    assert images.grad is not None
    assert bool((images.grad[1, :, 3:7, 2:10] > 0).all())
    assert float(images.grad.sum()) == pytest.approx(float(images.grad[1, :, 3:7, 2:10].sum()))


def test_a_local_window_shows_enough_of_the_object() -> None:
    masks = torch.zeros(2, 1, 64, 64)
    masks[..., 40:, 40:] = 1.0
    generator = seeded()
    for _ in range(20):
        window = covered_window(masks, 0.1, 0.5, 1000, generator)
        assert float(window.of(masks).mean()) > 0.5


def test_a_fully_covered_mask_counts_although_resizing_rounds_it() -> None:
    masks = torch.full((1, 1, 32, 32), 0.9999998)
    first = covered_window(masks, 0.1, 0.9, 1000, seeded(4))
    again = covered_window(masks, 0.1, 0.9, 1, seeded(4))
    assert first == again


def test_draws_end_and_the_best_window_is_kept() -> None:
    assert isinstance(covered_window(torch.zeros(1, 1, 32, 32), 0.1, 0.1, 50, seeded()), Rectangle)
    masks = torch.zeros(1, 1, 64, 64)
    masks[..., :20, :20] = 1.0
    best = covered_window(masks, 0.1, 0.999, 40, seeded(1))
    generator = seeded(1)
    shares = [float(covered_window(masks, 0.1, 0.999, 1, generator).of(masks).mean()) for _ in range(40)]
    assert float(best.of(masks).mean()) == max(shares)


# The box branch as a whole, with GLIP's own boxes.


def box_guide(models: Models, encoder: ColorEncoder, settings: ClipSettings) -> BoxCropTerm:
    # The untrained model sees everything nearly everywhere, at scores around 0.5.
    settings = replace(settings, box_threshold=0.4)
    return BoxCropTerm(replace(models, encoder=encoder), PARTS, settings, seeded())


def test_flat_pictures_give_the_cosine_of_their_color_for_every_term(untrained: Models) -> None:
    color = (0.6, 0.8, 0.0)
    for terms, count in ((CropTerms.GLOBAL, 1), (CropTerms.LOCAL, 4), (CropTerms.ALL, 5)):
        encoder = ColorEncoder()
        settings = replace(ClipSettings.released(), behaviour=ClipBehaviour.REPAIRED, terms=terms, most_boxes=3)
        term = box_guide(untrained, encoder, settings)
        loss = term(views_of(flat(color), content=torch.rand(2, 3, 48, 48, generator=seeded())))
        assert loss is not None
        # Local terms are summed, not averaged.
        assert float(loss) == pytest.approx(count * -(0.6 + 0.8), abs=1e-5)
        assert encoder.batches == [6 * count, 6 * count]
        assert encoder.raw == [False, False]


def test_as_released_boxes_come_from_the_styled_picture_and_the_first_part_counts_twice(untrained: Models) -> None:
    encoder = ColorEncoder()
    term = box_guide(untrained, encoder, replace(ClipSettings.released(), terms=CropTerms.GLOBAL))
    step = views_of(flat((0.6, 0.8, 0.0)))
    finder = BoxFinder(untrained.glip, ["lid", "body"], 0.4)
    boxes = finder(step.pictures.whole)
    assert {box.part for box in boxes} == {0, 1}
    first, last = ((0.6, 0.8), (0.8, 0.6))[boxes[0].part]
    loss = term(step)
    assert loss is not None
    assert float(loss) == pytest.approx(-(2 * first + last), abs=1e-5)
    assert encoder.raw == [True, True]
    assert sum(encoder.batches) == len(boxes)


def test_no_box_is_no_loss_and_no_step(untrained: Models) -> None:
    encoder = ColorEncoder()
    settings = replace(ClipSettings.released(), box_threshold=0.999)
    assert (
        BoxCropTerm(replace(untrained, encoder=encoder), PARTS, settings, seeded())(views_of(flat((1, 0, 0)))) is None
    )
    assert encoder.batches == []


def test_only_the_best_boxes_of_a_part_are_kept(untrained: Models) -> None:
    image = torch.rand(2, 3, 64, 64, generator=seeded())
    everything = BoxFinder(untrained.glip, ["lid", "body"], 0.4)(image)
    best = BoxFinder(untrained.glip, ["lid", "body"], 0.4, most=2)(image)
    assert len(everything) > len(best)
    for view in (0, 1):
        for part in (0, 1):
            of_part = [box for box in everything if (box.view, box.part) == (view, part)]
            assert [box for box in best if (box.view, box.part) == (view, part)] == of_part[:2]
    for box in everything:
        window = box.window
        assert window.height >= 1
        assert window.width >= 1
        assert window.top + window.height <= 64
        assert window.left + window.width <= 64


def test_the_box_branch_sends_gradients_to_the_styled_picture(untrained: Models) -> None:
    styled = torch.rand(1, 3, 64, 64, generator=seeded()).requires_grad_()
    settings = replace(ClipSettings(), box_threshold=0.4, crops=2)
    loss = BoxCropTerm(untrained, [Part("lid", "gold")], settings, seeded())(views_of(styled, content=styled.detach()))
    assert loss is not None
    loss.backward()
    assert styled.grad is not None
    assert bool(styled.grad.any())
    assert bool(styled.grad.isfinite().all())


# Text2Mesh.


def test_text2mesh_shows_45_pictures_of_five_views_and_sums_the_cosines() -> None:
    encoder = ColorEncoder()
    settings = replace(ClipSettings.text2mesh(), perspective_share=0.0)
    term = WholePictureTerm(encoder, "red lid, green body", settings, seeded())
    assert term.wanted(1).grey
    loss = term(views_of(flat((1.0, 0.0, 0.0), 5), flat((0.5, 0.5, 0.5), 5)))
    assert loss is not None
    assert sum(encoder.batches) == 45
    in_color, in_grey = 1 / math.sqrt(2), 2 / math.sqrt(6)
    assert float(loss) == pytest.approx(-(5 * in_color + 4 * in_grey), abs=1e-5)


def test_tango_and_single_kinds_of_crops_leave_terms_out() -> None:
    for settings, count in (
        (ClipSettings.tango(), 5),
        (replace(ClipSettings.text2mesh(), terms=CropTerms.GLOBAL), 1),
        (replace(ClipSettings.tango(), terms=CropTerms.LOCAL), 4),
        (replace(ClipSettings.text2mesh(), crops=0), 1),
    ):
        encoder = ColorEncoder()
        term = WholePictureTerm(encoder, "red", replace(settings, perspective_share=0.0), seeded())
        assert not term.wanted(1).grey
        assert float(term(views_of(flat((1.0, 1.0, 0.0), 3)))) == pytest.approx(-count / math.sqrt(2), abs=1e-5)
        assert sum(encoder.batches) == 3 * count


def test_all_views_share_a_window_and_embeddings_are_averaged_over_them() -> None:
    """Red and green step average to yellow; separate cosines would be 1 / sqrt(2) each."""
    encoder = ColorEncoder()
    settings = replace(ClipSettings.tango(), crops=0, perspective_share=0.0)
    styled = torch.cat((flat((1.0, 0.0, 0.0), 1), flat((0.0, 1.0, 0.0), 1)))
    loss = WholePictureTerm(encoder, "red lid, green body", settings, seeded())(views_of(styled))
    assert float(loss) == pytest.approx(-1.0, abs=1e-5)
    # The same picture twice: whatever window is drawn, both step show the same.
    twice = torch.rand(1, 3, 48, 48, generator=seeded(3)).expand(2, -1, -1, -1)
    term = WholePictureTerm(encoder, "red", replace(ClipSettings.tango(), perspective_share=1.0), seeded())
    for _ in range(3):
        crops = term.augmented(twice, 0.1)
        assert crops[0].equal(crops[1])
        assert crops.shape == (2, 3, 32, 32)


def test_perspectives_come_as_often_as_asked_and_show_white_outside() -> None:
    black = flat((0.0, 0.0, 0.0), 1, 64)
    for share, low, high in ((0.0, 0, 0), (1.0, 195, 200), (0.8, 140, 180)):
        term = WholePictureTerm(ColorEncoder(), "red", replace(ClipSettings.tango(), perspective_share=share), seeded())
        bent = sum(bool(term.augmented(black, 1.0).any()) for _ in range(200))
        assert low <= bent <= high
    crop = term.augmented(black, 1.0)
    assert set(crop.round().unique().tolist()) <= {0.0, 1.0}


def test_grey_renders_reach_the_shape_with_their_gradient() -> None:
    grey = torch.full((2, 3, 48, 48), 0.5, requires_grad=True)
    settings = replace(ClipSettings.text2mesh(), crops=1)
    loss = WholePictureTerm(ColorEncoder(), "red", settings, seeded())(views_of(flat((1.0, 0.0, 0.0)), grey))
    assert loss is not None
    loss.backward()
    assert grey.grad is not None
    assert bool(grey.grad.any())


def test_the_sentence_names_every_style_and_part_once() -> None:
    assert whole_object_sentence(PARTS) == "red lid, green body"
    assert whole_object_sentence([Part("candle", "a candle made of crochet")]) == "a candle made of crochet"
    assert whole_object_sentence([Part(WHOLE_OBJECT, "gold base, linen shade")]) == "gold base, linen shade"


# Our own crops.


def test_our_crops_may_count_whole_ones_or_local_ones_only() -> None:
    for terms, count in ((CropTerms.ALL, 4), (CropTerms.GLOBAL, 1), (CropTerms.LOCAL, 3)):
        encoder = ColorEncoder()
        term = PartCropTerm(encoder, PARTS[:1], ClipSettings(crops=3, terms=terms), seed=0, trained=[0])
        loss = term(cut_out((flat((1.0, 0.0, 0.0), 2), torch.ones(2, 48, 48))))
        assert loss is not None
        assert encoder.batches == [2 * count]
        if terms is CropTerms.GLOBAL:  # local windows may leave the picture and show white
            assert float(loss) == pytest.approx(0.0, abs=1e-5)


def test_a_parts_crops_do_not_move_when_another_part_changes() -> None:
    picture, weight = torch.rand(2, 1, 3, 48, 48, generator=seeded()), torch.zeros(1, 48, 48)
    weight[:, :24] = 1.0
    gradients = []
    for other in (slice(24, 48), slice(30, 40), slice(48, 48)):
        its_weight = torch.zeros(1, 48, 48)
        its_weight[:, other] = 1.0
        image = picture[0].clone().requires_grad_()
        step = cut_out((image, weight), (picture[1], its_weight), step=4)
        loss = PartCropTerm(ColorEncoder(), PARTS[:2], ClipSettings(crops=3), seed=0, trained=[0, 1])(step)
        assert loss is not None
        loss.backward()
        assert image.grad is not None
        # The mean over the parts seen halves each part's share where there are two.
        gradients.append(image.grad * (1.0 if other.start == 48 else 2.0))
    assert torch.allclose(gradients[0], gradients[1])
    assert torch.allclose(gradients[0], gradients[2])


def test_only_parts_that_learn_are_drawn() -> None:
    term = PartCropTerm(ColorEncoder(), PARTS, ClipSettings(), seed=0, trained=[1])
    assert term.wanted(1) == WantedPictures(cut_out=frozenset({1}))


def test_other_steps_draw_other_crops() -> None:
    term = PartCropTerm(ColorEncoder(), PARTS[:1], ClipSettings(crops=3), seed=0, trained=[0])
    picture = torch.rand(1, 3, 48, 48, generator=seeded())
    first, same, other = (term(cut_out((picture, torch.ones(1, 48, 48)), step=step)) for step in (1, 1, 2))
    assert first is not None
    assert same is not None
    assert other is not None
    assert float(first) == float(same) != float(other)


def test_coverage_is_the_object_or_else_where_parts_are() -> None:
    weights = torch.zeros(1, 4, 4, 2)
    weights[0, 1, 2, 0] = 0.3
    styled = torch.zeros(1, 3, 4, 4)
    assert Pictures(None, styled, weights).coverage.sum().item() == 1.0
    assert Pictures(None, styled, weights, torch.ones(1, 4, 4, dtype=torch.bool)).coverage.shape == (1, 1, 4, 4)
    assert Pictures(None, styled, weights, torch.ones(1, 4, 4, dtype=torch.bool)).coverage.sum().item() == 16.0
