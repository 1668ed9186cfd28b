"""What a batch keeps of an asset that was made: plain values for events, the journal and the page."""

from __future__ import annotations

from typing import Any

from ..files.finding import FoundParts
from ..files.headless import FinishedRun


def run_outcome(run: FinishedRun) -> dict[str, Any]:
    """What became of a run: its object, its parts, what was read, what the user has to know."""
    report = run.report
    return {
        "object": report.command.object if report.command is not None else "",
        "vertices": report.vertices,
        "triangles": report.triangles,
        "parts": [
            {
                "name": part.name,
                "style": part.style,
                "found": part.found,
                "reason": part.reason,
                "told_by": part.told_by,
                "reading": [line for line in part.reading if not line.endswith(": -")],
            }
            for part in report.parts
        ],
        "warnings": [*report.warnings, *(fault for fault in run.failed if fault not in report.warnings)],
        "phases": dict(report.run.seconds),
    }


def finding_outcome(found: FoundParts) -> dict[str, Any]:
    """What became of a search for parts."""
    parts = [part.to_dict() for part in found.parts]
    return {
        "parts": [
            {
                "name": part["name"],
                "style": "",
                "found": part["found"],
                "reason": part["reason"],
                "told_by": part["evidence"],
                "reading": [],
            }
            for part in parts
        ],
        "warnings": [*found.warnings, *found.failed],
    }
