"""Which piece of material each part starts from: several are drawn, pictured on the part, and judged by the guidance.

Nothing is differentiated. A candidate differs from the others in the random piece it is cut from (tones, grain, where
it lies), in how large it is, and in the material itself where the words leave that open.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import torch

from ..fields.part_fields import FieldStart
from ..guidance.contract import StepContext
from ..guidance.crops.part_crops import PartCropTerm
from ..materials.choice import MaterialChoice, candidate_choices, piece_of
from ..materials.pictures.tile import make_tile
from ..materials.words.reader import read_style
from ..materials.words.reading import Nearest, StyleReading
from ..models.contract import Models, StyleReader
from ..rendering import Renderer
from ..vocabulary import LocatedPart, Part, Phase, StylizeSettings
from ..vocabulary.picture_words import words_beside
from ..vocabulary.settings import Start
from .guided_parts import guided_parts
from .pictured.kept import pictured_materials
from .pictured.pictures import PicturedMaterials, nearest_materials
from .placing import natural_scale
from .progress import ProgressReporter
from .run import Run
from .scene import Scene

_NEAREST = 5
"""Materials that words may mean which no material is called by."""

_DOUBTFUL = 0.35
"""Share of the votes below which the nearest material is told to be a guess."""

_DESCRIBED = "granite"
"""Stands for the picture while the words beside it are read."""

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


def drawn_materials(
    located: Sequence[LocatedPart],
    models: Models,
    settings: StylizeSettings,
    progress: ProgressReporter,
    only: Collection[str] = (),
) -> Drawn:
    """Candidates for what the styles' words mean, of every part that was found; none where fields start from grey.

    Args:
        located: the parts.
        models: the encoder says what is near in meaning to words that no material has.
        settings: of the run.
        progress: told where the encoder has to see all materials first.
        only: names of the parts that begin anew; empty: all.

    Raises:
        StylizeCancelled: the run is cancelled meanwhile.
    """
    if settings.start is Start.GREY:
        return Drawn({})
    near = _Nearest(models, progress)
    parts = [item.part for item in located if item.found and (not only or item.part.name in only)]
    candidates = {part.name: _candidates(part, settings, near.to) for part in parts}
    return Drawn(candidates, tuple(near.warnings))


def _candidates(part: Part, settings: StylizeSettings, nearest: Nearest) -> tuple[MaterialChoice, ...]:
    seed = settings.seed * 1_000_003 + zlib.crc32(part.name.encode("utf-8"))
    if part.picture is not None:
        reading = _read_beside_picture(part.style)
        choice = MaterialChoice(reading, seed) if part.seed is None else piece_of(reading, part.seed)
        return (replace(choice, picture=make_tile(part.picture)),)
    reading = read_style(part.style, nearest)
    if part.seed is not None:
        return (piece_of(reading, part.seed),)
    return candidate_choices(reading, seed, settings.material.candidates)


class _Nearest:
    """Names the materials that words may mean: by the looks that the encoder knows, else by pictures of all materials.

    Args:
        models: with the encoder.
        progress: told while pictures are made.
    """

    def __init__(self, models: Models, progress: ProgressReporter) -> None:
        self._models = models
        self._progress = progress
        self._pictured: PicturedMaterials | None = None
        self._count = 0
        self.warnings: list[str] = []

    def to(self, phrase: str) -> list[tuple[str, float]]:
        """Materials and their shares, the likeliest first."""
        encoder = self._models.encoder
        if isinstance(encoder, StyleReader):
            return [(match.name, match.share) for match in encoder.likely(phrase, _NEAREST)]
        if self._pictured is None:
            self._pictured, sentence = pictured_materials(self._models, self._begin, self._tell)
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


def _read_beside_picture(style: str) -> StyleReading:
    """What the words beside a picture say of it: finish, wear, colour. They describe it as they would a stone."""
    words = words_beside(style)
    if not words:
        return StyleReading(style)
    return replace(read_style(f"{words} {_DESCRIBED}"), style=style, material="", named="", body="")


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
    run.warn(sentence for index in run.judged for sentence in doubts(pieces[index][0].reading))
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


def doubts(reading: StyleReading) -> list[str]:
    """Sentences about what was guessed or passed over in a style's words."""
    sentences = []
    if reading.is_plain:
        sentences.append(
            f'Nothing was understood of "{reading.style}", so the part is plain. Name a material or a colour, e.g. '
            '"oak" or "dark red leather".'
        )
    elif reading.unknown:
        words = " ".join(reading.unknown)
        sentences.append(f'In "{reading.style}", "{words}" was not understood and left out.')
    if reading.material and reading.share < _DOUBTFUL:
        sentences.append(
            f'No material is called "{reading.named}"; the nearest in meaning, "{reading.material}", was taken. Other '
            "words, e.g. of a colour or a material, will do better."
        )
    return sentences
