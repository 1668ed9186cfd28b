"""How steps are taken: the optimiser, its step size at every step, and its moments as named tensors."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import torch
from torch import Tensor, nn

from ..vocabulary.settings import OptimizerKind, StylizeSettings

_BETAS = (0.9, 0.999)
_EPSILON = 1e-8

_STEP, _MEAN, _SQUARE = "step", "exp_avg", "exp_avg_sq"
"""Names of what is kept of a parameter, as PyTorch has them."""


class Adam:
    """Adam (arXiv 1412.6980) or AdamW (arXiv 1711.05101), to the last bit as PyTorch takes their steps on a CPU.

    PyTorch's own loads its compiler before the first step, which takes longer than a short run's steps.

    Args:
        parameters: what is optimised; those without a gradient are left alone.
        decay: of the parameters at every step.
        decoupled: AdamW: the parameters shrink by themselves, not through their gradients.
    """

    def __init__(self, parameters: Iterable[nn.Parameter], decay: float = 0.0, decoupled: bool = False) -> None:
        self.parameters = list(parameters)
        self.state: dict[int, dict[str, Tensor]] = {}
        self._decay, self._decoupled = decay, decoupled

    def zero_grad(self) -> None:
        """Forgets all gradients."""
        for parameter in self.parameters:
            parameter.grad = None

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """Moves every parameter that has a gradient.

        Args:
            rate: step size.
        """
        for index, parameter in enumerate(self.parameters):
            gradient = parameter.grad
            if gradient is None:
                continue
            if index not in self.state:
                zeros = torch.zeros_like(parameter, memory_format=torch.preserve_format)
                self.state[index] = {_STEP: torch.tensor(0.0), _MEAN: zeros, _SQUARE: zeros.clone()}
            kept = self.state[index]
            kept[_STEP] += 1.0
            if self._decay and self._decoupled:
                parameter.mul_(1.0 - rate * self._decay)
            elif self._decay:
                gradient = gradient.add(parameter, alpha=self._decay)
            first, second = _BETAS
            kept[_MEAN].lerp_(gradient, 1.0 - first)
            kept[_SQUARE].mul_(second).addcmul_(gradient, gradient, value=1.0 - second)
            count = float(kept[_STEP])
            deviation = (kept[_SQUARE].sqrt() / math.sqrt(1.0 - second**count)).add_(_EPSILON)
            parameter.addcdiv_(kept[_MEAN], deviation, value=-rate / (1.0 - first**count))


def create_optimizer(parameters: Iterable[nn.Parameter], settings: StylizeSettings) -> Adam:
    """The optimiser that settings want."""
    return Adam(parameters, settings.weight_decay, settings.optimizer is OptimizerKind.ADAMW)


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


def moments(optimizer: Adam) -> dict[str, Tensor]:
    """The optimiser's tensors, "<parameter>.<name>", copied to the CPU."""
    return {
        f"{index}.{name}": value.detach().cpu().clone()
        for index, values in optimizer.state.items()
        for name, value in values.items()
    }


def restore_moments(optimizer: Adam, tensors: Mapping[str, Tensor]) -> None:
    """Inverse of `moments`, for an optimiser of the same kind and parameters.

    Raises:
        ValueError: the tensors are of other parameters.
    """
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in tensors.items():
        number, _, name = key.partition(".")
        state.setdefault(int(number), {})[name] = value.clone()
    for index, values in state.items():
        fits = index < len(optimizer.parameters) and values.keys() == {_STEP, _MEAN, _SQUARE}
        if not fits or any(values[name].shape != optimizer.parameters[index].shape for name in (_MEAN, _SQUARE)):
            raise ValueError("the optimiser's tensors do not fit the parameters")
        place = optimizer.parameters[index].device
        state[index] = {name: value if name == _STEP else value.to(place) for name, value in values.items()}
    optimizer.state = state
