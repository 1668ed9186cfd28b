"""What can go wrong while packages are installed; every message says what to do."""

from __future__ import annotations

from ..engine.vocabulary.errors import StyleGLIPError


class PackagesError(StyleGLIPError):
    """The packages cannot be installed; the message says why and what to do."""


class InstallCancelled(StyleGLIPError):
    """`should_stop` returned True. The wheels that have arrived are kept."""


NETWORK_OFF = (
    "Installing the packages needs the network, and Blender may not use it. Switch on Edit > Preferences > System > "
    "Network > Allow Online Access, then click Install again."
)
NO_PIP = (
    "This Blender's Python has no pip, which fetches the packages. Install the StyleGLIP zip that has them inside "
    "instead, or Blender from its own website."
)
_CONNECTION = (
    "newconnectionerror",
    "name resolution",
    "getaddrinfo",
    "max retries",
    "timed out",
    "proxyerror",
    "connection broken",
    "connection reset",
    "connection refused",
    "incompleteread",
    "connection aborted",
)


def explain_pip(output: str) -> str:
    """One sentence for what pip printed when it failed.

    Args:
        output: everything it wrote.
    """
    lowered = output.lower()
    if "no space left" in lowered or "not enough space" in lowered or "errno 28" in lowered:
        return "The disk ran full while the packages arrived. Free some space, then click Install again."
    if any(word in lowered for word in _CONNECTION):
        return (
            "The package index could not be reached, or the connection broke off. Check the network (or pip's proxy), "
            "then click Install again: what has arrived is kept."
        )
    if "do not match the hashes" in lowered or "hash mismatch" in lowered:
        return (
            "A package that arrived is not the one that StyleGLIP was made with, and was thrown away. Click Install "
            "again; if it happens again, pip's package index gives out other files."
        )
    if "no matching distribution" in lowered or "could not find a version" in lowered:
        return (
            "The package index that pip is set up with does not have the wanted version of a package "
            f"({_last_error(output)}). Use the public index, or the StyleGLIP zip that has the packages inside."
        )
    return f"The packages could not be fetched ({_last_error(output)}). Click Install again."


def _last_error(output: str) -> str:
    errors = [line.strip() for line in output.splitlines() if line.lower().startswith("error")]
    return errors[-1] if errors else "pip stopped without saying why"
