"""What is shown of a job's remaining time runs down steadily although its estimates jump."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from styleglip_addon.jobs.time_left import SteadyEstimate


def test_one_wild_estimate_is_hardly_seen_and_the_share_never_goes_back() -> None:
    steady, shares, shown = SteadyEstimate(), [], []
    for step in range(100):
        left = 100.0 - step
        steady.report(3.0 * left if step % 10 == 5 else left, float(step))
        shares.append(steady.share)
        shown.append(steady.seconds_left)
    assert all(abs(b - a) < 20.0 for a, b in pairwise(shown))
    assert all(a <= b for a, b in pairwise(shares))
    assert steady.seconds_left == pytest.approx(1.0, abs=5.0)


def test_an_estimate_that_stays_is_taken_over() -> None:
    steady = SteadyEstimate()
    for step in range(60):
        steady.report(20.0 - 0.5 * step if step < 10 else 90.0 - 0.5 * step, 0.5 * step)
    assert steady.seconds_left == pytest.approx(60.5, abs=12.0)


def test_while_nothing_is_known_it_says_so_and_later_counts_on() -> None:
    steady = SteadyEstimate()
    steady.report(math.nan, 0.0)
    assert math.isnan(steady.seconds_left)
    steady.report(30.0, 2.0)
    steady.report(math.nan, 5.0)
    assert steady.seconds_left == 27.0
    assert steady.share == pytest.approx(2.0 / 32.0)


def test_a_pause_is_not_counted() -> None:
    steady = SteadyEstimate()
    steady.report(30.0, 0.0)
    steady.report(29.0, 1.0)
    before = steady.share
    steady.skip()
    steady.report(29.0, 600.0)
    assert steady.share == before
    assert steady.seconds_left == pytest.approx(29.0)
