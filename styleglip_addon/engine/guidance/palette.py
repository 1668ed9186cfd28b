"""The colours of every part are pulled towards the distribution of colours that its style has."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from ..fields import PartFields
from ..fields.part_fields import part_generator
from ..models.contract import ImageTextEncoder, Palette
from ..rendering.color import lab_to_linear, linear_to_lab, linear_to_srgb, srgb_to_linear
from ..vocabulary import Part
from ..vocabulary.channels import COLOR
from .contract import StepContext, Term, TermSetup
from .losses import mean_of, weighted_choice

_SAMPLES = 1024
_DIRECTIONS = 16
_FOREIGN_WEIGHT = 20.0
_SPECK_WEIGHT = 5.0
_OWN_COLOR = 8.0
"""Colours at most so far in L*a*b* from one of a palette belong to it: it has but a few of the style's."""


class PaletteTerm(Term):
    """The colours of every part are pulled towards the distribution of colours its style has."""

    def __init__(
        self,
        encoder: ImageTextEncoder,
        parts: Sequence[Part],
        areas: Tensor,
        seed: int,
        trained: Collection[int],
    ) -> None:
        self._names = [part.name for part in parts]
        palettes = [encoder.palette(part.style) if index in trained else None for index, part in enumerate(parts)]
        self._palettes = palettes
        self._targets = [None if p is None else palette_samples(p, _SAMPLES) for p in palettes]
        self.means = [None if p is None else lab_to_linear((p.lab * p.shares[:, None]).sum(dim=0)) for p in palettes]
        """Linear RGB (3,) of every part's mean colour; None for a part without a palette."""
        self._areas = areas
        self._seed = seed

    def begin(self, fields: PartFields) -> None:
        """Gives every part its palette's mean colour: from grey, specks that guidance seldom looks at would stay."""
        for index, mean in enumerate(self.means):
            if mean is not None:
                fields.field(index).start_at(linear_to_srgb(mean))

    def __call__(self, context: StepContext) -> Tensor | None:
        """Mean over the parts of the distance between their colours and the palette; None without palettes."""
        fields, terms = context.fields, []
        for index, (rows, target) in enumerate(zip(fields.rows, self._targets, strict=True)):
            palette = self._palettes[index]
            if target is None or palette is None or len(rows) == 0:
                continue
            importance = self._areas[rows] * fields.weights[rows, index]
            if float(importance.sum()) <= 0.0:
                continue
            # The crops of the step draw from the positive number; the minus keeps the two streams apart.
            generator = part_generator(self._seed, self._names[index], -context.step)
            chosen = weighted_choice(importance, _SAMPLES, generator)
            lab = linear_to_lab(srgb_to_linear(context.styled.parts[index][COLOR][chosen]))
            directions = random_directions(_DIRECTIONS, generator).to(lab)
            foreign = _FOREIGN_WEIGHT * foreign_color_loss(lab, palette)
            terms.append(palette_loss(lab, target, directions) + foreign)
        return mean_of(terms) if terms else None


def create(setup: TermSetup) -> Term:
    """The term of a run's parts and styles."""
    settings = setup.settings
    return PaletteTerm(setup.models.encoder, setup.parts, setup.surface.areas, settings.seed, setup.trained)


def palette_samples(palette: Palette, count: int) -> Tensor:
    """(count, 3) L*a*b* colours that stand for the palette: every colour as often as its share says."""
    steps = (torch.arange(count, dtype=torch.float32, device=palette.shares.device) + 0.5) / count
    index = torch.searchsorted(palette.shares.cumsum(0).contiguous(), steps).clamp(max=len(palette.shares) - 1)
    return palette.lab[index]


def palette_loss(lab: Tensor, target: Tensor, directions: Tensor) -> Tensor:
    """Sliced Wasserstein distance between two colour distributions (Bonneel et al., 2015).

    Args:
        lab: (n, 3) L*a*b* colours of a part's surface, sampled by area.
        target: (n, 3) L*a*b* colours of the style, see `palette_samples`.
        directions: (D, 3) unit vectors to project on.

    Returns:
        Scalar: mean of |d| + 5 d^2 over the differences d of the sorted projections, in units of 100 L*a*b*. The linear
        term alone (the 1-Wasserstein distance) hardly minds a few specks of a quite wrong colour; people do.
    """
    ours = (lab @ directions.T).sort(dim=0).values
    theirs = (target @ directions.T).sort(dim=0).values
    difference = (ours - theirs) / 100.0
    return (difference.abs() + _SPECK_WEIGHT * difference.square()).mean()


def foreign_color_loss(lab: Tensor, palette: Palette) -> Tensor:
    """How far colours are from any colour of the palette: what makes specks of a colour the style does not have go.

    The distance between the distributions pulls at such specks no harder than at all else, as it sorts them among the
    style's own rare colours.

    Args:
        lab: (n, 3) L*a*b* colours of a part's surface, sampled by area.
        palette: the style's colours.

    Returns:
        Scalar: mean square of the distance to the nearest palette colour beyond 8, in units of 100 L*a*b*.
    """
    nearest = (lab[:, None] - palette.lab[None]).square().sum(dim=-1).clamp(min=1e-6).amin(dim=1).sqrt()
    return (((nearest - _OWN_COLOR) / 100.0).clamp(min=0.0)).square().mean()


def random_directions(count: int, generator: torch.Generator) -> Tensor:
    """(count, 3) uniformly distributed unit vectors."""
    return functional.normalize(torch.randn(count, 3, generator=generator), dim=1)
