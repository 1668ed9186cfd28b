"""Lets Python find the installed packages: the one place of the add-on that adds to the module search path.

The folder goes to the end: what Blender and its extensions bring is found first, so that nothing changes for others.
Where that gives a set that does not fit together, `fitting.py` says so.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from .installing import is_installed, packages_folder
from .lock import WheelLock


def activate(root: Path, lock: WheelLock | None) -> bool:
    """Adds the packages of a lock, where they are installed; whether they can be found now."""
    if lock is None or not is_installed(root, lock):
        return False
    folder = str(packages_folder(root, lock))
    if folder not in sys.path:
        sys.path.append(folder)
        importlib.invalidate_caches()
    return True


def deactivate(root: Path) -> None:
    """Takes the packages off the search path; what was imported stays."""
    for entry in [entry for entry in sys.path if Path(entry).parent == root]:
        sys.path.remove(entry)
