"""Pictures of materials under the lights: the pixels are where the plain renderer has them, and gold looks gold."""

from __future__ import annotations

import math

import torch
import trimesh
from torch import Tensor
from torch.nn.functional import normalize

from styleglip_addon.engine.rendering import (
    Appearance,
    Backdrop,
    SphericalGaussianLights,
    TorchRenderer,
    render_appearance,
    shade_appearance,
)
from styleglip_addon.engine.rendering.cameras import Cameras, look_at
from styleglip_addon.engine.rendering.color import srgb_to_linear
from styleglip_addon.engine.vocabulary.channels import METALLIC, ROUGHNESS

SIZE = (48, 64)
LIGHTS = SphericalGaussianLights(24)
GOLD = (1.0, 0.86, 0.57)


def _ball() -> tuple[Tensor, Tensor]:
    ball = trimesh.creation.icosphere(3)
    return torch.tensor(ball.vertices, dtype=torch.float32) * 0.8, torch.tensor(ball.faces)


def _cameras(count: int = 1) -> Cameras:
    azimuth = torch.arange(count) * (2.0 * math.pi / count)
    return look_at(azimuth, torch.full((count,), 0.2), up=(0, 0, 1), front=(0, -1, 0), field_of_view=40.0)


def _look(count: int, color: tuple[float, float, float], roughness: float, metallic: float) -> Appearance:
    albedo = srgb_to_linear(torch.tensor(color)).expand(count, 3)
    material = {ROUGHNESS: torch.full((count,), roughness), METALLIC: torch.full((count,), metallic)}
    return Appearance(albedo, material, torch.zeros(count, 3))


def test_surface_and_background_are_where_the_plain_renderer_has_them() -> None:
    vertices, faces = _ball()
    plain = TorchRenderer().render(vertices, faces, torch.ones_like(vertices), _cameras(2), SIZE)
    ours = render_appearance(vertices, faces, _look(len(vertices), GOLD, 0.3, 1.0), _cameras(2), SIZE, LIGHTS)
    assert ours.image.shape == (2, 3, *SIZE)
    assert torch.equal(ours.mask, plain.mask)
    assert torch.allclose(ours.image.permute(0, 2, 3, 1)[~ours.mask], torch.ones(3), atol=1e-6)
    assert ours.image.min() >= 0.0
    assert ours.image.max() <= 1.0


def test_the_background_has_the_color_asked_for() -> None:
    vertices, faces = _ball()
    black = render_appearance(
        vertices, faces, _look(len(vertices), GOLD, 0.3, 1.0), _cameras(), SIZE, LIGHTS, Backdrop((0.0, 0.0, 0.0))
    )
    assert not black.image[0, :, 0, 0].any()


def test_gold_is_yellow_has_brighter_and_darker_places_than_clay() -> None:
    vertices, faces = _ball()

    def pixels(color: tuple[float, float, float], roughness: float, metallic: float) -> Tensor:
        picture = render_appearance(
            vertices, faces, _look(len(vertices), color, roughness, metallic), _cameras(), (96, 96), LIGHTS
        )
        return picture.image.permute(0, 2, 3, 1)[picture.mask]

    gold, clay = pixels(GOLD, 0.25, 1.0), pixels((0.75, 0.42, 0.3), 0.9, 0.0)
    red, green, blue = gold.mean(dim=0)
    assert red > green > blue + 0.1

    def contrast(seen: Tensor) -> float:
        brightness = srgb_to_linear(seen).mean(dim=1)
        return float(brightness.quantile(0.95) / brightness.quantile(0.05))

    assert contrast(gold) > 5.0
    assert contrast(clay) < 4.0


def test_every_view_is_lit() -> None:
    vertices, faces = _ball()
    rendering = render_appearance(vertices, faces, _look(len(vertices), (1, 1, 1), 0.9, 0.0), _cameras(6), SIZE, LIGHTS)
    means = torch.stack([image[:, mask].mean() for image, mask in zip(rendering.image, rendering.mask, strict=True)])
    assert means.min() > 0.75
    assert means.max() - means.min() < 0.05


def test_a_pixel_is_the_shade_of_its_point() -> None:
    square = torch.tensor([[-0.5, 0.0, -0.5], [0.5, 0.0, -0.5], [0.5, 0.0, 0.5], [-0.5, 0.0, 0.5]])
    faces = torch.tensor([[0, 1, 2], [0, 2, 3]])
    cameras = look_at(torch.zeros(1), torch.zeros(1), up=(0, 0, 1), front=(0, -1, 0), field_of_view=40.0)
    picture = render_appearance(square, faces, _look(4, GOLD, 0.4, 0.7), cameras, (65, 65), LIGHTS).image[0, :, 32, 32]
    view = normalize(cameras.centers(), dim=1)
    shade = shade_appearance(
        srgb_to_linear(torch.tensor([GOLD])),
        {ROUGHNESS: torch.tensor([0.4]), METALLIC: torch.tensor([0.7])},
        torch.tensor([[0.0, -1.0, 0.0]]),
        view,
        LIGHTS,
    )[0]
    assert torch.allclose(srgb_to_linear(picture), shade.clamp(max=1.0), atol=2e-3)


def test_the_winding_of_the_faces_does_not_matter() -> None:
    vertices, faces = _ball()
    look = _look(len(vertices), GOLD, 0.3, 1.0)
    ours = render_appearance(vertices, faces, look, _cameras(), SIZE, LIGHTS).image
    turned = render_appearance(vertices, faces.flip(1), look, _cameras(), SIZE, LIGHTS).image
    assert (ours - turned).abs().max() < 2e-3


def test_a_normal_offset_shades_as_if_the_surface_were_turned() -> None:
    square = torch.tensor([[-0.5, 0.0, -0.5], [0.5, 0.0, -0.5], [0.5, 0.0, 0.5], [-0.5, 0.0, 0.5]])
    faces = torch.tensor([[0, 1, 2], [0, 2, 3]])
    cameras = look_at(torch.zeros(1), torch.zeros(1), up=(0, 0, 1), front=(0, -1, 0), field_of_view=40.0)
    flat = _look(4, (0.8, 0.8, 0.8), 0.9, 0.0)

    def middle(offset: tuple[float, float, float]) -> Tensor:
        bent = Appearance(flat.color, flat.material, torch.tensor(offset).expand(4, 3))
        return render_appearance(square, faces, bent, cameras, (33, 33), LIGHTS).image[0, :, 16, 16].mean()

    assert middle((0.0, 0.0, 0.4)) > middle((0.0, 0.0, 0.0)) + 0.03
    assert middle((0.0, 0.0, -0.4)) < middle((0.0, 0.0, 0.0)) - 0.03


def test_everything_has_gradients_and_a_gray_start_can_become_gold() -> None:
    vertices, faces = _ball()
    count = len(vertices)
    target = render_appearance(vertices, faces, _look(count, GOLD, 0.25, 1.0), _cameras(2), SIZE, LIGHTS).image
    color = torch.full((3,), 0.3, requires_grad=True)
    rough, metal = torch.tensor(0.6, requires_grad=True), torch.tensor(0.3, requires_grad=True)
    offset = torch.zeros(count, 3, requires_grad=True)
    moved = vertices.clone().requires_grad_()
    optimizer = torch.optim.Adam([color, rough, metal], lr=0.03)
    first = last = torch.zeros(())
    for step in range(60):
        material = {ROUGHNESS: rough.expand(count), METALLIC: metal.expand(count)}
        look = Appearance(color.clamp(0, 1).expand(count, 3), material, offset)
        last = (render_appearance(moved, faces, look, _cameras(2), SIZE, LIGHTS).image - target).square().mean()
        first = last.detach() if step == 0 else first
        optimizer.zero_grad()
        last.backward()
        assert offset.grad is not None
        assert moved.grad is not None
        assert bool(offset.grad.any())
        assert bool(moved.grad.any())
        optimizer.step()
        with torch.no_grad():
            rough.clamp_(0.1, 1.0)
            metal.clamp_(0.0, 1.0)
    assert last < 0.02 * first
    assert float(metal.detach()) > 0.9
    assert abs(float(rough.detach()) - 0.25) < 0.1


def test_lights_that_learn_get_gradients() -> None:
    vertices, faces = _ball()
    lights = SphericalGaussianLights(8, learnable=True)
    look = _look(len(vertices), GOLD, 0.5, 0.5)
    render_appearance(vertices, faces, look, _cameras(), SIZE, lights).image[:, :, :20].sum().backward()
    assert all(p.grad is not None and bool(p.grad.any()) for p in lights.parameters())
