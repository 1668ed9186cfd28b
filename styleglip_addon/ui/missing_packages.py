"""Whether the Python packages the engine needs are there; nothing is imported to find out."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

PACKAGES = ("torch", "transformers", "tokenizers", "safetensors", "scipy")


@cache
def missing_packages() -> tuple[str, ...]:
    """Names of the packages that are not installed. Asked once: packages come with the extension, before it runs."""
    return tuple(name for name in PACKAGES if find_spec(name) is None)


def missing_sentence() -> str:
    """What to do about missing packages; empty if all are there."""
    missing = missing_packages()
    if not missing:
        return ""
    return (
        f"StyleGLIP cannot run in this Blender because Python packages are missing: {', '.join(missing)}. Get the "
        "StyleGLIP zip that is made for your system and Blender version, and install it with "
        "Edit > Preferences > Get Extensions > Install from Disk."
    )
