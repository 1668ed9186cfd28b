"""Ablation: the full method beside itself without GLIP, CLIP and fine-tuning, with both fields; a table and a figure.

The figure (beside the report) has a row per mesh and field and a column per variant. Parts are found by the model,
not given, so that a poor GLIP shows. "full" uses the GLIP given with `--finetuned` and "no fine-tuning" the original;
without it that column is left out. See `ablation_report.Variant` for what each variant leaves out.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from styleglip_addon.engine import Models, Part, StylizeResult, StylizeSettings, format_prompt, load_models, stylize
from styleglip_addon.engine.baking.from_state import styled_shape
from styleglip_addon.engine.models import ModelChoice
from styleglip_addon.engine.vocabulary import IntArray
from styleglip_addon.engine.vocabulary.presets import Preset
from styleglip_addon.engine.vocabulary.settings import MachineSettings, PartsMode
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
from tools.benchmarks.kept_runs import kept_runs, signature_of, slug, write_json
from tools.benchmarks.parts import located_faces, part_ious
from tools.benchmarks.style_outcomes import Outcome, labelled_faces
from tools.benchmarks.style_prompts import own_prompt
from tools.benchmarks.style_scores import PartScore, score_parts
from tools.benchmarks.style_sights import labelled_parts
from tools.benchmarks.style_subjects import Subject, subject_of
from tools.labelled_meshes import IGNORED, LabelledMesh, read_labelled_meshes

MESHES = ("lamp", "armchair", "mushroom")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this measurement's options."""
    parser.add_argument(
        "--meshes", type=Path, nargs="+", required=True, help="folders with parts.json and the meshes it names"
    )
    parser.add_argument(
        "--only", nargs="+", default=list(MESHES), metavar="NAME", help=f"meshes; default: {' '.join(MESHES)}"
    )
    parser.add_argument("--field", nargs="+", choices=list(FIELDS), default=list(FIELDS), help="style fields")
    parser.add_argument(
        "--variant",
        nargs="+",
        choices=[v.value for v in Variant],
        help="what is left out; default: everything by turns",
    )
    parser.add_argument("--model", help="folder or file of the model; default: the embedded one")
    parser.add_argument("--finetuned", metavar="MODEL", help="the same model's GLIP after fine-tuning: file or folder")
    parser.add_argument("--iterations", type=int, help="steps per run; default: the engine's")
    parser.add_argument("--vertices", type=int, help="density of the copy that is styled; 0: the artist's vertices")
    parser.add_argument("--seed", type=int, default=0, help="of the runs")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads")
    parser.add_argument("--resume", action="store_true", help="skip the runs that the report already has")
    parser.add_argument("--figure", type=Path, help="PNG or JPG to write; default: the report's name with .png")


class Ablation:
    """Runs the variants and keeps each as it is done.

    Args:
        arguments: see `add_arguments`.
        judge: who judges; None: nobody.
    """

    def __init__(self, arguments: argparse.Namespace, judge: StyleJudge | None) -> None:
        # Fields that start from grey: what the terms alone can do is the question.
        machine = MachineSettings(threads=arguments.threads)
        settings = StylizeSettings.preset(Preset.FROM_GREY).with_(seed=arguments.seed, machine=machine)
        self.settings = settings if arguments.iterations is None else settings.with_(iterations=arguments.iterations)
        asked = [Variant(value) for value in arguments.variant or Variant]
        self.variants = [v for v in asked if v is not Variant.NO_FINE_TUNING or arguments.finetuned]
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
                # A mesh whose prompt is another by now is run again.
                is_kept = key in self.runs and self.runs[key].prompt == format_prompt(parts)
                outcome = Outcome.load(path) if path is not None and is_kept else None
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
        located = [part.located for part in result.parts]
        where = located_faces(subject.mesh, located) if face_part is None else face_part
        outcome = Outcome(result.color, displacement, where, seconds)
        scores: list[PartScore] = []
        if self._judge is not None:
            shape = styled_shape(result.state, subject.mesh)
            size = self._judge.network.config.image_size
            seen = labelled_parts(subject, shape, outcome.face_part, len(parts), size)
            scores = score_parts(subject, parts, outcome, self._judge, seen)
        run = AblationRun(
            mesh=subject.name,
            field=field,
            variant=variant.value,
            prompt=format_prompt(parts),
            **last_losses(result.history),
            missed=tuple(part.part.name for part in located if not part.found),
            parts=tuple(scores),
            seconds=round(seconds, 1),
            ious=() if settings.parts_mode is PartsMode.HOLISTIC else _ious(result, subject, parts),
        )
        self.runs[subject.name, field, variant.value] = run
        print("  ".join(run.row()), flush=True)
        return outcome

    def _models(self, variant: Variant) -> Models:
        choice = ModelChoice.of(self._arguments.model) if self._arguments.model else ModelChoice()
        if self._arguments.finetuned and variant is not Variant.NO_FINE_TUNING:
            choice = replace(choice, glip=self._arguments.finetuned)
        if choice not in self._loaded:
            self._loaded[choice] = load_models(choice, self.settings.machine.device)
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
            "settings": self.settings.with_(machine=MachineSettings()).to_dict(),
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
    meshes = chosen_meshes(arguments.meshes, arguments.only)
    ablation = Ablation(arguments, _judge())
    for mesh in meshes:
        ablation.measure(subject_of(mesh, ablation.vertices))
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


def chosen_meshes(folders: Sequence[Path], names: Sequence[str]) -> list[LabelledMesh]:
    """The meshes whose names contain one of `names`, in the order of these.

    Raises:
        SystemExit: one of them is nowhere, or two folders have a mesh of one name.
    """
    meshes = [mesh for folder in folders for mesh in read_labelled_meshes(folder)]
    chosen: dict[str, LabelledMesh] = {}
    for name in names:
        found = [mesh for mesh in meshes if name.lower() in mesh.name.lower()]
        if not found:
            raise SystemExit(f'There is no mesh "{name}" in {", ".join(map(str, folders))}: see --meshes and --only.')
        for mesh in found:
            if chosen.setdefault(mesh.name, mesh) is not mesh:
                raise SystemExit(f'Two folders have a mesh "{mesh.name}". Rename one, or name another with --only.')
    return list(chosen.values())


def _judge() -> StyleJudge | None:
    try:
        return load_judge()
    except FileNotFoundError:
        return None


def _ious(result: StylizeResult, subject: Subject, parts: tuple[Part, ...]) -> tuple[float, ...]:
    """Per part of the prompt how well it was found; empty where the subject has no labels."""
    if not subject.parts:
        return ()
    labels = np.where(subject.face_labels == IGNORED, IGNORED, labelled_faces(subject, parts))
    names = tuple(part.name for part in parts)
    labelled = LabelledMesh(subject.name, subject.mesh, subject.prompt, names, labels)
    return tuple(part_ious(labelled, [part.located for part in result.parts]))
