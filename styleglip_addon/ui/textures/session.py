"""What the Textures panel knows about the last bake."""

from __future__ import annotations

import time
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from ...blender.textures.baking import PreparedBake
from ...engine.baking import BakedMaps, BakeProgress
from ...jobs import messages
from ..stylize.session import Stage


@dataclass
class BakingSession:
    """The last bake, from pressing Bake to its textures on the object.

    Args:
        stage: where it is; READY: the textures wait for their object, which is in another mode.
        prepared: what it was started from, and the way back to the object.
        progress: the last report.
        baked: textures that are not on their object yet.
        sentence: how the bake ended, for people.
        warnings: sentences for people.
    """

    stage: Stage = Stage.IDLE
    prepared: PreparedBake | None = None
    progress: BakeProgress | None = None
    baked: BakedMaps | None = None
    sentence: str = ""
    warnings: list[str] = dataclass_field(default_factory=list)
    _started: float = 0.0
    _seconds: float = 0.0

    @property
    def seconds(self) -> float:
        """How long the last finished bake took."""
        return self._seconds

    def begin(self, prepared: PreparedBake) -> None:
        """A bake starts: forget the last one."""
        self.reset()
        self.stage, self.prepared, self._started = Stage.RUNNING, prepared, time.monotonic()

    def take(self, message: messages.Message) -> None:
        """Note a message of the job."""
        match message:
            case messages.Progress(report):
                self.progress = report
            case messages.Done(baked):
                self._seconds = time.monotonic() - self._started
                self.stage, self.baked = Stage.READY, baked
            case messages.Failed(sentence):
                self.end(Stage.FAILED, sentence)
            case messages.Cancelled():
                self.end(Stage.CANCELLED, "Cancelled. The object is unchanged.")

    def end(self, stage: Stage, sentence: str, warnings: tuple[str, ...] = ()) -> None:
        """The bake is over; its mesh and its textures are let go."""
        self.stage, self.sentence, self.warnings = stage, sentence, list(warnings)
        self.prepared = self.progress = self.baked = None

    def reset(self) -> None:
        """Nothing was baked."""
        self.__init__()  # type: ignore[misc]
