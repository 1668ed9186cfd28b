"""What the style benchmark measures on one outcome: the judge's verdict, the colours, the leakage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine import Part
from tools.benchmarks.colour_difference import (
    ciede2000,
    distribution_distance,
    linear_rgb_to_lab,
)
from tools.benchmarks.judge import SeenPart, StyleJudge
from tools.benchmarks.photo_judge.labels import kind_of_material
from tools.benchmarks.style_outcomes import Outcome
from tools.benchmarks.style_prompts import expectation
from tools.benchmarks.style_references import SAMPLE, reference_of
from tools.benchmarks.style_sights import ClosePictures
from tools.benchmarks.style_subjects import Subject


@dataclass(frozen=True)
class PartScore:
    """How one part came out.

    Args:
        part, words: the part's word and its style's words.
        style: name of the material that it should look like; empty: in no list, so not judged.
        held_out: whether nothing was told of the words.
        missed: no surface was found for it.
        crops: sights of it that were judged; 0: no camera saw it.
        verdict: the judge's five likeliest styles with their probability averaged over the sights.
        rank: place in the judge's order of the style, from 1; of several that are right, the best; 0: not judged.
        is_same_look: whether the judge's first is a right style or one of the same look.
        ciede2000: of the part's mean colour to the mean colour of a random material of the style, averaged over 24.
        ciede2000_true: the same between two random true materials of the style: what cannot be bettered on average.
        ciede2000_distribution: earth mover's distance, in CIEDE2000, of the part's colours to the style's.
        photo_kind: the kind that the judge of photographs should see; empty: it knows none such, or sees too little.
        photo_verdict: its three likeliest kinds with their probability averaged over the crops.
    """

    part: str
    words: str
    style: str
    held_out: bool
    missed: bool = False
    crops: int = 0
    verdict: tuple[tuple[str, float], ...] = ()
    rank: int = 0
    is_same_look: bool = False
    ciede2000: float | None = None
    ciede2000_true: float | None = None
    ciede2000_distribution: float | None = None
    photo_kind: str = ""
    photo_verdict: tuple[tuple[str, float], ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether it counts: its style is known and it was seen, or is missing altogether."""
        return bool(self.style) and (self.missed or bool(self.verdict))

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> PartScore:
        """Inverse of `to_dict`, also after JSON."""
        told = {
            key: tuple((str(name), float(share)) for name, share in data.get(key, ()))
            for key in ("verdict", "photo_verdict")
        }
        return cls(**(data | told))


def score_parts(
    subject: Subject,
    parts: Sequence[Part],
    outcome: Outcome,
    judge: StyleJudge,
    seen: Sequence[SeenPart],
    close: ClosePictures | None = None,
) -> list[PartScore]:
    """Judges every part by what is seen of it, and measures it; `close`: the judge of photographs is asked, too."""
    areas = subject.part_areas(outcome.face_part, len(parts))
    scores = []
    for index, part in enumerate(parts):
        expected = expectation(part.style)
        area = areas[:, index]
        score: dict[str, Any] = {"missed": bool(area.sum() <= 0.0)}
        if expected.style and not score["missed"]:
            score |= colour_distances(outcome.color, area, part.style, expected.style)
        if close is not None:
            score |= _seen_as(close, index, part.style)
        plain = PartScore(part.name, part.style, expected.style, expected.held_out, **score)
        scores.append(_judged(plain, seen[index], judge))
    return scores


def _judged(score: PartScore, seen: SeenPart, judge: StyleJudge) -> PartScore:
    """A part's figures with the judge's verdict."""
    right = [style for style in expectation(score.words).styles if style in judge.styles]
    if not right or not len(seen.pictures):
        return replace(score, crops=len(seen.pictures))
    verdict = judge.verdict(seen)
    names = [name for name, _ in verdict]
    return replace(
        score,
        crops=len(seen.pictures),
        verdict=verdict[:5],
        rank=min(names.index(style) for style in right) + 1,
        is_same_look=any(judge.same_look.same(style, names[0]) for style in right),
    )


def _seen_as(close: ClosePictures, part: int, words: str) -> dict[str, Any]:
    """What the judge of photographs says of a part, where its words are of a kind that it knows."""
    kind = kind_of_material(words)
    if kind not in close.judge.known:
        return {}
    pictures = close.of(part)
    return {"photo_kind": kind, "photo_verdict": close.judge.verdict(pictures)[:3]} if len(pictures) else {}


def colour_distances(
    color: NDArray[np.float32], areas: NDArray[np.float64], words: str, style: str
) -> dict[str, float]:
    """The three colour distances of a part to a style, see `PartScore`.

    Means are taken of linear light, as the eye does from afar.

    Args:
        color: (V, 3) scene-linear RGB.
        areas: (V,) area that each vertex stands for within the part.
        words: of the style.
        style: canonical name of what it should look like, where no material has these words.
    """
    reference = reference_of(words, style)
    shares = areas / areas.sum()
    mean = linear_rgb_to_lab(shares @ color.astype(np.float64))
    random = np.random.default_rng(0)
    own = linear_rgb_to_lab(color[random.choice(len(color), SAMPLE, p=shares)])
    return {
        "ciede2000": float(ciede2000(mean, reference.means).mean()),
        "ciede2000_true": reference.spread,
        "ciede2000_distribution": distribution_distance(own, reference.colors),
    }


def leakage(subject: Subject, first: Outcome, second: Outcome, changed: int) -> float:
    """Mean CIEDE2000 between two runs outside the part whose style was changed, by area.

    Args:
        subject: the mesh of both.
        first, second: the same prompt and seed but for the style of one part.
        changed: index of that part.

    Returns:
        0 for results that are equal there; 0 also where the part is the whole surface.
    """
    outside = subject.part_areas(np.where(first.face_part == changed, 0, 1), 2)[:, 1]
    if outside.sum() <= 0.0:
        return 0.0
    change = ciede2000(linear_rgb_to_lab(first.color), linear_rgb_to_lab(second.color))
    # Rounding in the conversion must not make a change of what is equal.
    change[(first.color == second.color).all(axis=1)] = 0.0
    return float((outside / outside.sum()) @ change)
