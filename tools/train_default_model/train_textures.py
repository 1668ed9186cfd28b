"""Trains the texture head: which feature statistics the crops of a style have, from the style's words alone.

The image encoder is finished and frozen. Its statistics over crops of the true materials are collected once; the head
learns their mean and spread by maximum likelihood of a Gaussian with diagonal covariance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from styleglip_addon.engine.models.glip.text import SentenceEncoder
from styleglip_addon.engine.models.style_encoder import StyleEncoder

from .checkpoints import MovingAverage, load_checkpoint, save_checkpoint
from .config import TrainingConfig
from .crops import draw_crops
from .dataset import Shard
from .schedule import RunLog, learning_rate
from .train_styles import StyleTexts, shown_styles

_BATCH_OF_CROPS = 64
_WORD_NOISE = 0.02


@torch.no_grad()
def collect_statistics(
    encoder: StyleEncoder, config: TrainingConfig, shards: Sequence[Shard], texts: StyleTexts
) -> tuple[Tensor, Tensor]:
    """Statistics (n, D) of random crops and their styles' numbers (n,).

    Every crop shows its part alone on white, as the optimisation's do.
    """
    rng = np.random.default_rng((config.seed, 6))
    crops = replace(config.crops, masked=1.0)
    statistics, owners = [], []
    for _ in range(config.texture_crops // _BATCH_OF_CROPS):
        drawn, style = draw_crops(shards, _BATCH_OF_CROPS, crops, texts.index, rng)
        statistics.append(encoder.encode_with_statistics(drawn.contiguous(memory_format=torch.channels_last))[1])
        owners.append(style)
    return torch.cat(statistics), torch.cat(owners)


def negative_log_likelihood(statistics: Tensor, mean: Tensor, spread: Tensor) -> Tensor:
    """Mean over (n, D) of the Gaussian's -log density, without its constant."""
    return (0.5 * ((statistics - mean) / spread).square() + spread.log()).mean()


def finished_encoder(folder: Path, texture_hidden: int) -> StyleEncoder:
    """The averaged dual encoder of the styles stage, with an untrained texture head.

    Raises:
        SystemExit: that stage has not been trained.
    """
    state = load_checkpoint(folder / "styles.pt")
    if state is None:
        raise SystemExit("Train the styles stage first: its checkpoint is missing.")
    plain = StyleEncoder()
    plain.load_state_dict(state["encoder"])
    average = MovingAverage(plain, 0.0)
    average.values = state["average"]
    average.copy_to(plain)
    encoder = StyleEncoder(replace(plain.config, texture_hidden=texture_hidden))
    encoder.load_state_dict(plain.state_dict(), strict=False)
    encoder.use_channels_last()
    return encoder.eval()


def train_textures(config: TrainingConfig, shards: Sequence[Shard], folder: Path) -> StyleEncoder:
    """Trains the head and writes the whole encoder to `textures.pt`; a few minutes, so it does not resume.

    Raises:
        SystemExit: the styles stage has not been trained.
    """
    options = config.textures
    torch.manual_seed(config.seed)
    encoder = finished_encoder(folder, config.texture_hidden).requires_grad_(False)
    head = encoder.texture_head
    assert isinstance(head, nn.Sequential)
    head.requires_grad_(True)
    texts = StyleTexts(SentenceEncoder.from_pretrained(), shown_styles(shards))
    raw, owners = collect_statistics(encoder, config, shards, texts)
    encoder.texture_center.copy_(raw.mean(dim=0))
    encoder.texture_scale.copy_(raw.std(dim=0).clamp(min=1e-3))
    statistics = (raw - encoder.texture_center) / encoder.texture_scale
    last = head[-1]
    assert isinstance(last, nn.Linear)
    with torch.no_grad():
        last.weight.mul_(0.1)
        last.bias.zero_()
    optimizer = torch.optim.AdamW(head.parameters(), lr=options.learning_rate, weight_decay=options.weight_decay)
    log = RunLog(folder / "textures.tsv")
    for step in range(options.steps):
        rng = np.random.default_rng((config.seed, 7, step))
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(options, step)
        rows = torch.from_numpy(rng.integers(len(statistics), size=options.batch))
        words = texts.draw(rng)[owners[rows]]
        words = words + _WORD_NOISE * torch.from_numpy(rng.normal(size=tuple(words.shape))).float()
        words = nn.functional.normalize(words, dim=1)
        mean, spread = encoder.texture(words)
        loss = negative_log_likelihood(statistics[rows], mean, spread)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if (step + 1) % options.report_every == 0:
            explained = 1.0 - float((statistics[rows] - mean.detach()).square().mean())
            log.write(step + 1, options.steps, likelihood=loss.item(), explained=explained)
    save_checkpoint(folder / "textures.pt", {"encoder": encoder.state_dict()})
    return encoder.requires_grad_(False)
