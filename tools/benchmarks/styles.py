"""Styling: an independent judge's verdict, colour distance, leakage, time, and a contact sheet, per mesh and prompt.

Every mesh is stylized with its own prompt, with drawn prompts, and once more with one part's style changed (for the
leakage). Labelled parts are given as masks, so that the style is measured and not the locating; `--located` has the
model find them. `--truth` paints the true materials in place of the model: what no model could better.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from styleglip_addon.engine import MachineSettings, Models, Part, StylizeSettings, format_prompt, load_models
from styleglip_addon.engine.baking.from_state import styled_shape
from tools.benchmarks.contact_sheet import write_html, write_png
from tools.benchmarks.judge import SeenPart, StyleJudge, load_judge
from tools.benchmarks.kept_runs import kept_runs, signature_of, slug, write_json
from tools.benchmarks.photo_judge import PhotoJudge, load_photo_judge
from tools.benchmarks.style_card import card_of
from tools.benchmarks.style_detail import in_detail
from tools.benchmarks.style_outcomes import Outcome, stylized, true_materials
from tools.benchmarks.style_prompts import HELD_OUT_SHARE, Draw, drawn_prompt, own_prompt, with_one_style_changed
from tools.benchmarks.style_report import RunReport, summary
from tools.benchmarks.style_scores import leakage, score_parts
from tools.benchmarks.style_settings import chosen_settings
from tools.benchmarks.style_sights import ClosePictures, seen_parts
from tools.benchmarks.style_subjects import Subject, quick_subjects, read_subjects

PROMPTS, QUICK_PROMPTS = 3, 2
DETAIL = 150_000
_OWN, _CHANGED = "own", "changed"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this measurement's options."""
    parser.add_argument("--meshes", type=Path, help="folder with parts.json and the meshes it names")
    parser.add_argument("--model", type=Path, help="folder or file of the model; default: the embedded one")
    parser.add_argument(
        "--prompts",
        type=int,
        help=f"drawn prompts per mesh, besides its own; default: {PROMPTS}, quick {QUICK_PROMPTS}",
    )
    parser.add_argument(
        "--held-out",
        type=float,
        default=HELD_OUT_SHARE,
        metavar="SHARE",
        help="share of words in drawn prompts that nothing was told of; default: %(default)s",
    )
    parser.add_argument("--iterations", type=int, help="steps per run; default: the engine's")
    parser.add_argument("--seed", type=int, default=0, help="of the prompts and of the runs")
    parser.add_argument("--only", help="only meshes whose name contains this")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads")
    parser.add_argument("--preset", help="a preset's settings in place of the defaults")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting, e.g. palette_weight=4 or field.sigma=5; may be given again",
    )
    parser.add_argument("--vertices", type=int, help="density of the copy that is styled; 0: the artist's vertices")
    parser.add_argument(
        "--detail",
        type=int,
        default=DETAIL,
        help="vertices of the copy that materials are judged on; default: %(default)s",
    )
    parser.add_argument(
        "--photographs",
        type=Path,
        help="folder of the judge of photographs; prompts are drawn from kinds it knows; default: it is not asked",
    )
    parser.add_argument("--located", action="store_true", help="the model finds the parts, also where there are labels")
    parser.add_argument("--truth", action="store_true", help="paint the true materials in place of the model")
    parser.add_argument("--quick", action="store_true", help="two small meshes: a first impression")
    parser.add_argument("--resume", action="store_true", help="skip the runs that the report already has")
    parser.add_argument(
        "--one-look", action="store_true", help="the judge looks once: seconds less a part, and it mixes up neighbours"
    )
    parser.add_argument("--no-sheet", action="store_true", help="no contact sheet")


@dataclass(frozen=True)
class Plan:
    """One run to be made.

    Args:
        kind: "own" prompt, "changed" (own with one style changed), or "drawn 1", "drawn 2", ...
        parts: the prompt.
        changed: index of the changed part.
    """

    kind: str
    parts: tuple[Part, ...]
    changed: int | None = None


class StyleBenchmark:
    """Runs the plans and keeps each as it is done.

    Args:
        arguments: see `add_arguments`.
        judge: who judges.
        photo_judge: who judges, too.
    """

    def __init__(self, arguments: argparse.Namespace, judge: StyleJudge, photo_judge: PhotoJudge | None = None) -> None:
        self.settings = chosen_settings(arguments)
        self._arguments = arguments
        self._judge, self._photo_judge = judge, photo_judge
        self._draw = Draw(arguments.seed, arguments.held_out, () if photo_judge is None else photo_judge.known)
        self._loaded: Models | None = None
        report: Path | None = arguments.report
        self._report = report
        self._kept = report.with_name(f"{report.stem}_results") if report is not None else None
        self.runs: dict[tuple[str, str], RunReport] = {}
        if arguments.resume:
            self._take_over()

    @property
    def _models(self) -> Models:
        if self._loaded is None:
            model = self._arguments.model
            self._loaded = load_models(model, self.settings.machine.device) if model else load_models()
        return self._loaded

    def measure(self, subject: Subject) -> list[tuple[Plan, RunReport, Outcome]]:
        """All runs of one mesh."""
        done = []
        own: Outcome | None = None
        arguments = self._arguments
        prompts = QUICK_PROMPTS if arguments.quick else PROMPTS
        prompts = prompts if arguments.prompts is None else arguments.prompts
        for plan in plans(subject, prompts, self._draw, arguments.truth):
            known = self.runs.get((subject.name, plan.kind))
            outcome = self._load(subject, plan) if known is not None else None
            if outcome is None or known is None:
                outcome, known = self._run(subject, plan, own)
            if plan.kind == _OWN:
                own = outcome
            done.append((plan, known, outcome))
        return done

    def _run(self, subject: Subject, plan: Plan, own: Outcome | None) -> tuple[Outcome, RunReport]:
        arguments = self._arguments
        if arguments.truth:
            outcome, shape = true_materials(subject, plan.parts, arguments.seed)
            measured = subject, outcome
        else:
            outcome, result = stylized(subject, plan.parts, self.settings, self._models, arguments.located)
            shape = styled_shape(result.state, subject.mesh)
            measured = in_detail(subject, outcome, result, arguments.detail)
        seen = seen_parts(subject, shape, self._judge.network.config.image_size)
        if arguments.one_look:
            seen = tuple(SeenPart(part.pictures) for part in seen)
        close = None if self._photo_judge is None else ClosePictures(self._photo_judge, subject, shape)
        scores = score_parts(measured[0], plan.parts, measured[1], self._judge, seen, close)
        leaked = None
        if plan.changed is not None and own is not None:
            leaked = leakage(subject, own, outcome, plan.changed)
            # The other parts are in the own prompt's run already.
            scores = [scores[plan.changed]]
        report = RunReport(
            subject.name,
            plan.kind,
            format_prompt(plan.parts),
            tuple(scores),
            round(outcome.seconds, 2),
            peak_memory_mb(),
            leaked,
            plan.parts[plan.changed].name if plan.changed is not None else "",
        )
        print(report.line(), flush=True)
        self.runs[subject.name, plan.kind] = report
        if self._report is not None and self._kept is not None:
            outcome.save(self._path(subject, plan))
            write_json(self._report, {"measurement": "styles", "is_complete": False} | self.describe())
        return outcome, report

    def describe(self) -> dict[str, Any]:
        """The report so far."""
        return {
            **summary(list(self.runs.values())),
            "model": str(self._arguments.model or "embedded") if not self._arguments.truth else "true materials",
            "settings": self.settings.to_dict(),
            "parts_from": "model" if self._arguments.located else "labels where there are any, else model",
            "signature": self.signature(),
            "judge": {name: self._judge.card.get(name) for name in ("accuracy", "sights_seen", "parameters")},
            "runs": [run.to_dict() for run in self.runs.values()],
        }

    def signature(self) -> str:
        """What runs must have in common to stand in one report."""
        arguments = self._arguments
        parts = {
            "settings": self.settings.with_(machine=MachineSettings()).to_dict(),
            "seed": arguments.seed,
            "model": str(arguments.model),
            "located": arguments.located,
            "truth": arguments.truth,
            "quick": arguments.quick,
            "vertices": _vertices(arguments, self.settings),
            "detail": arguments.detail,
            "photographs": str(arguments.photographs),
            "judge": [self._judge.card.get("sights_rendered"), arguments.one_look],
        }
        return signature_of(parts)

    def _take_over(self) -> None:
        for entry in kept_runs(self._report, self.signature()):
            run = RunReport.from_dict(entry)
            self.runs[run.mesh, run.kind] = run

    def _path(self, subject: Subject, plan: Plan) -> Path:
        assert self._kept is not None
        return self._kept / f"{slug(subject.name)}_{slug(plan.kind)}.npz"

    def _load(self, subject: Subject, plan: Plan) -> Outcome | None:
        """The kept result of a run; None where it is missing or of another mesh or prompt."""
        if self._kept is None or self.runs[subject.name, plan.kind].prompt != format_prompt(plan.parts):
            return None
        outcome = Outcome.load(self._path(subject, plan))
        fits = outcome is not None and len(outcome.face_part) == len(subject.mesh.faces)
        return outcome if fits else None


def plans(subject: Subject, prompts: int, draw: Draw, truth: bool = False) -> Iterator[Plan]:
    """The runs of one mesh, in order: the own prompt, the changed one, the drawn ones."""
    own = own_prompt(subject.prompt, subject.parts)
    if truth and not subject.parts:
        # Nobody knows where its parts are: all of it is painted as the first.
        own = own[:1]
    yield Plan(_OWN, own)
    if not truth and len(own) > 1:
        changed, index = with_one_style_changed(subject.name, own, draw.seed)
        yield Plan(_CHANGED, changed, index)
    words = [part.name for part in own]
    for number in range(prompts):
        yield Plan(f"drawn {number + 1}", drawn_prompt(subject.name, words, number, draw))


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Measures all meshes and writes the contact sheets beside the report.

    Returns:
        `judge_top1` (strict, trained styles), `ciede2000_median`, `leakage`, `seconds_median` and more at the top, see
        `style_report.summary`; `runs` with every part's figures.
    """
    torch.set_num_threads(arguments.threads)
    photo_judge = None if arguments.photographs is None else load_photo_judge(arguments.photographs)
    benchmark = StyleBenchmark(arguments, load_judge(), photo_judge)
    cards = []
    for subject in _subjects(arguments, benchmark.settings):
        for plan, report, outcome in benchmark.measure(subject):
            if not arguments.no_sheet and arguments.report is not None and plan.kind != _CHANGED:
                cards.append(card_of(subject, report, outcome))
    if not benchmark.runs:
        raise SystemExit("There is no mesh to measure: see --meshes and --only.")
    figures = benchmark.describe()
    if cards:
        heading = (
            f"{figures['model']}: judge {figures['judge_top1'] or 0.0:.0%} on trained styles, colour distance "
            f"{figures['ciede2000_median'] or 0.0:.1f}"
        )
        write_png(arguments.report.with_suffix(".png"), heading, cards)
        write_html(arguments.report.with_suffix(".html"), heading, cards)
    for name, value in figures.items():
        if isinstance(value, int | float):
            print(f"{name:36} {value:.3f}" if isinstance(value, float) else f"{name:36} {value}")
    return figures | {"is_complete": True}


def peak_memory_mb() -> float | None:
    """The most memory this process has held, megabytes; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1e6 if sys.platform == "darwin" else 1e3), 1)


def _vertices(arguments: argparse.Namespace, settings: StylizeSettings) -> int:
    return settings.dense_vertices if arguments.vertices is None else int(arguments.vertices)


def _subjects(arguments: argparse.Namespace, settings: StylizeSettings) -> Iterator[Subject]:
    dense = _vertices(arguments, settings)
    if arguments.quick:
        return (s for s in quick_subjects(dense) if arguments.only is None or arguments.only.lower() in s.name.lower())
    if arguments.meshes is None:
        raise SystemExit("Say which meshes: --meshes FOLDER, or --quick.")
    return read_subjects(arguments.meshes, dense, arguments.only)
