"""What a search found, shown: vertex groups on the object, as one undo step, and tints in the 3D views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import bpy

from ...blender.reading.mesh_export import ExportedObject
from ...blender.reading.part_masks import PartMask
from ...blender.reading.validation import ObjectBusyError, ObjectError
from ...blender.result.found_groups import write_found_groups
from ...jobs.session import Lane, Session, Stage
from ..background import shown
from ..language import translated
from ..windows import call_with_undo, redraw_views
from ..wording import duration
from .found import Finding, finding_on, latest, remember
from .rows import give_tints
from .tinting import show_tints

if TYPE_CHECKING:
    from ...engine.localization.located_parts import LocatedParts


@dataclass(kw_only=True)
class FindSession(Session):
    """One search, from pressing Find Parts to its vertex groups on the object.

    Args:
        exported: the object, and the way back to it.
        masks: by part, of those that are not looked for.
    """

    lane: ClassVar[Lane] = Lane.OBJECT
    doing: ClassVar[str] = "Finding the parts"
    cancelled: ClassVar[str] = ""

    exported: ExportedObject | None = None
    masks: Mapping[str, PartMask] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What it tells is about the object that it was started from."""
        if self.exported is not None:
            self.about = self.exported.handle.session_uid

    def succeed(self, result: LocatedParts) -> None:
        """The search is kept; what was found of each part is told by its row."""
        assert self.exported is not None
        remember(self.exported, self.masks, result)
        parts = result.parts
        self.holds = lambda obj: (finding := finding_on(obj)) is not None and finding.located.parts is parts
        self.warnings += result.warnings
        missing = len(result.missing)
        found, seconds = len(result) - missing, duration(self.seconds)
        sentence = f"{found} of {len(result)} parts were found ({seconds})."
        self.end(Stage.DONE, sentence if missing else f"All parts were found ({seconds}).")


class ShowFoundOperator(bpy.types.Operator):
    """Write the vertex groups of the parts that were found last, and tint them"""

    bl_idname = "styleglip.show_found"
    bl_label = "Find Parts"
    bl_options: ClassVar[set[str]] = {"UNDO", "INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Writes them; while their object is in another mode nothing is written, and the panel says so."""
        finding = latest()
        if finding is None:
            return {"CANCELLED"}
        try:
            obj = _writable(finding, context)
            rows = obj.styleglip.parts
            kept = frozenset(row.vertex_group for row in rows if row.vertex_group)
            write_found_groups(obj, finding.exported, finding.written, keep=kept)
        except ObjectError as error:
            shown(FindSession).warnings.append(f"The parts were found but not written. {error}")
            self.report({"WARNING"}, translated(str(error)))
            return {"CANCELLED"}
        give_tints(rows)
        show_tints(True)
        return {"FINISHED"}


def _writable(finding: Finding, context: bpy.types.Context) -> Any:
    if context.mode != "OBJECT":
        # Undo steps of other modes do not hold what changes outside them.
        raise ObjectBusyError("Switch to Object Mode and press Find Parts again.")
    return finding.exported.handle.find()


def show_found() -> None:
    """Writes and tints what the last search found, as one undo step."""
    call_with_undo("show_found")
    redraw_views()
