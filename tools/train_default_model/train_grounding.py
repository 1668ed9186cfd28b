"""Trains the small GLIP of the embedded model: boxes for part words, style words and both together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torchvision.ops import box_iou

from styleglip_addon.engine.models.glip.configuration import GLIPConfig
from styleglip_addon.engine.models.glip.head import TowerBlock
from styleglip_addon.engine.models.glip.modeling import GLIP

from .checkpoints import MovingAverage, load_checkpoint, mixed, save_checkpoint
from .config import TrainingConfig
from .dataset import Shard
from .grounding import GroundingLosses
from .grounding_batches import GroundingSample, ImageChoice, Vocabulary, draw_batch
from .grounding_step import decay_groups, take_step, trained_state
from .schedule import RunLog, learning_rate


@torch.no_grad()
def keep_words_distinct(glip: GLIP) -> None:
    """Starts the tower's text side near the identity and its logits at a useful scale.

    From the usual start the picture's average, added to every token, makes all words alike within some hundred steps,
    and what tells them apart is then hard to find again. Starting near the frozen language features avoids it.
    """
    for block in glip.tower:
        assert isinstance(block, TowerBlock)
        assert block.fusion is not None
        assert block.language is not None
        block.fusion.gamma_l.fill_(0.05)
        block.fusion.gamma_v.fill_(0.3)
        layer = block.language.layer
        for dense in (layer.attention.output.dense, layer.output.dense):
            dense.weight.zero_()
            dense.bias.zero_()
    glip.head.text_projection.weight.mul_(8.0)


@torch.no_grad()
def recall(glip: GLIP, batches: Sequence[Sequence[GroundingSample]]) -> float:
    """Share of true boxes that a box of the right phrase (score >= 0.3) covers with IoU >= 0.5."""
    glip.eval()
    found = total = 0
    for batch in batches:
        for sample in batch:
            boxes = glip.detect(sample.image[None], sample.phrases, 0.3)[0]
            for truth, owner in zip(sample.boxes, sample.owners, strict=True):
                same = [b.box for b in boxes if b.phrase == int(owner)]
                total += 1
                if same and float(box_iou(truth[None], torch.tensor(same)).max()) >= 0.5:
                    found += 1
    glip.train()
    return found / max(1, total)


def _report(log: RunLog, step: int, steps: int, losses: GroundingLosses) -> None:
    log.write(
        step,
        steps,
        token=losses.token.item(),
        phrase=losses.phrase.item(),
        box=losses.box.item(),
        centerness=losses.centerness.item(),
    )


def train_grounding(config: TrainingConfig, shards: Sequence[Shard], validation: Sequence[Shard], folder: Path) -> GLIP:
    """Trains to the configured step or goes on from the checkpoint in `folder`.

    Returns:
        The averaged weights with the configured share of those it started from; `export` writes the same.
    """
    options = config.grounding
    torch.manual_seed(config.seed)
    glip = GLIP(GLIPConfig.embedded())
    if config.start_from:
        earlier = GLIP.from_pretrained(Path(config.start_from))
        glip.load_state_dict(earlier.state_dict())
    else:
        keep_words_distinct(glip)
    average = MovingAverage(glip, 0.998)
    start = {name: value.clone() for name, value in average.values.items()}
    optimizer = torch.optim.AdamW(decay_groups(glip), lr=options.learning_rate, weight_decay=options.weight_decay)
    path, step = folder / "grounding.pt", 0
    state = load_checkpoint(path)
    if state is not None:
        glip.load_state_dict(state["glip"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        average.values, start, step = state["average"], state["start"], int(state["step"])
    vocabulary = Vocabulary.of(shards)
    held_rng = np.random.default_rng((config.seed, 5))
    whole = replace(config.captions, close_ups=0.0)
    held_out = [draw_batch(validation, whole, vocabulary, 8, held_rng) for _ in range(12)]
    choice = ImageChoice.of(shards, config.captions.rarity) if config.captions.rarity > 0.0 else None
    log, held_out_log = RunLog(folder / "grounding.tsv"), RunLog(folder / "grounding_held_out.tsv")
    glip.train()
    while step < options.steps:
        rng = np.random.default_rng((config.seed, 4, step))
        torch.manual_seed(config.seed + 1_000_003 * step)
        batch = draw_batch(shards, config.captions, vocabulary, options.batch, rng, choice)
        losses = take_step(glip, optimizer, batch, learning_rate(options, step), options=config.losses)
        step += 1
        average.update(glip, step)
        if step % options.report_every == 0:
            _report(log, step, options.steps, losses)
        if step % options.checkpoint_every == 0 or step == options.steps:
            save_checkpoint(
                path,
                {
                    "glip": trained_state(glip),
                    "optimizer": optimizer.state_dict(),
                    "average": average.values,
                    "start": start,
                    "result": mixed(average.values, start, config.start_share),
                    "step": step,
                },
            )
            held_out_log.write(step, options.steps, recall=recall(glip, held_out))
    average.values = mixed(average.values, start, config.start_share)
    average.copy_to(glip)
    return glip.eval()
