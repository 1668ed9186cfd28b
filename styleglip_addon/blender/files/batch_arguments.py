"""The options for many assets in one call, as they are declared, with their help."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class Several(argparse.Action):
    """Keeps the first value under the option's own name, and all of them under the plural's."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Takes one more use of the option."""
        given = [values] if isinstance(values, str) else list(values or ())
        every = [*(getattr(namespace, f"{self.dest}s", None) or ()), *given]
        setattr(namespace, f"{self.dest}s", every)
        setattr(namespace, self.dest, Path(every[0]) if self.dest == "input" else every[-1])


def add_batch_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares them. Any of them makes a call one for many assets, even where there is only one."""
    group = parser.add_argument_group("many assets", "--output then takes {name}, {object}, {folder} and {number}")
    group.add_argument("--job", type=Path, metavar="FILE", help="YAML or JSON file that says what is to be made")
    group.add_argument("--collection", action="append", default=[], help="the meshes of a collection; repeatable")
    group.add_argument("--all", action="store_true", help="each mesh that the scene of a .blend file shows")
    group.add_argument("--skip-existing", action="store_true", help="leave out assets whose output is there")
    group.add_argument("--resume", action="store_true", help="go on with a batch that was stopped")
    group.add_argument("--dry-run", action="store_true", help="read all, find parts, estimate time; write nothing")
    group.add_argument("--timeout", type=_seconds, default=0.0, metavar="SECONDS", help="the most for one asset")
    group.add_argument("--events", metavar="FILE|-", help="write what happens as JSON Lines, - to standard output")
    group.add_argument("--html", type=Path, metavar="FILE", help="write a page with pictures of all assets")
    group.add_argument(
        "--journal", type=Path, metavar="FILE", help="what --resume reads; default: styleglip-batch.jsonl in the output"
    )


BATCH_OPTIONS = (
    "job",
    "collection",
    "all",
    "skip_existing",
    "resume",
    "dry_run",
    "timeout",
    "events",
    "html",
    "journal",
)
"""The names of their values."""


def _seconds(text: str) -> float:
    """The value of --timeout.

    Raises:
        argparse.ArgumentTypeError: it is none; argparse tells it.
    """
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < 1e9:
        raise argparse.ArgumentTypeError(f'"{text}" is no number of seconds above 0')
    return seconds
