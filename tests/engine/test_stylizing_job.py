"""The stylizing job's own work: models kept, the engine imported on the thread, first report."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import numpy as np

from styleglip_addon.jobs.job import run_and_wait
from styleglip_addon.jobs.messages import Failed, Message, Progress

PROJECT = Path(__file__).resolve().parents[2]


def test_models_stay_loaded_between_jobs_until_another_model_is_asked_for() -> None:
    from styleglip_addon.engine.vocabulary import Device
    from styleglip_addon.engine.vocabulary.model_choice import ModelChoice
    from styleglip_addon.jobs.stylizing import ModelShelf

    loaded: list[tuple[ModelChoice | str, Device]] = []

    def load(name: ModelChoice | str, device: Device) -> object:
        loaded.append((name, device))
        return object()

    shelf = ModelShelf()
    first = shelf.get("embedded", Device.CPU, load)
    assert shelf.get("embedded", Device.CPU, load) is first
    assert shelf.get("/models/glip", Device.CPU, load) is not first
    shelf.clear()
    shelf.get("/models/glip", Device.CPU, load)
    assert loaded == [("embedded", Device.CPU), ("/models/glip", Device.CPU), ("/models/glip", Device.CPU)]


def test_the_jobs_package_and_the_vocabulary_load_without_pytorch() -> None:
    code = (
        "import sys; import styleglip_addon.jobs.stylizing, styleglip_addon.jobs.runner;"
        "import styleglip_addon.engine.vocabulary.part_names;"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0


def test_a_pinched_stylizing_job_reports_that_it_loads_before_anything_else() -> None:
    from styleglip_addon.engine.vocabulary import Mesh, Part, Phase, StylizeSettings
    from styleglip_addon.jobs.stylizing import ModelShelf, StylizeOrder, stylize_work

    triangle = Mesh(np.eye(3, dtype=np.float32), np.array([[0, 1, 2]]))
    order = StylizeOrder(triangle, (Part("base", "gold"),), StylizeSettings(), model="/no/such/folder")
    seen: list[Message] = []

    final = run_and_wait(stylize_work(order, ModelShelf()), seen.append)

    reports = [m.report for m in seen if isinstance(m, Progress)]
    assert reports[0].phase is Phase.LOADING
    assert math.isnan(reports[0].seconds_left)
    assert isinstance(final, Failed), "there is no such model"
