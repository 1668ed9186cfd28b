"""What the style benchmark measures on one outcome: the judge's verdict, the colours, the leakage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine import Part
from tools.benchmarks.colour_difference import (
    ciede2000,
    distribution_distance,
    linear_rgb_to_lab,
    srgb_to_linear_rgb,
)
from tools.benchmarks.judge import StyleJudge
from tools.benchmarks.part_views import judging_cameras, part_crops
from tools.benchmarks.style_outcomes import Outcome
from tools.benchmarks.style_prompts import expectation
from tools.benchmarks.style_subjects import Subject
from tools.train_default_model.lit_materials import reference_colors

_DRAWS = 24
_COLOURS_PER_DRAW = 256
_SAMPLE = 240


@dataclass(frozen=True)
class PartScore:
    """How one part came out.

    Args:
        part, words: the part's word and its style's words.
        style: canonical name of what it should look like; empty: in no list, so not judged.
        held_out: whether the words were kept out of the training.
        missed: no surface was found for it.
        crops: pictures of it that were judged; 0: no camera saw enough of it.
        verdict: the judge's five likeliest styles with their probability averaged over the crops.
        rank: place of `style` in the judge's order, from 1; 0 where it was not judged.
        is_same_look: whether the judge's first is the style or one of the same look.
        ciede2000: of the part's mean colour to the mean colour of a random material of the style, averaged over 24.
        ciede2000_true: the same between two random true materials of the style: what cannot be bettered on average.
        ciede2000_distribution: earth mover's distance, in CIEDE2000, of the part's colours to the style's.
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

    @property
    def is_judged(self) -> bool:
        """Whether it counts: its style is known and it was seen, or is missing altogether."""
        return bool(self.style) and (self.missed or self.crops > 0)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> PartScore:
        """Inverse of `to_dict`, also after JSON."""
        verdict = tuple((str(name), float(share)) for name, share in data["verdict"])
        return cls(**(data | {"verdict": verdict}))


def score_parts(subject: Subject, parts: Sequence[Part], outcome: Outcome, judge: StyleJudge) -> list[PartScore]:
    """Judges and measures every part of an outcome."""
    assert subject.mesh.front is not None
    cameras = judging_cameras(subject.mesh.up, subject.mesh.front)
    vertices = subject.unit_vertices + outcome.displacement
    size = judge.network.config.image_size
    crops = part_crops(vertices, subject.mesh.faces, outcome.color, outcome.face_part, len(parts), cameras, size)
    areas = subject.part_areas(outcome.face_part, len(parts))
    scores = []
    for index, part in enumerate(parts):
        expected = expectation(part.style)
        area = areas[:, index]
        score: dict[str, Any] = {"missed": bool(area.sum() <= 0.0), "crops": len(crops[index])}
        if expected.style and len(crops[index]):
            verdict = judge.verdict(crops[index])
            names = [name for name, _ in verdict]
            score |= {
                "verdict": verdict[:5],
                "rank": names.index(expected.style) + 1,
                "is_same_look": judge.same_look.same(expected.style, names[0]),
            }
        if expected.style and not score["missed"]:
            score |= colour_distances(outcome.color, area, expected.style)
        scores.append(PartScore(part.name, part.style, expected.style, expected.held_out, **score))
    return scores


def colour_distances(color: NDArray[np.float32], areas: NDArray[np.float64], style: str) -> dict[str, float]:
    """The three colour distances of a part to a style, see `PartScore`.

    Means are taken of linear light, as the eye does from afar.

    Args:
        color: (V, 3) scene-linear RGB.
        areas: (V,) area that each vertex stands for within the part.
        style: canonical name.
    """
    reference = _reference(style)
    shares = areas / areas.sum()
    mean = linear_rgb_to_lab(shares @ color.astype(np.float64))
    random = np.random.default_rng(0)
    own = linear_rgb_to_lab(color[random.choice(len(color), _SAMPLE, p=shares)])
    return {
        "ciede2000": float(ciede2000(mean, reference.means).mean()),
        "ciede2000_true": reference.spread,
        "ciede2000_distribution": distribution_distance(own, reference.colors),
    }


@dataclass(frozen=True, eq=False)
class _Reference:
    """A style's colours, L*a*b*: (draws, 3) means of random materials, (n, 3) colours of all, spread of the means."""

    means: NDArray[np.float64]
    colors: NDArray[np.float64]
    spread: float


@cache
def _reference(style: str) -> _Reference:
    random = np.random.default_rng(7003)
    draws = [srgb_to_linear_rgb(reference_colors(style, random, _COLOURS_PER_DRAW, samples=1)) for _ in range(_DRAWS)]
    means = linear_rgb_to_lab(np.stack([draw.mean(axis=0) for draw in draws]))
    each = np.concatenate([draw[random.choice(len(draw), _SAMPLE // _DRAWS, replace=False)] for draw in draws])
    between = ciede2000(means[:, None], means[None])
    return _Reference(means, linear_rgb_to_lab(each), float(between.sum() / (_DRAWS * (_DRAWS - 1))))


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
