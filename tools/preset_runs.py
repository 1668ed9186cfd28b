"""Figures of short runs of the recipes, and the report that keeps them: what is in it is not run again."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch

from styleglip_addon.engine import StylizeResult
from styleglip_addon.engine.rendering.color import linear_to_srgb
from styleglip_addon.engine.surface.prepared import base_colors
from styleglip_addon.engine.vocabulary import FloatArray, Mesh
from tools.surface_integrity import SurfaceIntegrity

LEAST_CHANGE = 1.0 / 255.0
"""Mean change of the styled surface's sRGB, per channel, below which nothing can be seen of a style."""


@dataclass(frozen=True)
class PresetRun:
    """One recipe on one mesh.

    Args:
        preset, mesh, model: of the run; the mesh by its path within its folder.
        asked, steps: steps asked for and taken.
        seconds: of the whole run; `seconds_per_step` without locating the parts.
        peak_gb: most memory of the process during the run, GB of 2^30 bytes.
        finite: whether all colours and displacements are numbers.
        changed: mean absolute change of sRGB, 0..1, over the vertices that have a style.
        moved: greatest displacement as a share of the mesh's diagonal.
        displaces: whether the recipe moves vertices.
        held: share of the vertices whose displacement was held back.
        surface: what the displacement did to the surface; its `holds` tells whether the surface is whole.
        warnings: sentences of the run.
        most_boxes: boxes of a part in a view where the check asked for another number than the recipe; else None.
    """

    preset: str
    mesh: str
    model: str
    asked: int
    steps: int
    seconds: float
    seconds_per_step: float
    peak_gb: float
    finite: bool
    changed: float
    moved: float
    displaces: bool
    held: float
    surface: Mapping[str, Any]
    warnings: tuple[str, ...] = ()
    most_boxes: int | None = None

    @property
    def key(self) -> str:
        """Names the run in a report."""
        return run_key(self.preset, self.mesh, self.model, self.asked, self.most_boxes)

    @property
    def holds(self) -> bool:
        """Whether it took all its steps, gave numbers, changed what the recipe changes, and left the surface whole."""
        complete = self.steps == self.asked and self.finite and bool(self.surface["holds"])
        return complete and self.changed >= LEAST_CHANGE and (self.moved > 0.0) == self.displaces

    @property
    def line(self) -> str:
        """The figures under the head of `PresetReport.table`."""
        return (
            f"{self.preset:21}{Path(self.mesh).stem:15}{self.model[:27]:29}{self.steps:>6}{self.seconds:>8.1f}"
            f"{self.seconds_per_step:>8.2f}{self.peak_gb:>6.1f}{self.changed:>8.3f}{self.moved:>8.4f}{self.held:>7.1%}"
            f"{self.surface['new_share']:>7.2%}  {'yes' if self.holds else 'NO'}"
        )


def run_key(preset: str, mesh: str, model: str, iterations: int, most_boxes: int | None = None) -> str:
    """Names a run in a report; arguments as in `PresetRun`."""
    boxes = "" if most_boxes is None else f", {most_boxes} boxes"
    return f"{preset} on {mesh}, {model}, {iterations} steps{boxes}"


def measured(
    preset: str,
    name: str,
    mesh: Mesh,
    result: StylizeResult,
    surface: SurfaceIntegrity,
    asked: int,
    seconds: float,
    peak_gb: float,
    most_boxes: int | None = None,
) -> PresetRun:
    """The figures of a result; see `PresetRun`."""
    steps = len(result.history)
    held = result.state.held
    extent = float(np.linalg.norm(np.ptp(mesh.vertices, axis=0)))
    return PresetRun(
        preset=preset,
        mesh=name,
        model=result.model,
        asked=asked,
        steps=steps,
        seconds=round(seconds, 1),
        seconds_per_step=round(result.seconds["styling"] / max(steps, 1), 3),
        peak_gb=round(peak_gb, 2),
        finite=bool(np.isfinite(result.color).all() and np.isfinite(result.displacement).all()),
        changed=round(changed_color(mesh, result), 4),
        moved=round(float(np.linalg.norm(result.displacement, axis=1).max()) / extent, 5),
        displaces=result.settings.field.displaces,
        held=0.0 if held is None else round(float((held < 1.0).any(axis=1).mean()), 4),
        surface=surface.to_dict(),
        warnings=result.warnings,
        most_boxes=most_boxes,
    )


def changed_color(mesh: Mesh, result: StylizeResult) -> float:
    """Mean absolute change of sRGB, 0..1, over the vertices of which at least half has a style; 0 without any."""
    styled = result.weights.sum(axis=1) > 0.5
    if not styled.any():
        return 0.0
    before, after = _srgb(base_colors(mesh)[styled]), _srgb(result.color[styled])
    return float(np.abs(after - before).mean())


def _srgb(linear: FloatArray) -> FloatArray:
    encoded: FloatArray = linear_to_srgb(torch.from_numpy(np.ascontiguousarray(linear))).numpy()
    return encoded


@dataclass
class PresetReport:
    """The runs so far, by their keys, in a JSON file that is whole after every run.

    Args:
        file: where it is kept; None: nowhere.
        runs: what it holds.
    """

    file: Path | None
    runs: dict[str, PresetRun] = field(default_factory=dict)

    @classmethod
    def opened(cls, file: Path | None) -> Self:
        """Reads a report; an empty one where there is no such file.

        Raises:
            ValueError: the file holds something else.
        """
        if file is None or not file.is_file():
            return cls(file)
        try:
            entries = json.loads(file.read_text(encoding="utf-8"))["runs"]
            runs = [PresetRun(**{**entry, "warnings": tuple(entry["warnings"])}) for entry in entries]
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f'"{file}" is no report of this check. Name another file, or remove it.') from error
        return cls(file, {run.key: run for run in runs})

    def add(self, run: PresetRun) -> None:
        """Takes a run in and writes the file, complete or not at all."""
        self.runs[run.key] = run
        if self.file is None:
            return
        self.file.parent.mkdir(parents=True, exist_ok=True)
        entries = [asdict(item) for item in self.runs.values()]
        data = {"holds": all(item.holds for item in self.runs.values()), "runs": entries, "table": self.table()}
        unfinished = self.file.with_name(self.file.name + ".unfinished")
        unfinished.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
        unfinished.replace(self.file)

    def table(self) -> list[str]:
        """A line per run under a head, for people."""
        head = (
            f"{'preset':21}{'mesh':15}{'model':29}{'steps':>6}{'s':>8}{'s/step':>8}{'GB':>6}{'colour':>8}{'moved':>8}"
        )
        return [f"{head}{'held':>7}{'new x':>7}  holds", *(run.line for run in self.runs.values())]


class PeakMemory:
    """The most memory that the process has had since this was made, in GB of 2^30 bytes.

    Linux counts anew; elsewhere it is the most since the process began.
    """

    def __init__(self) -> None:
        self._counts_anew = False
        try:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # see man 5 proc
            self._counts_anew = True
        except OSError:
            pass

    @property
    def gb(self) -> float:
        """So far."""
        if self._counts_anew:
            for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 2**20
        unit = 2**30 if sys.platform == "darwin" else 2**20
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
