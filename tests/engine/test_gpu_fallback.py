"""A GPU that gives out in the middle of a run is left for the CPU, once, and a warning says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from styleglip_addon.engine import Device, StylizeSettings, load_models, locate_parts, stylize
from styleglip_addon.engine.models import Models
from styleglip_addon.engine.models import falling_back as falling_back_module
from styleglip_addon.engine.models.falling_back import on_cpu_if_gpu_fails
from tests.engine.small_runs import QUICK, halves, sphere
from tests.untrained_model import write_untrained_model

FULL = "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 8.00 GiB"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")), Device.CPU)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU, which would be used")
def test_a_run_on_a_gpu_that_gives_out_ends_on_the_cpu(models: Models) -> None:
    mesh = sphere()
    parts = halves(mesh)
    settings = QUICK.with_(iterations=1)
    styled = stylize(mesh, parts, settings, models=replace(models, device="cuda"))
    assert styled.warnings[0].startswith("The GPU gave out (")
    assert styled.warnings[0].endswith("This was computed on the CPU instead, which takes longer.")
    assert styled.settings.machine.device is Device.CPU
    assert [part.located.found for part in styled.parts] == [True, True]
    found = locate_parts(mesh, parts, settings, models=replace(models, device="cuda"))
    assert found.warnings[0].startswith("The GPU gave out (")
    assert found.models.device == "cpu"


def _once(error: Exception) -> tuple[list[str], Callable[[Models | None, StylizeSettings], Any]]:
    devices: list[str] = []

    def work(models: Models | None, settings: StylizeSettings) -> str:
        devices.append(settings.machine.device.value if models is None else models.device)
        if len(devices) == 1:
            raise error
        return "result"

    return devices, work


def test_it_is_tried_once_more_and_only_where_the_gpu_was_the_reason(
    models: Models, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(falling_back_module, "load_models", lambda choice, device: replace(models, device="cpu"))
    on_gpu = replace(models, device="cuda", cache=tmp_path)
    for given in (on_gpu, None):
        monkeypatch.setattr(falling_back_module, "resolve_device", lambda device: "cuda")
        devices, work = _once(torch.OutOfMemoryError(FULL))
        told = on_cpu_if_gpu_fails(work, given, StylizeSettings(), lambda result, sentence: f"{result}: {sentence}")
        assert devices == ["cuda" if given is not None else "auto", "cpu"]
        assert told.startswith("result: The GPU gave out (CUDA out of memory. Tried to allocate 2.00 GiB")
    for error, given in (
        (ValueError("shapes"), on_gpu),
        (MemoryError(), on_gpu),
        (torch.OutOfMemoryError(FULL), replace(models, device="cpu")),
        (torch.OutOfMemoryError(FULL), replace(on_gpu, choice=None)),
    ):
        devices, work = _once(error)
        with pytest.raises(type(error)):
            on_cpu_if_gpu_fails(work, given, StylizeSettings(), lambda result, sentence: result)
        assert len(devices) == 1
