"""What the ablation runs and measures: its variants, fields, and one report per run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from styleglip_addon.engine import Losses, StylizeSettings
from styleglip_addon.engine.vocabulary import FieldKind
from styleglip_addon.engine.vocabulary.settings import PartsMode
from tools.benchmarks.style_scores import PartScore


class Variant(StrEnum):
    """What is left out, in the order of the paper's figure.

    FULL: nothing; GLIP finds the parts, the part-level style loss and the encoder's crop loss guide by turns.
    NO_GLIP: GLIP finds nothing and guides nothing; the prompt is one sentence for the whole object.
    NO_FINE_TUNING: as FULL, with the GLIP that was not fine-tuned.
    NO_CLIP: the encoder guides nothing: no crop loss and no palette; the part-level style loss has every step.
    """

    FULL = "full"
    NO_GLIP = "no GLIP"
    NO_FINE_TUNING = "no fine-tuning"
    NO_CLIP = "no CLIP"


FIELDS = {"D": FieldKind.COLOR_DISPLACEMENT, "L": FieldKind.APPEARANCE}
"""The two style fields by their letters."""


def variant_settings(settings: StylizeSettings, variant: Variant, field: str) -> StylizeSettings:
    """The settings of one run.

    Args:
        settings: of the full method.
        variant: what is left out.
        field: letter of `FIELDS`.
    """
    settings = settings.with_(field=replace(settings.field, kind=FIELDS[field]))
    if variant is Variant.NO_GLIP:
        return settings.with_(glip_weight=0.0, parts_mode=PartsMode.HOLISTIC)
    if variant is Variant.NO_CLIP:
        return settings.with_(clip_weight=0.0, palette_weight=0.0)
    return settings


@dataclass(frozen=True)
class AblationRun:
    """One run.

    Args:
        mesh, field, variant: which.
        prompt: what was asked for.
        glip, clip, palette: mean of each loss over the last tenth of the steps; None where it was never evaluated.
        missed: parts that GLIP did not find.
        parts: the judge's verdicts and the colour distances, over the labelled surface where the mesh has labels, else
            over the parts that the full method found; empty without a judge.
        seconds: wall time.
        ious: of the labelled parts in the order of the prompt, area found and labelled over the area either; empty
            where nothing is labelled or located.
    """

    mesh: str
    field: str
    variant: str
    prompt: str
    glip: float | None
    clip: float | None
    palette: float | None
    missed: tuple[str, ...]
    parts: tuple[PartScore, ...]
    seconds: float
    ious: tuple[float, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self) | {"parts": [part.to_dict() for part in self.parts]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> AblationRun:
        """Inverse of `to_dict`, also after JSON."""
        parts = tuple(PartScore.from_dict(part) for part in data["parts"])
        lists = {name: tuple(data.get(name, ())) for name in ("missed", "ious")}
        return cls(**(data | lists | {"parts": parts}))

    @property
    def agreed(self) -> tuple[int, int]:
        """How many parts the judge takes for their style or one of the same look, and how many it was asked about."""
        judged = [part for part in self.parts if part.is_judged]
        return sum(part.is_same_look for part in judged), len(judged)

    @property
    def mean_iou(self) -> float | None:
        """Mean IoU of the parts; None where none was measured."""
        return float(np.mean(self.ious)) if self.ious else None

    @property
    def colour_distance(self) -> float | None:
        """Median CIEDE2000 of the parts to their styles; None where none was measured."""
        known = [part.ciede2000 for part in self.parts if part.ciede2000 is not None]
        return float(np.median(known)) if known else None

    def row(self) -> list[str]:
        """The run as a row under `HEADINGS`."""
        agreed, asked = self.agreed
        values = [self.glip, self.clip, self.palette, self.colour_distance, self.mean_iou]
        glip, clip, palette, colour, iou = ("-" if value is None else f"{value:.3g}" for value in values)
        judge = f"{agreed}/{asked}" if asked else "-"
        missed = ", ".join(self.missed) or "-"
        seconds = f"{self.seconds:.0f}"
        return [self.mesh, self.field, self.variant, glip, clip, palette, judge, colour, iou, missed, seconds]


HEADINGS = ["mesh", "field", "variant", "GLIP", "CLIP", "palette"]
HEADINGS += ["judge agrees", "CIEDE2000", "IoU", "not found", "seconds"]


def table(runs: Sequence[AblationRun]) -> str:
    """All runs as a Markdown table."""
    rows = [HEADINGS, ["---"] * len(HEADINGS), *(run.row() for run in runs)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def summary(runs: Sequence[AblationRun]) -> dict[str, Any]:
    """Per variant and field: how many parts the judge agrees with and was asked about, how well parts were found."""
    figures: dict[str, Any] = {}
    for variant in Variant:
        for field in FIELDS:
            chosen = [run for run in runs if (run.variant, run.field) == (variant.value, field)]
            if not chosen:
                continue
            agreed, asked = (sum(run.agreed[k] for run in chosen) for k in (0, 1))
            ious = [iou for run in chosen for iou in run.ious]
            colours = [run.colour_distance for run in chosen if run.colour_distance is not None]
            figures[f"{variant.value}, field {field}"] = {
                "judge_agrees": agreed,
                "judged": asked,
                "missed": sum(len(run.missed) for run in chosen),
                "mean_iou": float(np.mean(ious)) if ious else None,
                "ciede2000_median": float(np.median(colours)) if colours else None,
                "seconds_median": float(np.median([run.seconds for run in chosen])),
            }
    return figures


def last_losses(history: Sequence[Losses]) -> dict[str, float | None]:
    """Mean of each loss over the last tenth of the steps, at least three; None where it was never evaluated there."""
    last = history[-max(len(history) // 10, 3) :]

    def mean(name: str) -> float | None:
        values = [losses.terms[name] for losses in last if name in losses.terms]
        return float(np.mean(values)) if values else None

    return {name: mean(name) for name in ("glip", "clip", "palette")}
