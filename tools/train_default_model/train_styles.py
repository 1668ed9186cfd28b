"""Trains the dual encoder: part crops against the words of their style, adversarially."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from styleglip_addon.engine.models.embedded.encoder import ENCODER_WEIGHTS
from styleglip_addon.engine.models.embedded.style_encoder import StyleEncoder
from styleglip_addon.engine.models.glip.text import SentenceEncoder

from .checkpoints import MovingAverage, load_checkpoint, save_checkpoint
from .config import RobustnessConfig, TrainingConfig
from .crops import draw_crops
from .dataset import Shard
from .lit_materials import STYLES
from .schedule import RunLog, learning_rate


class StyleTexts:
    """Sentence embeddings of every phrase of every style.

    Args:
        sentences: the frozen language encoder.
        names: canonical names of the styles that the data show.
    """

    def __init__(self, sentences: SentenceEncoder, names: Iterable[str]) -> None:
        self.names = tuple(sorted(names))
        self.index = {name: i for i, name in enumerate(self.names)}
        phrases = [STYLES[name].phrases for name in self.names]
        flat = [phrase for group in phrases for phrase in group]
        embedded = sentences.embed(flat)
        self.owners = torch.tensor([i for i, group in enumerate(phrases) for _ in group])
        self.embeddings = embedded
        starts = np.cumsum([0, *(len(group) for group in phrases)])
        self.ranges = [(int(a), int(b)) for a, b in itertools.pairwise(starts)]

    def draw(self, rng: np.random.Generator) -> Tensor:
        """(S, 384) one random phrase per style."""
        rows = [int(rng.integers(a, b)) for a, b in self.ranges]
        return self.embeddings[rows]

    def first(self) -> Tensor:
        """(S, 384) each style's commonest phrase."""
        return self.embeddings[[a for a, _ in self.ranges]]


def shown_styles(shards: Iterable[Shard]) -> set[str]:
    """Canonical names of all styles in the data."""
    return {t.style for shard in shards for labels in shard.labels for image in labels.styles for t in image}


def attack(
    encoder: StyleEncoder, crops: Tensor, texts: Tensor, targets: Tensor, config: RobustnessConfig, radius: float
) -> Tensor:
    """Crops changed by at most `radius` (L2) so that the encoder mistakes their style."""
    if radius <= 0.0 or config.steps == 0:
        return crops
    # A random start lets few steps do (Wong et al., arXiv 2001.03994).
    start = torch.randn_like(crops)
    change = 0.5 * radius * start / start.flatten(1).norm(dim=1)[:, None, None, None]
    step = 1.25 * radius / config.steps
    for _ in range(config.steps):
        change.requires_grad_(True)
        logits = encoder.scale * encoder.encode_image((crops + change).clamp(0, 1)) @ texts.T
        (gradient,) = torch.autograd.grad(functional.cross_entropy(logits, targets), change)
        norm = gradient.flatten(1).norm(dim=1).clamp(min=1e-12)[:, None, None, None]
        change = change.detach() + step * gradient / norm
        length = change.flatten(1).norm(dim=1).clamp(min=1e-12)[:, None, None, None]
        change = change * (radius / length).clamp(max=1.0)
    return (crops + change).clamp(0, 1).detach()


def start_from(encoder: StyleEncoder, folder: Path) -> None:
    """Takes over an earlier model's networks; its table of looks is made anew.

    Raises:
        ValueError: the folder's encoder has other sizes.
    """
    earlier = {name: value.float() for name, value in load_file(folder / ENCODER_WEIGHTS).items()}
    own = encoder.state_dict()
    if any(name not in earlier or earlier[name].shape != value.shape for name, value in own.items()):
        raise ValueError(f'The encoder in "{folder}" has other sizes than the one to be trained.')
    encoder.load_state_dict(earlier)


def _split(encoder: StyleEncoder) -> list[dict[str, object]]:
    """Weight decay for matrices and kernels only."""
    decayed = [p for p in encoder.parameters() if p.ndim > 1]
    others = [p for p in encoder.parameters() if p.ndim <= 1]
    return [{"params": decayed}, {"params": others, "weight_decay": 0.0}]


@torch.no_grad()
def _accuracy(encoder: StyleEncoder, crops: Tensor, texts: Tensor, targets: Tensor) -> float:
    found = [(encoder.encode_image(c) @ texts.T).argmax(1) for c in crops.split(64)]
    return float((torch.cat(found) == targets).float().mean())


def train_styles(
    config: TrainingConfig, shards: Sequence[Shard], validation: Sequence[Shard], folder: Path
) -> StyleEncoder:
    """Trains to the configured step or goes on from the checkpoint in `folder`; returns the averaged weights."""
    options = config.styles
    torch.manual_seed(config.seed)
    texts = StyleTexts(SentenceEncoder.from_pretrained(), shown_styles((*shards, *validation)))
    encoder = StyleEncoder()
    if config.start_from:
        start_from(encoder, Path(config.start_from))
    encoder.use_channels_last()
    optimizer = torch.optim.AdamW(_split(encoder), lr=options.learning_rate, weight_decay=options.weight_decay)
    average = MovingAverage(encoder, 0.998)
    path, step = folder / "styles.pt", 0
    state = load_checkpoint(path)
    if state is not None:
        encoder.load_state_dict(state["encoder"])
        optimizer.load_state_dict(state["optimizer"])
        average.values, step = state["average"], int(state["step"])
    log = RunLog(folder / "styles.tsv")
    held_crops, held_targets = draw_crops(
        validation, 512, config.crops, texts.index, np.random.default_rng((config.seed, 2))
    )
    while step < options.steps:
        rng = np.random.default_rng((config.seed, 3, step))
        torch.manual_seed(config.seed + 1_000_003 * step)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(options, step)
        crops, targets = draw_crops(shards, options.batch, config.crops, texts.index, rng)
        crops = crops.contiguous(memory_format=torch.channels_last)
        drawn = texts.draw(rng)
        noisy = functional.normalize(drawn + 0.02 * torch.from_numpy(rng.normal(size=drawn.shape)).float(), dim=1)
        radius = config.robustness.radius * min(1.0, step / max(1.0, config.robustness.ramp * options.steps))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            attacked = attack(
                encoder, crops, encoder.encode_sentence(noisy).detach(), targets, config.robustness, radius
            )
            embedded = encoder.encode_image(attacked).float()
        logits = encoder.scale * embedded @ encoder.encode_sentence(noisy).T
        loss = functional.cross_entropy(logits, targets, label_smoothing=0.05)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimizer.step()
        step += 1
        average.update(encoder, step)
        if step % options.report_every == 0:
            accuracy = float((logits.argmax(1) == targets).float().mean())
            log.write(step, options.steps, style=float(loss), attacked_accuracy=accuracy)
        if step % options.checkpoint_every == 0 or step == options.steps:
            save_checkpoint(
                path,
                {
                    "encoder": encoder.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "average": average.values,
                    "step": step,
                },
            )
            with torch.no_grad():
                clean = _accuracy(encoder, held_crops, encoder.encode_sentence(texts.first()), held_targets)
            print(f"step {step}  held-out objects, unattacked accuracy {clean:.3f}", flush=True)
    average.copy_to(encoder)
    return encoder.eval()
