"""Whose turn a step is, against the rules that the recipes' authors wrote down."""

from __future__ import annotations

import pytest

from styleglip_addon.engine import SettingsError
from styleglip_addon.engine.guidance.schedule import EVERY_STEP, crop_turns, glip_turns
from styleglip_addon.engine.vocabulary import Schedule

STEPS = range(1, 401)


def turns(schedule: Schedule) -> list[int]:
    """GLIP's steps."""
    return [step for step in STEPS if glip_turns(schedule).has(step)]


def test_the_default_gives_glip_every_third_step() -> None:
    assert turns(Schedule()) == [step for step in STEPS if step % 3 == 0]


@pytest.mark.parametrize("ratio", [1, 2, 3, 7])
def test_a_ratio_counts_the_crops_steps_per_step_of_glip(ratio: int) -> None:
    """The authors' rule is for iterations from 0; the crops always begin."""
    schedule = Schedule.of_ratio(ratio)
    assert schedule == Schedule(ratio + 1, 2)
    assert turns(schedule) == [step for step in STEPS if (step - 1) % (ratio + 1) == 1]
    assert not glip_turns(schedule).has(1)


def test_glip_may_have_no_step_or_all() -> None:
    assert turns(Schedule.of_ratio(0)) == turns(Schedule(4, 0)) == []
    assert turns(Schedule(1, 1)) == list(STEPS)


@pytest.mark.parametrize("schedule", [Schedule(), Schedule.of_ratio(1), Schedule.of_ratio(4), Schedule(5, 1)])
def test_turns_are_counted_from_the_step_alone(schedule: Schedule) -> None:
    steps = turns(schedule)
    assert [glip_turns(schedule).before(step) for step in steps] == list(range(len(steps)))


@pytest.mark.parametrize("schedule", [Schedule(), Schedule(1, 0), Schedule(1, 1), Schedule(5, 1), Schedule(4, 0)])
def test_every_step_is_glips_or_the_crops_and_never_both(schedule: Schedule) -> None:
    glip, crops = glip_turns(schedule), crop_turns(schedule)
    for step in STEPS:
        assert glip.has(step) != crops.has(step)
        assert glip.before(step) + crops.before(step) == EVERY_STEP.before(step) == step - 1


@pytest.mark.parametrize(
    ("values", "words"), [((0, 0), "schedule.period"), ((3, 4), "schedule.glip_step"), ((3, -1), "schedule.glip_step")]
)
def test_a_schedule_that_cannot_be_is_refused(values: tuple[int, int], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        Schedule(*values)


def test_a_ratio_below_nought_is_refused() -> None:
    with pytest.raises(SettingsError, match="ratio"):
        Schedule.of_ratio(-1)
