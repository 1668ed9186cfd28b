"""What is told of a part besides its arrays, as plain data and back: in reports, in records and in saved states."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .mesh import FloatArray, Part
from .results import Detection, LocatedPart, StyledPart
from .run_report import RunReport
from .style_match import StyleMatch

_NO_LOOK = -1
"""Stands for the number of the look in reports of earlier versions, which tell its name only."""


@dataclass(frozen=True)
class PartReport:
    """One part: what was asked for, and what became of it.

    Args:
        name, style, strength, scale, seed: as in `Part`.
        found, reason, confidence, detections, told_by: as in `LocatedPart`.
        read_as: which look the model took the style's words for; None: not told.
        share_of_vertices: mean weight over the vertices, 0..1; None: not told.
        restyled: how the part was made anew after the first run; None: it was not.
        reading: what was understood of the style's words, a line each.
    """

    name: str
    style: str
    strength: float
    found: bool
    reason: str
    confidence: float
    detections: tuple[Detection, ...] = ()
    read_as: StyleMatch | None = None
    share_of_vertices: float | None = None
    restyled: RunReport | None = None
    scale: float = 1.0
    seed: int | None = None
    reading: tuple[str, ...] = ()
    told_by: str = ""

    @classmethod
    def of(cls, located: LocatedPart, read_as: StyleMatch | None = None) -> PartReport:
        """All of a located part but its weights, to the last digit."""
        return cls(
            name=located.part.name,
            style=located.part.style,
            strength=float(located.part.strength),
            found=bool(located.found),
            reason=located.reason,
            confidence=float(located.confidence),
            detections=tuple(
                Detection(int(d.view), _box([float(edge) for edge in d.box]), float(d.score))
                for d in located.detections
            ),
            read_as=read_as,
            scale=float(located.part.scale),
            seed=located.part.seed,
            told_by=located.told_by,
        )

    @classmethod
    def of_styled(cls, styled: StyledPart) -> PartReport:
        """What a report tells of a part: numbers as long as people read them."""
        exact = cls.of(styled.located, styled.read_as)
        read_as = exact.read_as
        return replace(
            exact,
            confidence=rounded(exact.confidence) or 0.0,
            detections=tuple(
                Detection(d.view, _box([round(edge, 2) for edge in d.box]), rounded(d.score) or 0.0)
                for d in exact.detections
            ),
            read_as=None if read_as is None else replace(read_as, share=rounded(read_as.share) or 0.0),
            share_of_vertices=rounded(float(styled.located.weights.mean())),
            reading=styled.reading,
        )

    @property
    def part(self) -> Part:
        """What was asked for; a mask is not told."""
        return Part(self.name, self.style, self.strength, scale=self.scale, seed=self.seed)

    def located(self, weights: FloatArray) -> LocatedPart:
        """The located part with its weights (V,)."""
        weights = np.ascontiguousarray(weights, dtype=np.float32)
        return LocatedPart(
            self.part, self.found, self.reason, self.confidence, weights, self.detections, told_by=self.told_by
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary that `from_dict` reads back."""
        data: dict[str, Any] = {
            "name": self.name,
            "style": self.style,
            "strength": self.strength,
            "scale": self.scale,
            "seed": self.seed,
            "found": self.found,
            "reason": self.reason,
            "confidence": self.confidence,
            "told_by": self.told_by,
            "read_as": None if self.read_as is None else self.read_as.name,
            "read_share": None if self.read_as is None else self.read_as.share,
            "read_look": None if self.read_as is None else self.read_as.look,
            "share_of_vertices": self.share_of_vertices,
            "reading": list(self.reading),
            "detections": [{"view": d.view, "box": list(d.box), "score": d.score} for d in self.detections],
        }
        return data if self.restyled is None else data | {"restyled": self.restyled.to_dict()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PartReport:
        """Inverse of `to_dict`; reads what earlier versions wrote to reports and states, too.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: it is something else.
        """
        restyled, share = data.get("restyled"), data.get("share_of_vertices")
        return cls(
            name=str(data["name"]),
            style=str(data["style"]),
            strength=float(data["strength"]),
            found=bool(data["found"]),
            reason=str(data.get("reason", "")),
            confidence=float(data.get("confidence") or 0.0),
            detections=tuple(_detection(item) for item in data["detections"]),
            read_as=_match(data),
            share_of_vertices=None if share is None else float(share),
            restyled=None if restyled is None else RunReport.from_dict(restyled),
            scale=_scale(data.get("scale", 1.0)),
            seed=None if data.get("seed") is None else int(data["seed"]),
            reading=tuple(str(line) for line in data.get("reading", ())),
            told_by=str(data.get("told_by", "")),
        )


def rounded(value: float) -> float | None:
    """A number as reports tell it; None for what JSON does not know: NaN and infinity."""
    return round(float(value), 6) if math.isfinite(value) else None


def _scale(value: Any) -> float:
    scale = float(value)
    if not (math.isfinite(scale) and scale > 0.0):
        raise ValueError("the scale of a part is no size")
    return scale


def _match(data: Mapping[str, Any]) -> StyleMatch | None:
    name, share, look = data.get("read_as"), data.get("read_share"), data.get("read_look")
    if name is None:
        return None
    return StyleMatch(_NO_LOOK if look is None else int(look), str(name), 0.0 if share is None else float(share))


def _detection(data: Any) -> Detection:
    # The first states told a box as a list of these three.
    view, box, score = (data["view"], data["box"], data["score"]) if isinstance(data, Mapping) else data
    return Detection(int(view), _box([float(edge) for edge in box]), float(score or 0.0))


def _box(edges: list[float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = edges
    return left, top, right, bottom
