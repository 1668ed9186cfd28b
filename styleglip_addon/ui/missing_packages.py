"""Whether the Python packages that the engine and downloads need are there; nothing is imported to find out."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

_ENGINE = ("torch", "transformers", "tokenizers", "safetensors", "scipy")
_DOWNLOADS = ("httpx2", "filelock")


@cache
def _missing(packages: tuple[str, ...]) -> str:
    """The packages that are not installed. Asked once: packages come with the extension, before it runs."""
    return ", ".join(name for name in packages if find_spec(name) is None)


def missing_sentence() -> str:
    """What to do about packages that the engine needs; empty if all are there."""
    missing = _missing(_ENGINE)
    if not missing:
        return ""
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
    return (
        f"Nothing can be downloaded in this Blender because Python packages are missing: {missing}. Install the "
        "StyleGLIP zip that is made for your system."
    )
