"""Trains the independent judge of styles: renders its pictures, trains, measures itself and writes its weights."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from .data import Rendering, read_figures, write_sights
from .evaluation import evaluated
from .network import JudgeConfig, fitted
from .trials import trials
from .verdicts import CARD, WEIGHTS, StyleJudge

_LEAST = 4
"""Sights of a style without which the judge does not know it."""


@dataclass(frozen=True)
class JudgeTraining:
    """Everything the judge depends on.

    Args:
        rendered: what it learns from; the guide's objects and materials have other seeds.
        held_out: what measures its first look.
        tried: what measures both looks.
        shrinkage: see `network.fitted`.
        network: its sizes.
    """

    rendered: Rendering = field(default_factory=lambda: Rendering(seed=8001, objects=510, variants=10, directions=1))
    held_out: Rendering = field(default_factory=lambda: Rendering(seed=8002, objects=40, variants=6, directions=2))
    tried: Rendering = field(default_factory=lambda: Rendering(seed=8003, objects=20, variants=1, directions=2))
    shrinkage: float = 0.02
    network: JudgeConfig = field(default_factory=JudgeConfig)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    defaults = JudgeTraining()
    parser.add_argument("--folder", type=Path, default=Path("runs/judge"), help="pictures and their figures")
    parser.add_argument("--output", type=Path, default=WEIGHTS.parent, help="folder for the weights and their card")
    parser.add_argument("--objects", type=int, default=defaults.rendered.objects, help="objects to learn from")
    parser.add_argument("--processes", type=int, default=1, help="that render")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads")


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Renders what is missing, trains, and writes weights and card; returns the card."""
    torch.set_num_threads(arguments.threads)
    defaults = JudgeTraining()
    training = replace(defaults, rendered=replace(defaults.rendered, objects=arguments.objects))
    folder: Path = arguments.folder
    write_sights(folder / "held_out", training.held_out, arguments.processes)
    write_sights(folder / "sights", training.rendered, arguments.processes)
    rendered = read_figures(folder / "sights", _LEAST)
    held_out = read_figures(folder / "held_out").of(rendered.names)
    names = rendered.names
    judge = fitted(rendered.figures, rendered.styles, len(names), training.shrinkage, training.network)
    arguments.output.mkdir(parents=True, exist_ok=True)
    save_file(
        {name: values.contiguous() for name, values in judge.state_dict().items()}, arguments.output / WEIGHTS.name
    )
    (arguments.output / WEIGHTS.name).chmod(0o644)
    card: dict[str, Any] = {
        "what": "An independent judge of styles for the benchmarks; it never guides and is not part of the add-on.",
        "styles": list(names),
        "network": asdict(training.network),
        "training": asdict(training),
        "sights_rendered": len(rendered.styles),
        "parameters": sum(values.numel() for values in judge.buffers()),
        **evaluated(judge, held_out, names),
    }
    # Kept before both looks are measured, which takes some ten seconds a piece.
    _write(card, arguments.output)
    card["accuracy"]["both_looks"] = trials(StyleJudge(judge, names, card), training.tried)
    _write(card, arguments.output)
    for name, figures in card["accuracy"].items():
        print(name, figures)
    return card


def _write(card: dict[str, Any], folder: Path) -> None:
    (folder / CARD.name).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
