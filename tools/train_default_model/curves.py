"""The curves of a training run on one page: every figure of every stage's log over the steps, drawn as SVG in HTML.

The page needs nothing but a browser. The logs it is drawn from are plain tab-separated tables (`RunLog`).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

_WIDTH, _HEIGHT = 360, 200
_LEFT, _BOTTOM, _RIM = 52, 22, 10
_SMOOTHING = 0.85
"""Share of the running mean that stays from one line of the log to the next."""
_STYLE = (
    "body{font:14px sans-serif;margin:24px;color:#222}svg{margin:4px;background:#fafafa;border:1px solid #ddd}"
    "text{font-size:11px;fill:#555}.raw{fill:none;stroke:#b9cbe6}.mean{fill:none;stroke:#1f5fb0;stroke-width:2}"
    ".axis{stroke:#999}"
)


@dataclass(frozen=True)
class Curve:
    """One figure of one log.

    Args:
        name: column of the log.
        steps, values: its lines, by rising step.
    """

    name: str
    steps: tuple[int, ...]
    values: tuple[float, ...]


def read_curves(path: Path) -> tuple[Curve, ...]:
    """All figures of a log. Steps that were done twice, after a break, count as they were done last.

    Raises:
        ValueError: the file is no log of a training run.
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t"))
    if not lines or "step" not in lines[0]:
        raise ValueError(f"{path} is not the log of a training run: it has no column of steps.")
    by_step = {int(line["step"]): line for line in lines}
    steps = tuple(sorted(by_step))
    names = [name for name in lines[0] if name not in ("step", "seconds")]
    return tuple(Curve(name, steps, tuple(float(by_step[s][name]) for s in steps)) for name in names)


def smoothed(values: Sequence[float]) -> tuple[float, ...]:
    """Running mean of the values so far, the latest counting most; the first value counts no more than any other."""
    total = weight = 0.0
    means = []
    for value in values:
        total, weight = _SMOOTHING * total + value, _SMOOTHING * weight + 1.0
        means.append(total / weight)
    return tuple(means)


def draw_curve(curve: Curve) -> str:
    """SVG of one curve: what was logged, faint, and its running mean."""
    low, high = min(curve.values), max(curve.values)
    margin = 0.05 * (high - low) or 0.5
    low, high = low - margin, high + margin
    first, last = curve.steps[0], max(curve.steps[-1], curve.steps[0] + 1)
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIM

    def path(values: Sequence[float]) -> str:
        points = []
        for step, value in zip(curve.steps, values, strict=True):
            x = _LEFT + (right - _LEFT) * (step - first) / (last - first)
            y = bottom - (bottom - 2 * _RIM) * (value - low) / (high - low)
            points.append(f"{x:.1f},{y:.1f}")
        return " ".join(points)

    mean = smoothed(curve.values)
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" role="img">'
        f'<text x="{_LEFT}" y="14">{escape(curve.name)}: mean {mean[-1]:.4g} at step {curve.steps[-1]}</text>'
        f'<line class="axis" x1="{_LEFT}" y1="{bottom}" x2="{right}" y2="{bottom}"/>'
        f'<line class="axis" x1="{_LEFT}" y1="{2 * _RIM}" x2="{_LEFT}" y2="{bottom}"/>'
        f'<text x="4" y="{2 * _RIM + 8}">{high:.3g}</text><text x="4" y="{bottom}">{low:.3g}</text>'
        f'<text x="{_LEFT}" y="{_HEIGHT - 6}">{first}</text>'
        f'<text x="{right}" y="{_HEIGHT - 6}" text-anchor="end">{curve.steps[-1]} steps</text>'
        f'<polyline class="raw" points="{path(curve.values)}"/><polyline class="mean" points="{path(mean)}"/></svg>'
    )


def write_curves(folder: Path) -> Path:
    """Draws all logs (*.tsv) of a run's folder into its "curves.html".

    Raises:
        ValueError: there is no log, or one cannot be read.
    """
    logs = sorted(folder.glob("*.tsv"))
    if not logs:
        raise ValueError(f"There are no logs in {folder}: train a stage first.")
    sections = [f"<h2>{escape(log.stem)}</h2>{''.join(draw_curve(c) for c in read_curves(log))}" for log in logs]
    page = folder / "curves.html"
    title = f"Training curves: {escape(folder.name)}"
    head = f'<!doctype html><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    page.write_text(f"{head}<h1>{title}</h1>{''.join(sections)}\n", encoding="utf-8")
    return page
