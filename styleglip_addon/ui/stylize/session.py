"""What the panel knows about the last run. Plain Python: neither undo nor a new file touches it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING, Any

from ...blender.files.kept_states import KeptStates
from ...blender.reading.mesh_export import ExportedObject
from ...engine.vocabulary import Progress, StylizeResult
from ...jobs import messages
from ..models.preferences import data_folder

if TYPE_CHECKING:
    from ...engine.optimisation.state import StyleState


class Stage(Enum):
    """Where the run is."""

    IDLE = auto()
    RUNNING = auto()
    READY = auto()
    """Done, and the result waits for its object, which is in Edit Mode."""
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()


@dataclass
class Session:
    """The last run, from pressing Stylize to its result on the object.

    Args:
        stage: where it is.
        exported: what it was started from, and the way back to the object.
        prompt: as the parts were at the start.
        names: the parts to replace on the object; empty: its whole result.
        keeps: whether what there is when the run is cancelled goes on the object.
        progress: the last report.
        result: a result that is not on its object yet.
        sentence: how the run ended, for people.
        warnings: sentences for people.
        details: traceback of a failure, for a report.
    """

    stage: Stage = Stage.IDLE
    exported: ExportedObject | None = None
    prompt: str = ""
    names: tuple[str, ...] = ()
    keeps: bool = False
    progress: Progress | None = None
    result: StylizeResult | None = None
    sentence: str = ""
    warnings: list[str] = dataclass_field(default_factory=list)
    details: str = ""
    _started: float = 0.0
    _seconds: float = 0.0

    @property
    def object_name(self) -> str:
        """The object's name when the run began; empty without a run."""
        return self.exported.handle.name if self.exported is not None else ""

    @property
    def seconds(self) -> float:
        """How long the last finished run took."""
        return self._seconds

    def begin(self, exported: ExportedObject, prompt: str, names: tuple[str, ...] = ()) -> None:
        """A run starts: forget the last one."""
        self.reset()
        self.stage, self.exported, self.prompt, self.names = Stage.RUNNING, exported, prompt, names
        self._started = time.monotonic()

    def take(self, message: messages.Message) -> None:
        """Note a message of the job."""
        match message:
            case messages.Progress(report):
                self.progress = report
            case messages.Warned(sentence):
                self.warnings.append(sentence)
            case messages.Done(result):
                self._seconds = time.monotonic() - self._started
                self.stage, self.result = Stage.READY, result
                self.warnings += [warning for warning in result.warnings if warning not in self.warnings]
            case messages.Failed(sentence, details):
                self.end(Stage.FAILED, sentence, details)
            case messages.Cancelled(StylizeResult() as result) if self.keeps:
                self.take(messages.Done(result))
            case messages.Cancelled():
                self.end(Stage.CANCELLED, "Cancelled. The object is unchanged.")

    def end(self, stage: Stage, sentence: str, details: str = "") -> None:
        """The run is over; its mesh and its result are let go."""
        self.stage, self.sentence, self.details = stage, sentence, details
        self.progress = self.result = None

    def reset(self) -> None:
        """Nothing has run."""
        self.__init__()  # type: ignore[misc]


def remember_state(obj: Any, state: StyleState) -> None:
    """Keeps the state of the result an object carries, in the .blend and on this computer.

    Raises:
        StateError: the object has no result, or the file cannot be written.
    """
    _kept_states().remember(obj, state)


def state_of(obj: Any) -> StyleState:
    """The state of an object's result, to go on from.

    Raises:
        StateError: there is none, or it does not fit the mesh any more; the sentence says why and what to do.
    """
    return _kept_states().find(obj)


def has_state(obj: Any) -> bool:
    """Whether `state_of` is worth trying; cheap enough for a panel."""
    return _kept_states().has(obj)


@cache
def _kept_states() -> KeptStates:
    return KeptStates(data_folder().parent / "states")
