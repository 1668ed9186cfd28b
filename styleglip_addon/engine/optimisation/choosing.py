"""Which piece of material each part starts from: several are drawn, pictured on the part, and judged by the guidance.

Nothing is differentiated. A candidate differs from the others in the random piece it is cut from (tones, grain, where
it lies), in how large it is, and in the material itself where the words leave that open.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import torch

from ..fields.part_fields import FieldStart
from ..guidance.contract import StepContext
from ..guidance.crops.part_crops import PartCropTerm
from ..materials.choice import MaterialChoice, candidate_choices, piece_of
from ..materials.pictures.tile import make_tile
from ..materials.words.reading import StyleReading
from ..models.contract import Models
from ..rendering import Renderer
from ..vocabulary import LocatedPart, Part, Phase, StylizeSettings
from .guided_parts import guided_parts
from .placing import natural_scale
from .progress import ProgressReporter
from .reading import ReadStyles
from .run import Run
from .scene import Scene

_SIZES = (1.0, 1.0, 0.8, 1.25)
"""Of the candidates in turn, times the natural size."""


@dataclass(frozen=True)
class Drawn:
    """What parts may start from.

    Args:
        candidates: by part name, pieces at real size, the likeliest first; empty where fields start from grey.
        warnings: sentences for the user.
    """

    candidates: Mapping[str, tuple[MaterialChoice, ...]]
    warnings: tuple[str, ...] = ()


def drawn_materials(located: Sequence[LocatedPart], read: ReadStyles, settings: StylizeSettings) -> Drawn:
    """Candidates for what the styles' words mean, of every part that was found and whose style was read.

    Args:
        located: the parts.
        read: their styles; none where fields start from grey.
        settings: of the run.
    """
    parts = [item.part for item in located if item.found and item.part.name in read.readings]
    candidates = {part.name: _candidates(part, read.readings[part.name], settings) for part in parts}
    return Drawn(candidates, read.warnings)


def _candidates(part: Part, reading: StyleReading, settings: StylizeSettings) -> tuple[MaterialChoice, ...]:
    seed = settings.seed * 1_000_003 + zlib.crc32(part.name.encode("utf-8"))
    if part.picture is not None:
        choice = MaterialChoice(reading, seed) if part.seed is None else piece_of(reading, part.seed)
        return (replace(choice, picture=make_tile(part.picture)),)
    if part.seed is not None:
        return (piece_of(reading, part.seed),)
    return candidate_choices(reading, seed, settings.material.candidates)


def likeliest(drawn: Drawn) -> dict[str, MaterialChoice]:
    """The first candidate of each part."""
    return {name: candidates[0] for name, candidates in drawn.candidates.items()}


def choose_materials(
    run: Run,
    drawn: Drawn,
    models: Models,
    renderer: Renderer,
    progress: ProgressReporter,
) -> None:
    """Lets every part that begins anew start from the best of its candidates.

    Args:
        run: before its first step; changed.
        drawn: the candidates.
        models: frozen, judge.
        renderer: draws the pictures.
        progress: told after every candidate; raises when the run is cancelled.
    """
    if run.fields is None or run.placing is None:
        return
    fields, parts = run.fields, guided_parts(run, models.encoder)
    pieces = {index: drawn.candidates[parts[index].name] for index in run.trained}
    run.warn(drawn.warnings)
    scaled = {index: _at_their_sizes(run, index, candidates) for index, candidates in pieces.items()}
    most = max((len(candidates) for candidates in scaled.values()), default=0)
    if most < 2:
        for index, candidates in scaled.items():
            run.choose(index, candidates[0])
        progress.report(Phase.CHOOSING, most, snapshot=run.snapshot())
        return
    settings = run.settings.with_(views_per_iteration=run.settings.material.views)
    scene = Scene(run.surface, [part.style for part in parts], renderer, settings)
    cameras = scene.sample_cameras(torch.Generator().manual_seed(settings.seed))
    term = PartCropTerm(models.encoder, parts, settings.clip, settings.seed, run.judged)
    losses: dict[int, list[float]] = {index: [] for index in run.trained}
    starts: dict[int, list[FieldStart]] = {index: [] for index in run.trained}
    for number in range(most):
        for index, candidates in scaled.items():
            if number < len(candidates):
                run.choose(index, candidates[number])
                starts[index].append(fields.start(index))
        with torch.no_grad():
            styled = fields()
            pictures = scene.pictures(fields, styled, cameras, term.wanted(1))
            judged = term.by_part(StepContext(1, fields, styled, pictures))
        for index in run.trained:
            # A part that no camera shows keeps its likeliest candidate.
            losses[index].append(float(judged[index]) if index in judged else float(number))
        if number + 1 < most:
            progress.report(Phase.CHOOSING, number + 1)
    for index, candidates in scaled.items():
        own = losses[index][: len(candidates)]
        best = own.index(min(own))
        run.choices[parts[index].name] = candidates[best]
        fields.start_from(index, starts[index][best])
    progress.report(Phase.CHOOSING, most, snapshot=run.snapshot())


def _at_their_sizes(run: Run, index: int, candidates: Sequence[MaterialChoice]) -> list[MaterialChoice]:
    assert run.placing is not None
    frame = run.placing.frames[index]
    return [
        replace(choice, scale=natural_scale(choice.sample(), frame) * _SIZES[number % len(_SIZES)])
        for number, choice in enumerate(candidates)
    ]
