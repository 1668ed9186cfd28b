"""Checkpoints of a training run: written whole or not at all, read with weights_only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Writes `state` beside `path` and moves it there, so that a break never leaves half a checkpoint."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    torch.save(state, temporary)
    temporary.replace(path)


def load_checkpoint(path: Path) -> dict[str, Any] | None:
    """The checkpoint at `path`, or None where there is none."""
    if not path.exists():
        return None
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


def mixed(values: dict[str, torch.Tensor], others: dict[str, torch.Tensor], share: float) -> dict[str, torch.Tensor]:
    """Values with a share (0..1) of others of the same names mixed in."""
    return {name: torch.lerp(value, others[name], share) for name, value in values.items()}


class MovingAverage:
    """Exponential moving average of a module's parameters: the weights that are shipped."""

    def __init__(self, module: torch.nn.Module, decay: float) -> None:
        self.decay = decay
        self.values = {name: p.detach().clone() for name, p in module.named_parameters() if p.requires_grad}

    @torch.no_grad()
    def update(self, module: torch.nn.Module, step: int) -> None:
        """Moves the average towards the module; early steps count more, so that it forgets the start."""
        decay = min(self.decay, (1.0 + step) / (10.0 + step))
        for name, parameter in module.named_parameters():
            if name in self.values:
                self.values[name].lerp_(parameter, 1.0 - decay)

    @torch.no_grad()
    def copy_to(self, module: torch.nn.Module) -> None:
        """Writes the averaged values into `module`."""
        for name, parameter in module.named_parameters():
            if name in self.values:
                parameter.copy_(self.values[name])
