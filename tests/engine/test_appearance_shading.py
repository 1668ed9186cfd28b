"""Materials under spherical Gaussian lights: energy, shape of the reflection, and the whole against quadrature."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn.functional import normalize

from styleglip_addon.engine.rendering import SphericalGaussianLights, shade_appearance
from styleglip_addon.engine.rendering.reflection_lobe import reflection_lobe
from styleglip_addon.engine.rendering.sg_lights import fibonacci_sphere
from styleglip_addon.engine.vocabulary.channels import METALLIC, ROUGHNESS
from tests.engine.sphere_quadrature import sphere

DIRECTIONS, WEIGHTS = sphere(300, 600)
UPPER = DIRECTIONS[:, 2] > 0.0
DIRECTIONS, WEIGHTS = DIRECTIONS[UPPER], WEIGHTS[UPPER]


def _view(cosine: float) -> Tensor:
    return torch.tensor([math.sqrt(1.0 - cosine**2), 0.0, cosine], dtype=torch.float64)


def _microfacets(roughness: float, cosine: float, reflectance: float) -> Tensor:
    """The BRDF times n.l over DIRECTIONS, normal +z: GGX, separable Smith, Schlick, written out."""
    alpha, view = roughness**2, _view(cosine)
    half = normalize(DIRECTIONS + view, dim=1)
    distribution = alpha**2 / (math.pi * (half[:, 2].square() * (alpha**2 - 1.0) + 1.0).square())

    def shadowing(height: Tensor) -> Tensor:
        tangent = (1.0 - height.square()) / height.square()
        return 2.0 / (1.0 + (1.0 + alpha**2 * tangent).sqrt())

    fresnel = reflectance + (1.0 - reflectance) * (1.0 - half @ view).pow(5)
    return distribution * fresnel * shadowing(DIRECTIONS[:, 2]) * shadowing(view[2]) / (4.0 * cosine)


@pytest.mark.parametrize("roughness", [0.3, 0.55, 1.0])
@pytest.mark.parametrize("cosine", [0.2, 0.62, 0.97])
def test_the_lobe_has_the_energy_direction_and_spread_of_the_microfacets(roughness: float, cosine: float) -> None:
    lobe = reflection_lobe(torch.tensor([roughness]), torch.tensor([cosine]))
    for reflectance in (0.04, 0.5, 1.0):
        share = float(WEIGHTS @ _microfacets(roughness, cosine, reflectance))
        assert float(reflectance * lobe.scale + lobe.bias) == pytest.approx(share, rel=0.02, abs=0.001)
    weight = WEIGHTS * _microfacets(roughness, cosine, 1.0)
    mean = (weight[:, None] * DIRECTIONS).sum(dim=0) / weight.sum()
    mirror = 2.0 * cosine * torch.tensor([0.0, 0.0, 1.0]) - _view(cosine)
    axis = normalize((1.0 - lobe.bend) * torch.tensor([0.0, 0.0, 1.0]) + lobe.bend * mirror, dim=0)
    assert float(axis.double() @ normalize(mean, dim=0)) > math.cos(math.radians(2.0))
    sharpness = float(lobe.sharpness)
    assert 1.0 / math.tanh(sharpness) - 1.0 / sharpness == pytest.approx(float(mean.norm()), abs=0.01)


@pytest.mark.parametrize("roughness", [0.05, 0.3, 0.7, 1.0])
def test_a_perfect_mirror_loses_no_light_however_rough(roughness: float) -> None:
    cosine = torch.linspace(0.05, 1.0, 9)
    lobe = reflection_lobe(torch.full((9,), roughness), cosine)
    assert torch.allclose(lobe.albedo(torch.ones(9, 3)), torch.ones(9, 3), atol=1e-5)


def test_a_smooth_surface_reflects_schlicks_share() -> None:
    cosine = torch.tensor([0.2, 0.5, 0.9])
    lobe = reflection_lobe(torch.full((3,), 0.06), cosine)
    wanted = 0.04 + 0.96 * (1.0 - cosine).pow(5)
    assert torch.allclose(lobe.albedo(torch.full((3, 1), 0.04))[:, 0], wanted, rtol=0.03)


def _even_lights() -> SphericalGaussianLights:
    """Radiance 1 from everywhere, within a percent."""
    axes, sharpness = fibonacci_sphere(96), torch.full((96,), 12.0)
    even = SphericalGaussianLights.of_lobes(axes, sharpness, torch.ones(96, 3))
    amplitude = torch.ones(96, 3) / even.radiance(axes).mean()
    return SphericalGaussianLights.of_lobes(axes, sharpness, amplitude)


@pytest.mark.parametrize("metallic", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("roughness", [0.1, 0.5, 1.0])
def test_white_in_an_even_white_room_is_as_bright_as_the_room(metallic: float, roughness: float) -> None:
    view = torch.stack([_view(c) for c in (0.1, 0.4, 0.7, 1.0)]).float()
    normals = torch.tensor([[0.0, 0.0, 1.0]]).expand(4, 3)
    white, rough, metal = torch.ones(4, 3), torch.full((4,), roughness), torch.full((4,), metallic)
    color = shade_appearance(white, {ROUGHNESS: rough, METALLIC: metal}, normals, view, _even_lights())
    assert torch.allclose(color, torch.ones(4, 3), atol=0.03)


def _exact(albedo: Tensor, roughness: float, metallic: float, cosine: float, lights: SphericalGaussianLights) -> Tensor:
    """The same material integrated numerically over the light; one bounce, multiple bounces by their total."""
    light = lights.radiance(DIRECTIONS.float()).double() * WEIGHTS[:, None]

    def surface(reflectance: float) -> tuple[Tensor, float]:
        once = _microfacets(roughness, cosine, reflectance)
        mirror = float(WEIGHTS @ _microfacets(roughness, cosine, 1.0))
        more = 1.0 + reflectance * (1.0 / mirror - 1.0)
        return once @ light * more, float(WEIGHTS @ once) * more

    clear, share = surface(0.04)
    irradiance = DIRECTIONS[:, 2] @ light
    body = albedo * (1.0 - share) * irradiance / math.pi
    metal = torch.stack([surface(float(a))[0][k] for k, a in enumerate(albedo)])
    return (1.0 - metallic) * (body + clear) + metallic * metal


@pytest.mark.parametrize("roughness", [0.25, 0.5, 0.9])
@pytest.mark.parametrize("metallic", [0.0, 1.0])
@pytest.mark.parametrize("cosine", [0.4, 0.9])
def test_shading_matches_numerical_integration_of_the_brdf(roughness: float, metallic: float, cosine: float) -> None:
    albedo = torch.tensor([0.9, 0.6, 0.2], dtype=torch.float64)
    for up in ((0.0, 0.0, 1.0), (1.0, 0.0, 0.2), (-1.0, 1.0, 0.0)):
        lights = SphericalGaussianLights(24, up=up)
        exact = _exact(albedo, roughness, metallic, cosine, lights)
        ours = shade_appearance(
            albedo.float()[None],
            {ROUGHNESS: torch.tensor([roughness]), METALLIC: torch.tensor([metallic])},
            torch.tensor([[0.0, 0.0, 1.0]]),
            _view(cosine).float()[None],
            lights,
        )[0]
        assert torch.allclose(ours.double(), exact, rtol=0.1, atol=0.04), (ours, exact)


def test_a_polished_metal_shows_a_lamp_where_the_mirror_points_and_a_rough_one_spreads_it() -> None:
    lamp = torch.tensor([0.6, 0.0, 0.8])
    lights = SphericalGaussianLights.of_lobes(lamp[None], torch.tensor([300.0]), torch.full((1, 3), 5.0))
    turn = torch.linspace(-0.6, 0.6, 61)
    view = torch.stack((-(0.6435 + turn).sin(), torch.zeros(61), (0.6435 + turn).cos()), dim=1)
    normals = torch.tensor([[0.0, 0.0, 1.0]]).expand(61, 3)

    def seen(roughness: float) -> Tensor:
        ones = torch.ones(61)
        material = {ROUGHNESS: ones * roughness, METALLIC: ones}
        return shade_appearance(torch.ones(61, 3), material, normals, view, lights)[:, 0]

    polished, rough = seen(0.2), seen(0.6)
    assert abs(int(polished.argmax()) - 30) <= 1
    assert polished.max() > 3.0 * rough.max()
    assert rough[0] > 10.0 * polished[0]


def test_what_faces_away_from_the_viewer_has_a_color_and_gradients_all_the_same() -> None:
    normals = normalize(torch.tensor([[0.0, 0.1, -1.0], [0.0, 0.0, 1.0]]), dim=1).requires_grad_()
    rough = torch.tensor([0.05, 0.0], requires_grad=True)
    view = torch.tensor([[0.0, 0.0, 1.0]]).expand(2, 3)
    material = {ROUGHNESS: rough, METALLIC: torch.ones(2)}
    color = shade_appearance(torch.zeros(2, 3), material, normals, view, SphericalGaussianLights())
    color.sum().backward()
    assert bool(torch.isfinite(color).all())
    assert normals.grad is not None
    assert rough.grad is not None
    assert bool(torch.isfinite(normals.grad).all())
    assert bool(torch.isfinite(rough.grad).all())


def test_gradients_are_those_of_finite_differences() -> None:
    generator = torch.Generator().manual_seed(4)
    normals = normalize(torch.randn(3, 3, generator=generator, dtype=torch.float64), dim=1)
    view = normalize(normals + 0.6 * torch.randn(3, 3, generator=generator, dtype=torch.float64), dim=1)
    albedo = torch.rand(3, 3, generator=generator, dtype=torch.float64)
    rough = torch.tensor([0.21, 0.52, 0.83], dtype=torch.float64)
    metal = torch.tensor([0.9, 0.5, 0.1], dtype=torch.float64)
    lights = SphericalGaussianLights(6).double()

    def shade(*material: Tensor) -> Tensor:
        a, r, m, n = material
        return shade_appearance(a, {ROUGHNESS: r, METALLIC: m}, normalize(n, dim=1), view, lights)

    inputs = tuple(value.clone().requires_grad_() for value in (albedo, rough, metal, normals))
    assert torch.autograd.gradcheck(shade, inputs, eps=1e-6, atol=1e-5)


def test_many_points_shade_as_one_by_one() -> None:
    generator = torch.Generator().manual_seed(5)
    normals = normalize(torch.randn(9000, 3, generator=generator), dim=1)
    view = normalize(normals + 0.5 * torch.randn(9000, 3, generator=generator), dim=1)
    albedo, rough, metal = torch.rand(9000, 5, generator=generator).split((3, 1, 1), dim=1)
    lights = SphericalGaussianLights()
    material = {ROUGHNESS: rough[:, 0], METALLIC: metal[:, 0]}
    everything = shade_appearance(albedo, material, normals, view, lights)
    few = slice(8000, 8010)
    theirs = {channel: values[few] for channel, values in material.items()}
    alone = shade_appearance(albedo[few], theirs, normals[few], view[few], lights)
    assert torch.allclose(everything[few], alone, atol=1e-5)
