"""What the engine gives back: progress reports, located parts, styled parts and the whole result. Arrays are NumPy.

V = vertices, P = parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from .channels import Channel
from .mesh import FloatArray, Part
from .part_reading import PartReading
from .settings import StylizeSettings
from .style_match import StyleMatch

if TYPE_CHECKING:
    from ..localization.located_parts import LocatedParts
    from ..optimisation.state import StyleState


class Phase(StrEnum):
    """What the engine is doing."""

    LOADING = "loading"
    READING = "reading"
    """What the styles' words mean; not where fields start from grey."""
    LOCATING = "locating"
    PICTURING = "picturing"
    """Once per model that has not seen the materials: all are pictured for it; a step is a material."""
    CHOOSING = "choosing"
    """Materials for the parts are drawn and judged; a step is a candidate for every part."""
    STYLING = "styling"
    RELOCATING = "relocating"
    """Joint mode, between two steps of STYLING: the parts are found again on the stylized surface."""


@dataclass(frozen=True)
class Losses:
    """Values of the losses of one step.

    Args:
        total: what was minimised.
        terms: by name, before their weights; a term that was not evaluated in the step is absent.
    """

    total: float
    terms: Mapping[str, float] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The look so far, at the input's vertices.

    Args:
        color: (V, 3) float32 scene-linear RGB in 0..1.
        displacement: (V, 3) float32, object space, metres.
    """

    color: FloatArray
    displacement: FloatArray


@dataclass(frozen=True, eq=False)
class Progress:
    """One report from a running job.

    Args:
        phase: what is being done.
        step, steps: steps done and steps in all, within the phase; views where parts are looked for.
        seconds_left: estimate of the whole job's remaining time; NaN while unknown.
        losses: of the last step, in the STYLING phase.
        snapshot: the look so far; present every few steps only.
        readings: what the styles' words were taken for, in the last report of the READING phase. What a callback raises
            there ends the run.
        located: where the parts are, in the last report of the LOCATING phase of a new run, for another run to start
            from. What a callback raises there ends the run.
        notes: sentences about the object that whoever starts a run has for its user, in a report before the engine's.
    """

    phase: Phase
    step: int
    steps: int
    seconds_left: float
    losses: Losses | None = None
    snapshot: Snapshot | None = None
    readings: tuple[PartReading, ...] = ()
    located: LocatedParts | None = None
    notes: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Share of the phase that is done, 0..1; 0 where it has no steps."""
        return min(max(self.step / self.steps, 0.0), 1.0) if self.steps > 0 else 0.0


OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]


@dataclass(frozen=True)
class Detection:
    """One box of a part word in one view.

    Args:
        view: index of the view.
        box: x0, y0, x1, y1 in pixels of the view's image.
        score: confidence in 0..1.
    """

    view: int
    box: tuple[float, float, float, float]
    score: float


@dataclass(frozen=True, eq=False)
class LocatedPart:
    """Where a part is.

    Args:
        part: the part asked for.
        found: whether any surface belongs to it.
        reason: empty, or a sentence why it was not found.
        confidence: mean score of the boxes that support it, or how surely names say it, 0..1; 1 for a manual mask.
        weights: (V,) float32 in 0..1; over all parts they sum to at most 1 per vertex.
        detections: boxes by view; empty for a manual mask.
        presence: how probably the object has the part, as the pictures say, 0..1; None: it was not looked for, or the
            model's scores say nothing of it.
        told_by: which of the object's own names say that this is the part, e.g. 'material "RedFabricMat"'; "": none.
        alternatives: of a part that was not found, words for parts that the object seems to have.
    """

    part: Part
    found: bool
    reason: str
    confidence: float
    weights: FloatArray
    detections: tuple[Detection, ...] = ()
    presence: float | None = None
    told_by: str = ""
    alternatives: tuple[str, ...] = ()

    @property
    def is_manual(self) -> bool:
        """Whether its place was given, not detected: what is detected has boxes, or names that say it."""
        return self.found and not self.detections and not self.told_by

    def at_input(self, count: int) -> LocatedPart:
        """Of a part on the dense copy, the same at the input's `count` vertices, which come first there."""
        return replace(self, weights=np.ascontiguousarray(self.weights[:count], dtype=np.float32))


@dataclass(frozen=True, eq=False)
class StyledPart:
    """A part's own share of the result.

    Args:
        located: where the part is.
        displacement: (V, 3) float32, object space, metres; already times the part's weights and strength.
        color: (V, 3) float32 scene-linear RGB of the part's style, at every vertex, not yet masked by the weights.
        material: by channel, (V,) float32 of the part's style, like `color`; empty: the fields have colours only.
        read_as: which look the model took the style's words for; None: the model has no table of looks.
        finest: size of the finest detail of the style that matters to the eye, metres; None: it is not known, as of
            what a network learned.
        reading: what was understood of the style's words, a line each; empty where fields start from grey.
    """

    located: LocatedPart
    displacement: FloatArray
    color: FloatArray
    material: Mapping[Channel, FloatArray] = dataclass_field(default_factory=dict)
    read_as: StyleMatch | None = None
    finest: float | None = None
    reading: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class StylizeResult:
    """What `stylize` gives back, in the input's vertex order, object space, metres and scene-linear RGB.

    Args:
        parts: per part: location, displacement and colour.
        displacement: (V, 3) float32, sum over the parts.
        color: (V, 3) float32 in 0..1: the input's colours, each part's colour mixed in by weights and strength.
        history: losses per step.
        settings, model: what reproduces the run.
        seconds: wall time per phase name.
        state: what it takes to give this result again, to go on with the run and to evaluate its fields anywhere.
        warnings: sentences for the user, e.g. a part that was not found.
    """

    parts: tuple[StyledPart, ...]
    displacement: FloatArray
    color: FloatArray
    history: tuple[Losses, ...]
    settings: StylizeSettings
    model: str
    seconds: Mapping[str, float]
    state: StyleState
    warnings: tuple[str, ...] = ()

    @property
    def weights(self) -> FloatArray:
        """(V, P) float32 part weights in 0..1."""
        return np.stack([p.located.weights for p in self.parts], axis=1)
