"""The training loop: seeded, with checkpoints, and going on where it was broken off as if it had not been."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from styleglip_addon.engine.models.glip.conversion import official_state
from styleglip_addon.engine.models.glip.modeling import GLIP
from tools.finetune_glip.problems import FinetuningError
from tools.finetune_glip.samples import CaptionConfig, SampleSource
from tools.finetune_glip.subjects import Subject
from tools.finetune_glip.tuning import TuningMode, unfreeze
from tools.finetune_glip.views import ViewConfig, prepare_studios
from tools.train_default_model.checkpoints import load_checkpoint, save_checkpoint
from tools.train_default_model.config import OptimizerConfig
from tools.train_default_model.grounding import GroundingLosses
from tools.train_default_model.grounding_step import decay_groups, take_step, trained_state
from tools.train_default_model.schedule import RunLog, learning_rate

CHECKPOINT_FILE = "checkpoint.pt"
LOG_FILE = "training.tsv"


@dataclass(frozen=True)
class Finetuning:
    """Everything a run depends on besides the model and the meshes.

    Args:
        mode: what is tuned.
        optimizer: AdamW with linear warm-up and cosine decay.
        largest_gradient: the gradient's norm is clipped to this.
        seed: of the views, captions and dropout.
        with_language: full tuning trains the language backbone, too.
        rounded: the picture's side computes in bfloat16.
        captions, views: how samples are made.
    """

    mode: TuningMode = TuningMode.FULL
    optimizer: OptimizerConfig = field(default_factory=lambda: OptimizerConfig(300, 4, 1e-4, warmup=30))
    largest_gradient: float = 1.0
    seed: int = 0
    with_language: bool = False
    rounded: bool = False
    captions: CaptionConfig = field(default_factory=CaptionConfig)
    views: ViewConfig = field(default_factory=ViewConfig)


OnStep = Callable[[int, GroundingLosses], None]


def finetune(
    glip: GLIP,
    subjects: Sequence[Subject],
    settings: Finetuning,
    folder: Path,
    resume: bool = False,
    on_step: OnStep = lambda _step, _losses: None,
) -> GLIP:
    """Tunes a model in place.

    Args:
        glip: as loaded, on its device.
        subjects: the meshes to learn from.
        settings: of the run.
        folder: for checkpoints and the log.
        resume: go on from the checkpoint in `folder`.
        on_step: told the number of steps done and the losses, before the checkpoint of that step is written.

    Returns:
        The same model, frozen, in eval mode.

    Raises:
        FinetuningError: the language backbone cannot be trained, the checkpoint is missing, damaged or of another run,
            or the training came to values that are not finite.
    """
    options = settings.optimizer
    fingerprint = _fingerprint(glip, subjects, settings)
    unfreeze(glip, settings.mode, settings.with_language)
    optimizer = torch.optim.AdamW(decay_groups(glip), lr=options.learning_rate, weight_decay=options.weight_decay)
    path, step = folder / CHECKPOINT_FILE, 0
    if resume:
        step = _restore(path, fingerprint, glip, optimizer)
    source = SampleSource(prepare_studios(subjects), settings.captions, settings.views)
    precision = torch.bfloat16 if settings.rounded else torch.float32
    log = RunLog(folder / LOG_FILE)
    glip.train()
    while step < options.steps:
        # Everything of a step follows from its number, so that a resumed run goes on as an unbroken one.
        rng = np.random.default_rng((settings.seed, 1, step))
        torch.manual_seed(settings.seed + 1_000_003 * step)
        batch = source.draw_batch(options.batch, rng)
        rate = learning_rate(options, step)
        losses = take_step(glip, optimizer, batch, rate, settings.largest_gradient, precision)
        if not bool(torch.isfinite(losses.total)):
            raise FinetuningError(f"The training diverged at step {step + 1}. Use a lower --learning-rate.")
        step += 1
        on_step(step, losses)
        if step % options.report_every == 0 or step == options.steps:
            log.write(step, options.steps, loss=losses.total.item(), **_terms(losses))
        if step % options.checkpoint_every == 0 or step == options.steps:
            state = {"step": step, "fingerprint": fingerprint, "weights": trained_state(glip)}
            save_checkpoint(path, {**state, "optimizer": optimizer.state_dict()})
    return glip.eval().requires_grad_(False)


def _terms(losses: GroundingLosses) -> dict[str, float]:
    return {name: getattr(losses, name).item() for name in ("token", "phrase", "box", "centerness")}


def _fingerprint(glip: GLIP, subjects: Sequence[Subject], settings: Finetuning) -> str:
    """What a checkpoint must agree with to be gone on from: settings, and digests of the meshes and the model."""
    meshes = hashlib.sha256()
    for subject in subjects:
        meshes.update(json.dumps([subject.name, subject.words]).encode())
        for array in (subject.labelled.mesh.vertices, subject.labelled.mesh.faces, subject.labelled.face_labels):
            meshes.update(np.ascontiguousarray(array).tobytes())
    model = hashlib.sha256()
    for key, tensor in sorted(official_state(glip).items()):
        model.update(key.encode())
        model.update(tensor.numpy().tobytes())
    what = {"settings": asdict(settings), "meshes": meshes.hexdigest(), "model": model.hexdigest()}
    return json.dumps(what, sort_keys=True)


def _restore(path: Path, fingerprint: str, glip: GLIP, optimizer: torch.optim.Optimizer) -> int:
    """Puts a checkpoint's weights and optimiser back and returns its step."""
    try:
        state = load_checkpoint(path)
    except (RuntimeError, ValueError, OSError, EOFError, KeyError, pickle.UnpicklingError) as error:
        raise FinetuningError(_damaged(path)) from error
    if state is None:
        raise FinetuningError(f'There is no checkpoint "{path}" to go on from. Leave --resume out to begin.')
    if not isinstance(state, dict) or not {"step", "fingerprint", "weights", "optimizer"} <= state.keys():
        raise FinetuningError(_damaged(path))
    _require_same(str(state["fingerprint"]), fingerprint, path)
    own: dict[str, Any] = trained_state(glip)
    weights = state["weights"]
    if weights.keys() != own.keys() or any(weights[n].shape != own[n].shape for n in own):
        raise FinetuningError(_damaged(path))
    glip.load_state_dict(weights, strict=False)
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])


def _damaged(path: Path) -> str:
    return f'The checkpoint "{path}" is damaged. Empty its folder and begin anew without --resume.'


def _require_same(found: str, expected: str, path: Path) -> None:
    """Raises FinetuningError with the first thing in which the checkpoint's run differs from this one."""
    if found == expected:
        return
    try:
        theirs, ours = json.loads(found), json.loads(expected)
        names = {"model": "model", "meshes": "meshes"}
        different = [name for name in names if theirs[name] != ours[name]]
        different += [name for name in ours["settings"] if theirs["settings"].get(name) != ours["settings"][name]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FinetuningError(_damaged(path)) from error
    raise FinetuningError(
        f'The checkpoint "{path}" is of a run with other settings ({", ".join(different) or "version"}). Use the same '
        "ones to go on, or another output folder to begin anew."
    )
