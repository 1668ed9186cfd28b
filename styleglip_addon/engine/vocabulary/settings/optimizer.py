"""Which optimiser takes the steps."""

from __future__ import annotations

from enum import StrEnum


class OptimizerKind(StrEnum):
    """Adam (arXiv 1412.6980), or AdamW with decoupled weight decay (arXiv 1711.05101)."""

    ADAM = "adam"
    ADAMW = "adamw"
