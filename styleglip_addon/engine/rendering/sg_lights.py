"""The light that all materials of an object are seen in: a sum of spherical Gaussians around it."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from .spherical_gaussians import LEAST_SHARPNESS, sg_integral

_AMBIENT = 0.15
_SOFTBOX = 6.0
_SOFTBOX_SHARPNESS = 8.0
_SOFTBOX_ELEVATION = math.radians(40.0)
_SOFTBOXES = 3

_POWER = 0.75 * 4.0 * math.pi
"""Integral of the light over the sphere. The mean irradiance over all normals is a quarter of it, and white that
receives pi sends out 1: a white matt ball is, on average over its surface, 0.75 bright."""


class Lobes(NamedTuple):
    """K spherical Gaussians.

    Args:
        axes: (K, 3) unit.
        sharpness: (K,).
        amplitude: (K, 3) linear RGB radiance along the axes.
    """

    axes: Tensor
    sharpness: Tensor
    amplitude: Tensor


class SphericalGaussianLights(nn.Module):
    """K distant lobes of light, in world space, shared by all parts (TANGO, arXiv 2210.11277).

    They start as an even spread (Fibonacci lattice) with the brightness of a photographer's studio: three soft boxes
    around and above the object over dim light from everywhere. Even light would show a metal as a flat colour.

    Learnable lights keep their total power in every channel: overall brightness and hue belong to the materials, the
    only thing that leaves the optimisation.

    Args:
        count: K.
        up: unit vector that points up.
        learnable: whether axes, sharpness and amplitudes are parameters; else they are buffers.
        front: a direction between two of the soft boxes; None: any.
    """

    def __init__(
        self,
        count: int = 24,
        up: tuple[float, float, float] = (0.0, 0.0, 1.0),
        learnable: bool = False,
        front: tuple[float, float, float] | None = None,
    ) -> None:
        super().__init__()
        axes = fibonacci_sphere(count)
        # So wide that neighbours, about sqrt(4 pi / K) apart, run into one another.
        sharpness = torch.full((count,), max(float(count) / math.pi, 1.5 * LEAST_SHARPNESS))
        brightness = _studio(axes, _frame(up, front))
        self._axes: Tensor
        self._log_sharpness: Tensor
        self._log_amplitude: Tensor
        self.power: Tensor
        values = {
            "_axes": axes,
            "_log_sharpness": (sharpness - LEAST_SHARPNESS).log(),
            "_log_amplitude": brightness.log()[:, None].repeat(1, 3),
        }
        for name, value in values.items():
            if learnable:
                self.register_parameter(name, nn.Parameter(value))
            else:
                self.register_buffer(name, value)
        self.register_buffer("power", torch.full((3,), _POWER))

    @classmethod
    def of_lobes(
        cls, axes: Tensor, sharpness: Tensor, amplitude: Tensor, learnable: bool = False
    ) -> SphericalGaussianLights:
        """Lights with given lobes.

        Args:
            axes: (K, 3), any length.
            sharpness: (K,), above `LEAST_SHARPNESS`.
            amplitude: (K, 3) linear RGB radiance, above 0.
            learnable: as for the class.
        """
        lights = cls(len(axes), learnable=learnable)
        with torch.no_grad():
            lights._axes.copy_(axes)
            lights._log_sharpness.copy_((sharpness - LEAST_SHARPNESS).log())
            lights._log_amplitude.copy_(amplitude.log())
            lights.power.copy_((amplitude * sg_integral(sharpness)[:, None]).sum(dim=0))
        return lights

    def forward(self) -> Lobes:
        """The lobes, differentiable where the lights learn."""
        sharpness = LEAST_SHARPNESS + self._log_sharpness.exp()
        amplitude = self._log_amplitude.exp()
        total = (amplitude * sg_integral(sharpness)[:, None]).sum(dim=0)
        return Lobes(normalize(self._axes, dim=1), sharpness, amplitude * (self.power / total))

    def radiance(self, directions: Tensor) -> Tensor:
        """Light (n, 3), linear RGB, that arrives from unit directions (n, 3)."""
        axes, sharpness, amplitude = self()
        return torch.exp(sharpness * (directions @ axes.T - 1.0)) @ amplitude


def fibonacci_sphere(count: int) -> Tensor:
    """(count, 3) unit vectors spread evenly over the sphere along a golden spiral around z."""
    index = torch.arange(count, dtype=torch.float64) + 0.5
    height = 1.0 - 2.0 * index / count
    angle = index * math.pi * (3.0 - math.sqrt(5.0))
    radius = (1.0 - height.square()).sqrt()
    return torch.stack((radius * angle.cos(), radius * angle.sin(), height), dim=1).float()


def _frame(up: tuple[float, float, float], front: tuple[float, float, float] | None) -> Tensor:
    """Rows: front, left and up, orthonormal (3, 3)."""
    above = normalize(torch.tensor(up), dim=0)
    ahead = torch.tensor(front) if front is not None else torch.eye(3)[int(above.abs().argmin())]
    ahead = normalize(ahead - (ahead @ above) * above, dim=0)
    return torch.stack((ahead, torch.linalg.cross(above, ahead), above))


def _studio(axes: Tensor, frame: Tensor) -> Tensor:
    """Relative brightness (K,) of the lobes: ambient light and soft boxes, one of which lights the front from aside."""
    brightness = torch.full((len(axes),), _AMBIENT)
    for number in range(_SOFTBOXES):
        azimuth = 2.0 * math.pi * (number + 0.35) / _SOFTBOXES
        level = math.cos(_SOFTBOX_ELEVATION)
        box = torch.tensor((level * math.cos(azimuth), level * math.sin(azimuth), math.sin(_SOFTBOX_ELEVATION)))
        brightness = brightness + _SOFTBOX * torch.exp(_SOFTBOX_SHARPNESS * (axes @ (box @ frame) - 1.0))
    return brightness
