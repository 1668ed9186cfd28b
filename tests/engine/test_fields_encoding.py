"""What happens to a point before the network: frequencies switched on one by one, symmetry, standardisation."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from styleglip_addon.engine.fields.color_field import ColorField
from styleglip_addon.engine.fields.encoding import FourierEncoding
from styleglip_addon.engine.fields.input_frame import InputFrame
from styleglip_addon.engine.vocabulary import FieldKind, FieldSettings, Spectrum
from styleglip_addon.engine.vocabulary.channels import COLOR


def _points(count: int) -> Tensor:
    return torch.rand(count, 3, generator=torch.Generator().manual_seed(3)) * 2.0 - 1.0


def _encoding(count: int = 6) -> FourierEncoding:
    return FourierEncoding(count, 5.0, torch.Generator().manual_seed(1))


def test_with_all_scales_there_are_coarse_frequencies_beside_fine_ones() -> None:
    def shares(spectrum: Spectrum) -> tuple[float, float]:
        encoding = FourierEncoding(4096, 10.0, torch.Generator().manual_seed(1), spectrum)
        size = encoding.matrix.norm(dim=0)
        return float((size < 5.0).float().mean()), float((size > 15.0).float().mean())

    # |b| / sigma has the chi distribution with three degrees of freedom: P(< 0.5) = 0.031, P(> 1.5) = 0.522.
    assert shares(Spectrum.GAUSSIAN) == pytest.approx((0.031, 0.522), abs=0.02)
    coarse, fine = shares(Spectrum.ALL_SCALES)
    assert coarse > 0.25
    assert fine > 0.1


def test_all_frequencies_are_on_from_the_start() -> None:
    encoding = _encoding()
    encoded = encoding(_points(4))
    assert encoding.faded(encoded) is encoded


def test_low_frequencies_come_first_and_one_is_faded_in_at_a_time() -> None:
    encoding = _encoding(6)
    encoding.set_progress(2.25 / 6)
    order = encoding.matrix.norm(dim=0).argsort()
    factor = encoding.faded(torch.ones(1, encoding.width))[0]
    assert torch.equal(factor[:3], torch.ones(3))
    for half in (factor[3:9], factor[9:]):
        assert torch.allclose(half[order], torch.tensor([1.0, 1.0, 0.25, 0.0, 0.0, 0.0]), atol=1e-6)


@pytest.mark.parametrize("iteration", [0, 1, 40, 87, 88, 1500])
def test_progress_reproduces_text2meshs_schedule(iteration: int) -> None:
    count, iterations = 256, 1500
    encoding = FourierEncoding(count, 5.0, torch.Generator().manual_seed(0))
    tau = 2 * count / iterations
    released = ((iteration - tau * torch.arange(count)) / tau).clamp(0.0, 1.0)
    encoding.set_progress(iteration * iterations / (2 * count**2))
    factor = encoding.faded(torch.ones(1, encoding.width))[0, 3 : 3 + count]
    assert torch.allclose(factor[encoding.matrix.norm(dim=0).argsort()], released, atol=1e-3)


def test_a_field_without_any_frequency_on_sees_the_bare_position() -> None:
    field = ColorField(
        FieldSettings(kind=FieldKind.COLOR_DISPLACEMENT, frequencies=8, width=16, depth=2),
        torch.Generator().manual_seed(0),
    )
    with torch.no_grad():
        for parameter in field.color_head.parameters():
            parameter.normal_(std=0.1, generator=torch.Generator().manual_seed(1))
    near = torch.tensor([[0.1, 0.2, 0.3], [0.101, 0.2, 0.3]])
    before = field(field.encode(near))[COLOR]
    field.encoding.set_progress(0.0)
    smooth = field(field.encode(near))[COLOR]
    assert (smooth[0] - smooth[1]).abs().max() < 0.2 * (before[0] - before[1]).abs().max()


def test_progress_is_saved_with_the_field() -> None:
    encoding, other = _encoding(), _encoding()
    encoding.set_progress(0.5)
    other.load_state_dict(encoding.state_dict())
    encoded = encoding(_points(3))
    assert torch.equal(other.faded(encoded), encoding.faded(encoded))
    assert not torch.equal(other.faded(encoded), encoded)


def test_a_frame_without_options_leaves_points_exactly_as_they_are() -> None:
    points = _points(20)
    assert torch.equal(InputFrame()(points), points)
    assert torch.equal(InputFrame().unfold(points, points), points)


def test_standardised_points_have_mean_zero_and_deviation_one() -> None:
    points = _points(200) * torch.tensor([3.0, 0.1, 1.0]) + 5.0
    seen = InputFrame(standardise_by=points)(points)
    assert torch.allclose(seen.mean(dim=0), torch.zeros(3), atol=1e-4)
    assert torch.allclose(seen.std(dim=0), torch.ones(3), atol=1e-4)


def test_an_axis_without_extent_is_not_divided_by_zero() -> None:
    flat = _points(20) * torch.tensor([1.0, 1.0, 0.0])
    assert bool(torch.isfinite(InputFrame(standardise_by=flat)(flat)).all())


def test_a_mirror_folds_one_side_onto_the_other_and_leaves_that_alone() -> None:
    slanted = (1.0 / math.sqrt(2.0), 1.0 / math.sqrt(2.0), 0.0)
    frame = InputFrame(mirror=slanted)
    points = torch.tensor([[1.0, 0.0, 0.3], [0.0, -1.0, 0.3]])
    assert torch.allclose(frame(points), torch.tensor([[1.0, 0.0, 0.3], [1.0, 0.0, 0.3]]), atol=1e-6)
