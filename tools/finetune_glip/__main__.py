"""Fine-tunes a GLIP to the parts of labelled meshes: `python tools/finetune_glip MESHES --output FOLDER [options]`.

MESHES is a folder with a parts.json (see tools/labelled_meshes.py) or with Blender files whose objects, vertex groups
or materials are named after the parts. docs/finetuning.md explains it. Views of the meshes are rendered with a box
around each instance of a part; the network learns to find the parts' words in them. The tuned model is written to
FOLDER, which the add-on and the command line open as a model, with report.json: how well the parts of meshes that were
held out are found before and after.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict

import torch

from styleglip_addon.engine import StyleGLIPError, load_models
from styleglip_addon.engine.vocabulary import Device
from styleglip_addon.engine.vocabulary.model_choice import EMBEDDED
from tools.finetune_glip.blend_files import LabelSource
from tools.finetune_glip.catalogue_models import FOLDER_VARIABLE, tuned_model
from tools.finetune_glip.evaluation import measure, summary
from tools.finetune_glip.output import prepare_output, write_model
from tools.finetune_glip.problems import FinetuningError
from tools.finetune_glip.samples import CaptionConfig, fixed_caption
from tools.finetune_glip.subjects import read_subjects, split_subjects
from tools.finetune_glip.trainer import CHECKPOINT_FILE, Finetuning, finetune
from tools.finetune_glip.tuning import TuningMode
from tools.finetune_glip.views import ViewConfig
from tools.finetune_glip.words import read_synonyms
from tools.train_default_model.config import OptimizerConfig

RATES = {TuningMode.FULL: 1e-4, TuningMode.PROMPT: 5e-2}
DECAYS = {TuningMode.FULL: 0.05, TuningMode.PROMPT: 0.25}
"""Learning rates and weight decays of GLIP's own fine-tuning recipes."""

_BEFORE_FILE = "before.json"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python tools/finetune_glip",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    views, captions = ViewConfig(), CaptionConfig()
    add = parser.add_argument
    add("meshes", type=Path, help="folder with parts.json, or with Blender files")
    add("--output", type=Path, required=True, help="folder for the tuned model; new or empty")
    add("--model", default=EMBEDDED, help="the GLIP to tune: embedded, a file, a folder or an id of the catalogue")
    add("--models-folder", type=Path, help=f"of downloaded models; default: {FOLDER_VARIABLE}, else the add-on's")
    add("--mode", choices=[m.value for m in TuningMode], default="full", help="all weights, or a prompt offset alone")
    add("--labels", choices=[s.value for s in LabelSource], default="auto", help="what is a label in Blender files")
    add("--synonyms", type=Path, help='JSON file with more words: {"seat": ["cushion"]}')
    held = parser.add_mutually_exclusive_group()
    held.add_argument("--held-out", nargs="+", default=[], metavar="MESH", help="meshes that are measured, not learned")
    held.add_argument("--held-out-share", type=float, default=0.25, help="hold out this share, drawn by the seed")
    add("--steps", type=int, default=300)
    add("--batch", type=int, default=4, help="pictures per step; default: %(default)s")
    add("--image-size", type=int, default=views.image_size, help="of the pictures, pixels; default: %(default)s")
    add("--learning-rate", type=float, help="default: 1e-4, for prompt tuning 5e-2")
    add("--weight-decay", type=float, help="default: 0.05, for prompt tuning 0.25")
    add("--warmup", type=int, help="steps over which the learning rate grows; default: a tenth")
    add("--clip-gradient", type=float, default=1.0, help="largest norm of the gradient; default: %(default)s")
    add("--negatives", type=int, default=captions.most_negatives, help="most words of absent parts per caption")
    add("--train-language", action="store_true", help="full tuning trains the language backbone, too")
    add("--bfloat16", action="store_true", help="compute in bfloat16; faster on some machines, less exact")
    add("--half", action="store_true", help="write the weights in half precision")
    add("--seed", type=int, default=0)
    add("--device", choices=[d.value for d in Device], default=Device.AUTO.value)
    add("--threads", type=int, default=1, help="CPU threads; default: %(default)s")
    add("--checkpoint-every", type=int, default=50, metavar="STEPS")
    add("--resume", action="store_true", help="go on with the run that was broken off in the output folder")
    add("--report", type=Path, help="where the figures go; default: report.json in the output folder")
    return parser


def _settings(options: argparse.Namespace) -> Finetuning:
    """The run's settings.

    Raises:
        FinetuningError: one is out of its range.
    """
    mode = TuningMode(options.mode)
    warmup = max(1, options.steps // 10) if options.warmup is None else options.warmup
    rate = RATES[mode] if options.learning_rate is None else options.learning_rate
    decay = DECAYS[mode] if options.weight_decay is None else options.weight_decay
    for name, value, least in (
        ("steps", options.steps, 1),
        ("batch", options.batch, 1),
        ("image-size", options.image_size, 64),
        ("warmup", warmup, 1),
        ("negatives", options.negatives, 0),
        ("checkpoint-every", options.checkpoint_every, 1),
        ("threads", options.threads, 1),
        ("seed", options.seed, 0),
    ):
        if value < least:
            raise FinetuningError(f"--{name} is {value}; it must be at least {least}.")
    for name, value in (("learning-rate", rate), ("clip-gradient", options.clip_gradient)):
        if not 0.0 < value < float("inf"):
            raise FinetuningError(f"--{name} is {value:g}; it must be above 0.")
    if options.image_size % 32:
        raise FinetuningError(f"--image-size is {options.image_size}; it must be a multiple of 32.")
    return Finetuning(
        mode=mode,
        optimizer=OptimizerConfig(
            steps=options.steps,
            batch=options.batch,
            learning_rate=rate,
            weight_decay=decay,
            warmup=warmup,
            checkpoint_every=options.checkpoint_every,
            report_every=10,
        ),
        largest_gradient=options.clip_gradient,
        seed=options.seed,
        with_language=options.train_language,
        rounded=options.bfloat16,
        captions=CaptionConfig(fixed=mode is TuningMode.PROMPT, most_negatives=options.negatives),
        views=ViewConfig(image_size=options.image_size),
    )


def run(options: argparse.Namespace) -> dict[str, object]:
    """Measures, tunes, writes the model, measures again; returns the report.

    Raises:
        StyleGLIPError: something the user gave cannot be used; the message says what to do.
    """
    settings = _settings(options)
    torch.set_num_threads(options.threads)
    synonyms = read_synonyms(options.synonyms) if options.synonyms else {}
    subjects = read_subjects(options.meshes, LabelSource(options.labels), synonyms)
    training, held_out = split_subjects(subjects, options.held_out, options.held_out_share, options.seed)
    measured = held_out or training
    caption = fixed_caption(training) if settings.captions.fixed else ()
    choice = tuned_model(options.model, options.models_folder)
    device = Device(options.device)
    models = load_models(choice, device)
    folder: Path = options.output
    working = prepare_output(folder, options.resume)

    before_file = working / _BEFORE_FILE
    if options.resume and before_file.is_file():
        before = json.loads(before_file.read_text(encoding="utf-8"))
    else:
        before = summary(measure(measured, models, caption))
        before_file.write_text(json.dumps(before), encoding="utf-8")
    which = "held-out meshes" if held_out else "the meshes it learns from (none are held out)"
    print(f"before: mean IoU {before['mean_iou']:.3f}, {before['missed']} missed, on {which}", flush=True)

    started = time.monotonic()
    glip = finetune(models.glip, training, settings, working, options.resume)
    seconds = time.monotonic() - started
    write_model(glip, choice, folder, torch.float16 if options.half else torch.float32)
    after = summary(measure(measured, load_models(folder, device), caption))
    print(f"after:  mean IoU {after['mean_iou']:.3f}, {after['missed']} missed, on {which}", flush=True)
    report: dict[str, object] = {
        "model": choice.name,
        "measured_on": "held-out meshes" if held_out else "training meshes",
        "training": {s.name: [list(words) for words in s.words] for s in training},
        "held_out": [s.name for s in held_out],
        "caption": list(caption),
        "before": before,
        "after": after,
        "settings": asdict(settings),
        "training_seconds": round(seconds, 1),
    }
    path: Path = options.report or folder / "report.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    (working / CHECKPOINT_FILE).unlink(missing_ok=True)
    print(f"The tuned model is in {folder}, the figures are in {path}.")
    if caption:
        print(f"It is tuned to prompts that name, in this order: {', '.join(caption)}.")
    return report


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads the command line and runs; 1 after a sentence about what is wrong."""
    options = _parser().parse_args(arguments)
    try:
        run(options)
    except StyleGLIPError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Go on from the last checkpoint with --resume.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
