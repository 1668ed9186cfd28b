"""Whose turn a step of the optimisation is: the part-level GLIP loss's or the loss on crops."""

from __future__ import annotations

from dataclasses import dataclass

from .codec import check_kinds, require


@dataclass(frozen=True)
class Schedule:
    """GLIP and the crops by turns: of every `period` steps GLIP has one, the crops have all others.

    A term that is alone, as the other's weight is 0, has every step; the schedule does not matter then.

    Args:
        period: number of steps after which the turns repeat.
        glip_step: which step of every period is GLIP's, from 1; 0: none is.
    """

    period: int = 3
    glip_step: int = 3

    def __post_init__(self) -> None:
        check_kinds(self, "schedule.")
        require(self.period >= 1, "schedule.period must be at least 1.")
        require(0 <= self.glip_step <= self.period, "schedule.glip_step must lie in 0..schedule.period.")

    @classmethod
    def of_ratio(cls, ratio: int) -> Schedule:
        """3DStyleGLIP's `glip_clip_ratio` (arXiv 2404.02634): the iterations i with i mod (ratio + 1) = 1 are GLIP's.

        i counts from 0. The first step is always the crops', as in the authors' code.

        Args:
            ratio: steps of the crops per step of GLIP; 0 means never GLIP, as nothing mod 1 is 1.

        Raises:
            SettingsError: the ratio is below 0.
        """
        require(ratio >= 0 and ratio == int(ratio), "The ratio of a schedule must be a whole number from 0.")
        return cls(ratio + 1, 2 if ratio else 0)
