"""Whose turn a step is, where two terms share the steps: functions of the step alone, so that a run can be resumed."""

from __future__ import annotations

from dataclasses import dataclass

from ..vocabulary.settings import Schedule


@dataclass(frozen=True)
class Turns:
    """The steps a term has.

    Args:
        period: the steps repeat after so many.
        own: which of them, from 1, are the term's.
    """

    period: int = 1
    own: frozenset[int] = frozenset({1})

    def has(self, step: int) -> bool:
        """Whether a step, from 1, is the term's."""
        return (step - 1) % self.period + 1 in self.own

    def before(self, step: int) -> int:
        """How many steps the term has had before a step."""
        rounds, rest = divmod(step - 1, self.period)
        return rounds * len(self.own) + sum(number <= rest for number in self.own)


EVERY_STEP = Turns()


def glip_turns(schedule: Schedule) -> Turns:
    """The steps of the part-level style loss beside a loss on crops."""
    return Turns(schedule.period, frozenset({schedule.glip_step} - {0}))


def crop_turns(schedule: Schedule) -> Turns:
    """The steps of the loss on crops beside the part-level style loss: all that the other has not."""
    return Turns(schedule.period, frozenset(range(1, schedule.period + 1)) - {schedule.glip_step})
