"""All settings of a run as one frozen dataclass. Same settings, seed, mesh, parts and model: same result."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Any

from .background import Background
from .clip import ClipSettings
from .codec import check_kinds, from_plain, merged, require, to_plain
from .field import FieldSettings, MirrorAxis
from .localization import LocalizationSettings
from .machine import MachineSettings
from .optimizer import OptimizerKind
from .parts_mode import JointSettings, PartsMode
from .regularizers import RegularizerSettings
from .schedule import Schedule
from .start import MaterialSettings, Start
from .style_loss import StyleLossSettings
from .textures import TextureSettings
from .upgrade import upgraded

LARGEST_SEED = 2**63 - 1
"""What generators of random numbers take."""


@dataclass(frozen=True)
class StylizeSettings:
    """Everything that decides a result besides the mesh, the parts and the model. Same settings and seed, same result.

    Args:
        seed: seed of every random number.
        start: what the parts look like before the first step.
        iterations: optimisation steps.
        image_size: height and width of the renders, pixels.
        views_per_iteration: cameras drawn per step; the first looks at the front.
        azimuth_std, elevation_std: spread of the drawn cameras around the front, radians.
        field_of_view: vertical field of view, degrees.
        background: what the renders show around the object.
        optimizer, weight_decay: the optimiser and its weight decay.
        learning_rate, learning_rate_decay, decay_every: its step size, times decay every so many steps (0: never).
        milestones: the steps after which the step size is decayed, in place of every so many; empty: not used.
        glip_weight, clip_weight: weights of the two guidance losses (0 switches one off).
        schedule: which steps are the part-level GLIP loss's; the others are the CLIP-style loss's.
        palette_weight: weight of the prior on a part's colours (0 for models without one); where the start is a
            material, its colours are the prior.
        smoothness_weight: weight of the colour-variation regulariser over mesh edges.
        regularizers: weights of the regularisers of the displaced surface.
        further_weights: weights of guidance terms that have no setting of their own, by name, see `guidance.terms`.
        style_loss, clip: the two guidance losses in detail.
        feather: width of the blend between neighbouring parts, in radii of the unit sphere.
        dense_vertices: the field is optimised on a copy refined to about this many vertices.
        machine: where and with what it is computed.
        parts_mode, joint: where the parts' places come from.
        field: what the parts' fields are.
        material: how materials are chosen and fitted.
        localization: how the parts are found.
        textures: whether the finished result is baked to textures.
    """

    seed: int = 0
    start: Start = Start.MATERIAL
    iterations: int = 8
    image_size: int = 224
    views_per_iteration: int = 2
    azimuth_std: float = math.pi / 2
    elevation_std: float = math.pi / 8
    field_of_view: float = 40.0
    background: Background = Background.WHITE
    optimizer: OptimizerKind = OptimizerKind.ADAM
    weight_decay: float = 0.0
    learning_rate: float = 2e-3
    learning_rate_decay: float = 0.9
    decay_every: int = 50
    milestones: tuple[int, ...] = ()
    glip_weight: float = 1.0
    clip_weight: float = 1.0
    schedule: Schedule = dataclass_field(default_factory=Schedule)
    palette_weight: float = 6.0
    smoothness_weight: float = 0.0
    regularizers: RegularizerSettings = dataclass_field(default_factory=RegularizerSettings)
    further_weights: Mapping[str, float] = dataclass_field(default_factory=dict, hash=False)
    style_loss: StyleLossSettings = dataclass_field(default_factory=StyleLossSettings)
    clip: ClipSettings = dataclass_field(default_factory=ClipSettings)
    feather: float = 0.02
    dense_vertices: int = 10_000
    machine: MachineSettings = dataclass_field(default_factory=MachineSettings)
    parts_mode: PartsMode = PartsMode.FIXED
    joint: JointSettings = dataclass_field(default_factory=JointSettings)
    field: FieldSettings = dataclass_field(default_factory=FieldSettings)
    localization: LocalizationSettings = dataclass_field(default_factory=LocalizationSettings)
    textures: TextureSettings = dataclass_field(default_factory=TextureSettings)
    material: MaterialSettings = dataclass_field(default_factory=MaterialSettings)

    def __post_init__(self) -> None:
        check_kinds(self)
        require(0 <= self.seed <= LARGEST_SEED, f"seed must be a whole number from 0 to {LARGEST_SEED}.")
        require(1 <= self.iterations <= 1_000_000, "iterations must lie in 1..1000000.")
        require(32 <= self.image_size <= 2048, "image_size must lie in 32..2048.")
        require(1 <= self.views_per_iteration <= 64, "views_per_iteration must lie in 1..64.")
        require(5.0 <= self.field_of_view <= 120.0, "field_of_view must lie in 5..120 degrees.")
        require(self.learning_rate > 0.0, "learning_rate must be above 0.")
        require(0.0 < self.learning_rate_decay <= 1.0, "learning_rate_decay must lie in 0..1.")
        require(self.decay_every >= 0, "decay_every must not be below 0.")
        require(all(step >= 1 for step in self.milestones), "milestones must be steps from 1.")
        require(0.0 <= self.weight_decay < 1.0, "weight_decay must lie in 0..1.")
        mirrored = self.field.mirror is not MirrorAxis.NONE
        require(not mirrored or self.start is Start.GREY, 'field.mirror needs start="grey": a material has no mirror.')
        further = self.further_weights.values()
        require(all(math.isfinite(w) and w >= 0.0 for w in further), "further_weights must be numbers from 0.")

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary that `from_dict` reads back."""
        data: dict[str, Any] = to_plain(self)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> StylizeSettings:
        """Inverse of `to_dict`, of this version's and of earlier ones', see `upgrade.upgraded`.

        Raises:
            SettingsError: unknown names, or values of the wrong kind.
        """
        return from_plain(cls, upgraded(data))

    def merged(self, changes: Mapping[str, Any]) -> StylizeSettings:
        """A copy with some values replaced, those of nested groups one by one; earlier names are read, too.

        Raises:
            SettingsError: see `from_dict`.
        """
        return merged(self, upgraded(changes, self.field.kind, self.schedule))

    @classmethod
    def preset(cls, name: str, iterations: int | None = None) -> StylizeSettings:
        """The settings of a whole recipe; see `presets.Preset` and `presets.preset_settings`."""
        from ..presets import preset_settings

        return preset_settings(name, iterations)

    def with_(self, **changes: Any) -> StylizeSettings:
        """A copy with some values replaced."""
        return replace(self, **changes)
