"""Trains the embedded model: `python tools/train_default_model [STAGE ...]`, run from the project's root.

Stages, in order: data (renders the training set), styles (the dual encoder), looks (the table of what styles look
like), alignment (regions with style words), grounding (the small GLIP), export (writes the shipped files). Without a
stage all are run. Each stage goes on where it was broken off. The dictionary in the output folder is made once, by
`words/wordnet.py`.
`export-alignment` writes the alignment alone, where the other files are to stay.
`curves` draws what the stages have logged so far as a page; it is no stage and may run beside them.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
from dataclasses import replace

import torch

from tools.train_default_model.config import TrainingConfig, read_config
from tools.train_default_model.curves import write_curves
from tools.train_default_model.dataset import Shard, read_shards, write_dataset

STAGES = ("data", "styles", "looks", "alignment", "grounding", "export")
_CURVES, _EXPORT_ALIGNMENT = "curves", "export-alignment"
_HERE = Path(__file__).resolve().parent


def _split(config: TrainingConfig, root: Path) -> tuple[list[Shard], list[Shard]]:
    shards = read_shards(root)
    if len(shards) <= config.validation_shards:
        raise SystemExit("The training set is not rendered yet: run the data stage first.")
    return shards[: -config.validation_shards], shards[-config.validation_shards :]


def _data(config: TrainingConfig, folder: Path, worker: int, workers: int) -> None:
    for number in write_dataset(config.dataset, folder / "data", worker, workers):
        print(f"shard {number} ready", flush=True)
    aside = config.dataset.held_out_families
    for name, views in (
        ("part_views", replace(config.part_views, held_out_families=aside)),
        ("styled_views", replace(config.styled_views, held_out_families=aside)),
        ("held_out_views", replace(config.held_out_views, families=aside)),
    ):
        for number in write_dataset(views, folder / name, worker, workers):
            print(f"shard {number} of the {name.replace('_', ' ')} ready", flush=True)


def _train_styles(config: TrainingConfig, folder: Path) -> None:
    from tools.train_default_model.train_styles import train_styles

    train_styles(config, *_split(config, folder / "data"), folder)


def _make_looks(config: TrainingConfig, folder: Path, output: Path) -> None:
    from tools.train_default_model.train_looks import make_looks, read_lexicon

    table = make_looks(config, _split(config, folder / "data")[0], folder, read_lexicon(output))
    print(f"{len(table.names)} looks, known by {len(table.phrases)} phrases.")


def _train_alignment(config: TrainingConfig, folder: Path) -> None:
    from tools.train_default_model.train_alignment import train_alignment

    views = read_shards(folder / "styled_views")
    if not views:
        raise SystemExit("The styled views are not rendered yet: run the data stage first.")
    train_alignment(config, views, read_shards(folder / "held_out_views"), folder)


def _train_grounding(config: TrainingConfig, folder: Path) -> None:
    from tools.train_default_model.train_grounding import train_grounding

    training, validation = _split(config, folder / "data")
    train_grounding(config, [*training, *read_shards(folder / "part_views")], validation, folder)


def _export(folder: Path, output: Path) -> None:
    from tools.train_default_model.export import export_model

    export_model(folder, output)
    print(f"The model is in {output}.")


def _export_alignment(folder: Path, output: Path) -> None:
    from tools.train_default_model.export import export_alignment

    export_alignment(folder, output)
    print(f"The alignment is in {output}.")


def _draw_curves(folder: Path) -> None:
    try:
        print(f"The curves are in {write_curves(folder)}.")
    except ValueError as error:
        raise SystemExit(str(error)) from error


def main() -> None:
    """Reads the command line and runs the stages."""
    parser = argparse.ArgumentParser(prog="python tools/train_default_model", description=__doc__)
    parser.add_argument(
        "stages",
        nargs="*",
        metavar="STAGE",
        help=f"any of {', '.join(STAGES)}, {_EXPORT_ALIGNMENT}, {_CURVES}; all but the last two when left out",
    )
    parser.add_argument("--config", type=Path, default=_HERE / "config.toml")
    parser.add_argument("--folder", type=Path, default=Path("runs/default_model"), help="data and checkpoints")
    parser.add_argument("--output", type=Path, default=_HERE.parents[1] / "styleglip_addon" / "models" / "embedded")
    parser.add_argument("--worker", type=int, default=0, help="this process renders every N-th shard, from this one")
    parser.add_argument("--workers", type=int, default=1, help="N, the number of processes that render")
    options = parser.parse_args()
    further = (_EXPORT_ALIGNMENT, _CURVES)
    unknown = set(options.stages) - {*STAGES, *further}
    if unknown:
        parser.error(f"unknown stage {', '.join(sorted(unknown))}; choose from {', '.join((*STAGES, *further))}")
    config = read_config(options.config)
    torch.set_num_threads(config.threads)
    for stage in options.stages or STAGES:
        if stage == "data":
            _data(config, options.folder, options.worker, options.workers)
        elif stage == "styles":
            _train_styles(config, options.folder)
        elif stage == "looks":
            _make_looks(config, options.folder, options.output)
        elif stage == "alignment":
            _train_alignment(config, options.folder)
        elif stage == "grounding":
            _train_grounding(config, options.folder)
        elif stage == _EXPORT_ALIGNMENT:
            _export_alignment(options.folder, options.output)
        elif stage == _CURVES:
            _draw_curves(options.folder)
        else:
            _export(options.folder, options.output)


if __name__ == "__main__":
    main()
