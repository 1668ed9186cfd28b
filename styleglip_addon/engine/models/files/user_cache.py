"""Where the engine keeps what is computed once and can be computed again, for each user."""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE = "STYLEGLIP_CACHE"
"""Environment variable that names another folder."""


def user_cache() -> Path:
    """The engine's folder among the system's folders for such things; it need not be there."""
    named = os.environ.get(VARIABLE, "")
    if named:
        return Path(named).expanduser()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "styleglip"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "styleglip"
    given = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(given) if Path(given).is_absolute() else Path.home() / ".cache") / "styleglip"
