"""What became of each part, as the object's own record tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from ..blender.names import part_data_name
from ..blender.result.dial_values import read_mix
from ..blender.result.record import read_record, write_record
from ..blender.result.write_back import has_result
from ..engine.vocabulary import Part
from ..engine.vocabulary.part_names import part_key
from ..engine.vocabulary.part_report import PartReport
from ..engine.vocabulary.settings import Start


@dataclass(frozen=True)
class Outcome:
    """One part of a result.

    Args:
        name: the part.
        style: its style.
        found: whether it was found on the object.
        reason: why not.
        confidence: 0..1.
        told_by: which of the object's own names say where it is; "": none.
        taken_for: the look that the model took the style's words for, where these are not its own words for it.
        reading: what was understood of the style's words, a line each; lines that say nothing are left out.
        scale: how many times its usual size its material has.
        seed: of the piece of its material that was chosen; None: none was, the run drew one.
        key: the shape key to dial it with, or None.
    """

    name: str
    style: str
    found: bool
    reason: str
    confidence: float
    told_by: str
    taken_for: str
    reading: tuple[str, ...]
    scale: float
    seed: int | None
    key: Any


def outcomes(obj: Any) -> dict[str, Outcome]:
    """Outcomes by `part_key` of an object's result, in its order; empty without a result."""
    record = read_record(obj.data) if has_result(obj) else None
    if record is None:
        return {}
    keys = obj.data.shape_keys.key_blocks if obj.data.shape_keys is not None else {}
    return {
        part_key(part.name): Outcome(
            name=part.name,
            style=part.style,
            found=part.found,
            reason=part.reason,
            confidence=part.confidence,
            told_by=part.told_by,
            taken_for=_taken_for(part),
            reading=tuple(line for line in part.reading if not line.endswith(": -")),
            scale=part.scale,
            seed=part.seed,
            key=keys.get(part_data_name(part.name)),
        )
        for part in record.report.parts
    }


def _taken_for(part: PartReport) -> str:
    # Results of earlier versions, and of models without a table of looks, say nothing of it.
    is_plain = part.reading or part.read_as is None or part.read_as.share == 1.0
    return "" if is_plain or part.read_as is None else part.read_as.name


def record_id(obj: Any) -> str:
    """Names the result that an object carries; empty without one."""
    record = read_record(obj.data) if has_result(obj) else None
    return record.id if record is not None else ""


def give_id(obj: Any, record_id: str) -> None:
    """Gives the result that an object carries the id of the one that it is once more."""
    record = read_record(obj.data)
    if record is not None:
        write_record(obj.data, replace(record, id=record_id))


def carries(obj: Any, record_id: str) -> bool:
    """Whether an object carries a certain result."""
    record = read_record(obj.data) if has_result(obj) else None
    return record is not None and record.id == record_id


def outcome_of_row(obj: Any, row: Any) -> Outcome | None:
    """What became of a row in the object's result; None if the result knows nothing of this part in this style."""
    outcome = outcomes(obj).get(part_key(row.part))
    return outcome if outcome is not None and outcome.style == row.style else None


def starts_from_materials(obj: Any) -> bool:
    """Whether the parts of an object's result started from materials, which have sizes and pieces."""
    record = read_record(obj.data) if has_result(obj) else None
    return record is not None and record.report.run.settings.get("start") == Start.MATERIAL.value


def as_dialled(obj: Any, parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts with the size and piece of their materials as dialled on the object's result; others as they are.

    A piece is one of a certain material: with another style it is not kept.
    """
    known = outcomes(obj)
    return tuple(
        replace(part, scale=before.scale, seed=before.seed if before.style == part.style else part.seed)
        if (before := known.get(part_key(part.name))) is not None
        else part
        for part in parts
    )


def hidden_sentences(obj: Any, names: Collection[str]) -> list[str]:
    """A sentence for each part that was written anew and does not show, because it is dialled to 0.

    Args:
        obj: an object with a result.
        names: those parts; empty: all.
    """
    chosen = {part_key(name) for name in names} or set(outcomes(obj))
    mix = read_mix(obj.data)
    return [
        f'The color of "{outcome.name}" is still dialled to 0 in Result, so its style does not show.'
        for key, outcome in outcomes(obj).items()
        if key in chosen and outcome.found and mix.get(outcome.name) == 0.0
    ]


def is_part_of_result(obj: Any, row: Any) -> bool:
    """Whether the object's result holds a row's part, in whatever style."""
    outcome = outcomes(obj).get(part_key(row.part))
    return outcome is not None and outcome.found
