"""Quality presets: how much work goes into a result."""

from __future__ import annotations

from enum import StrEnum

from ..engine.vocabulary import LocalizationSettings, StylizeSettings


class Quality(StrEnum):
    """The artist's choice."""

    DRAFT = "DRAFT"
    STANDARD = "STANDARD"
    FINE = "FINE"


def preset(quality: Quality) -> StylizeSettings:
    """The engine's settings for a quality; the standard is the engine's default."""
    match quality:
        case Quality.DRAFT:
            return StylizeSettings(iterations=80, dense_vertices=6_000, localization=LocalizationSettings(views=10))
        case Quality.STANDARD:
            return StylizeSettings()
        case Quality.FINE:
            return StylizeSettings(
                iterations=500,
                views_per_iteration=3,
                dense_vertices=30_000,
                localization=LocalizationSettings(views=20),
            )
