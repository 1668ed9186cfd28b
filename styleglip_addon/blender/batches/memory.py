"""How much memory this process has held at most, where the system tells."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")


def start_peak() -> None:
    """From here on the peak is counted, on Linux; elsewhere it is that of the whole process."""
    with contextlib.suppress(OSError):
        _RESET.write_text("5", encoding="ascii")


def peak_memory() -> int | None:
    """The most resident memory, bytes; None where the system does not tell."""
    with contextlib.suppress(OSError, ValueError):
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
