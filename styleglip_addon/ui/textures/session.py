"""What the Textures panel knows about a bake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ...blender.textures.baking import PreparedBake
from ...engine.baking import BakedMaps, BakeProgress
from ...jobs.session import Lane, Session, Stage


@dataclass(kw_only=True)
class BakeSession(Session):
    """One bake, from pressing Bake to its textures on the object.

    Args:
        progress: the last report.
        prepared: what it was started from, and the way back to the object.
        baked: textures that are not on their object yet.
    """

    lane: ClassVar[Lane] = Lane.OBJECT
    doing: ClassVar[str] = "Baking textures"

    progress: BakeProgress | None = None
    prepared: PreparedBake | None = None
    baked: BakedMaps | None = None

    def __post_init__(self) -> None:
        """What it tells is about the object that it was started from."""
        if self.prepared is not None:
            self.about = self.prepared.exported.handle.session_uid

    def succeed(self, result: BakedMaps) -> None:
        """The textures wait for their object."""
        self.stage, self.baked = Stage.READY, result

    def end(self, stage: Stage, sentence: str, details: str = "") -> None:
        """The bake is over; its mesh and its textures are let go."""
        super().end(stage, sentence, details)
        self.prepared = self.baked = None
