"""The photo judge's head: kinds of material from features, by multinomial logistic regression."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

_STEPS = 60
_DECAY = 3e-3


@dataclass(frozen=True, eq=False)
class Head:
    """A trained head.

    Args:
        kinds: in the order of its outputs.
        mean, deviation: (FEATURES,) of the features it was trained on.
        weight: (kinds, FEATURES).
        bias: (kinds,).
    """

    kinds: tuple[str, ...]
    mean: Tensor
    deviation: Tensor
    weight: Tensor
    bias: Tensor

    def probabilities(self, features: Tensor) -> Tensor:
        """(n, kinds) of features (n, FEATURES)."""
        scaled = (features - self.mean) / self.deviation
        return torch.softmax(scaled @ self.weight.T + self.bias, dim=1)


def trained_head(features: Tensor, numbers: Tensor, kinds: tuple[str, ...], weights: Tensor) -> Head:
    """Fits a head.

    Args:
        features: (n, FEATURES).
        numbers: (n,) of their kinds.
        kinds: their names.
        weights: (n,) how much each counts, so that common kinds do not crowd out rare ones.
    """
    mean, deviation = features.mean(dim=0), features.std(dim=0).clamp(min=1e-3)
    scaled = (features - mean) / deviation
    weight = torch.zeros(len(kinds), features.shape[1], requires_grad=True)
    bias = torch.zeros(len(kinds), requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=_STEPS, history_size=10, line_search_fn="strong_wolfe")
    share = weights / weights.sum()

    def loss() -> Tensor:
        optimizer.zero_grad()
        each = torch.nn.functional.cross_entropy(scaled @ weight.T + bias, numbers, reduction="none")
        total = (each * share).sum() + _DECAY * weight.square().sum()
        total.backward()
        return total

    optimizer.step(loss)
    return Head(kinds, mean, deviation, weight.detach(), bias.detach())


def even_weights(numbers: Tensor, kinds: int) -> Tensor:
    """(n,) weights in proportion to the square root of how rare each one's kind is."""
    counts = torch.bincount(numbers, minlength=kinds).clamp(min=1)
    return counts.to(torch.float32).rsqrt()[numbers]
