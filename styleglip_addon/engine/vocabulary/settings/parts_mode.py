"""Settings of where the parts' places come from, and of locating them again while the style grows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .codec import check_kinds, require


class PartsMode(StrEnum):
    """Where the parts' places come from.

    FIXED: located once, on the unstylized mesh, or painted. JOINT: located again as the style grows, as the paper does,
    within `JointSettings.most_drift` of the first place. HOLISTIC: nothing is located, one prompt styles the object.
    """

    FIXED = "fixed"
    JOINT = "joint"
    HOLISTIC = "holistic"


@dataclass(frozen=True)
class JointSettings:
    """How the parts are located again while the style grows (`PartsMode.JOINT`).

    Args:
        every: steps between two locations.
        most_drift: how far a part's place may leave the first one: 1 - weighted intersection over union by surface
            area. A place farther off is mixed with the first one until it is within, and a warning says so.
    """

    every: int = 50
    most_drift: float = 0.2

    def __post_init__(self) -> None:
        check_kinds(self, "joint.")
        require(1 <= self.every <= 1_000_000, "joint.every must lie in 1..1000000.")
        require(0.0 <= self.most_drift < 1.0, "joint.most_drift must lie in 0..1.")
