"""The guidance models of a call without a window: loaded for it, or kept for the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...engine.models import ModelChoice
from ...engine.vocabulary import Device

if TYPE_CHECKING:
    from ...engine import Models

Loads = Callable[[ModelChoice, Device], "Models"]
"""Gives the models of a choice on a device; raises ModelError."""


def load(choice: ModelChoice, device: Device) -> Models:
    """Loads models. PyTorch comes with this, and not where something before was wrong."""
    from ...engine import load_models

    return load_models(choice, device)


class KeptModels:
    """Loads models once and gives the same ones to every call that chooses them; others take their place."""

    def __init__(self) -> None:
        self._chosen: tuple[ModelChoice, Device] | None = None
        self._models: Models | None = None

    def __call__(self, choice: ModelChoice, device: Device) -> Models:
        """See `Loads`."""
        if self._models is None or self._chosen != (choice, device):
            self._models = None  # never two sets in memory
            self._models = load(choice, device)
            self._chosen = (choice, device)
        return self._models
