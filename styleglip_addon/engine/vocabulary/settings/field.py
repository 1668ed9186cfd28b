"""Settings of the neural style fields: what a style consists of, their size, and how positions are encoded."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum

from .appearance import AppearanceSettings
from .codec import check_kinds, require


class FieldKind(StrEnum):
    """What a style consists of.

    COLOR and COLOR_DISPLACEMENT: field D, colour alone or with vertices that move (Text2Mesh, arXiv 2112.03221).
    APPEARANCE and APPEARANCE_DISPLACEMENT: field L, colour, roughness, metallic and normal (TANGO, arXiv 2210.11277),
    alone or with vertices that move.
    """

    COLOR = "color"
    COLOR_DISPLACEMENT = "color_displacement"
    APPEARANCE = "appearance"
    APPEARANCE_DISPLACEMENT = "appearance_displacement"

    @classmethod
    def of(cls, material: bool, displaces: bool) -> FieldKind:
        """The kind with or without materials, and with or without vertices that move."""
        if material:
            return cls.APPEARANCE_DISPLACEMENT if displaces else cls.APPEARANCE
        return cls.COLOR_DISPLACEMENT if displaces else cls.COLOR

    @property
    def has_material(self) -> bool:
        """Whether a point has a material besides its colour: field L."""
        return self in (FieldKind.APPEARANCE, FieldKind.APPEARANCE_DISPLACEMENT)

    @property
    def displaces(self) -> bool:
        """Whether vertices move."""
        return self in (FieldKind.COLOR_DISPLACEMENT, FieldKind.APPEARANCE_DISPLACEMENT)


class Spectrum(StrEnum):
    """How the random Fourier frequencies are distributed.

    GAUSSIAN: N(0, sigma^2) as in the published recipes; in three dimensions hardly any is low.
    ALL_SCALES: each of these vectors is made shorter by a factor of its own from U(0, 1), so that coarse patterns and
    fine grain have frequencies alike.
    """

    GAUSSIAN = "gaussian"
    ALL_SCALES = "all_scales"


class MirrorAxis(StrEnum):
    """Axis of the object across which a style is mirrored: the field sees |x|, |y| or |z| about the middle."""

    NONE = "none"
    X = "x"
    Y = "y"
    Z = "z"


@dataclass(frozen=True)
class FieldSettings:
    """The parts' neural style fields (Text2Mesh, arXiv 2112.03221, section 3.1).

    Args:
        kind: what a style consists of.
        appearance: ranges of field L's materials, and its lights; of no account to field D.
        frequencies: number of random Fourier features (the encoding has 2x as many values).
        sigma: standard deviation of the Gaussian the frequencies are drawn from (unit-sphere coordinates).
        spectrum: how the frequencies are distributed below that.
        width: width of all hidden layers.
        depth: hidden layers of the shared trunk.
        head_depth: hidden layers of the colour and of the displacement head.
        displacement_limit: largest displacement along the normal, in radii of the unit sphere.
        progressive_steps: the frequencies are switched on one after the other, low ones first, within so many steps
            (SAPE, arXiv 2104.09125, as Text2Mesh uses it); 0: all from the start.
        mirror: the style is mirror symmetric across this axis of the object (Text2Mesh's symmetry).
        standardize: every coordinate is brought to mean 0 and standard deviation 1 over the surface's vertices before
            it is encoded (Text2Mesh's standardize).
    """

    kind: FieldKind = FieldKind.APPEARANCE_DISPLACEMENT
    appearance: AppearanceSettings = dataclass_field(default_factory=AppearanceSettings)
    frequencies: int = 128
    sigma: float = 15.0
    spectrum: Spectrum = Spectrum.ALL_SCALES
    width: int = 96
    depth: int = 3
    head_depth: int = 1
    displacement_limit: float = 0.005
    progressive_steps: int = 80
    mirror: MirrorAxis = MirrorAxis.NONE
    standardize: bool = False

    def __post_init__(self) -> None:
        check_kinds(self, "field.")
        require(1 <= self.frequencies <= 4096, "field.frequencies must lie in 1..4096.")
        require(0.0 < self.sigma <= 100.0, "field.sigma must lie in 0..100.")
        require(1 <= self.width <= 4096, "field.width must lie in 1..4096.")
        require(0 <= self.depth <= 16 and 0 <= self.head_depth <= 16, "field.depth and head_depth must lie in 0..16.")
        require(0.0 <= self.displacement_limit <= 1.0, "field.displacement_limit must lie in 0..1.")
        require(0 <= self.progressive_steps <= 1_000_000, "field.progressive_steps must lie in 0..1000000.")

    @property
    def displaces(self) -> bool:
        """Whether vertices move."""
        return self.kind.displaces

    @property
    def material(self) -> AppearanceSettings | None:
        """The settings of field L where the fields are of its kind, else None."""
        return self.appearance if self.kind.has_material else None
