"""What a running job tells the main thread: one small frozen dataclass per kind of message.

A job sends `Started` first and exactly one of `Done`, `Failed` and `Cancelled` last. What a message carries is for its
listener; nothing in this package looks inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Started:
    """The worker thread runs."""


@dataclass(frozen=True, eq=False)
class Progress:
    """How far the job is.

    Args:
        report: what the work reported, for stylizing an `engine.vocabulary.Progress`.
    """

    report: Any


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The result so far. Only the latest one is kept: an older one that nobody has read is dropped.

    Args:
        content: the result so far, for stylizing an `engine.vocabulary.Snapshot`.
    """

    content: Any


@dataclass(frozen=True)
class Warned:
    """Something the user should know although the job goes on.

    Args:
        sentence: for people.
    """

    sentence: str


@dataclass(frozen=True, eq=False)
class Done:
    """The job is finished.

    Args:
        result: what the work returned.
    """

    result: Any


@dataclass(frozen=True)
class Failed:
    """The job ended with an error.

    Args:
        sentence: for people: what happened and what to do next.
        details: for a report: the traceback, or empty when the sentence says it all.
    """

    sentence: str
    details: str = ""


@dataclass(frozen=True)
class Cancelled:
    """The job ended because it was asked to.

    Args:
        rest: what the work left to go on from, for stylizing an `engine.StyleState`, or, where it had just ended, its
            result; None: nothing.
    """

    rest: Any = None


Message = Started | Progress | Snapshot | Warned | Done | Failed | Cancelled
FINAL_MESSAGES = (Done, Failed, Cancelled)
