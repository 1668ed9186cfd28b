"""Work that stops between two reports: at once, on its own thread alone, and without losing a step."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from styleglip_addon.engine import Models, StylizeCancelled, continue_run, load_models, stylize
from styleglip_addon.engine.optimisation.loop import Optimisation
from styleglip_addon.engine.optimisation.state import StyleState
from styleglip_addon.engine.vocabulary.stopping import stop_here, stoppable
from tests.engine.small_runs import QUICK, halves, sphere
from tests.untrained_model import write_untrained_model

MESH = sphere()
PARTS = halves(MESH)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def test_work_that_nobody_may_stop_goes_on() -> None:
    stop_here()
    with stoppable(lambda: False):
        stop_here()


def test_work_that_is_to_end_ends_and_other_threads_go_on() -> None:
    with stoppable(lambda: True):
        with pytest.raises(StylizeCancelled):
            stop_here()
        other = threading.Thread(target=stop_here)
        other.start()
        other.join()
    stop_here()


def test_a_run_stopped_within_a_step_ends_bit_for_bit_like_one_that_was_not(
    models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = QUICK.with_(iterations=3, views_per_iteration=3)
    whole = stylize(MESH, PARTS, settings, models=models)
    is_wanted = False
    taken = Optimisation._judged
    asked: list[int] = []

    def judged(self: Optimisation, *given: object) -> object:
        nonlocal is_wanted
        is_wanted = given[0] == 2  # from the second step on
        return taken(self, *given)  # type: ignore[arg-type]

    def should_stop() -> bool:
        asked.append(0)
        return is_wanted and len(asked) % 5 == 0  # in the middle of its pictures

    monkeypatch.setattr(Optimisation, "_judged", judged)
    with stoppable(should_stop), pytest.raises(StylizeCancelled) as stopped:
        stylize(MESH, PARTS, settings, models=models)
    assert isinstance(stopped.value.state, StyleState)
    assert stopped.value.state.step == 1

    resumed = continue_run(MESH, stopped.value.state, settings=settings, models=models)
    assert np.array_equal(resumed.color, whole.color)
    assert np.array_equal(resumed.displacement, whole.displacement)


def test_a_run_stopped_while_it_is_sampled_keeps_its_steps(models: Models) -> None:
    settings = QUICK.with_(iterations=1)
    steps = 0

    def count(progress: object) -> None:
        nonlocal steps
        steps = getattr(progress, "step", 0) if getattr(progress, "phase", "") == "styling" else 0

    with stoppable(lambda: steps == 1), pytest.raises(StylizeCancelled) as stopped:
        stylize(MESH, PARTS, settings, count, models=models)
    assert isinstance(stopped.value.state, StyleState)
    assert stopped.value.state.step == 1
