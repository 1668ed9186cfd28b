"""What the panel knows about a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from ...blender.reading.mesh_export import ExportedObject
from ...blender.reading.part_masks import PartMask
from ...engine.vocabulary import PartReading, Progress, StylizeResult
from ...jobs import messages
from ...jobs.session import Lane, Session, Stage
from ...jobs.stylizing import PartsMissing
from ..parts.found import missing_on
from .asked import Asked


@dataclass(kw_only=True)
class StylizeSession(Session):
    """One run, from pressing Stylize to its result on the object.

    Args:
        progress: the last report.
        exported: what it was started from, and the way back to the object.
        prompt: as the parts were at the start.
        names: the parts to replace on the object; empty: its whole result.
        masks: by part, of those that are not looked for.
        readings: what the styles' words were taken for; empty until they are read.
        keeps: whether what there is when the run is cancelled goes on the object.
        result: a result that is not on its object yet.
        asked: prompt, rows and settings at the start; None: those of the object are not those of the run.
        gives_back: whether the object gets these together with the result.
        record_id: of the result that it makes once more, and that keeps its id; empty: it is a new one.
        when_over: takes the run when it is over, in place of what else becomes of its result; None: nobody does.
    """

    lane: ClassVar[Lane] = Lane.OBJECT
    doing: ClassVar[str] = "Starting"

    progress: Progress | None = None
    exported: ExportedObject | None = None
    prompt: str = ""
    names: tuple[str, ...] = ()
    masks: Mapping[str, PartMask] = field(default_factory=dict)
    readings: tuple[PartReading, ...] = ()
    keeps: bool = False
    result: StylizeResult | None = None
    asked: Asked | None = None
    gives_back: bool = False
    record_id: str = ""
    when_over: Callable[[StylizeSession], None] | None = None

    def __post_init__(self) -> None:
        """What it tells is about the object that it was started from."""
        if self.exported is not None:
            self.about = self.exported.handle.session_uid

    @property
    def object_name(self) -> str:
        """The object's name when the run began; empty without a run."""
        return self.exported.handle.name if self.exported is not None else ""

    def take(self, message: messages.Message) -> None:
        """Note a message of the job. Who stops a run in its last step to keep what there is wants its result."""
        match message:
            case messages.Progress(Progress(readings=readings)) if readings:
                self.readings = readings
            case messages.Cancelled(StylizeResult() as result) if self.keeps:
                message = messages.Done(result)
        super().take(message)

    def succeed(self, result: StylizeResult | PartsMissing) -> None:
        """The result waits for its object, or the panel asks what to do about the parts that were not found."""
        if isinstance(result, PartsMissing):
            self.holds = lambda obj: bool(missing_on(obj))
            self.end(Stage.ASKING, _missing_sentence(result))
            return
        self.stage, self.result = Stage.READY, result
        self.warnings += [warning for warning in result.warnings if warning not in self.warnings]

    def end(self, stage: Stage, sentence: str, details: str = "") -> None:
        """The run is over; its result is let go."""
        super().end(stage, sentence, details)
        self.result = None


WhenOver = Callable[[StylizeSession], None]


def _missing_sentence(result: PartsMissing) -> str:
    missing = [item.part.name for item in result.located.missing]
    if len(missing) == 1:
        return f'Nothing is styled yet: "{missing[0]}" was not found.'
    names = ", ".join(f'"{name}"' for name in missing)
    return f"Nothing is styled yet: {names} were not found."
