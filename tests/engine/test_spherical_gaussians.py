"""Spherical Gaussians: their formulas against quadrature over the sphere and published values; the lights."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn.functional import normalize

from styleglip_addon.engine.rendering import SphericalGaussianLights
from styleglip_addon.engine.rendering.sg_lights import fibonacci_sphere
from styleglip_addon.engine.rendering.spherical_gaussians import (
    LEAST_SHARPNESS,
    sg_cosine_integral,
    sg_inner_product,
    sg_integral,
    sg_product,
)
from tests.engine.sphere_quadrature import lobe, sphere

DIRECTIONS, WEIGHTS = sphere()
UP = torch.tensor([0.0, 0.0, 1.0], dtype=torch.float64)


def _at(cosine: float) -> Tensor:
    return torch.tensor([math.sqrt(1.0 - cosine**2), 0.0, cosine], dtype=torch.float64)


def _double(value: float) -> Tensor:
    return torch.tensor(value, dtype=torch.float64)


@pytest.mark.parametrize("sharpness", [0.1, 1.0, 7.0, 60.0])
def test_the_integral_is_that_of_quadrature(sharpness: float) -> None:
    assert float(sg_integral(_double(sharpness))) == pytest.approx(float(WEIGHTS @ lobe(DIRECTIONS, UP, sharpness)))


def test_the_integral_of_the_widest_lobe_is_the_spheres_area() -> None:
    assert float(sg_integral(_double(1e-9))) == pytest.approx(4.0 * math.pi)


@pytest.mark.parametrize("cosine", [-0.6, 0.2, 0.95])
def test_the_product_is_the_product_in_every_direction(cosine: float) -> None:
    axis, sharpness, amplitude = sg_product(UP, _double(3.0), _at(cosine), _double(9.0))
    wanted = lobe(DIRECTIONS, UP, 3.0) * lobe(DIRECTIONS, _at(cosine), 9.0)
    assert torch.allclose(amplitude * lobe(DIRECTIONS, axis, float(sharpness)), wanted, atol=1e-12)


@pytest.mark.parametrize(("first", "second", "cosine"), [(1.0, 2.0, 0.5), (6.0, 40.0, 0.9), (12.0, 12.0, -1.0)])
def test_the_inner_product_is_that_of_quadrature_and_the_published_formula(
    first: float, second: float, cosine: float
) -> None:
    ours = float(sg_inner_product(_double(cosine), _double(first), _double(second)))
    product = lobe(DIRECTIONS, UP, first) * lobe(DIRECTIONS, _at(cosine), second)
    assert ours == pytest.approx(float(WEIGHTS @ product), rel=1e-6)
    length = math.sqrt(first**2 + second**2 + 2.0 * first * second * cosine)
    if length > 0.0:
        assert ours == pytest.approx(4.0 * math.pi * math.sinh(length) / length * math.exp(-first - second), rel=1e-6)


def test_the_inner_product_stays_exact_for_very_sharp_lobes_in_single_precision() -> None:
    cosine, sharp = 1.0 - 1e-5, 1e5
    ours = sg_inner_product(torch.tensor(cosine), torch.tensor(sharp), torch.tensor(sharp))
    wanted = sg_inner_product(_double(float(torch.tensor(cosine))), _double(sharp), _double(sharp))
    assert float(ours) == pytest.approx(float(wanted), rel=1e-4)


@pytest.mark.parametrize("sharpness", [LEAST_SHARPNESS, 5.0, 20.0, 80.0])
def test_the_cosine_integral_is_within_two_percent_of_quadrature(sharpness: float) -> None:
    cosines = torch.linspace(-1.0, 1.0, 21, dtype=torch.float64)
    plane = DIRECTIONS[:, 2].clamp(min=0.0) * WEIGHTS
    exact = torch.stack([plane @ lobe(DIRECTIONS, _at(float(c)), sharpness) for c in cosines])
    ours = sg_cosine_integral(cosines, _double(sharpness))
    assert (ours - exact).abs().max() <= 0.02 * exact.max()
    assert float(ours.min()) >= 0.0


def test_the_light_of_a_very_sharp_lobe_follows_lamberts_law() -> None:
    cosine = torch.tensor([0.9, 0.5, -0.3], dtype=torch.float64)
    ours = sg_cosine_integral(cosine, _double(5000.0)) / sg_integral(_double(5000.0))
    assert torch.allclose(ours, cosine.clamp(min=0.0), atol=1e-3)


@pytest.mark.parametrize("count", [12, 24, 64])
def test_the_lattice_is_even(count: int) -> None:
    axes = fibonacci_sphere(count)
    assert torch.allclose(axes.norm(dim=1), torch.ones(count))
    assert axes.mean(dim=0).norm() < 0.05
    nearest = (axes @ axes.T - 2.0 * torch.eye(count)).amax(dim=1).acos()
    assert nearest.max() < 1.5 * nearest.min()


def test_studio_lights_are_white_of_the_stated_power_and_brighter_above() -> None:
    lights = SphericalGaussianLights(24)
    radiance = lights.radiance(DIRECTIONS.float()).double()
    total = WEIGHTS @ radiance
    assert torch.allclose(total, torch.full((3,), 0.75 * 4.0 * math.pi, dtype=torch.float64), rtol=1e-4)
    above = DIRECTIONS[:, 2] > 0.0
    assert radiance[above].mean() > 2.0 * radiance[~above].mean()
    assert radiance.min() > 0.0


def test_studio_lights_turn_with_up() -> None:
    above = SphericalGaussianLights(32, up=(0.0, 1.0, 0.0)).radiance(torch.eye(3))
    assert above[1, 0] > 2.0 * SphericalGaussianLights(32, up=(0.0, -1.0, 0.0)).radiance(torch.eye(3))[1, 0]


def test_learnable_lights_keep_their_power_whatever_is_learned() -> None:
    lights = SphericalGaussianLights(16, learnable=True)
    optimizer = torch.optim.SGD(lights.parameters(), lr=0.5)
    before = lights.radiance(torch.eye(3)).detach()
    (-lights.radiance(torch.tensor([[1.0, 0.0, 0.0]]))[0, 0]).backward()
    optimizer.step()
    after = lights.radiance(torch.eye(3)).detach()
    assert after[0, 0] > before[0, 0]
    axes, sharpness, amplitude = lights()
    assert torch.allclose((amplitude * sg_integral(sharpness)[:, None]).sum(dim=0), lights.power)
    assert torch.allclose(axes.norm(dim=1), torch.ones(16))


def test_fixed_lights_have_no_parameters_and_load_from_their_state() -> None:
    lights = SphericalGaussianLights(8)
    assert not list(lights.parameters())
    given = SphericalGaussianLights.of_lobes(
        normalize(torch.randn(8, 3, generator=torch.Generator().manual_seed(1)), dim=1),
        torch.full((8,), 4.0),
        torch.full((8, 3), 0.5),
    )
    lights.load_state_dict(given.state_dict())
    assert torch.allclose(lights.radiance(torch.eye(3)), given.radiance(torch.eye(3)))


def test_lights_of_given_lobes_shine_as_given() -> None:
    axes, sharpness = torch.eye(3), torch.tensor([3.0, 5.0, 9.0])
    amplitude = torch.tensor([[1.0, 0.5, 0.2], [0.3, 0.3, 0.3], [0.1, 0.2, 2.0]])
    lights = SphericalGaussianLights.of_lobes(axes, sharpness, amplitude)
    wanted = sum(lobe(DIRECTIONS, axes[k], float(sharpness[k]))[:, None] * amplitude[k].double() for k in range(3))
    assert torch.allclose(lights.radiance(DIRECTIONS.float()).double(), torch.as_tensor(wanted), atol=1e-5)
