"""The style benchmark's report: one entry per run, and the figures at its top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from tools.benchmarks.style_scores import PartScore


@dataclass(frozen=True)
class RunReport:
    """One run.

    Args:
        mesh: name of the mesh.
        kind: "own", "changed", or "drawn N".
        prompt: what was asked for.
        parts: the parts' figures; of a "changed" run the changed part's only.
        seconds: wall time.
        peak_memory_mb: most memory the process had held by then, megabytes; None where the system does not tell.
        leakage: of a "changed" run: mean CIEDE2000 outside the changed part.
        changed: of a "changed" run: that part's word.
    """

    mesh: str
    kind: str
    prompt: str
    parts: tuple[PartScore, ...]
    seconds: float
    peak_memory_mb: float | None = None
    leakage: float | None = None
    changed: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self) | {"parts": [part.to_dict() for part in self.parts]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> RunReport:
        """Inverse of `to_dict`, also after JSON."""
        return cls(**(data | {"parts": tuple(PartScore.from_dict(part) for part in data["parts"])}))

    def line(self) -> str:
        """The run on one line of the terminal."""
        words = []
        for part in self.parts:
            seen = part.verdict[0][0] if part.verdict else "not found" if part.missed else "not judged"
            mark = "" if not part.is_judged else "=" if part.rank == 1 else "~" if part.is_same_look else "x"
            colour = "" if part.ciede2000 is None else f" {part.ciede2000:.1f}"
            words.append(f"{part.words} {part.part} [{mark}{seen}{colour}]")
        leaked = "" if self.leakage is None else f"  leakage {self.leakage:.2f}"
        return f"{self.mesh:28} {self.kind:8} {'  '.join(words)}{leaked}  {self.seconds:.0f} s"


def summary(runs: Sequence[RunReport]) -> dict[str, Any]:
    """The figures at the top of the report; None where nothing was there to measure.

    `judge_top1`: share of the parts with a material's words that the judge takes for exactly that material, a part that
    was not found counting as wrong; `judge_top1_tolerant`: or for one of the same look (see the judge's card);
    `judge_top5`: the style is among its five likeliest. The same for words that nothing was told of:
    `judge_top1_held_out` is one of the materials it should look like or one of the same look,
    `judge_top1_held_out_strict` exactly one of these. `photo_judge_top1` and `photo_judge_top3`: the same by the judge
    of photographs, of the parts whose material is of a kind that it knows; None without it. `ciede2000_median` over all
    parts, see `PartScore`; `leakage` is the mean over the changed runs.
    """
    parts = [part for run in runs for part in run.parts]
    judged = [part for part in parts if part.is_judged]
    trained = [part for part in judged if not part.held_out]
    held_out = [part for part in judged if part.held_out]
    photographed = [part for part in parts if part.photo_verdict]
    leaks = [run.leakage for run in runs if run.leakage is not None]
    peaks = [run.peak_memory_mb for run in runs if run.peak_memory_mb is not None]
    return {
        "judge_top1": _share([part.rank == 1 for part in trained]),
        "judge_top1_tolerant": _share([part.is_same_look for part in trained]),
        "judge_top5": _share([0 < part.rank <= 5 for part in trained]),
        "judge_top1_held_out": _share([part.is_same_look for part in held_out]),
        "judge_top1_held_out_strict": _share([part.rank == 1 for part in held_out]),
        "judge_top5_held_out": _share([0 < part.rank <= 5 for part in held_out]),
        "photo_judge_top1": _share([part.photo_verdict[0][0] == part.photo_kind for part in photographed]),
        "photo_judge_top3": _share([part.photo_kind in dict(part.photo_verdict) for part in photographed]),
        "ciede2000_median": _median([part.ciede2000 for part in parts]),
        "ciede2000_true_median": _median([part.ciede2000_true for part in parts]),
        "ciede2000_distribution_median": _median([part.ciede2000_distribution for part in parts]),
        "leakage": float(np.mean(leaks)) if leaks else None,
        "leakage_worst": max(leaks) if leaks else None,
        "seconds_median": _median([run.seconds for run in runs]),
        "peak_memory_mb": max(peaks) if peaks else None,
        "parts_judged_trained": len(trained),
        "parts_judged_held_out": len(held_out),
        "parts_judged_by_photographs": len(photographed),
        "parts_missed": sum(part.missed for part in parts),
        "parts_not_judged": len(parts) - len(judged),
    }


def _share(hits: Sequence[bool]) -> float | None:
    return float(np.mean(hits)) if hits else None


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.median(known)) if known else None
