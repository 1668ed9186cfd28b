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

_HERE = Path(__file__).resolve().parent
_NETWORKS = 4
_STEPS = 1500
_BATCH = 16
_LEARNING_RATE, _WEIGHT_DECAY = 4e-3, 2e-3
_OTHERS = (0, 6)
"""Words of other objects that pieces are told from as well: none for even networks, six for odd ones."""
_FURNITURE = 4.0
"""How much oftener an artist's model is drawn than a procedural object: there are fewer, and they are what counts."""
_NOISE = 0.1
"""Of the shapes, in standard deviations."""


def train_network(objects: Sequence[NamedPieces], embedded: dict[str, Tensor], seed: int) -> ShapeWordNetwork:
    """One network: pieces are to fit their own part's word better than the words of the object's other parts."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    vocabulary = sorted(embedded)
    network = ShapeWordNetwork()
    every = np.concatenate([one.shapes for one in objects])
    network.mean.copy_(torch.from_numpy(every.mean(axis=0)))
    network.deviation.copy_(torch.from_numpy(every.std(axis=0) + 1e-3))
    optimiser = torch.optim.AdamW(network.parameters(), lr=_LEARNING_RATE, weight_decay=_WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _LEARNING_RATE, _STEPS)
    chance = np.array([1.0 if one.is_procedural else _FURNITURE for one in objects])
    for step in range(_STEPS):
        drawn = [objects[i] for i in rng.choice(len(objects), _BATCH, p=chance / chance.sum())]
        words, owner, target, start = [], [], [], 0
        for number, one in enumerate(drawn):
            own = [w[0] if rng.random() < 0.5 else w[int(rng.integers(len(w)))] for w in one.words]
            known = {word for alike in one.words for word in alike}
            others = [vocabulary[i] for i in rng.integers(len(vocabulary), size=_OTHERS[seed % 2])]
            own += [word for word in others if word not in known]
            words += own
            owner += [number] * len(own)
            target.append(one.part + start)
            start += len(own)
        shapes = torch.from_numpy(np.concatenate([one.shapes for one in drawn]))
        shapes = shapes + _NOISE * network.deviation * torch.randn_like(shapes)
        fit = network(shapes, torch.stack([embedded[word] for word in words]))
        row = np.repeat(np.arange(_BATCH), [len(one.part) for one in drawn])
        fit = fit.masked_fill(torch.from_numpy(row[:, None] != np.array(owner)[None]), -1e9)
        losses = functional.cross_entropy(fit, torch.from_numpy(np.concatenate(target)), reduction="none")
        loss = (losses * torch.from_numpy(np.concatenate([one.weights for one in drawn]))).sum() / _BATCH
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 300 == 0:
            print(f"network {seed}  step {step}  loss {loss.item():.3f}", flush=True)
    return network.eval()


def main() -> int:
    """Reads the command line, trains and writes the weights."""
    parser = argparse.ArgumentParser(prog="python tools/train_default_model/shape_words.py", description=__doc__)
    parser.add_argument("--libraries", type=Path, help="folder with .sh3f files")
    parser.add_argument("--listed", type=Path, help="tab-separated list of the models that may be trained on")
    parser.add_argument("--output", type=Path, default=Path("styleglip_addon/models/embedded"), help="folder")
    parser.add_argument("--count", type=int, default=16, help="procedural objects per family; default: 16")
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
    networks = [train_network(objects, embedded, seed) for seed in range(_NETWORKS)]
    state = {
        f"{number}.{k}": v.half() for number, network in enumerate(networks) for k, v in network.state_dict().items()
    }
    save_file(state, options.output / SHAPE_WORDS_FILE)
    print(f"Wrote {options.output / SHAPE_WORDS_FILE}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
