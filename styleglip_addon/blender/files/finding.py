"""Looks for parts without styling them: vertex groups in a .blend, a picture, figures as JSON, and lines to read."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bpy

from ...engine.optimisation.atomic_file import write_atomically
from ...engine.vocabulary import LocatedPart, OnProgress, Part
from ...engine.vocabulary.part_report import rounded
from ...engine.vocabulary.place_words import placed_name
from ...engine.vocabulary.suggestions import SuggestedParts
from ..names import part_data_name
from ..reading.mesh_export import ExportedObject, export_object
from ..result.found_groups import write_found_groups
from ..result.record import software_versions
from .deliveries import Deliveries, Further, cleared_leftovers, new_folders, told_when_stopped, without_empty_folders
from .find_options import FindOrder
from .loaded_models import Loads, load
from .mask_names import masks_of_parts
from .opening import opened_object
from .outputs import save_output
from .scene_files import OutputFileError, check_output_file

if TYPE_CHECKING:
    from ...engine import LocatedParts, Models
    from ...engine.localization.part_figures import PartFigures

_PICTURE, _REPORT = "the picture", "the report"


@dataclass(frozen=True)
class FoundPart:
    """What is told of a part.

    Args:
        located: where it is; arrays are not told.
        figures: of its place.
        group: the vertex group that holds it; "" where it was not found.
    """

    located: LocatedPart
    figures: PartFigures
    group: str

    def line(self) -> str:
        """One line for people."""
        item = self.located
        if not item.found:
            return f"{item.part.name}: not found. {item.reason}"
        pieces = f"{self.figures.pieces} piece" + ("" if self.figures.pieces == 1 else "s")
        share = f"{self.figures.share:.1%} of the surface in {pieces}"
        there = "" if item.presence is None else f"there with {item.presence:.0%}, "
        return f"{item.part.name}: {there}{share} ({self.figures.evidence})."

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary."""
        item = self.located
        return {
            "name": item.part.name,
            "word": placed_name(item.part.name).thing,
            "found": item.found,
            "reason": item.reason,
            "probability": None if item.presence is None else rounded(item.presence),
            "confidence": rounded(item.confidence),
            "share_of_surface": rounded(self.figures.share),
            "pieces": self.figures.pieces,
            "evidence": self.figures.evidence,
            "vertex_group": self.group,
        }


@dataclass(frozen=True)
class FoundParts:
    """What is told of all parts.

    Args:
        parts: those that were looked for.
        suggested: what the object seems to be and have, where nobody named parts; of these, `parts` are those that
            have a place.
        warnings: sentences about the object.
        failed: a sentence for each file that could not be made besides the .blend.
    """

    parts: tuple[FoundPart, ...]
    suggested: SuggestedParts | None = None
    warnings: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether a part has a place."""
        return any(part.located.found for part in self.parts)

    @property
    def is_complete(self) -> bool:
        """Whether there are parts, and all of them have a place."""
        return bool(self.parts) and all(part.located.found for part in self.parts)

    def lines(self) -> tuple[str, ...]:
        """Lines for people."""
        told = (*self.warnings, *(part.line() for part in self.parts))
        if self.suggested is None:
            return told
        placed = {part.located.part.name for part in self.parts}
        unplaced = [f"{name}: it seems to be there, but no place was found for it." for name in self.suggested.names]
        rest = [line for name, line in zip(self.suggested.names, unplaced, strict=True) if name not in placed]
        return (self.suggested.sentence(), *told, *rest)


def find_parts_file(order: FindOrder, on_progress: OnProgress | None = None, loads: Loads = load) -> FoundParts:
    """Looks for the parts of a file's object and writes what was asked for; without parts, for what it seems to have.

    Args:
        order: what to do.
        on_progress: receives the engine's reports, on this thread.
        loads: where the guidance models come from.

    Returns:
        What is told of the parts.

    Raises:
        StyleGLIPError: the sentence says what is wrong; no file is left half-written.
    """
    deliveries = Deliveries(order.output, shows_errors=order.shows_errors)
    deliveries.missing = [
        Further(what) for what, path in ((_PICTURE, order.picture), (_REPORT, order.report)) if path is not None
    ]
    with without_empty_folders(new_folders(order.written)), told_when_stopped(deliveries):
        return _find(order, deliveries, on_progress, loads)


def _find(order: FindOrder, deliveries: Deliveries, on_progress: OnProgress | None, loads: Loads) -> FoundParts:
    started = time.monotonic()
    leftovers = cleared_leftovers(order.written)
    for path in order.written:
        check_output_file(path)
    obj, of_file = opened_object(order.input, order.object_name, order.up)
    masks = masks_of_parts(order.masks, order.parts)
    exported = export_object(obj, masks=masks, allow_shared=order.make_single_user)

    from ...engine import suggest_parts  # PyTorch: not needed where something before was wrong

    models = loads(order.models, order.settings.machine.device)
    suggested, parts = None, order.parts
    if not parts:
        suggested = suggest_parts(exported.mesh, order.settings, models, obj.name)
        parts = tuple(Part(name, "") for name in suggested.names)
    located = _located(exported, parts, order, models, on_progress) if parts else None
    items = _found(exported, located, order, suggested is not None) if located else ()
    found = FoundParts(
        items, suggested, (*leftovers, *of_file, *exported.notes, *(located.warnings if located else ()))
    )
    if order.output is not None:
        write_found_groups(obj, exported, located or (), make_single_user=order.make_single_user)
        output = order.output
        deliveries.save(output, lambda: save_output(output))
    if order.picture is not None and located is not None:
        picture = order.picture
        deliveries.make(_PICTURE, lambda: _save_picture(picture, located))
    if order.report is not None:
        report = _report(order, exported, models.name, found, time.monotonic() - started)
        deliveries.make(_REPORT, lambda: _save_report(order, report))
    return replace(found, failed=tuple(deliveries.failed))


def _located(
    exported: ExportedObject, parts: Sequence[Part], order: FindOrder, models: Models, on_progress: OnProgress | None
) -> LocatedParts:
    from ...engine import locate_parts

    return locate_parts(exported.mesh, parts, order.settings, on_progress, models=models)


def _found(
    exported: ExportedObject, located: LocatedParts, order: FindOrder, only_placed: bool
) -> tuple[FoundPart, ...]:
    from ...engine.localization.part_figures import figures_of

    figures = figures_of(exported.mesh, located, order.settings.localization.views)
    return tuple(
        FoundPart(item, own, part_data_name(item.part.name) if item.found else "")
        for item, own in zip(located, figures, strict=True)
        if item.found or not only_placed
    )


def _report(
    order: FindOrder, exported: ExportedObject, model: str, found: FoundParts, seconds: float
) -> dict[str, Any]:
    return {
        "object": exported.handle.name,
        "input": str(order.input or bpy.data.filepath),
        "output": "" if order.output is None else str(order.output),
        "picture": "" if order.picture is None else str(order.picture),
        "vertices": len(exported.mesh.vertices),
        "triangles": len(exported.mesh.faces),
        "parts": [part.to_dict() for part in found.parts],
        "suggested": None if found.suggested is None else _suggestion(found.suggested),
        "warnings": list(found.warnings),
        "model": model,
        "settings": order.settings.to_dict(),
        "versions": software_versions(),
        "total_seconds": round(seconds, 2),
    }


def _suggestion(suggested: SuggestedParts) -> dict[str, Any]:
    return {
        "kind": suggested.kind if suggested.is_sure else "",
        "confidence": rounded(suggested.confidence),
        "reason": suggested.reason,
        "parts": [
            {"name": part.name, "confidence": rounded(part.confidence), "told_by": part.told_by}
            for part in suggested.parts
        ],
    }


def _save_picture(path: Path, located: LocatedParts) -> None:
    from PIL import Image

    from ...engine.localization.part_pictures import parts_picture

    held = io.BytesIO()
    Image.fromarray(parts_picture(located)).save(held, format="PNG")
    _write(path, "picture", lambda: held.getvalue())


def _save_report(order: FindOrder, report: dict[str, Any]) -> None:
    assert order.report is not None
    _write(order.report, "report", lambda: json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False).encode())


def _write(path: Path, what: str, content: Callable[[], bytes]) -> None:
    try:
        write_atomically(path, lambda file: file.write(content()))
    except OSError as error:
        raise OutputFileError(f'The {what} "{path}" cannot be written: {error.strerror or error}.') from error
