"""Which materials look alike, whoever judges: measured on pictures of pieces of them on one ball.

A piece's look is its colours and their spread in CIE L*a*b*, and the contrast of its lightness at several widths, each
from all of the judge's distances. Every figure counts in units of how much it differs between pieces of one material.
What is seen looks like what was asked for where a piece of it differs from the pieces of what was asked for, on
average, no more than those two of them that differ most.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import avg_pool2d

from styleglip_addon.engine import Mesh
from styleglip_addon.engine.rendering.color import linear_to_lab, srgb_to_linear
from tools.benchmarks.true_styles import Ground
from tools.train_default_model.shapes.primitives import ball

from .sights import sights

RULE = (
    "On a ball, in figures of colour and contrast that the judge has no part in, the other's pieces differ from the "
    "style's on average no more than those two of the style's pieces that differ most; of a style that more than ten "
    "others are so near to, none counts."
)

_MOST = 10
"""A material whose pieces vary so much that more others lie among them is judged strictly."""

_PIECES = 5
_RADIUS = 0.2
"""Metres: the ball is as large as things on a table."""

_WIDTHS = (3, 7, 15, 31)
_WHITE = 0.999
_LEAST = 20
_UP, _FRONT = (0.0, 0.0, 1.0), (0.0, -1.0, 0.0)


def alike(names: Sequence[str]) -> dict[str, list[str]]:
    """Per material that has any, the others that look like it; see the module."""
    figures = np.stack([_figures_of(name) for name in names])
    return groups(figures, tuple(names))


def groups(figures: NDArray[np.float64], names: tuple[str, ...]) -> dict[str, list[str]]:
    """Per name that has any, the others that look like it.

    Args:
        figures: (names, pieces, n) of the pieces' looks.
        names: of the materials.
    """
    count, pieces, _ = figures.shape
    spread = np.sqrt(figures.var(axis=1, ddof=1).mean(axis=0))
    scaled = figures / np.maximum(spread, 1e-9)
    flat = torch.from_numpy(scaled.reshape(count * pieces, -1))
    distance = torch.cdist(flat, flat).numpy().reshape(count, pieces, count, pieces)
    widest = np.array([distance[own, :, own].max() for own in range(count)])
    same = distance.mean(axis=(1, 3)) <= widest[:, None]
    np.fill_diagonal(same, False)
    same[same.sum(axis=1) > _MOST] = False
    return {names[i]: [names[j] for j in np.flatnonzero(row)] for i, row in enumerate(same) if row.any()}


def _figures_of(name: str) -> NDArray[np.float64]:
    """(pieces, n) figures of random pieces of a material."""
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    found = []
    for number in range(_PIECES):
        shape = replace(_ground().shape, style=_ground().styles({0: name}, rng))
        (sight,) = sights(shape, 0, _UP, _FRONT, ((17.0, 21.0),), seed=number)
        found.append(np.concatenate([_figures(picture) for picture in sight.pictures(shape)]))
    return np.stack(found)


def _figures(picture: Tensor) -> NDArray[np.float64]:
    """Mean and deviation of L*, a* and b*, and the contrast of L* at some widths, of what is not white (3, h, w)."""
    shown = (picture < _WHITE).any(dim=0)
    if int(shown.sum()) < _LEAST:  # as white as what is around it
        shown = torch.ones_like(shown)
    lab = linear_to_lab(srgb_to_linear(picture.permute(1, 2, 0)))
    own = lab[shown]
    mean = own.mean(dim=0)
    level = torch.where(shown, lab[..., 0], mean[0])[None]
    contrasts, blurred = [], level
    for width in _WIDTHS:
        wider = avg_pool2d(level, width, 1, width // 2, count_include_pad=False)
        contrasts.append((blurred - wider)[0][shown].std())
        blurred = wider
    return torch.cat((mean, own.std(dim=0), torch.stack(contrasts))).double().numpy()


@cache
def _ground() -> Ground:
    shape = ball(_RADIUS, segments=48)
    mesh = Mesh(shape.vertices.astype(np.float32), shape.faces)
    return Ground.of(mesh, np.zeros(len(shape.faces), dtype=np.int64), 1, len(shape.vertices))
