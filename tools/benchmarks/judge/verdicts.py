"""Loads the judge and asks it: probabilities of the styles, averaged over a part's crops."""

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

WEIGHTS = Path(__file__).resolve().parent / "judge.safetensors"
CARD = WEIGHTS.with_name("card.json")

SAME_LOOK_SHARE = 0.5
"""Two styles have the same look where, on true materials of one, the judge gives the other so large a share of the
probability that it gives the right one."""


@dataclass(frozen=True)
class SameLook:
    """Which styles the judge itself cannot tell apart on true materials; see the card's `same_look`.

    Args:
        groups: per style, the other styles of the same look.
    """

    groups: dict[str, tuple[str, ...]]

    def same(self, first: str, second: str) -> bool:
        """Whether two styles are one or have the same look."""
        return first == second or second in self.groups.get(first, ()) or first in self.groups.get(second, ())


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
    def probabilities(self, crops: Tensor) -> Tensor:
        """(n, styles) of crops (n, 3, h, w), sRGB in 0..1, white outside the part."""
        size = self.network.config.image_size
        if crops.shape[2:] != (size, size):
            crops = functional.interpolate(crops, size=(size, size), mode="bilinear", antialias=True)
        return self.network(crops).softmax(dim=1)

    def verdict(self, crops: Tensor) -> tuple[tuple[str, float], ...]:
        """All styles with their probability averaged over a part's crops, the likeliest first."""
        mean = self.probabilities(crops).mean(dim=0)
        order = mean.argsort(descending=True)
        return tuple((self.styles[int(i)], float(mean[i])) for i in order)


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
    state = {name: value.float() for name, value in load_file(weights).items()}
    missing, unexpected = network.load_state_dict(state, strict=False)
    if unexpected or any(not name.endswith("num_batches_tracked") for name in missing):
        raise ValueError(f"{weights} holds the weights of another network than its card says.")
    network.use_channels_last()
    return StyleJudge(network.eval(), tuple(styles), card)
