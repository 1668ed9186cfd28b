"""The embedded model's alignment of regions with style words, which the part-level style loss pushes up.

The small GLIP's pyramid finds parts and keeps little of what they are made of. Regions and style words are therefore
aligned beside it, at the same anchors: a region is described by statistics of its colours and of convolutional features
(channel means and spreads carry style: Huang and Belongie, arXiv 1703.06868), a style's words by the statistics that
regions of what they name have, and the closer the two, the higher the score. Such statistics are a goal that a picture
can reach, unlike a direction (prototypes: Snell et al., arXiv 1703.05175), and a score that falls off with a heavy tail
(Student's t, as van der Maaten and Hinton, 2008, have it) pulls from afar, too. Known phrases vote for what words mean
(Nadaraya 1964, Watson 1964: a kernel-weighted mean).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from ...vocabulary.errors import ModelError
from ..glip.text import SentenceEncoder
from .style_encoder import convolution_stages

STYLE_ALIGNMENT_FILE = "style_alignment.safetensors"

_COLOURS = ((0.299, 0.587, 0.114), (-0.169, -0.331, 0.5), (0.5, -0.419, -0.081))
"""Brightness, blue against yellow and red against green: Y'CbCr of ITU-R BT.601."""

_LEAST_VARIANCE = (1e-4, 1e-3)
"""Added to the variances of colours and of features before their logarithm."""

_BORDER = 2
"""Pixels along a part's border that count little: what is beside it shines in."""

_BORDER_WEIGHT = 0.05
_WHOLE = 8.0
"""Pixels of the whole part's statistics that are mixed into those of every region: a region without any has these."""

_COLOUR_SHARE = 0.5
"""Share of the colours in a distance, however many features there are: eyes mind them first."""

_VOTE = 0.04
"""Difference in similarity at which a known phrase's vote falls to 1/e of the nearest one's."""


@dataclass(frozen=True)
class StyleAlignmentConfig:
    """Sizes of the alignment.

    Args:
        widths, depths: channels and residual blocks of the convolutional stages, the first ones of `StyleEncoder`.
        text_width: of the sentence embedding (all-MiniLM-L6-v2: 384).
        styles: S, how many are known.
        phrases: M, how many phrases they are known by.
    """

    widths: tuple[int, ...] = (32, 64, 128)
    depths: tuple[int, ...] = (1, 2, 2)
    text_width: int = 384
    styles: int = 1
    phrases: int = 1


class StyleAlignment(nn.Module):
    """Regions of pictures and style words, compared by statistics.

    Args:
        config: sizes; weights are random.
    """

    def __init__(self, config: StyleAlignmentConfig | None = None) -> None:
        super().__init__()
        config = config or StyleAlignmentConfig()
        self.config = config
        self.trunk = convolution_stages(config.widths, config.depths)
        count = self.statistics_width
        self.log_weight = nn.Parameter(torch.zeros(count))
        self.log_sharpness = nn.Parameter(torch.tensor(3.0))
        self.center: Tensor
        self.deviation: Tensor
        self.reach: Tensor
        self.known: Tensor
        self.phrases: Tensor
        self.owners: Tensor
        self.register_buffer("center", torch.zeros(count))
        self.register_buffer("deviation", torch.ones(count))
        self.register_buffer("reach", torch.ones(()))
        self.register_buffer("known", torch.zeros(config.styles, count))
        self.register_buffer("phrases", torch.zeros(config.phrases, config.text_width))
        self.register_buffer("owners", torch.zeros(config.phrases, dtype=torch.int16))
        is_colour = torch.zeros(count, dtype=torch.bool)
        is_colour[:3] = is_colour[count // 2 : count // 2 + 3] = True
        self.is_colour: Tensor
        self.register_buffer("is_colour", is_colour, persistent=False)

    @property
    def statistics_width(self) -> int:
        """D, the number of statistics of a region: mean and spread of every colour and channel."""
        return 2 * (3 + sum(self.config.widths))

    def maps(self, images: Tensor) -> list[Tensor]:
        """Pictures (B, 3, H, W), sRGB in 0..1, to what is described: colours, and the features of every stage."""
        colours = torch.einsum("dc,bchw->bdhw", images.new_tensor(_COLOURS), images)
        found, features, first = [functional.avg_pool2d(colours, 2, ceil_mode=True)], (images - 0.5) / 0.25, 0
        for depth in self.config.depths:
            features = self.trunk[first : first + 1 + depth](features)
            first += 1 + depth
            found.append(features)
        return found

    def describe(
        self, maps: Sequence[Tensor], weights: Tensor, anchors: Sequence[Tensor], levels: Sequence[tuple[int, int]]
    ) -> Tensor:
        """What the regions of a part look like.

        Args:
            maps: from `maps`, of B pictures.
            weights: (B, H, W) in 0..1, where each picture shows the part.
            anchors: per pyramid level (h * w, 4) x0, y0, x1, y1 pixels, `GLIPOutput.anchors`.
            levels: (h, w) per level.

        Returns:
            (B, N, D) statistics of the part within each of the N anchors, standardised; differentiable to the maps.
        """
        own = _inner(weights)[:, None]
        means, spreads = [], []
        for number, values in enumerate(maps):
            cell = weights.shape[-1] / values.shape[-1]
            share = functional.interpolate(own, values.shape[-2:], mode="area")
            known = torch.cat((share, share * values, share * values.square()), dim=1)
            whole = known.mean(dim=(2, 3), keepdim=True)
            whole = whole / whole[:, :1].clamp(min=1e-6) * (_WHOLE / cell**2)
            sums = [
                (_within(a, shape, values.shape[-2:], cell, known) + whole).flatten(2)
                for a, shape in zip(anchors, levels, strict=True)
            ]
            total = torch.cat(sums, dim=2)
            first, second = (total[:, 1:] / total[:, :1].clamp(min=1e-6)).chunk(2, dim=1)
            variance = (second - first.square()).clamp(min=0.0) + _LEAST_VARIANCE[number > 0]
            means.append(first)
            spreads.append(0.5 * variance.log())
        statistics = torch.cat((*means, *spreads), dim=1).transpose(1, 2)
        return (statistics - self.center) / self.deviation

    def expected(self, sentences: Tensor) -> Tensor:
        """Sentence embeddings (n, text_width) of style words to the statistics (n, D) that they mean."""
        votes = (sentences @ self.phrases.T / _VOTE).softmax(dim=1)
        return votes @ self.known[self.owners.long()]

    def weight(self) -> Tensor:
        """(D,) what each statistic counts in a distance; they sum to 1."""
        colours = self.log_weight.masked_fill(~self.is_colour, -torch.inf).softmax(dim=0)
        features = self.log_weight.masked_fill(self.is_colour, -torch.inf).softmax(dim=0)
        return _COLOUR_SHARE * colours + (1.0 - _COLOUR_SHARE) * features

    def distances(self, statistics: Tensor, expected: Tensor) -> Tensor:
        """(..., D) and (S, D) to (..., S): weighted mean of the squared differences."""
        weight = self.weight()
        squares = statistics.square() @ weight
        both = statistics @ (weight * expected).T
        return (squares[..., None] - 2.0 * both + expected.square() @ weight).clamp(min=0.0)

    def log_scores(self, statistics: Tensor, expected: Tensor) -> Tensor:
        """(..., D) and (S, D) to logarithms (..., S) of the scores 1 / (1 + distance / reach).

        The reach is how far a region is from the mean of its style, as a rule: there the score is a half.
        """
        return -torch.log1p(self.distances(statistics, expected) / self.reach)

    def choices(self, statistics: Tensor, expected: Tensor) -> Tensor:
        """(..., D) and (S, D) to logits (..., S) among S styles, as it was trained: a power of the scores."""
        return self.log_sharpness.exp() * self.log_scores(statistics, expected)


def _inner(weights: Tensor) -> Tensor:
    """(B, H, W) weights that are small along the border."""
    worn = -functional.max_pool2d(-weights[:, None], 2 * _BORDER + 1, stride=1, padding=_BORDER)[:, 0]
    return worn + _BORDER_WEIGHT * weights


def _within(anchors: Tensor, level: tuple[int, int], size: Sequence[int], cell: float, values: Tensor) -> Tensor:
    """Sums of a map (B, C, *size) within each anchor of a level (h, w): (B, C, h, w); a map's pixel is `cell` wide."""
    grid = anchors.view(*level, 4)
    rows = _overlaps(grid[:, 0, 1], grid[:, 0, 3], size[0], cell)
    columns = _overlaps(grid[0, :, 0], grid[0, :, 2], size[1], cell)
    return rows @ values @ columns.T


def _overlaps(first: Tensor, last: Tensor, count: int, cell: float) -> Tensor:
    """(n, count) share of each of `count` pixels, `cell` wide, within n ranges; both ends' pixels belong to a range."""
    start = torch.arange(count, device=first.device, dtype=first.dtype)
    low = torch.maximum(start, first[:, None] / cell)
    high = torch.minimum(start + 1.0, (last[:, None] + 1.0) / cell)
    return (high - low).clamp(min=0.0)


@dataclass(frozen=True, eq=False)
class StyleWords:
    """The alignment with the language encoder that reads words for it; implements `RegionAlignment`.

    Args:
        alignment: frozen.
        sentences: all-MiniLM-L6-v2.
    """

    alignment: StyleAlignment
    sentences: SentenceEncoder

    @classmethod
    def from_folder(cls, folder: Path, sentences: SentenceEncoder, device: str) -> StyleWords:
        """Reads `STYLE_ALIGNMENT_FILE`.

        Raises:
            ModelError: missing, damaged or of another model.
        """
        file = folder / STYLE_ALIGNMENT_FILE
        try:
            state = {name: tensor if name == "owners" else tensor.float() for name, tensor in load_file(file).items()}
            sizes = StyleAlignmentConfig(styles=len(state["known"]), phrases=len(state["phrases"]))
            alignment = StyleAlignment(sizes)
            alignment.load_state_dict(state)
            if not 0 <= int(state["owners"].min()) <= int(state["owners"].max()) < sizes.styles:
                raise ValueError("a phrase of no style")
        except (OSError, SafetensorError, RuntimeError, ValueError, KeyError) as error:
            raise ModelError(f'The model file "{file}" is missing, damaged or of another model.') from error
        return cls(alignment.to(device).eval().requires_grad_(False), sentences)

    @torch.no_grad()
    def meanings(self, phrases: Sequence[str]) -> Tensor:
        """(S, D) statistics that S style phrases mean."""
        embedded = self.sentences.embed([" ".join(phrase.lower().split()) for phrase in phrases])
        return self.alignment.expected(embedded.to(self.alignment.center))

    @torch.no_grad()
    def mean_colours(self, meanings: Tensor) -> Tensor:
        """(S, 3) sRGB in 0..1, the mean colours in pictures of what is meant."""
        colours = (meanings * self.alignment.deviation + self.alignment.center)[:, :3]
        return (colours @ torch.linalg.inv(colours.new_tensor(_COLOURS)).T).clamp(0.0, 1.0)

    def scores(
        self,
        images: Tensor,
        weights: Tensor,
        meanings: Tensor,
        anchors: Sequence[Tensor],
        levels: Sequence[tuple[int, int]],
    ) -> Tensor:
        """See `RegionAlignment.scores`."""
        maps = self.alignment.maps(images)
        of_styles = []
        for style, own in enumerate(weights.unbind(dim=1)):
            statistics = self.alignment.describe(maps, own, anchors, levels)
            of_styles.append(self.alignment.log_scores(statistics, meanings[[style]]).exp())
        return torch.cat(of_styles, dim=2)


def write_alignment(alignment: StyleAlignment, file: Path) -> None:
    """Writes the weights, in half precision."""
    values = alignment.state_dict().items()
    save_file({name: (v if name == "owners" else v.half()).contiguous() for name, v in values}, file)
