"""The judge: a linear discriminant on a part's figures, unlike the guidance in every respect that could be chosen.

The guidance is a convolutional net trained on crops together with words and attacks. The judge has learned no
convolution and makes no steps: it looks at the same part from three distances at once, takes figures of each picture
(`judge.figures`), and takes every style for a Gaussian of the same spread around its own mean (Fisher, "The use of
multiple measurements in taxonomic problems", 1936; shrunk as by Friedman, "Regularized discriminant analysis", 1989).
It is fitted to labels without words, in other light, to other objects and with another seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .figures import figures

_MOST = 4.0
"""Deviations from the mean beyond which a figure is no further off."""


@dataclass(frozen=True)
class JudgeConfig:
    """Sizes of the judge.

    Args:
        image_size: height and width of the pictures, pixels.
        pictures: of a sight, from far to near.
        figures: of a picture.
        temperature: what logits are divided by, since figures of one picture tell the same thing more than once; so
            the probability of the right style is likeliest on objects that the judge was not fitted to.
    """

    image_size: int = 64
    pictures: int = 3
    figures: int = 102
    temperature: float = 4.0


class Judge(nn.Module):
    """Classifies sights of parts.

    Args:
        styles: number of styles told apart.
        config: sizes.
    """

    mean: Tensor
    deviation: Tensor
    weight: Tensor
    bias: Tensor
    covariance: Tensor

    def __init__(self, styles: int, config: JudgeConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or JudgeConfig()
        width = config.pictures * config.figures
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("deviation", torch.ones(width))
        self.register_buffer("weight", torch.zeros(styles, width))
        self.register_buffer("bias", torch.zeros(styles))
        self.register_buffer("covariance", torch.eye(width))

    def standardised(self, told: Tensor) -> Tensor:
        """Figures (n, pictures * figures) in units of how much they vary; what is far off is brought nearer."""
        return ((told - self.mean) / self.deviation).clamp(-_MOST, _MOST)

    def of_figures(self, told: Tensor) -> Tensor:
        """Logits (n, styles) of figures (n, pictures * figures)."""
        return (self.standardised(told) @ self.weight.T + self.bias) / self.config.temperature

    def forward(self, sights: Tensor) -> Tensor:
        """Logits (n, styles) of sights (n, pictures, 3, size, size), sRGB in 0..1, white around the part."""
        return self.of_figures(figures_of(sights))


def figures_of(sights: Tensor) -> Tensor:
    """(n, pictures * figures) of sights (n, pictures, 3, size, size)."""
    return figures(sights.flatten(0, 1)).reshape(len(sights), -1)


def fitted(told: Tensor, styles: Tensor, count: int, shrinkage: float, config: JudgeConfig | None = None) -> Judge:
    """The judge of so many styles that fits figures (n, pictures * figures) of styles (n,).

    Args:
        told: figures of sights.
        styles: their numbers; of a style that none shows, the judge never speaks.
        count: of styles.
        shrinkage: added to the common covariance's diagonal, in units of the figures' variance.
        config: sizes.
    """
    judge = Judge(count, config)
    judge.mean.copy_(told.mean(dim=0))
    judge.deviation.copy_(told.std(dim=0) + 1e-4)
    standard = judge.standardised(told).double()
    shown = torch.bincount(styles, minlength=count)
    means = torch.zeros(count, standard.shape[1], dtype=torch.float64).index_add_(0, styles, standard)
    means = means / shown.clamp(min=1)[:, None]
    apart = standard - means[styles]
    freedom = max(len(styles) - int((shown > 0).sum()), 1)
    covariance = apart.T @ apart / freedom + shrinkage * torch.eye(standard.shape[1], dtype=torch.float64)
    weight = torch.linalg.solve(covariance, means.T).T
    judge.covariance.copy_(covariance)
    judge.weight.copy_(weight)
    judge.bias.copy_(torch.where(shown > 0, -0.5 * (weight * means).sum(dim=1), -1e4))
    return judge.eval()
