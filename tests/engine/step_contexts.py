"""Steps for terms that look at pictures only."""

from __future__ import annotations

from typing import cast

from styleglip_addon.engine.fields import PartFields, StyledSurface
from styleglip_addon.engine.guidance.contract import StepContext
from styleglip_addon.engine.rendering.pictures import Pictures


def step_of(pictures: Pictures, step: int = 1) -> StepContext:
    """A step with these pictures and no fields behind them."""
    return StepContext(step, cast(PartFields, None), cast(StyledSurface, None), pictures)
