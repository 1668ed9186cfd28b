"""Does on the CPU what a GPU could not do: one that is full or busy, or that this PyTorch has no kernels for."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar, Protocol, TypeVar

import torch

from ..vocabulary import Device, StylizeSettings
from ..vocabulary.shortages import Shortage, shortage_of
from .contract import Models
from .loading import SLOWER, load_models, resolve_device

Result = TypeVar("Result")


Warned = TypeVar("Warned", bound="_HasWarnings")


class _HasWarnings(Protocol):
    """A dataclass with sentences for the user."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def warnings(self) -> tuple[str, ...]: ...


def with_warning(result: Warned, sentence: str) -> Warned:
    """A result whose first warning is the sentence."""
    return replace(result, warnings=(sentence, *result.warnings))


def on_cpu_if_gpu_fails(
    work: Callable[[Models | None, StylizeSettings], Result],
    models: Models | None,
    settings: StylizeSettings,
    told: Callable[[Result, str], Result],
) -> Result:
    """Does something, and once more on the CPU where the GPU gave out meanwhile.

    Args:
        work: takes the models, None where it loads them by itself, and the settings.
        models: those that were given.
        settings: of the run; the second time with the CPU as its device.
        told: puts a sentence for the user to what the second time gave.
    """
    device = resolve_device(settings.machine.device) if models is None else models.device
    try:
        return work(models, settings)
    except Exception as error:
        can_move = models is None or models.choice is not None
        if device == "cpu" or shortage_of(error) is not Shortage.GPU or not can_move:
            raise
        reason = str(error).strip().splitlines()[0].rstrip(".")[:120]
    # Outside of the handler: its traceback held what lies on the GPU.
    gc.collect()
    if torch.cuda.is_initialized():
        torch.cuda.empty_cache()
    machine = replace(settings.machine, device=Device.CPU)
    if models is not None and models.choice is not None:
        models = replace(load_models(models.choice, Device.CPU), cache=models.cache)
    return told(work(models, settings.with_(machine=machine)), f"The GPU gave out ({reason}). {SLOWER}")
