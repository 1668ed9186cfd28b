"""Settings of the neural style fields: which there are, their size, and how positions are encoded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .codec import require


class FieldKind(StrEnum):
    """What a style consists of.

    COLOR_DISPLACEMENT: field D, colour and displacement (Text2Mesh, arXiv 2112.03221). APPEARANCE: field L, colour,
    roughness, metallic and normal, no vertex moves (TANGO, arXiv 2210.11277). BOTH: field L with displacement.
    """

    COLOR_DISPLACEMENT = "color_displacement"
    APPEARANCE = "appearance"
    BOTH = "both"


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
    """Size of the neural style field D (Text2Mesh, arXiv 2112.03221, section 3.1).

    Args:
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
        require(1 <= self.frequencies <= 4096, "field.frequencies must lie in 1..4096.")
        require(0.0 < self.sigma <= 100.0, "field.sigma must lie in 0..100.")
        require(1 <= self.width <= 4096, "field.width must lie in 1..4096.")
        require(0 <= self.depth <= 16 and 0 <= self.head_depth <= 16, "field.depth and head_depth must lie in 0..16.")
        require(0.0 <= self.displacement_limit <= 1.0, "field.displacement_limit must lie in 0..1.")
        require(0 <= self.progressive_steps <= 1_000_000, "field.progressive_steps must lie in 0..1000000.")
