"""Trains what kinds are told by: `python tools/train_default_model/object_kinds.py --libraries DIR --listed TSV`.

Writes the table of kinds (names and usual parts of every family of procedural objects) and the networks that tell the
kind from loose pieces. The libraries are those of `shape_words.py`; the names of their models' files say what they are.
With `--table` only the table is written, for which the networks must know the same kinds.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine.models.embedded.kind_table import KINDS_FILE, Kind, kinds_text
from styleglip_addon.engine.models.embedded.kind_words import write_kind_words
from styleglip_addon.engine.models.embedded.object_kinds import MOST_PIECES, KindNetwork, ObjectKinds
from styleglip_addon.engine.models.glip.text import SentenceEncoder
from tools.train_default_model.config import read_config
from tools.train_default_model.kind_parts import kinds_of_families
from tools.train_default_model.named_pieces import NamedPieces, furniture_pieces, procedural_pieces

_HERE = Path(__file__).resolve().parent
_FURNITURE_FILE = _HERE / "words" / "furniture_kinds.toml"
_BATCH = 32
_LEARNING_RATE, _WEIGHT_DECAY = 2e-3, 0.03
_FURNITURE = 0.3
"""Share of artists' models in a batch."""
_NOISE = 0.15
"""Of the shapes, in standard deviations."""
_MOST_LEFT_OUT = 0.3
"""Largest share of pieces that are left out of half of the objects."""
_SMOOTHING, _UNKNOWN = 0.05, 0.5
"""Share of the loss that asks for no kind at all, and its weight for models of a kind that there is no family of."""


def kinds_of_model(name: str) -> tuple[str, ...]:
    """The families that an artist's model may be of, by its file's name; none where it is of another kind."""
    letters = re.sub("[^a-z]", "", Path(name).stem.lower())
    table: dict[str, list[str]] = tomllib.loads(_FURNITURE_FILE.read_text(encoding="utf-8"))
    return tuple(kind for kind, names in table.items() if letters in names)


def train_network(objects: Sequence[NamedPieces], kinds: Sequence[Kind], seed: int, steps: int) -> KindNetwork:
    """One network; where several kinds are right their probabilities are added up."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = KindNetwork(len(kinds))
    every = np.concatenate([one.shapes.numbers[:MOST_PIECES] for one in objects])
    network.mean.copy_(torch.from_numpy(every.mean(axis=0)))
    network.deviation.copy_(torch.from_numpy(every.std(axis=0) + 1e-3))
    optimiser = torch.optim.AdamW(network.parameters(), lr=_LEARNING_RATE, weight_decay=_WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _LEARNING_RATE, steps, pct_start=0.1)
    is_right = torch.from_numpy(_right_kinds(objects, kinds))
    models = np.array([number for number, one in enumerate(objects) if not one.kind], dtype=np.int64)
    others = np.array([number for number, one in enumerate(objects) if one.kind], dtype=np.int64)
    count = round(_FURNITURE * _BATCH) if len(models) else 0
    number_of = Counter(one.kind for one in objects)
    weight = np.array([1.0 / number_of[objects[number].kind] for number in others])
    weight /= weight.sum()
    for step in range(steps):
        drawn = rng.choice(others, _BATCH - count, p=weight)
        if count:
            drawn = np.concatenate([rng.choice(models, count), drawn])
        shapes, shares, is_piece = _batch([objects[number] for number in drawn], rng)
        shapes = shapes + _NOISE * network.deviation * torch.randn_like(shapes)
        told = network(shapes, shares, is_piece).log_softmax(dim=-1)
        right = is_right[drawn]
        loss = _loss(told, right)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 500 == 0:
            print(f"network {seed}  step {step}  loss {loss.item():.3f}", flush=True)
    return network.eval()


def _loss(told: Tensor, right: Tensor) -> Tensor:
    """Of logarithms of probabilities (B, K) where (B, K) bool says which kinds are right, or none where none is."""
    known = right.any(dim=1)
    missed = -torch.logsumexp(told.masked_fill(~right, -1e9), dim=1)
    sure = -told.mean(dim=1) - float(np.log(told.shape[1]))
    return torch.where(known, (1.0 - _SMOOTHING) * missed + _SMOOTHING * sure, _UNKNOWN * sure).mean()


def _right_kinds(objects: Sequence[NamedPieces], kinds: Sequence[Kind]) -> NDArray[np.bool_]:
    place = {kind.name: number for number, kind in enumerate(kinds)}
    right = np.zeros((len(objects), len(kinds)), dtype=bool)
    for row, one in enumerate(objects):
        for kind in (one.kind,) if one.kind else kinds_of_model(one.file):
            if kind in place:
                right[row, place[kind]] = True
    return right


def _batch(objects: Sequence[NamedPieces], rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """What `KindNetwork` takes; of half of the objects some pieces are left out."""
    chosen = []
    for one in objects:
        rows = np.arange(min(len(one.part), MOST_PIECES))
        kept = rows[rng.random(len(rows)) > _MOST_LEFT_OUT * rng.random()]
        chosen.append(kept if rng.random() < 0.5 and len(kept) else rows)
    longest = max(len(rows) for rows in chosen)
    shapes = torch.zeros(len(objects), longest, objects[0].shapes.numbers.shape[1])
    shares, is_piece = torch.zeros(len(objects), longest), torch.zeros(len(objects), longest, dtype=torch.bool)
    for row, (one, rows) in enumerate(zip(objects, chosen, strict=True)):
        shapes[row, : len(rows)] = torch.from_numpy(one.shapes.numbers[rows])
        shares[row, : len(rows)] = torch.from_numpy(one.shapes.share[rows])
        is_piece[row, : len(rows)] = True
    return shapes, shares, is_piece


def main() -> int:
    """Reads the command line, trains and writes table and weights."""
    parser = argparse.ArgumentParser(prog="python tools/train_default_model/object_kinds.py", description=__doc__)
    parser.add_argument("--libraries", type=Path, help="folder with .sh3f files")
    parser.add_argument("--listed", type=Path, help="tab-separated list of the models that may be trained on")
    parser.add_argument("--output", type=Path, default=Path("styleglip_addon/models/embedded"), help="folder")
    parser.add_argument("--table", action="store_true", help="write the table only")
    parser.add_argument("--hold-out", action="store_true", help="without the held-out families, for measuring")
    parser.add_argument("--count", type=int, default=30, help="procedural objects per family; default: 30")
    parser.add_argument("--steps", type=int, default=2000, help="of each network; default: 2000")
    parser.add_argument("--networks", type=int, default=4, help="how many are trained; default: 4")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    kinds = kinds_of_families()
    if options.table:
        (options.output / KINDS_FILE).write_text(kinds_text(kinds), encoding="utf-8")
        write_kind_words(options.output, kinds, SentenceEncoder.from_pretrained(None))
        print(f"Wrote {options.output / KINDS_FILE}.")
        return 0
    held_out = read_config(_HERE / "config.toml").dataset.held_out_families if options.hold_out else ()
    objects = list(procedural_pieces(options.count, options.seed, held_out))
    print(f"{len(objects)} procedural objects", flush=True)
    if options.libraries and options.listed:
        objects += furniture_pieces(options.libraries, options.listed)
        print(f"{len(objects)} objects with the furniture", flush=True)
    networks = tuple(train_network(objects, kinds, seed, options.steps) for seed in range(options.networks))
    ObjectKinds(kinds, networks).save(options.output)
    write_kind_words(options.output, kinds, SentenceEncoder.from_pretrained(None))
    print(f"Wrote {len(kinds)} kinds to {options.output}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
