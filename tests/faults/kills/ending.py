"""Ends a work at random moments, starts it again each time, and tells what was not whole or did not go on."""

from __future__ import annotations

import os
import queue
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from tests.engine.file_server import FileServer

from .works import CONTENT, GIVEN, WORKS

ROOT = Path(__file__).resolve().parents[3]
_MOST_SECONDS = 300.0
_PAUSE = 0.01


@dataclass(frozen=True)
class Endings:
    """What came of ending a work.

    Args:
        moments: how many times it was ended.
        faults: what was not whole, or did not go on, a line each.
        resumed: for downloads, how many went on with what had arrived.
    """

    moments: int
    faults: tuple[str, ...]
    resumed: int = 0


def end_at_random(name: str, folder: Path, moments: int, python: Path | None = None) -> Endings:
    """Starts a work, lets it be done once, ends it at a moment of the next time; again and again.

    Args:
        name: one of `WORKS`.
        folder: what `prepare` has made.
        moments: how many times; those of a name are the same every time.
        python: the interpreter to work in; None: this one.
    """
    draw = random.Random(name)
    faults: list[str] = []
    with ExitStack() as stack:
        server = FileServer(CONTENT)
        server.pause = _PAUSE
        stack.enter_context(server.running())
        (folder / "address.txt").write_text(server.url, encoding="utf-8")
        for _ in range(moments):
            faults += _once(name, folder, python or Path(sys.executable), draw.uniform(0.0, WORKS[name].seconds))
            faults += _unknown_names(name, folder)
        faults += _once(name, folder, python or Path(sys.executable), None)
        faults += [f"{name}: {path.name} is left" for path in sorted(folder.parent.rglob("*")) if is_temporary(path)]
    resumed = sum(bool(headers.get("Range")) for headers in server.requests)
    return Endings(moments, tuple(faults), resumed)


def is_temporary(path: Path) -> bool:
    """Whether a file or folder says by its name that it is not whole, or not to stay."""
    is_hidden_file = path.name.startswith(".") and ".styleglip-" in path.name and ".tmp" in path.name
    return is_hidden_file or path.name.startswith("styleglip-")


def _once(name: str, folder: Path, python: Path, moment: float | None) -> Iterator[str]:
    """One start; ended `moment` seconds after the work was done once, or let end after that."""
    environ = {**os.environ, "OMP_NUM_THREADS": "1", "TMPDIR": str(folder.parent), "PYTHONWARNINGS": "ignore"}
    command = [str(python), "-m", "tests.faults.kills", name, str(folder), "1" if moment is None else "1000"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors="replace"
    )
    lines = _lines_of(process)
    last = "end" if moment is None else "done"
    try:
        while (line := lines.get(timeout=_MOST_SECONDS)) not in (last, "end", ""):
            if line.startswith("fault"):
                yield f"{name}: {line.removeprefix('fault ')}"
        if line != last:
            yield f"{name}: it did not go on after it was ended"
        elif moment is not None:
            time.sleep(moment)
    except queue.Empty:
        yield f"{name}: it was not done within {_MOST_SECONDS:.0f} seconds"
    finally:
        process.kill()
        process.wait()


def _lines_of(process: subprocess.Popen[str]) -> queue.Queue[str]:
    """What a work tells, as it comes; "" when its process has ended."""
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("@"):
                lines.put(line[1:].strip())
        lines.put("")

    threading.Thread(target=read, daemon=True).start()
    return lines


def _unknown_names(name: str, folder: Path) -> Iterator[str]:
    """Files that are neither given, nor the work's, nor a temporary one by its name."""
    allowed: Sequence[str] = WORKS[name].files
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        is_known = relative.parts[0] in GIVEN or any(fnmatch(relative.as_posix(), pattern) for pattern in allowed)
        if path.is_file() and not is_known and not is_temporary(path):
            yield f"{name}: {relative} was left"
