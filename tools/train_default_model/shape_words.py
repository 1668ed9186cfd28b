"""Trains what shapes say about words: `python tools/train_default_model/shape_words.py --libraries DIR --listed TSV`.

The libraries are those of the Debian package sweethome3d-furniture (.sh3f); the list says which of their models may be
trained on. Both are optional: without them the networks learn from procedural objects alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
from collections.abc import Sequence

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from styleglip_addon.engine.models.embedded.shape_words import SHAPE_WORDS_FILE, ShapeWordNetwork
from styleglip_addon.engine.models.glip.text import SentenceEncoder
from tools.train_default_model.config import read_config
from tools.train_default_model.named_pieces import NamedPieces, furniture_pieces, procedural_pieces
from tools.train_default_model.piece_batches import draw_objects, make_batch

_HERE = Path(__file__).resolve().parent
_NETWORKS = 6
_BATCH = 16
_LEARNING_RATE, _WEIGHT_DECAY = 2e-3, 0.02
_PRESENCE = 0.2
"""Weight of telling words that the object has from others."""
_STANDING = 0.3
"""Weight of telling objects that stand from those that lie."""
_NOISE = 0.1
"""Of the shapes, in standard deviations."""


def train_network(
    objects: Sequence[NamedPieces], embedded: dict[str, Tensor], seed: int, steps: int
) -> ShapeWordNetwork:
    """One network: pieces are to fit their own part's word better than the prompt's other words, or none of them."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = ShapeWordNetwork()
    every = np.concatenate([one.shapes.numbers for one in objects if one.kind])
    network.mean.copy_(torch.from_numpy(every.mean(axis=0)))
    network.deviation.copy_(torch.from_numpy(every.std(axis=0) + 1e-3))
    optimiser = torch.optim.AdamW(network.parameters(), lr=_LEARNING_RATE, weight_decay=_WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _LEARNING_RATE, steps, pct_start=0.1)
    for step in range(steps):
        batch = make_batch(draw_objects(objects, _BATCH, rng), embedded, rng)
        shapes = batch.shapes + _NOISE * network.deviation * torch.randn_like(batch.shapes)
        fit, presence, stands = network(shapes, batch.relations, batch.is_piece, batch.sentences, batch.is_word)
        losses = functional.cross_entropy(fit.flatten(0, 1), batch.target.flatten(), reduction="none")
        loss = (losses * batch.weight.flatten()).sum() / _BATCH
        told = batch.is_word & (batch.stands[:, None] > 0.0)
        there = functional.binary_cross_entropy_with_logits(presence[told], batch.is_there[told])
        upright = functional.binary_cross_entropy_with_logits(stands, batch.stands)
        optimiser.zero_grad()
        (loss + _PRESENCE * there + _STANDING * upright).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 500 == 0:
            print(f"network {seed}  step {step}  loss {loss.item():.3f}", flush=True)
    return network.eval()


def main() -> int:
    """Reads the command line, trains and writes the weights."""
    parser = argparse.ArgumentParser(prog="python tools/train_default_model/shape_words.py", description=__doc__)
    parser.add_argument("--libraries", type=Path, help="folder with .sh3f files")
    parser.add_argument("--listed", type=Path, help="tab-separated list of the models that may be trained on")
    parser.add_argument("--output", type=Path, default=Path("styleglip_addon/models/embedded"), help="folder")
    parser.add_argument("--count", type=int, default=26, help="procedural objects per family; default: 26")
    parser.add_argument("--steps", type=int, default=4500, help="of each network; default: 4500")
    parser.add_argument("--networks", type=int, default=_NETWORKS, help=f"how many are trained; default: {_NETWORKS}")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    held_out = read_config(_HERE / "config.toml").dataset.held_out_families
    objects = list(procedural_pieces(options.count, options.seed, held_out))
    print(f"{len(objects)} procedural objects", flush=True)
    if options.libraries and options.listed:
        objects += furniture_pieces(options.libraries, options.listed)
        print(f"{len(objects)} objects with the furniture", flush=True)
    words = sorted({word for one in objects for alike in one.words for word in alike})
    embedded = dict(zip(words, SentenceEncoder.from_pretrained(None).embed(words), strict=True))
    networks = [train_network(objects, embedded, seed, options.steps) for seed in range(options.networks)]
    state = {
        f"{number}.{k}": v.half() for number, network in enumerate(networks) for k, v in network.state_dict().items()
    }
    save_file(state, options.output / SHAPE_WORDS_FILE)
    print(f"Wrote {options.output / SHAPE_WORDS_FILE}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
