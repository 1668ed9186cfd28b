"""The neural style fields: their start, their encoding, and how parts are kept apart."""

from __future__ import annotations

import math

import torch

from styleglip_addon.engine.fields import PartFields, UnstyledPoints
from styleglip_addon.engine.fields.color_field import ColorField
from styleglip_addon.engine.fields.encoding import FourierEncoding
from styleglip_addon.engine.rendering.color import srgb_to_linear
from styleglip_addon.engine.vocabulary import FieldKind, FieldSettings
from styleglip_addon.engine.vocabulary.channels import COLOR, DISPLACEMENT

SMALL = FieldSettings(kind=FieldKind.COLOR_DISPLACEMENT, frequencies=8, width=16, depth=2, displacement_limit=0.05)


def _points(count: int) -> torch.Tensor:
    return torch.nn.functional.normalize(torch.randn(count, 3, generator=torch.Generator().manual_seed(3)), dim=1)


def _part_fields(weights: torch.Tensor, names: list[str], seed: int = 0) -> PartFields:
    points = _points(len(weights))
    plain = UnstyledPoints(points, points, torch.full((len(points), 3), 0.2))
    return PartFields(SMALL, names, weights, plain, seed)


def test_encoding_follows_the_formula() -> None:
    encoding = FourierEncoding(4, 5.0, torch.Generator().manual_seed(1))
    point = torch.tensor([[0.1, -0.2, 0.3]])
    phase = 2 * math.pi * point @ encoding.matrix
    assert torch.allclose(encoding(point), torch.cat((point, phase.cos(), phase.sin()), dim=1))
    assert encoding(point).shape == (1, encoding.width)


def test_frequencies_are_saved_with_the_field() -> None:
    field = ColorField(SMALL, torch.Generator().manual_seed(1))
    other = ColorField(SMALL, torch.Generator().manual_seed(2))
    other.load_state_dict(field.state_dict())
    points = _points(5)
    assert torch.equal(other.encode(points), field.encode(points))


def test_a_new_field_is_mid_grey_and_undisplaced() -> None:
    output = ColorField(SMALL, torch.Generator().manual_seed(0))(
        ColorField(SMALL, torch.Generator().manual_seed(0)).encode(_points(7))
    )
    assert torch.allclose(output[COLOR], torch.full((7, 3), 0.5))
    assert torch.allclose(output[DISPLACEMENT], torch.zeros(7))


def test_displacement_never_passes_its_limit() -> None:
    field = ColorField(SMALL, torch.Generator().manual_seed(0))
    with torch.no_grad():
        for parameter in field.displacement_head.parameters():
            parameter.add_(3.0)
    assert field(field.encode(_points(50)))[DISPLACEMENT].abs().max() <= 0.05 + 1e-7


def test_surface_without_a_part_keeps_its_color_and_place() -> None:
    weights = torch.zeros(10, 2)
    weights[:5, 0] = 1.0
    fields = _part_fields(weights, ["base", "shade"])
    surface = fields()
    assert torch.allclose(surface.color[5:], torch.full((5, 3), 0.2))
    assert torch.equal(surface.vertices[5:], fields.points.positions[5:])
    assert torch.allclose(surface.color[:5], srgb_to_linear(torch.full((5, 3), 0.5)))


def test_a_parts_gradient_never_reaches_another_parts_field() -> None:
    weights = torch.zeros(10, 2)
    weights[:5, 0] = 1.0
    weights[5:, 1] = 1.0
    fields = _part_fields(weights, ["base", "shade"])
    fields().color[:5].sum().backward()
    own = fields.field(0)
    assert isinstance(own, ColorField)
    assert own.color_head[-1].weight.grad is not None
    untouched = [p.grad for p in fields.field(1).parameters()]
    assert all(g is None or not g.any() for g in untouched)


def test_a_field_starts_the_same_whichever_other_parts_there_are() -> None:
    alone = _part_fields(torch.ones(4, 1), ["shade"])
    beside = _part_fields(torch.full((4, 2), 0.5), ["base", "shade"])
    for own, other in zip(alone.field(0).state_dict().values(), beside.field(1).state_dict().values(), strict=True):
        assert torch.equal(own, other)
