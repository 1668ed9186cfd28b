"""A network over pieces of a batch gives what it gives over the whole, and keeps little for its gradient."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from styleglip_addon.engine.guidance import part_style
from styleglip_addon.engine.guidance.bounded_memory import in_pieces, views_at_once
from styleglip_addon.engine.guidance.crops import box_crops
from styleglip_addon.engine.guidance.crops.box_crops import BoxCropTerm
from styleglip_addon.engine.guidance.paired_captions import PairedCaptions
from styleglip_addon.engine.guidance.part_style import PartStyleTerm
from styleglip_addon.engine.models import Models, load_models
from styleglip_addon.engine.models.glip import GLIPConfig
from styleglip_addon.engine.rendering.pictures import Pictures
from styleglip_addon.engine.vocabulary import Part
from styleglip_addon.engine.vocabulary.settings import ClipSettings, StyleLossSettings
from tests.engine.step_contexts import step_of
from tests.untrained_model import write_untrained_model

PARTS = [Part("lid", "gold"), Part("body", "wool")]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def _network() -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(6, 50), nn.GELU(), nn.Linear(50, 50), nn.GELU(), nn.Linear(50, 3)).requires_grad_(
        False
    )


def _kept_values(run: Callable[[], Tensor]) -> int:
    """How many numbers are kept for the gradient of what `run` computes."""
    kept = 0

    def count(tensor: Tensor) -> Tensor:
        nonlocal kept
        kept += tensor.numel()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(count, lambda tensor: tensor):
        run()
    return kept


def test_pieces_give_the_value_and_gradient_of_the_whole() -> None:
    network, batch = _network(), torch.randn(11, 6, requires_grad=True)
    outputs = [network(batch), in_pieces(network, batch, 4)]
    gradients = [torch.autograd.grad(output.square().sum(), batch)[0] for output in outputs]
    assert torch.allclose(outputs[0], outputs[1], atol=1e-6)
    assert torch.allclose(gradients[0], gradients[1], atol=1e-5)
    assert bool(gradients[1].any(dim=1).all())


def test_what_is_kept_for_the_gradient_does_not_grow_with_the_layers() -> None:
    network, batch = _network(), torch.randn(12, 6, requires_grad=True)
    whole, pieces = _kept_values(lambda: network(batch)), _kept_values(lambda: in_pieces(network, batch, 3))
    assert pieces <= 2 * batch.numel() < whole / 10


def test_no_piece_is_larger_than_asked_and_a_small_batch_is_run_once() -> None:
    sizes: list[int] = []

    def network(rows: Tensor) -> Tensor:
        sizes.append(len(rows))
        return rows.exp()

    batch = torch.randn(7, 2, requires_grad=True)
    in_pieces(network, batch, 3).sum().backward()
    assert sorted(sizes) == [1, 1, 3, 3, 3, 3], "each piece once forward, once for its gradient"
    sizes.clear()
    in_pieces(network, batch, 7).sum().backward()
    assert sizes == [7]
    sizes.clear()
    with torch.no_grad():
        in_pieces(network, batch, 3)
    assert sizes == [3, 3, 1]


def _pictures() -> Pictures:
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(3, 3, 64, 64, generator=generator)
    return Pictures(None, images.requires_grad_(), torch.ones(3, 64, 64, 2) / 2)


def test_the_style_loss_is_the_same_view_by_view(models: Models, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = _pictures()
    term = PartStyleTerm(
        models.glip, PairedCaptions.of_parts(models.glip.processor, PARTS), StyleLossSettings.released()
    )
    assert views_at_once(models.glip, pictures.whole) >= 3
    together = term.loss(pictures, 1)
    monkeypatch.setattr(part_style, "views_at_once", lambda glip, images: 1)
    apart = term.loss(pictures, 1)
    assert apart.candidates == together.candidates
    assert min(apart.candidates) > 0
    assert torch.allclose(apart.per_view, together.per_view, atol=1e-6)
    one, other = (torch.autograd.grad(loss.objective, pictures.whole)[0] for loss in (together, apart))
    assert float((one - other).norm() / one.norm()) < 1e-4


def test_crops_by_boxes_are_the_same_piece_by_piece(models: Models, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = _pictures()
    settings = ClipSettings.released()
    results = []
    for most in (10_000, 6):
        monkeypatch.setattr(box_crops, "MOST_CROPS", most)
        term = BoxCropTerm(models, PARTS, _with_low_threshold(settings), torch.Generator().manual_seed(1))
        loss = term(step_of(pictures))
        assert loss is not None
        results.append((loss, torch.autograd.grad(loss, pictures.whole)[0]))
    assert torch.allclose(results[0][0], results[1][0], atol=1e-5)
    assert float((results[0][1] - results[1][1]).norm() / results[0][1].norm()) < 1e-3
    assert bool(results[0][1].any())


def _with_low_threshold(settings: ClipSettings) -> ClipSettings:
    from dataclasses import replace

    return replace(settings, box_threshold=0.06, most_boxes=4)


def test_glip_t_sees_one_large_picture_or_three_small_ones_and_the_small_model_many(models: Models) -> None:
    class OfSize:
        config = GLIPConfig.glip_t()

    glip = OfSize()
    assert views_at_once(glip, torch.empty(3, 3, 331, 331)) == 1  # type: ignore[arg-type]
    assert views_at_once(glip, torch.empty(3, 3, 224, 224)) == 3  # type: ignore[arg-type]
    assert views_at_once(glip, torch.empty(1, 3, 2048, 2048)) == 1  # type: ignore[arg-type]
