"""The table of the demo's phases: what each took is what passed since the one before it."""

from __future__ import annotations

import pytest

from tools.benchmarks.demo_time import phases_of


def test_every_phase_has_the_time_since_the_one_before() -> None:
    phases = phases_of([("importing", 0, 1.0, 2.0), ("locating", 12, 1.5, 4.0), ("writing", 0, 4.0, 5.0)])
    assert [(phase["phase"], phase["steps"]) for phase in phases] == [
        ("importing", 0),
        ("locating", 12),
        ("writing", 0),
    ]
    assert [phase["processor_seconds"] for phase in phases] == pytest.approx([1.0, 0.5, 2.5])
    assert sum(phase["seconds"] for phase in phases) == pytest.approx(5.0)
