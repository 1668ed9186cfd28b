"""Keeps each finished result of an object with what was asked for it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from ...blender.files.history import Entry, add_entry
from ...blender.result.record import read_record
from ..stylize.asked import Asked
from ..target import settings_of
from .pictures import wanted_picture

if TYPE_CHECKING:
    from ...blender.reading.mesh_export import ExportedObject
    from ...engine.vocabulary import StylizeResult
    from ..stylize.session import StylizeSession


def keep_applied(obj: Any, exported: ExportedObject, result: StylizeResult, session: StylizeSession) -> None:
    """Puts a result that has just come to its object at the head of the object's history.

    One that came from there stays where it is.
    """
    record = read_record(obj.data)
    if record is None or session.record_id:
        return
    topology = exported.handle.topology
    asked = session.asked if session.asked is not None else Asked.of(settings_of(obj))
    entry = Entry(
        id=record.id,
        prompt=record.report.prompt,
        seed=result.settings.seed,
        steps=result.state.step,
        when=time.time(),
        seconds=session.seconds,
        vertices=topology.vertices,
        faces=topology.faces,
        topology=topology.checksum,
        asked=asked.to_dict(),
    )
    add_entry(obj.data, entry)
    wanted_picture(obj, entry.id, exported.mesh)
