"""Reads the styles of parts: from their words alone where those are known, else by what is near to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..materials.words.reading import StyleReading
from ..models.contract import Models, StyleReader
from ..prompts.styles import read_part, told
from ..vocabulary import Part, PartReading, Phase, StylizeSettings
from ..vocabulary.arguments import check_parts, check_settings
from ..vocabulary.part_names import place_of
from ..vocabulary.settings import Start
from .pictured.kept import pictured_materials
from .pictured.pictures import PicturedMaterials, nearest_materials
from .progress import ProgressReporter

_NEAREST = 5
"""Materials that words may mean which no material is called by."""


@dataclass(frozen=True)
class ReadStyles:
    """What styles mean.

    Args:
        readings: by part name; empty where fields start from grey.
        warnings: sentences for the user.
    """

    readings: Mapping[str, StyleReading] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def read_part_styles(
    parts: Sequence[Part], models: Models | Callable[[], Models], settings: StylizeSettings, progress: ProgressReporter
) -> ReadStyles:
    """Reads the parts' styles, and reports what was read; nothing where fields start from grey.

    Args:
        parts: as they are asked for.
        models: the encoder says what is near in meaning to words that no material has; or how to load them.
        settings: of the run.
        progress: told what was read, and where the encoder has to see all materials first.

    Raises:
        StylizeCancelled: the run is cancelled meanwhile.
    """
    if settings.start is Start.GREY:
        return ReadStyles()
    progress.start(Phase.READING)
    near = _Nearest(models, progress)
    readings = {part.name: read_part(part, near.to) for part in parts}
    names = [part.name for part in parts]
    # A mask of less than all was given by the user.
    places = {p.name: place_of(names, p.name) for p in parts if p.mask is None or bool(np.all(p.mask >= 1.0))}
    notes = tuple(told(part, readings[part.name], places.get(part.name, "")) for part in parts)
    progress.finish(Phase.READING)
    progress.tell_readings(notes)
    return ReadStyles(readings, (*near.warnings, *(doubt for note in notes for doubt in note.doubts)))


def read_styles(
    parts: Sequence[Part], settings: StylizeSettings | None = None, models: Models | Callable[[], Models] | None = None
) -> tuple[PartReading, ...]:
    """What the parts' styles would be taken for in a run; nothing is painted, and no mesh is needed.

    Args:
        parts: see `parse_prompt`.
        settings: of the run; None: the defaults.
        models: see `stylize`; or how to load them, which is done only where no material has a style's words. None: the
            embedded model, loaded so.

    Returns:
        A reading per part; none where fields start from grey, whose words the guidance alone reads.
    """
    from ..models import EMBEDDED, load_models

    check_parts(parts)
    check_settings(settings)
    settings = settings or StylizeSettings()
    notes: list[PartReading] = []
    progress = ProgressReporter.of_run(settings, lambda report: notes.extend(report.readings), None)
    read_part_styles(parts, models or (lambda: load_models(EMBEDDED, settings.machine.device)), settings, progress)
    return tuple(notes)


class _Nearest:
    """Names the materials that words may mean: by the looks that the encoder knows, else by pictures of all materials.

    Args:
        models: with the encoder; or how to load them, where a word needs them.
        progress: told while pictures are made.
    """

    def __init__(self, models: Models | Callable[[], Models], progress: ProgressReporter) -> None:
        self._source = models
        self._progress = progress
        self._pictured: PicturedMaterials | None = None
        self._count = 0
        self.warnings: list[str] = []

    def to(self, phrase: str) -> list[tuple[str, float]]:
        """Materials and their shares, the likeliest first."""
        if not isinstance(self._source, Models):
            self._source = self._source()
        encoder = self._source.encoder
        if isinstance(encoder, StyleReader):
            return [(match.name, match.share) for match in encoder.likely(phrase, _NEAREST)]
        if self._pictured is None:
            self._pictured, sentence = pictured_materials(self._source, self._begin, self._tell)
            self.warnings += [sentence] if sentence else []
        return nearest_materials(self._pictured, encoder, phrase, _NEAREST)

    def _begin(self, count: int) -> None:
        self._count = count
        self._progress.expect(Phase.PICTURING, count)
        self._progress.start(Phase.PICTURING)

    def _tell(self, done: int) -> None:
        self._progress.report(Phase.PICTURING, done)
        if done == self._count:
            self._progress.finish(Phase.PICTURING)
