"""What a batch tells other programs: a line of JSON for each thing that happens."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from ..files.scene_files import OutputFileError, check_output_file

Tell = Callable[..., None]
"""Takes the name of an event and its values."""

_WHO = {"number": int, "asset": str}
EVENTS: Mapping[str, Mapping[str, type | tuple[type, ...]]] = {
    "batch_started": {"assets": int, "version": str, "blender": str, "journal": (str, type(None)), "dry_run": bool},
    "asset_started": {**_WHO, "input": str, "object": str, "output": (str, type(None))},
    "reading": {**_WHO, "part": str, "style": str, "lines": list},
    "note": {**_WHO, "text": str},
    "progress": {**_WHO, "phase": str, "step": int, "steps": int, "seconds_left": (int, float, type(None))},
    "asset_finished": {
        **_WHO,
        "outcome": str,
        "exit_code": (int, type(None)),
        "sentence": str,
        "seconds": (int, float),
        "memory": (int, type(None)),
        "files": list,
        "parts": list,
        "warnings": list,
        "seconds_expected": (int, float, type(None)),
    },
    "worker_started": {"process": int, "blender": str},
    "worker_ended": {"reason": str},
    "batch_finished": {"exit_code": int, "outcomes": dict, "seconds": (int, float)},
}
"""The values of each event besides "event" and "time" (ISO 8601, UTC). Values may be added, none is taken away."""

OUTCOMES: Mapping[str, str] = {
    "done": "all that was asked for is there",
    "part_missing": "done, but a part was not found (8), none was (9), or something besides the result failed (10)",
    "failed": "the sentence says why; the exit code is that of a call for this asset alone",
    "timeout": "it took longer than --timeout",
    "crashed": "Blender ended while it made the asset; the others were made by another process",
    "skipped": "its output was there, with --skip-existing",
    "done_before": "finished in an earlier call, with --resume",
    "stopped": "the batch was stopped while it was made",
    "not_begun": "the batch was stopped before",
}
"""What can come of an asset."""


class Events:
    """Writes events.

    Args:
        stream: where to; None: nowhere.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def tell(self, event: str, **values: Any) -> None:
        """Writes one, see `EVENTS`; where nobody reads any more, nothing is written from then on."""
        if self._stream is None:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        try:
            self._stream.write(json.dumps({"event": event, "time": now, **values}, ensure_ascii=False) + "\n")
            self._stream.flush()
        except (OSError, ValueError) as error:
            self._stream = None
            reason = getattr(error, "strerror", None) or error
            print(f"StyleGLIP: Events can no longer be written: {reason}.", file=sys.stderr)


@contextlib.contextmanager
def opened_events(where: str) -> Iterator[Events]:
    """Events for the body.

    Args:
        where: a file, which begins anew; "-": standard output; "": nowhere.

    Raises:
        OutputFileError: the file cannot be written.
    """
    if where in ("", "-"):
        yield Events(sys.stdout if where else None)
        return
    path = Path(where).absolute()
    check_output_file(path)
    try:
        stream = path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise OutputFileError(f'"{path}" cannot be written: {error.strerror or error}.') from error
    with stream:
        yield Events(stream)
