"""Loads the judge and asks it: probabilities of the styles, by all sights of a part together, at two looks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from .network import Judge, JudgeConfig
from .second_look import STYLES, SeenPart, looked_again

WEIGHTS = Path(__file__).resolve().parent / "judge.safetensors"
CARD = WEIGHTS.with_name("card.json")


@dataclass(frozen=True)
class SameLook:
    """Which styles look like others, see `judge.looks`; the card has them.

    Args:
        groups: per style, the other styles of the same look.
    """

    groups: dict[str, tuple[str, ...]]

    def same(self, asked: str, seen: str) -> bool:
        """Whether what is seen is the style that was asked for, or looks like it."""
        return asked == seen or seen in self.groups.get(asked, ())


@dataclass(frozen=True, eq=False)
class StyleJudge:
    """The trained judge.

    Args:
        network: in evaluation mode.
        styles: canonical names, in the order of the network's outputs.
        card: what is known of it.
    """

    network: Judge
    styles: tuple[str, ...]
    card: dict[str, Any]

    @cached_property
    def same_look(self) -> SameLook:
        """Styles of the same look, by the card."""
        groups = self.card.get("same_look", {}).get("styles", {})
        return SameLook({name: tuple(others) for name, others in groups.items()})

    @torch.no_grad()
    def logits(self, sights: Tensor) -> Tensor:
        """(n, styles) of sights (n, pictures, 3, h, w), sRGB in 0..1, white around the part."""
        size = self.network.config.image_size
        if sights.shape[3:] != (size, size):
            flat = functional.interpolate(sights.flatten(0, 1), size=(size, size), mode="bilinear", antialias=True)
            sights = flat.reshape(*sights.shape[:3], size, size)
        found: Tensor = self.network(sights)
        return found

    def verdict(self, seen: SeenPart) -> tuple[tuple[str, float], ...]:
        """All styles with their probability by a part's sights together, the likeliest first.

        Where other styles can be put on the part, the first look's likeliest share their probability as the second
        look says.
        """
        shares = self.logits(seen.pictures).mean(dim=0).softmax(dim=0)
        order = shares.argsort(descending=True)
        if seen.is_placed:
            likely = order[:STYLES]
            again = looked_again(self.network, seen, [self.styles[int(i)] for i in likely])
            shares[likely] = shares[likely].sum() * again
            order = torch.cat((likely[again.argsort(descending=True)], order[STYLES:]))
        return tuple((self.styles[int(i)], float(shares[i])) for i in order)


def load_judge(folder: Path | None = None) -> StyleJudge:
    """Loads the judge.

    Args:
        folder: holds `judge.safetensors` and `card.json`; None: the one beside this file.

    Raises:
        FileNotFoundError: it has not been trained.
    """
    folder = folder or WEIGHTS.parent
    weights, card_path = folder / WEIGHTS.name, folder / CARD.name
    if not weights.exists() or not card_path.exists():
        raise FileNotFoundError(f"There is no judge in {folder}. Train it with: python tools/benchmark.py judge-train")
    card: dict[str, Any] = json.loads(card_path.read_text(encoding="utf-8"))
    styles: Sequence[str] = card["styles"]
    sizes: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in card["network"].items()}
    network = Judge(len(styles), JudgeConfig(**sizes))
    try:
        network.load_state_dict(load_file(weights))
    except RuntimeError as error:
        raise ValueError(f"{weights} holds the weights of another judge than its card says.") from error
    return StyleJudge(network.eval(), tuple(styles), card)
