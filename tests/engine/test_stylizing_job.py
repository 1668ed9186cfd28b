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


def test_a_job_that_asks_ends_before_it_styles_without_a_part_and_goes_on_from_its_search(tmp_path: Path) -> None:
    from dataclasses import replace

    from styleglip_addon.engine.vocabulary import Part, Phase, StylizeResult
    from styleglip_addon.jobs.locating import LocateOrder, locate_work
    from styleglip_addon.jobs.messages import Done
    from styleglip_addon.jobs.stylizing import ModelShelf, PartsMissing, StylizeOrder, stylize_work
    from tests.engine.small_runs import QUICK, halves, sphere
    from tests.untrained_model import write_untrained_model

    mesh, shelf = sphere(), ModelShelf()
    cap, body = halves(mesh)
    # No box and no name says where a horn is; a place that nothing is left for is none.
    parts = (cap, body, Part("horn", "gold"))
    order = StylizeOrder(mesh, parts, QUICK, str(write_untrained_model(tmp_path)), asks=True)
    seen: list[Message] = []

    asked = run_and_wait(stylize_work(order, shelf), seen.append)

    assert isinstance(asked, Done)
    assert isinstance(asked.result, PartsMissing)
    assert [item.part.name for item in asked.result.located.missing] == ["horn"]
    assert Phase.STYLING not in [m.report.phase for m in seen if isinstance(m, Progress)]

    seen.clear()
    order = replace(order, asks=False, located=asked.result.located)
    done = run_and_wait(stylize_work(order, shelf), seen.append)

    assert isinstance(done, Done)
    assert isinstance(done.result, StylizeResult)
    assert [part.located.found for part in done.result.parts] == [True, True, False]
    views = [m.report.step for m in seen if isinstance(m, Progress) and m.report.phase is Phase.LOCATING]
    assert views == [0, QUICK.localization.views], "nothing was looked for again"

    located = run_and_wait(locate_work(LocateOrder(mesh, parts, QUICK, order.model), shelf), seen.append)
    assert isinstance(located, Done)
    assert [item.found for item in located.result] == [True, True, False]
