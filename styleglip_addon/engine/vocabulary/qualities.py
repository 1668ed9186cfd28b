"""The qualities of our own recipe: how much work goes into a result."""

from __future__ import annotations

from enum import StrEnum

from .settings import LocalizationSettings, StylizeSettings


class Quality(StrEnum):
    """From a quick look to many steps on a fine copy of the mesh."""

    DRAFT = "draft"
    STANDARD = "standard"
    FINE = "fine"


def quality_settings(quality: Quality) -> StylizeSettings:
    """The settings of a quality; the standard is the engine's default."""
    match quality:
        case Quality.DRAFT:
            return StylizeSettings(iterations=3, dense_vertices=6_000, localization=LocalizationSettings(views=10))
        case Quality.STANDARD:
            return StylizeSettings()
        case Quality.FINE:
            return StylizeSettings(
                iterations=30,
                views_per_iteration=3,
                dense_vertices=30_000,
                localization=LocalizationSettings(views=20),
            )
