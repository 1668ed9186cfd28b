"""The curves of a training run on one page: every figure of every stage's log over the steps, drawn as SVG in HTML.

The page needs nothing but a browser. The logs it is drawn from are plain tab-separated tables (`RunLog`).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import StringIO
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure

_SIZE = (4.5, 2.6)
"""Width and height of a drawing, inches."""
_SMOOTHING = 0.85
"""Share of the running mean that stays from one line of the log to the next."""
_STYLE = "body{font:14px sans-serif;margin:24px;color:#222}svg{margin:4px}"


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
    """SVG of one curve: what was logged, faint, and its running mean; the two lines have the ids "raw" and "mean"."""
    mean = smoothed(curve.values)
    # Text stays text, and the same log gives the same file.
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": curve.name, "font.size": 8.0}):
        figure = Figure(figsize=_SIZE, layout="constrained")
        axes = figure.add_subplot()
        axes.plot(curve.steps, curve.values, color="#b9cbe6", linewidth=1.0, gid="raw")
        axes.plot(curve.steps, mean, color="#1f5fb0", linewidth=2.0, gid="mean")
        axes.set_title(f"{curve.name}: mean {mean[-1]:.4g} at step {curve.steps[-1]}", parse_math=False)
        axes.set_xlabel("step")
        axes.grid(alpha=0.3)
        file = StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
    svg = file.getvalue()
    return svg[svg.index("<svg") :]  # inside a page there is no XML declaration


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
