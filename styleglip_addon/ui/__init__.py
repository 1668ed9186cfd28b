"""What an artist sees and clicks, a folder for each thing they do; thin, the only place that knows all the rest.

Below the folders lies what they share. A folder may use those named before it in `_FOLDERS`, never those after it.
"""

from __future__ import annotations

from . import handlers, models, parts, result, stylize, textures
from .models import downloads
from .stylize import background

_FOLDERS = (models, parts, stylize, result, textures)
"""In the order of their panels."""


def register() -> None:
    """Registers all classes, properties and handlers."""
    for folder in _FOLDERS:
        folder.register()
    handlers.register()


def unregister() -> None:
    """Stops a running job and a running download, and takes everything off again, last first."""
    background.stop()
    downloads.stop()
    handlers.unregister()
    for folder in reversed(_FOLDERS):
        folder.unregister()
