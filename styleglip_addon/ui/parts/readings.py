"""What the rows' words are read as, for the panel: before anything is started, and without a model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ...engine.vocabulary import Part, PartReading
from ...engine.vocabulary.part_names import place_of
from .where import Where

_FEW = 4
"""Rows up to which all are told of; of more, the active one and those that are doubtful."""


def reading_of_row(row: Any, place: str = "") -> PartReading | None:
    """What a row's style is read as; None for a row without one.

    Args:
        row: of the list.
        place: where its part is, where it is not looked for.
    """
    part, style = row.part.strip(), row.style.strip()
    return _reading(part, style, place) if part and style else None


def readings_to_show(rows: Iterable[Any], active: int) -> list[PartReading]:
    """The readings that the panel has room for."""
    rows = list(rows)
    names = [row.part for row in rows]
    found = (
        (number, reading_of_row(row, place_of(names, row.part) if row.mask_source == Where.DETECT.name else ""))
        for number, row in enumerate(rows)
    )
    read = [(number, reading) for number, reading in found if reading is not None]
    return [reading for number, reading in read if len(read) <= _FEW or number == active or reading.doubts]


@lru_cache(maxsize=256)
def _reading(part: str, style: str, place: str) -> PartReading:
    # With five hundred materials, which Blender need not read before somebody names one.
    from ...engine.prompts.styles import told_before_run

    return told_before_run(Part(part, style), place)
