"""Settings of the appearance field L: ranges of its materials, and its lights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..channels import METALLIC, NORMAL_OFFSET, ROUGHNESS, Channel
from .codec import check_kinds, require


@dataclass(frozen=True)
class AppearanceSettings:
    """The appearance field L: a material and a normal per point, seen under shared lights (TANGO, arXiv 2210.11277).

    Args:
        normal_limit: largest angle between the mesh's normal and the shaded one, degrees; 0: normals stay as they are.
        least_roughness: roughness never falls below this; sharper mirrors than the lights have detail gain nothing.
        start_roughness, start_metallic: the material everywhere before the first step, besides its mid-grey colour.
        lights: number of spherical Gaussians around the object.
        learn_lights: whether the lights are optimised together with the materials.
        prior_weight: weight of the pull towards the roughness and metallic that a style usually has, see
            `materials.usual`; 0 switches it off.
    """

    normal_limit: float = 20.0
    least_roughness: float = 0.1
    start_roughness: float = 0.6
    start_metallic: float = 0.1
    lights: int = 24
    learn_lights: bool = False
    prior_weight: float = 5.0

    def __post_init__(self) -> None:
        check_kinds(self, "field.appearance.")
        require(0.0 <= self.normal_limit < 90.0, "field.appearance.normal_limit must lie in 0..90 degrees.")
        require(0.01 <= self.least_roughness < 1.0, "field.appearance.least_roughness must lie in 0.01..1.")
        require(
            self.least_roughness < self.start_roughness < 1.0,
            "field.appearance.start_roughness must lie between least_roughness and 1.",
        )
        require(0.0 < self.start_metallic < 1.0, "field.appearance.start_metallic must lie between 0 and 1.")
        require(self.prior_weight >= 0.0, "field.appearance.prior_weight must not be below 0.")
        require(1 <= self.lights <= 512, "field.appearance.lights must lie in 1..512.")

    @property
    def plain(self) -> Mapping[Channel, float]:
        """By channel of the material, what is there where no part is, and everywhere before the first step."""
        return {ROUGHNESS: self.start_roughness, METALLIC: self.start_metallic, NORMAL_OFFSET: 0.0}
