"""The material fields: their neutral start, their ranges, and materials blended over parts."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch
from torch import Tensor
from torch.nn.functional import normalize

from styleglip_addon.engine.fields import PartFields, UnstyledPoints
from styleglip_addon.engine.fields.color_field import ColorField
from styleglip_addon.engine.fields.input_frame import InputFrame
from styleglip_addon.engine.fields.material_field import MaterialField
from styleglip_addon.engine.rendering.color import srgb_to_linear
from styleglip_addon.engine.vocabulary import FieldKind, FieldSettings
from styleglip_addon.engine.vocabulary.channels import COLOR, DISPLACEMENT, METALLIC, NORMAL_OFFSET, ROUGHNESS
from styleglip_addon.engine.vocabulary.errors import SettingsError
from styleglip_addon.engine.vocabulary.settings import AppearanceSettings

MATERIAL = AppearanceSettings(normal_limit=25.0, least_roughness=0.2, start_roughness=0.7, start_metallic=0.05)
SMALL = FieldSettings(
    kind=FieldKind.APPEARANCE, appearance=MATERIAL, frequencies=8, width=16, depth=2, displacement_limit=0.05
)
DISPLACED = replace(SMALL, kind=FieldKind.APPEARANCE_DISPLACEMENT)


def _points(count: int, seed: int = 3) -> Tensor:
    return normalize(torch.randn(count, 3, generator=torch.Generator().manual_seed(seed)), dim=1)


def _field(displaced: bool = False, seed: int = 0, frame: InputFrame | None = None) -> MaterialField:
    return MaterialField(DISPLACED if displaced else SMALL, torch.Generator().manual_seed(seed), frame)


def _disturb(module: torch.nn.Module, amount: float = 2.0) -> None:
    """Any trained state: every weight moved at random."""
    generator = torch.Generator().manual_seed(11)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.add_(amount * torch.randn(parameter.shape, generator=generator))


def _last(field: MaterialField, name: str) -> torch.nn.Linear:
    head = field.get_submodule(name)
    assert isinstance(head, torch.nn.Sequential)
    layer = head[-1]
    assert isinstance(layer, torch.nn.Linear)
    return layer


def _part_fields(weights: Tensor, names: list[str], displaced: bool = True) -> PartFields:
    points = _points(len(weights))
    plain = UnstyledPoints(points, points, torch.full((len(points), 3), 0.2))
    return PartFields(DISPLACED if displaced else SMALL, names, weights, plain, 0)


def test_a_new_field_is_the_neutral_material_everywhere() -> None:
    field = _field(displaced=True)
    output = field(field.encode(_points(9)))
    assert torch.allclose(output[COLOR], torch.full((9, 3), 0.5))
    assert torch.allclose(output[ROUGHNESS], torch.full((9,), 0.7))
    assert torch.allclose(output[METALLIC], torch.full((9,), 0.05))
    assert not output[NORMAL_OFFSET].any()
    assert not output[DISPLACEMENT].any()


def test_every_channel_stays_in_its_range_and_the_normal_within_its_angle() -> None:
    field = _field(displaced=True)
    _disturb(field)
    points = _points(500)
    output = field(field.encode(points))
    assert output[COLOR].min() >= 0.0
    assert output[COLOR].max() <= 1.0
    assert output[ROUGHNESS].min() >= 0.2
    assert output[ROUGHNESS].max() <= 1.0
    assert output[METALLIC].min() >= 0.0
    assert output[METALLIC].max() <= 1.0
    assert output[DISPLACEMENT].abs().max() <= 0.05 + 1e-6
    normals = _points(500, seed=8)
    angle = torch.rad2deg((normalize(normals + output[NORMAL_OFFSET], dim=1) * normals).sum(dim=1).clamp(max=1).acos())
    assert 10.0 < angle.max() <= 25.0 + 1e-3


def test_without_a_limit_for_the_angle_normals_stay() -> None:
    flat = replace(SMALL, appearance=AppearanceSettings(normal_limit=0.0))
    field = MaterialField(flat, torch.Generator().manual_seed(0))
    _disturb(field)
    assert not field(field.encode(_points(20)))[NORMAL_OFFSET].any()


def test_every_channel_learns_from_the_first_step() -> None:
    field = _field(displaced=True)
    output = field(field.encode(_points(20)))
    loss = output[COLOR].sum() + output[ROUGHNESS].sum() + output[METALLIC].sum()
    (loss + output[NORMAL_OFFSET].sum() + output[DISPLACEMENT].sum()).backward()
    names = ("color_head", "roughness_head", "metallic_head", "normal_head", "displacement_head")
    gradients = [_last(field, name).weight.grad for name in names]
    assert all(gradient is not None and bool(gradient.any()) for gradient in gradients)


def test_only_a_displaced_field_moves_vertices() -> None:
    for displaced in (False, True):
        field = _field(displaced)
        _disturb(field)
        values = field(field.encode(_points(20)))
        assert (DISPLACEMENT in values) is displaced
        assert not displaced or bool(values[DISPLACEMENT].any())


def test_colors_start_from_the_same_network_as_field_d() -> None:
    plain = ColorField(SMALL, torch.Generator().manual_seed(4)).state_dict()
    appearance = _field(seed=4).state_dict()
    assert all(torch.equal(appearance[name], value) for name, value in plain.items())


def test_parts_blend_by_their_weights_and_the_rest_is_neutral() -> None:
    weights = torch.zeros(12, 2)
    weights[:4, 0], weights[4:8, 0], weights[4:8, 1] = 1.0, 0.5, 0.5
    fields = _part_fields(weights, ["base", "shade"])
    _disturb(fields)
    surface = fields()
    assert surface.appearance is not None
    base, shade = (fields.evaluate(k) for k in (0, 1))
    look = surface.appearance
    assert look.normal_offset is not None
    for ours, first, second in (
        (look.color, srgb_to_linear(base[COLOR]), srgb_to_linear(shade[COLOR])),
        (look.material[ROUGHNESS], base[ROUGHNESS], shade[ROUGHNESS]),
        (look.material[METALLIC], base[METALLIC], shade[METALLIC]),
        (look.normal_offset, base[NORMAL_OFFSET], shade[NORMAL_OFFSET]),
    ):
        assert torch.allclose(ours[:4], first[:4], atol=1e-6)
        assert torch.allclose(ours[4:8], 0.5 * first[4:8] + 0.5 * second[4:8], atol=1e-6)
    assert torch.allclose(look.color[8:], torch.full((4, 3), 0.2))
    assert torch.allclose(look.material[ROUGHNESS][8:], torch.full((4,), 0.7))
    assert torch.allclose(look.material[METALLIC][8:], torch.full((4,), 0.05))
    assert not look.normal_offset[8:].any()
    assert torch.equal(look.color, surface.color)
    lifted = fields.points.positions[:4] * (1.0 + base[DISPLACEMENT][:4, None])
    assert torch.allclose(surface.vertices[:4], lifted, atol=1e-6)


def test_fields_without_displacement_leave_the_surface_in_its_place() -> None:
    fields = _part_fields(torch.ones(6, 1), ["base"], displaced=False)
    _disturb(fields)
    assert torch.equal(fields().vertices, fields.points.positions)


def test_a_saved_state_gives_the_same_surface_whatever_the_seed_before() -> None:
    points, weights = _points(10), torch.ones(10, 1)
    plain = UnstyledPoints(points, points, torch.zeros(10, 3))
    frame = InputFrame((1.0, 0.0, 0.0), points)
    fields = PartFields(DISPLACED, ["base"], weights, plain, 1, frame)
    fields.field(0).set_progress(0.4)
    _disturb(fields)
    other = PartFields(DISPLACED, ["base"], weights, plain, 2)
    other.load_state_dict(fields.state_dict())
    ours, wanted = other(), fields()
    assert torch.equal(ours.vertices, wanted.vertices)
    assert ours.appearance is not None
    assert wanted.appearance is not None
    assert torch.equal(ours.appearance.material[ROUGHNESS], wanted.appearance.material[ROUGHNESS])


def test_fields_d_have_no_material() -> None:
    points = _points(4)
    colors = replace(SMALL, kind=FieldKind.COLOR_DISPLACEMENT)
    fields = PartFields(colors, ["base"], torch.ones(4, 1), UnstyledPoints(points, points, points), 0)
    assert fields().appearance is None


def test_a_mirrored_field_bends_normals_as_a_mirror_does() -> None:
    field = _field(frame=InputFrame((1.0, 0.0, 0.0)))
    points = _points(15)
    flipped = points * torch.tensor([-1.0, 1.0, 1.0])
    plain, frame = UnstyledPoints(points, points, points), InputFrame((1.0, 0.0, 0.0))
    fields = PartFields(SMALL, ["base"], torch.ones(15, 1), plain, 0, frame)
    _disturb(fields)
    with torch.no_grad():
        here, there = (fields.field(0).values(where) for where in (points, flipped))
    assert torch.allclose(here[COLOR], there[COLOR], atol=1e-6)
    mirrored = here[NORMAL_OFFSET] * torch.tensor([-1.0, 1.0, 1.0])
    assert here[NORMAL_OFFSET].abs().max() > 0.01
    assert torch.allclose(there[NORMAL_OFFSET], mirrored, atol=1e-6)
    assert torch.allclose(field.encode(points), field.encode(flipped), atol=1e-6)


@pytest.mark.parametrize(
    "wrong",
    [
        {"normal_limit": 90.0},
        {"least_roughness": 0.0},
        {"start_roughness": 0.1},
        {"start_metallic": 1.0},
        {"lights": 0},
    ],
)
def test_impossible_settings_are_refused_by_name(wrong: dict[str, float]) -> None:
    with pytest.raises(SettingsError, match=f"appearance.{next(iter(wrong))}"):
        AppearanceSettings(**wrong)  # type: ignore[arg-type]


def test_the_limit_is_the_sine_of_the_angle() -> None:
    field = _field()
    with torch.no_grad():
        _last(field, "normal_head").bias.copy_(torch.tensor([1e6, 0.0, 0.0]))
    offset = field(field.encode(_points(3)))[NORMAL_OFFSET]
    assert torch.allclose(offset.norm(dim=1), torch.full((3,), math.sin(math.radians(25.0))), atol=1e-5)
