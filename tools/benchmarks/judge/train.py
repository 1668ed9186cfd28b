"""Trains the independent judge of styles: renders its crops, trains, measures itself and writes its weights."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from tools.train_default_model.checkpoints import MovingAverage, load_checkpoint, save_checkpoint
from tools.train_default_model.config import OptimizerConfig
from tools.train_default_model.lit_materials import STYLES
from tools.train_default_model.schedule import RunLog, learning_rate

from .augmentation import augment
from .data import CropShard, read_crops, write_crops
from .network import Judge, JudgeConfig
from .verdicts import CARD, WEIGHTS

_CHECKPOINT = "judge.pt"


@dataclass(frozen=True)
class JudgeTraining:
    """Everything the judge depends on.

    Args:
        seed: of the objects, cameras and materials it learns from, its first weights and the order of its crops.
        held_out_seed: of the objects that measure it.
        objects, held_out_objects: how many are rendered.
        variants: materials per part and object.
        network: its sizes.
        optimizer: how it is trained.
    """

    seed: int = 7001
    held_out_seed: int = 7002
    objects: int = 5000
    held_out_objects: int = 500
    variants: int = 4
    network: JudgeConfig = field(default_factory=JudgeConfig)
    optimizer: OptimizerConfig = field(
        default_factory=lambda: OptimizerConfig(
            steps=4000, batch=64, learning_rate=2e-3, weight_decay=0.05, checkpoint_every=250
        )
    )


class CropSet:
    """Draws batches from shards, rare styles oftener than they were rendered."""

    def __init__(self, shards: list[CropShard], names: tuple[str, ...]) -> None:
        numbers = {name: i for i, name in enumerate(names)}
        self.shards = shards
        self._where = np.array([(s, r) for s, shard in enumerate(shards) for r in range(len(shard.styles))])
        self.targets = np.array([numbers[name] for shard in shards for name in shard.styles])
        # Halfway between as rendered and all alike.
        weights = np.bincount(self.targets, minlength=len(names)).clip(1).astype(np.float64)[self.targets] ** -0.5
        self._order = np.cumsum(weights / weights.sum())

    def __len__(self) -> int:
        return len(self.targets)

    def draw(self, count: int, random: np.random.Generator) -> tuple[Tensor, Tensor]:
        """A batch: crops (count, 3, h, w) in 0..1 and style numbers (count,)."""
        return self.take(np.minimum(np.searchsorted(self._order, random.random(count)), len(self) - 1))

    def take(self, rows: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """The crops of these rows and their style numbers."""
        pictures = np.stack([self.shards[s].crops[r] for s, r in self._where[rows]])
        crops = torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255.0
        return crops, torch.from_numpy(self.targets[rows])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    defaults = JudgeTraining()
    parser.add_argument("--folder", type=Path, default=Path("runs/judge"), help="crops and checkpoints")
    parser.add_argument("--output", type=Path, default=WEIGHTS.parent, help="folder for the weights and their card")
    parser.add_argument("--objects", type=int, default=defaults.objects, help="objects to learn from")
    parser.add_argument("--steps", type=int, default=defaults.optimizer.steps)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--threads", type=int, default=1)


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Trains, or goes on from the last checkpoint, and writes weights and card; returns the card."""
    from dataclasses import replace

    from .evaluation import evaluate

    torch.set_num_threads(arguments.threads)
    defaults = JudgeTraining()
    training = replace(
        defaults,
        seed=arguments.seed,
        objects=arguments.objects,
        optimizer=replace(defaults.optimizer, steps=arguments.steps),
    )
    folder: Path = arguments.folder
    write_crops(folder / "held_out", training.held_out_seed, training.held_out_objects, training.variants)
    write_crops(folder / "crops", training.seed, training.objects, training.variants)
    names = tuple(STYLES)
    held_out = CropSet(read_crops(folder / "held_out"), names)
    judge = train(training, names, CropSet(read_crops(folder / "crops"), names), held_out, folder)
    arguments.output.mkdir(parents=True, exist_ok=True)
    save_file(
        {k: v.half().contiguous() for k, v in judge.state_dict().items() if v.is_floating_point()},
        arguments.output / WEIGHTS.name,
    )
    (arguments.output / WEIGHTS.name).chmod(0o644)
    card: dict[str, Any] = {
        "what": "An independent judge of styles for the benchmarks; it never guides and is not part of the add-on.",
        "styles": list(names),
        "network": asdict(training.network),
        "training": asdict(training),
        "crops_seen": training.optimizer.steps * training.optimizer.batch,
        "crops_rendered": sum(len(shard.styles) for shard in read_crops(folder / "crops")),
        "parameters": sum(p.numel() for p in judge.parameters()),
    }
    (arguments.output / CARD.name).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    card |= evaluate(arguments.output, single_crops(judge, held_out))
    (arguments.output / CARD.name).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return card


def train(training: JudgeTraining, names: tuple[str, ...], crops: CropSet, held_out: CropSet, folder: Path) -> Judge:
    """Trains to the last step or goes on from the checkpoint in `folder`; returns the averaged weights."""
    options = training.optimizer
    torch.manual_seed(training.seed)
    judge = Judge(len(names), training.network)
    judge.use_channels_last()
    decayed = [p for p in judge.parameters() if p.ndim > 1 and p.shape[0] > 1]
    others = [p for p in judge.parameters() if not (p.ndim > 1 and p.shape[0] > 1)]
    groups: list[dict[str, Any]] = [{"params": decayed}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(
        groups,
        lr=options.learning_rate,
        weight_decay=options.weight_decay,
    )
    average = MovingAverage(judge, 0.998)
    path, step = folder / _CHECKPOINT, 0
    state = load_checkpoint(path)
    if state is not None:
        judge.load_state_dict(state["judge"])
        optimizer.load_state_dict(state["optimizer"])
        average.values, step = state["average"], int(state["step"])
    log = RunLog(folder / "judge.tsv")
    judge.train()
    while step < options.steps:
        # Everything of a step follows from its number, so that a resumed run goes on as an unbroken one.
        random = np.random.default_rng((training.seed, 1, step))
        generator = torch.Generator().manual_seed(training.seed * 1_000_003 + step)
        torch.manual_seed(training.seed * 1_000_003 + step)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(options, step)
        pictures, targets = crops.draw(options.batch, random)
        seen = augment(pictures, training.network.image_size, generator)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = judge(seen.contiguous(memory_format=torch.channels_last))
        loss = functional.cross_entropy(logits.float(), targets, label_smoothing=0.1)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
        optimizer.step()
        step += 1
        average.update(judge, step)
        if step % options.report_every == 0:
            accuracy = float((logits.argmax(1) == targets).float().mean())
            log.write(step, options.steps, loss=float(loss.detach()), accuracy=accuracy)
        if step % options.checkpoint_every == 0 or step == options.steps:
            save_checkpoint(
                path,
                {
                    "judge": judge.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "average": average.values,
                    "step": step,
                },
            )
            figures = single_crops(judge, held_out, most=1024)
            print(f"step {step}  held-out objects: {figures}", flush=True)
            judge.train()
    average.copy_to(judge)
    return judge.eval()


@torch.no_grad()
def single_crops(judge: Judge, crops: CropSet, most: int | None = None) -> dict[str, float]:
    """Top-1 and top-5 on single crops, cut as the benchmark cuts them."""
    judge.eval()
    size = judge.config.image_size
    rows = np.linspace(0, len(crops) - 1, min(most or len(crops), len(crops))).astype(np.int64)
    ranks = []
    for chosen in np.array_split(rows, max(1, len(rows) // 64)):
        pictures, targets = crops.take(chosen)
        seen = functional.interpolate(pictures, size=(size, size), mode="bilinear", antialias=True)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = judge(seen.contiguous(memory_format=torch.channels_last)).float()
        ranks.append((logits > logits.gather(1, targets[:, None])).sum(dim=1))
    rank = torch.cat(ranks)
    return {"top1": float((rank == 0).float().mean()), "top5": float((rank < 5).float().mean())}
