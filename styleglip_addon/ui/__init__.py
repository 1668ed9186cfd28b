"""The panel, its operators and settings: thin, and the only place that knows the job, the engine and the scene."""

from __future__ import annotations

from . import (
    background,
    handlers,
    lists,
    panels,
    preferences,
    prompt_operators,
    properties,
    result_operators,
    run_operators,
)

_MODULES = (preferences, properties, prompt_operators, run_operators, result_operators, lists, panels, handlers)


def register() -> None:
    """Registers all classes, properties and handlers."""
    for module in _MODULES:
        module.register()


def unregister() -> None:
    """Stops a running job and takes everything off again, last first."""
    background.stop()
    for module in reversed(_MODULES):
        module.unregister()
