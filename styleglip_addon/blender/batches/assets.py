"""One asset of a batch: its input, the call that makes it, and the files that come out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from ..files.exit_codes import ExitCode


@dataclass(frozen=True)
class Asset:
    """What is to be made.

    Args:
        number: its place in the batch, from 1 on.
        name: what it is called where things are told of it.
        input: the file.
        object_name: the object of the file; "": the only or active one.
        arguments: of the call that makes it, with its input and outputs.
        output: the file that is made; None: none.
        others: further files that are named for it.
        timeout: the most seconds that it may take; 0: as long as it wants.
        fault: why it cannot even be begun; "": it can.
        fault_code: the exit code of that.
    """

    number: int
    name: str
    input: Path
    object_name: str = ""
    arguments: tuple[str, ...] = ()
    output: Path | None = None
    others: tuple[Path, ...] = ()
    timeout: float = 0.0
    fault: str = ""
    fault_code: ExitCode = ExitCode.INPUT_FILE

    def key(self, version: str) -> str:
        """What decides the result, as a number in text: the call, the input's size and time, the add-on's version."""
        try:
            held = self.input.stat()
            state: list[int] = [held.st_size, held.st_mtime_ns]
        except OSError:
            state = []
        told = json.dumps([list(self.arguments), str(self.input), state, version], ensure_ascii=True)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def files(self) -> tuple[Path, ...]:
        """All files that are named for it."""
        return (*([self.output] if self.output is not None else []), *self.others)
