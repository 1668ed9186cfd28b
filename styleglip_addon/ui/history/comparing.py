"""Two results of an object, to be switched between in the 3D views without touching the object.

Both are drawn over the object in the same light, on the run's own dense surface. Nothing of it is on the object or in
the file, so there is nothing to put back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import bpy
import numpy as np

from ...blender.reading.mesh_export import ExportedObject, export_object
from ...blender.result.over_object import OverObject, ShownMesh, shaded
from ...jobs.history import surfaces_work
from ...jobs.messages import Message
from ...jobs.session import Lane, Session, Stage
from ..background import driver
from ..outcomes import record_id as now_id
from ..result.states import finder_of
from ..target import find_object
from ..windows import redraw_sidebars, redraw_views

if TYPE_CHECKING:
    from ...engine.baking.result_picture import ShownSurface

NOW, THEN = 0, 1
"""What the object has, and the earlier result."""


@dataclass(kw_only=True)
class CompareSession(Session):
    """One comparison, from pressing Compare until the view shows the object itself again.

    Args:
        record_id: of the earlier result.
        exported: the object, and how the engine's coordinates come to be its own.
        shown: which of the two is drawn.
        meshes: both; empty until they are ready.
    """

    lane: ClassVar[Lane] = Lane.HISTORY
    doing: ClassVar[str] = "Preparing the comparison"
    cancelled: ClassVar[str] = ""

    record_id: str = ""
    exported: ExportedObject | None = None
    shown: int = THEN
    meshes: tuple[ShownMesh, ...] = field(default=())

    def succeed(self, result: tuple[ShownSurface, ...]) -> None:
        """Both can be drawn."""
        assert self.exported is not None
        self.meshes = tuple(_as_shown(self.exported, surface) for surface in result)
        self.exported = None
        self.end(Stage.DONE, "")


_over: OverObject | None = None


def begin_comparing(obj: Any, record_id: str) -> None:
    """Starts to make both results ready, of which the earlier one is shown first.

    Raises:
        StyleGLIPError: the object cannot be read, what made a result is gone, or other pictures are being made.
    """
    global _over
    end_comparing()
    exported = export_object(obj, allow_shared=True)
    finders = (finder_of(obj, now_id(obj)), finder_of(obj, record_id))
    session = CompareSession(record_id=record_id, exported=exported, about=obj.session_uid)
    driver().start(session, surfaces_work(exported.mesh, finders), _listen)
    _over = OverObject(lambda: find_object(session.about), _mesh_of)


def compared() -> CompareSession | None:
    """The comparison that is shown or being prepared; None: the views show the object itself."""
    return driver().shown(CompareSession) if _over is not None else None


def show(which: int) -> None:
    """Draws the one or the other."""
    if (session := compared()) is not None:
        session.shown = which
        redraw_views()


def end_comparing() -> None:
    """The views show the object itself again."""
    global _over
    if _over is not None:
        _over.end()
        driver().forget(CompareSession)
        if isinstance(driver().session(Lane.HISTORY), CompareSession):
            driver().cancel(Lane.HISTORY)
    _over = None
    redraw_views()


def forget() -> None:
    """Another file is opened, or the add-on is switched off."""
    global _over
    if _over is not None:
        _over.end()
    _over = None


def _mesh_of(obj: bpy.types.Object) -> ShownMesh | None:
    session = compared()
    run = driver().session(Lane.OBJECT)
    if session is None or not session.meshes or (run is not None and run.about == obj.session_uid):
        return None  # a run shows its preview there
    return session.meshes[min(session.shown, len(session.meshes) - 1)]


def _listen(message: Message) -> None:
    session = compared()
    if session is not None and session.stage in (Stage.FAILED, Stage.CANCELLED):
        global _over
        if _over is not None:
            _over.end()
        _over = None
    redraw_sidebars()
    redraw_views()


def _as_shown(exported: ExportedObject, surface: ShownSurface) -> ShownMesh:
    positions = exported.to_object_space(surface.vertices + surface.displacement)
    triangles = surface.faces.astype(np.int32)
    return ShownMesh(positions, shaded(positions, triangles, surface.color), triangles)
