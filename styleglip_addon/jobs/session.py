"""What is known of one job, for whoever shows it. Plain Python: neither undo nor a new file touches it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, ClassVar

from . import messages
from .time_left import SteadyEstimate


class Lane(Enum):
    """Jobs of one lane run one at a time; jobs of different lanes run side by side."""

    OBJECT = auto()
    """What ends on an object: stylizing and baking."""
    PICTURES = auto()
    """Pictures of detections: they can be looked at while a run goes on."""
    DIALS = auto()
    """Another size or piece of a part's material: at once, whatever else goes on."""
    HISTORY = auto()
    """Earlier results: how they look, and what is compared."""
    DOWNLOADS = auto()
    """Models: a run may go on while gigabytes arrive."""


class Stage(Enum):
    """Where a job is."""

    IDLE = auto()
    """There was none."""
    RUNNING = auto()
    READY = auto()
    """Done, and the result waits for its object, which is in another mode."""
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()
    ASKING = auto()
    """Ended before it began in earnest, because the artist has something to decide."""


@dataclass(kw_only=True)
class Session:
    """One job, from its start until its result is where it belongs. Every job has a session of its own.

    Each kind of work has a class of its own, which says in what lane it runs and what becomes of its result.

    Args:
        stage: where it is.
        progress: the last report while it runs.
        sentence: how it ended, for people.
        warnings: sentences for people.
        details: traceback of a failure, for a report.
        seconds: how long a finished job took.
        about: the object whose result, textures or parts it is about, as `ID.session_uid`; 0: the ending is told
            whatever is active.
        holds: given that object, whether the ending is still true of it; None: it is.
    """

    lane: ClassVar[Lane]
    doing: ClassVar[str] = "Working"
    """What to tell while it runs."""
    cancelled: ClassVar[str] = "Cancelled. The object is unchanged."
    """What to tell when the job was cancelled."""

    stage: Stage = Stage.IDLE
    progress: Any = None
    sentence: str = ""
    warnings: list[str] = field(default_factory=list)
    details: str = ""
    seconds: float = 0.0
    about: int = 0
    holds: Callable[[Any], bool] | None = None
    rest: Any = field(default=None, init=False)
    """What a job that was stopped left to go on from."""
    pace: SteadyEstimate = field(default_factory=SteadyEstimate, init=False)
    _started: float = field(default=0.0, init=False)

    def begin(self) -> None:
        """The job starts."""
        self.stage, self._started = Stage.RUNNING, time.monotonic()

    def take(self, message: messages.Message) -> None:
        """Note a message of the job."""
        match message:
            case messages.Progress(report):
                self.progress = report
                # The one thing of a report that is looked at here: downloads tell none.
                self.pace.report(getattr(report, "seconds_left", math.nan), time.monotonic())
            case messages.Warned(sentence):
                self.warnings.append(sentence)
            case messages.Done(result):
                self.seconds = time.monotonic() - self._started
                self.succeed(result)
            case messages.Failed(sentence, details):
                self.end(Stage.FAILED, sentence, details)
            case messages.Cancelled():
                self.end(Stage.CANCELLED, self.cancelled)

    def succeed(self, result: Any) -> None:
        """The work is done.

        Args:
            result: what it returned; kept by kinds of work whose result has yet to be put somewhere.
        """
        self.end(Stage.DONE, "")

    def end(self, stage: Stage, sentence: str, details: str = "") -> None:
        """The job is over; what only a running one needs is let go."""
        self.stage, self.sentence, self.details = stage, sentence, details
        self.progress = None
