"""How steps are taken: the optimiser, its step size at every step, and its moments as named tensors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import torch
from torch import Tensor, nn

from ..vocabulary.settings import OptimizerKind, StylizeSettings


def create_optimizer(parameters: Iterable[nn.Parameter], settings: StylizeSettings) -> torch.optim.Optimizer:
    """Adam (arXiv 1412.6980) or AdamW (arXiv 1711.05101) with the settings' step size and PyTorch's other defaults."""
    kind = torch.optim.AdamW if settings.optimizer is OptimizerKind.ADAMW else torch.optim.Adam
    return kind(list(parameters), lr=settings.learning_rate, weight_decay=settings.weight_decay)


def learning_rate(settings: StylizeSettings, step: int) -> float:
    """The step size of a step: a function of the step alone, so that a resumed run needs no schedule's state.

    Args:
        step: from 1. With milestones m, steps after m take the decayed size; else steps after every `decay_every`.
    """
    if settings.milestones:
        decays = sum(step > milestone for milestone in settings.milestones)
    else:
        decays = (step - 1) // settings.decay_every if settings.decay_every else 0
    rate = settings.learning_rate
    for _ in range(decays):  # one by one, as PyTorch's schedules do: the same rounding
        rate *= settings.learning_rate_decay
    return rate


def set_learning_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    """Sets the step size of all parameters."""
    for group in optimizer.param_groups:
        group["lr"] = rate


def moments(optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
    """The optimiser's tensors, "<parameter>.<name>", copied to the CPU."""
    state = optimizer.state_dict()["state"]
    return {
        f"{index}.{name}": value.detach().cpu().clone()
        for index, values in state.items()
        for name, value in values.items()
    }


def restore_moments(optimizer: torch.optim.Optimizer, tensors: Mapping[str, Tensor]) -> None:
    """Inverse of `moments`, for an optimiser of the same kind and parameters.

    Raises:
        ValueError: the tensors are of other parameters.
    """
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in tensors.items():
        number, _, name = key.partition(".")
        state.setdefault(int(number), {})[name] = value.clone()
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    for index, values in state.items():
        fits = index < len(parameters) and all(
            value.ndim == 0 or value.shape == parameters[index].shape for value in values.values()
        )
        if not fits:
            raise ValueError("the optimiser's tensors do not fit the parameters")
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
