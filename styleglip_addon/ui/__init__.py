"""What an artist sees and clicks, a folder for each thing they do; thin, the only place that knows all the rest.

Below the folders lies what they share. A folder may use those named before it in `_FOLDERS`, never those after it.
"""

from __future__ import annotations

from . import (
    background,
    handlers,
    history,
    language,
    missing_packages,
    models,
    parts,
    queue,
    result,
    running,
    stylize,
    textures,
)

_FOLDERS = (models, parts, stylize, result, history, textures, queue, running)
"""In the order of their panels."""


def register() -> None:
    """Hands over the translations, makes the driver of background work, registers classes, properties and handlers."""
    language.register()
    missing_packages.register()
    background.register()
    for folder in _FOLDERS:
        folder.register()
    handlers.register()


def unregister() -> None:
    """Ends all background work, and takes everything off again, last first."""
    handlers.leave()
    background.unregister()
    handlers.unregister()
    for folder in reversed(_FOLDERS):
        folder.unregister()
    language.unregister()
    missing_packages.unregister()
