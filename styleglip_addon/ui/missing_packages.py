"""Whether the Python packages that the engine and downloads need are there and fit; nothing is imported to find out."""

from __future__ import annotations

import sys
import tomllib
from functools import cache
from pathlib import Path

import bpy

from .. import packages
from ..packages import fitting
from ..packages.lock import WheelLock, lock_here, this_platform, this_python
from ..packages.search_path import activate, deactivate

PACKAGE = (__package__ or "").removesuffix(".ui")
"""The top package under the name Blender gave it."""
_FOLDER = Path(packages.__file__ or "").parent
_DOWNLOADS = ("httpx2", "filelock")


@cache
def lock_for_installing() -> WheelLock | None:
    """What a click can install here; None in a zip that brings its wheels, in a checkout and where no lock fits."""
    if (_FOLDER.parent / "wheels").is_dir():
        return None
    return lock_here(_FOLDER / "locks")


def packages_root() -> Path:
    """Where packages are installed: the extension's own folder in the user's Blender settings."""
    try:
        return Path(bpy.utils.extension_path_user(PACKAGE, path="packages"))
    except ValueError:  # not installed as an extension, as in a checkout
        return Path(bpy.utils.user_resource("DATAFILES", path="styleglip")) / "packages"


def register() -> None:
    """Lets Python find the packages that were installed by a click."""
    look_again()
    activate(packages_root(), lock_for_installing())


def unregister() -> None:
    """Takes them off the search path."""
    deactivate(packages_root())


def look_again() -> None:
    """Forgets what was found: packages were installed."""
    lock_for_installing.cache_clear()
    _missing.cache_clear()
    _misfit.cache_clear()


@cache
def _missing(names: tuple[str, ...]) -> str:
    """The packages that are not installed. Asked once: packages come before the add-on runs, or by its own click."""
    return ", ".join(fitting.missing(names))


@cache
def _misfit(loaded: tuple[bool, ...]) -> str:
    """Packages that do not fit; asked again when another one of them was loaded."""
    return fitting.replaced() or fitting.misfit(_brought_by)


def missing_sentence() -> str:
    """What to do about packages that the engine needs; empty if all are there and fit."""
    missing = _missing(fitting.ENGINE)
    if not missing:
        return _misfit(tuple(name in sys.modules for name in fitting.ENGINE))
    if lock_for_installing() is not None:
        return (
            f"StyleGLIP needs Python packages that are not installed yet: {missing}. Open Edit > Preferences > Add-ons "
            "> StyleGLIP and click Install Packages."
        )
    if (_FOLDER / "locks").is_dir() and not (_FOLDER.parent / "wheels").is_dir():
        return (
            f"StyleGLIP cannot run in this Blender: it needs Python packages ({missing}), and there are none for "
            f"{this_platform()} with Python {this_python()}. Use Blender 4.2 or newer from its own website, on Linux "
            "or Windows (x64) or on a Mac with Apple silicon."
        )
    return (
        f"StyleGLIP cannot run in this Blender because Python packages are missing: {missing}. Get the StyleGLIP zip "
        "that is made for your system and Blender version, and install it with Edit > Preferences > Get Extensions > "
        "Install from Disk."
    )


def missing_for_downloads() -> str:
    """What to do about packages that downloads need; empty if all are there."""
    missing = _missing(_DOWNLOADS)
    if not missing:
        return ""
    if lock_for_installing() is not None:
        return f"Python packages are missing: {missing}. Click Install Packages above first."
    return (
        f"Nothing can be downloaded in this Blender because Python packages are missing: {missing}. Install the "
        "StyleGLIP zip that is made for your system."
    )


def _brought_by(name: str, version: str) -> str:
    """Who brings a package in a version: " (from the extension X)"; empty where no manifest names it."""
    start = f"{name.replace('-', '_')}-{version}-".lower()
    for repository in bpy.context.preferences.extensions.repos:
        for path in sorted(Path(repository.directory).glob("*/blender_manifest.toml")):
            try:
                manifest = tomllib.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            wheels = [str(wheel).rsplit("/", 1)[-1].lower() for wheel in manifest.get("wheels", [])]
            if any(wheel.startswith(start) for wheel in wheels) and manifest.get("id") != PACKAGE.split(".")[-1]:
                return f" (from the extension {manifest.get('name')})"
    return ""
