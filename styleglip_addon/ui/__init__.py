"""The panel, its operators and settings: thin, and the only place that knows the job, the engine and the scene."""

from __future__ import annotations

from . import (
    background,
    baking_operators,
    baking_panel,
    baking_properties,
    catalogue_operators,
    color_mix,
    detection_operators,
    downloads,
    further_operators,
    handlers,
    lists,
    panels,
    preferences,
    prompt_operators,
    properties,
    result_operators,
    run_operators,
)

_MODULES = (
    preferences,
    catalogue_operators,
    properties,
    baking_properties,
    color_mix,
    prompt_operators,
    run_operators,
    further_operators,
    result_operators,
    detection_operators,
    baking_operators,
    lists,
    panels,
    baking_panel,
    handlers,
)


def register() -> None:
    """Registers all classes, properties and handlers."""
    for module in _MODULES:
        module.register()


def unregister() -> None:
    """Stops a running job and a running download, and takes everything off again, last first."""
    background.stop()
    downloads.stop()
    for module in reversed(_MODULES):
        module.unregister()
