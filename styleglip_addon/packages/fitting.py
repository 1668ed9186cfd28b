"""Whether the packages that Python finds are there, fit together, and are those that are loaded.

All extensions of a Blender share one place for wheels, where the highest version of a name wins; an update replaces
files of packages that are loaded, and Windows keeps those that are open. Each of that could leave half of one library
and half of another, which fails somewhere inside. This says it in a sentence before anything is imported.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Callable, Iterable
from importlib.machinery import PathFinder
from pathlib import Path

ENGINE = ("torch", "torchvision", "transformers", "tokenizers", "safetensors", "scipy")
"""What a run imports."""
_WATCHED = {*ENGINE, "numpy", "huggingface-hub", "regex", "pyyaml"}
"""Packages whose versions depend on each other."""

RESTART = (
    "{what} was replaced on the disk while Blender uses it, as by an update. Save your work and start Blender again."
)
MISFIT = (
    "{package} {version} needs {requirement}, and this Blender finds {found} {found_version}{origin}. Disable what "
    "brings it in Edit > Preferences, or StyleGLIP, and start Blender again."
)


def missing(names: Iterable[str]) -> list[str]:
    """Those of some modules that Python does not find, or finds a rest of only. Nothing is imported."""
    gone = []
    for name in names:
        spec = PathFinder.find_spec(name)
        if spec is None or spec.origin is None:  # a folder without an __init__.py is what an uninstallation left
            gone.append(name)
    return gone


def replaced(names: Iterable[str] = (*ENGINE, "numpy")) -> str:
    """Why Blender must be started again: a package is loaded that is not the one on the disk any more; or empty."""
    for name in names:
        module = sys.modules.get(name)
        if module is None:
            continue
        loaded, file = getattr(module, "__version__", None), getattr(module, "__file__", None)
        installed = _version(name)
        gone = file is not None and not Path(file).is_file()
        if gone or (loaded and installed and _plain(str(loaded)) != _plain(installed)):
            return RESTART.format(what=f"{name} {loaded or ''}".strip())
    return ""


def misfit(brought_by: Callable[[str, str], str]) -> str:
    """Two packages that do not fit, in a sentence; empty where all do.

    Args:
        brought_by: given a package and its version, who brings it: " from the extension X", or empty.
    """
    try:
        from packaging.requirements import InvalidRequirement, Requirement
    except ImportError:  # what is missing is told elsewhere
        return ""
    for name in ENGINE:
        version = _version(name)
        for text in (importlib.metadata.requires(name) or []) if version else []:
            try:
                requirement = Requirement(text)
            except InvalidRequirement:
                continue
            wanted = requirement.name.lower().replace("_", "-")
            if wanted not in _WATCHED or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
                continue
            found = _version(wanted)
            if found is not None and not requirement.specifier.contains(found, prereleases=True):
                return MISFIT.format(
                    package=name,
                    version=version,
                    requirement=requirement,
                    found=wanted,
                    found_version=found,
                    origin=brought_by(wanted, found),
                )
    return ""


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _plain(version: str) -> str:
    """A version without what says how it was built: 2.12.0+cu130 is 2.12.0."""
    return re.split(r"[+]", version)[0]
