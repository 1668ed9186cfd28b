"""Where the parts' fields start: from one grey, or from the material that the style's words mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .codec import check_kinds, require


class Start(StrEnum):
    """What a part looks like before the first step.

    MATERIAL: the procedural material that its words mean, chosen among several pieces by the guidance models, then
    fitted by the optimisation. GREY: mid-grey everywhere, as in the published recipes; all else is optimised.
    """

    MATERIAL = "material"
    GREY = "grey"


@dataclass(frozen=True)
class MaterialSettings:
    """How materials are chosen and fitted; of no account where the start is grey.

    Args:
        candidates: pieces of material that are drawn and judged per part; 1: the first is taken as it is.
        views: cameras that the candidates are judged from.
        palette: furthest that the fit moves the colours, CIE L*a*b* units.
        contrast: largest share by which the fit changes the spread of the colours along any axis of L*a*b*.
        roughness: furthest that the fit moves the roughness.
        relief: largest share by which the fit changes the relief's height.
        residual_steps: the last so many steps also learn a field of what the material does not hold; 0: none.
        residual: furthest that this field moves a colour, L*a*b* units.
    """

    candidates: int = 4
    views: int = 2
    palette: float = 2.0
    contrast: float = 0.1
    roughness: float = 0.05
    relief: float = 0.15
    residual_steps: int = 0
    residual: float = 12.0

    @property
    def has_residual(self) -> bool:
        """Whether there is a field of what the material does not hold."""
        return self.residual_steps > 0

    def __post_init__(self) -> None:
        check_kinds(self, "material.")
        require(1 <= self.candidates <= 64, "material.candidates must lie in 1..64.")
        require(1 <= self.views <= 64, "material.views must lie in 1..64.")
        require(0.0 <= self.palette <= 100.0, "material.palette must lie in 0..100.")
        require(0.0 <= self.contrast < 1.0, "material.contrast must lie in 0..1.")
        require(0.0 <= self.roughness <= 1.0, "material.roughness must lie in 0..1.")
        require(0.0 <= self.relief < 1.0, "material.relief must lie in 0..1.")
        require(0 <= self.residual_steps <= 1_000_000, "material.residual_steps must lie in 0..1000000.")
        require(0.0 <= self.residual <= 100.0, "material.residual must lie in 0..100.")
