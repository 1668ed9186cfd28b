"""Ablation: the full method beside itself without GLIP, CLIP and fine-tuning, with both fields; a table and a figure.

The figure (PNG, beside the report) has a row per mesh and field and a column per variant. Parts are found by the model,
not given, so that a poor GLIP shows. "full" uses the GLIP given with `--finetuned` and "no fine-tuning" the original;
without it that column is left out. See `ablation_report.Variant` for what each variant leaves out.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from styleglip_addon.engine import Models, Part, StylizeResult, StylizeSettings, format_prompt, load_models, stylize
from styleglip_addon.engine.models import ModelChoice
from styleglip_addon.engine.types import IntArray
from tools.benchmarks.ablation_figure import Picture, after_picture, before_picture, write_figure
from tools.benchmarks.ablation_report import (
    FIELDS,
    AblationRun,
    Variant,
    last_losses,
    summary,
    table,
    variant_settings,
)
from tools.benchmarks.judge import StyleJudge, load_judge
from tools.benchmarks.kept_runs import kept_runs, signature_of
from tools.benchmarks.style_outcomes import Outcome, labelled_faces
from tools.benchmarks.style_prompts import own_prompt
from tools.benchmarks.style_scores import score_parts
from tools.benchmarks.style_subjects import Subject, read_subjects
from tools.benchmarks.styles import slug, write_json
from tools.labelled_meshes import UNLABELLED

MESHES = ("lamp", "armchair", "mushroom")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this measurement's options."""
    parser.add_argument("--meshes", type=Path, required=True, help="folder with parts.json and the meshes it names")
    parser.add_argument(
        "--only", nargs="+", default=list(MESHES), metavar="NAME", help=f"meshes; default: {' '.join(MESHES)}"
    )
    parser.add_argument("--field", nargs="+", choices=list(FIELDS), default=list(FIELDS), help="style fields")
    parser.add_argument("--model", help="folder or file of the model; default: the embedded one")
    parser.add_argument("--finetuned", metavar="MODEL", help="the same model's GLIP after fine-tuning: file or folder")
    parser.add_argument("--iterations", type=int, help="steps per run; default: the engine's")
    parser.add_argument("--vertices", type=int, help="density of the copy that is styled; 0: the artist's vertices")
    parser.add_argument("--seed", type=int, default=0, help="of the runs")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads")
    parser.add_argument("--resume", action="store_true", help="skip the runs that the report already has")
    parser.add_argument("--figure", type=Path, help="PNG to write; default: the report's name with .png")


class Ablation:
    """Runs the variants and keeps each as it is done.

    Args:
        arguments: see `add_arguments`.
        judge: who judges; None: nobody.
    """

    def __init__(self, arguments: argparse.Namespace, judge: StyleJudge | None) -> None:
        settings = StylizeSettings(seed=arguments.seed, threads=arguments.threads)
        self.settings = settings if arguments.iterations is None else settings.with_(iterations=arguments.iterations)
        self.variants = [v for v in Variant if v is not Variant.NO_FINE_TUNING or arguments.finetuned]
        self.runs: dict[tuple[str, str, str], AblationRun] = {}
        self.cells: dict[tuple[str, str, str], tuple[Picture, AblationRun]] = {}
        self.rows: dict[tuple[str, str], tuple[Picture, str]] = {}
        self._arguments = arguments
        self._judge = judge
        self._loaded: dict[ModelChoice, Models] = {}
        report: Path | None = arguments.report
        self._report = report
        self._kept = None if report is None else report.with_name(f"{report.stem}_results")
        if arguments.resume:
            self._take_over()

    @property
    def vertices(self) -> int:
        """Density of the copies that are styled."""
        given = self._arguments.vertices
        return self.settings.dense_vertices if given is None else int(given)

    def measure(self, subject: Subject) -> None:
        """All runs of one mesh."""
        parts = own_prompt(subject.prompt, subject.parts)
        before = before_picture(subject)
        for field in self._arguments.field:
            self.rows[subject.name, field] = (before, subject.prompt)
            face_part = labelled_faces(subject, parts) if subject.parts else None
            for variant in self.variants:
                key = (subject.name, field, variant.value)
                path = None if self._kept is None else self._kept / f"{slug(' '.join(key))}.npz"
                outcome = Outcome.load(path) if path is not None and key in self.runs else None
                if outcome is None or len(outcome.face_part) != len(subject.mesh.faces):
                    outcome = self._run(subject, parts, field, variant, face_part)
                    if path is not None and self._report is not None:
                        outcome.save(path)
                        write_json(self._report, {"measurement": "ablation", "is_complete": False} | self.describe())
                # Where nothing is labelled, the parts that the full method found are the measure of all.
                face_part = outcome.face_part if face_part is None else face_part
                self.cells[key] = (after_picture(subject, outcome), self.runs[key])

    def _run(
        self, subject: Subject, parts: tuple[Part, ...], field: str, variant: Variant, face_part: IntArray | None
    ) -> Outcome:
        settings = variant_settings(self.settings, variant, field)
        result = stylize(subject.mesh, parts, settings, models=self._models(variant))
        displacement = subject.sphere.apply_vectors(result.displacement).astype(np.float32)
        seconds = sum(result.seconds.values())
        where = _located_faces(result, subject) if face_part is None else face_part
        outcome = Outcome(result.color, displacement, where, seconds)
        scores = score_parts(subject, parts, outcome, self._judge) if self._judge is not None else []
        run = AblationRun(
            mesh=subject.name,
            field=field,
            variant=variant.value,
            prompt=format_prompt(parts),
            **last_losses(result.history),
            missed=tuple(part.located.part.name for part in result.parts if not part.located.found),
            parts=tuple(scores),
            seconds=round(seconds, 1),
        )
        self.runs[subject.name, field, variant.value] = run
        print("  ".join(run.row()), flush=True)
        return outcome

    def _models(self, variant: Variant) -> Models:
        choice = ModelChoice.of(self._arguments.model) if self._arguments.model else ModelChoice()
        if self._arguments.finetuned and variant is not Variant.NO_FINE_TUNING:
            choice = replace(choice, glip=self._arguments.finetuned)
        if choice not in self._loaded:
            self._loaded[choice] = load_models(choice, self.settings.device)
        return self._loaded[choice]

    def describe(self) -> dict[str, Any]:
        """The report so far."""
        runs = list(self.runs.values())
        return {
            "summary": summary(runs),
            "table": table(runs),
            "notes": self.notes(),
            "model": str(self._arguments.model or "embedded"),
            "finetuned": self._arguments.finetuned,
            "settings": self.settings.to_dict(),
            "signature": self.signature(),
            "runs": [run.to_dict() for run in runs],
        }

    def notes(self) -> list[str]:
        """What the reader has to know."""
        notes = [
            "Parts are found by the model; losses are means over the last tenth of the steps.",
            "The figure shows shape and colours; the roughness and metallic of field L are not in it.",
        ]
        if not self._arguments.finetuned:
            notes.append('Without --finetuned there is no column "no fine-tuning": "full" uses the model as it is.')
        if self._judge is None:
            notes.append(
                "No judge: train it with tools/benchmark.py judge-train for its verdicts and colour distances."
            )
        return notes

    def signature(self) -> str:
        """What runs must have in common to stand in one report."""
        arguments = self._arguments
        data = {
            "settings": self.settings.to_dict() | {"threads": 0},
            "models": [str(arguments.model), str(arguments.finetuned)],
            "vertices": self.vertices,
            "judge": self._judge is not None,
        }
        return signature_of(data)

    def _take_over(self) -> None:
        for entry in kept_runs(self._report, self.signature()):
            run = AblationRun.from_dict(entry)
            self.runs[run.mesh, run.field, run.variant] = run


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Runs everything and writes the figure beside the report.

    Returns:
        `summary` per variant and field, `table` (Markdown), `notes`, `runs`, and where the `figure` is.
    """
    torch.set_num_threads(arguments.threads)
    ablation = Ablation(arguments, _judge())
    for subject in _subjects(arguments, ablation.vertices):
        ablation.measure(subject)
    if not ablation.cells:
        raise SystemExit("There is no mesh to measure: see --meshes and --only.")
    figures = ablation.describe()
    print(figures["table"])
    for note in figures["notes"]:
        print(note)
    figure: Path | None = arguments.figure
    if figure is None and arguments.report is not None:
        figure = arguments.report.with_suffix(".png")
    if figure is not None:
        write_figure(figure, ablation.variants, ablation.rows, ablation.cells)
        figures["figure"] = figure.name
    return figures | {"is_complete": True}


def _subjects(arguments: argparse.Namespace, vertices: int) -> Iterator[Subject]:
    """The chosen meshes, in the order they are named in."""
    for name in arguments.only:
        yield from read_subjects(arguments.meshes, vertices, name)


def _judge() -> StyleJudge | None:
    try:
        return load_judge()
    except FileNotFoundError:
        return None


def _located_faces(result: StylizeResult, subject: Subject) -> IntArray:
    """(F,) the part that the model found each face to be of."""
    weights = result.weights[subject.mesh.faces].mean(axis=1)
    is_claimed = weights.max(axis=1) > 1.0 - weights.sum(axis=1)
    return np.where(is_claimed, weights.argmax(axis=1), UNLABELLED).astype(np.int64)
