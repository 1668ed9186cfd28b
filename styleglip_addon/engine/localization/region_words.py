"""Words of regions within loose pieces: ears that were modelled in one with the head.

The reader of shapes knows loose pieces. An ear that is well cut from a head looks like one that was a piece of its own,
so regions are read as if they were pieces, at each scale in the company of what is left of the others. A region is
taken for a thing only where its word fits it clearly better than that of what it is cut from; else nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ..surface.regions import Regions, propose_regions
from ..surface.topology import Floats, Ints, face_normals
from .detector import ShapeReader
from .labelling import FaceGraph
from .own_borders import cut_at_borders
from .pictured_surface import PicturedSurface
from .piece_shapes import PieceShapes, describe_pieces
from .word_fit import LEAST_AREA, MOST_BEHIND, WordFit, fit_words, read_presence, read_shapes

LEAST_LIKELY = 0.3
"""How likely a region's word must be by its shape."""
CLEARLY = 1.0
"""How far its word must be ahead of that of what it is cut from, in units of `_Reading.score`."""
OF_PICTURES = 0.5
"""Weight of pictures' evidence beside the logits of shapes."""
LEAST_SHOWN = -2.5
"""Pictures may speak so far for another word rather than the region's own."""
SERVED = 0.5
"""A word that fits a loose piece so well, and that piece no other better, is not looked for within others: who makes
eyes as pieces of their own has not made others in the skin. Unless pictures show it there rather than on that piece."""
SURELY_SHOWN = 1.0
"""Where pictures show the word on that piece so much more than others, not even then."""
TRUST_IN_RESTS = 0.5
"""Weight of what is read of a piece from which regions were taken: it has holes that no piece has."""
MIRRORED, ALIKE = 0.03, 0.15
"""Two units are a pair whose middles are mirror images to this share of the object's diagonal, and whose size and
spread (logarithms) differ by no more."""
CLEAR_BORDER = 0.3
"""A region with a longer border (`Regions.border`) is taken only with its mirror image: two are no accident."""
UNSEEN = -1e3
"""Evidence of pictures for a word whose part they probably do not show: no region is taken for it by shape alone."""
HIDDEN = 1.0 / 3.0
"""A piece that can be seen in less than this share of the views that show a region is hidden beside it."""
_NOTHING = -20.0
"""Logarithm of the probability that a region that was taken is none of the words: it was taken for its word."""


@dataclass(frozen=True, eq=False)
class _Reading:
    """What units are, read in each other's company.

    Args:
        units: (n,) that there are at this scale.
        likely: (n, P + 1) logarithms of probabilities, the last of none of the words.
        pictures: (n, P) mean evidence of pictures.
        areas: (n,) shares of the surface.
        shapes: of the units.
        is_pair: (n,) which have a mirror image.
    """

    units: Ints
    likely: Floats
    pictures: Floats
    areas: Floats
    shapes: PieceShapes
    is_pair: NDArray[np.bool_]

    def score(self) -> Floats:
        """(n, P) how well each word fits by shape and pictures."""
        result: Floats = np.maximum(self.likely[:, :-1], -MOST_BEHIND) + OF_PICTURES * self.pictures
        return result

    def shown(self, row: int, word: int) -> float:
        """How much more pictures speak for a word on a unit than for any other."""
        return float(self.pictures[row, word] - np.delete(self.pictures[row], word).max())


@dataclass(frozen=True, eq=False)
class _Reader:
    """Reads units of one surface.

    Args:
        surface: the object.
        areas: (F,) of its faces.
        pictures: (F, P) evidence of pictures.
        words: P of them.
        reader: knows which words mean which shapes.
    """

    surface: PicturedSurface
    areas: Floats
    pictures: Floats
    words: Sequence[str]
    reader: ShapeReader

    def read(self, unit_of_face: Ints) -> _Reading:
        """What (F,) units are; a pair of mirror images is read as one."""
        surface = self.surface
        units, number = np.unique(unit_of_face, return_inverse=True)
        number = number.reshape(-1).astype(np.int64)
        shapes = describe_pieces(surface.vertices, surface.faces, number, surface.up, surface.front)
        likely, mate = read_shapes(shapes, self.words, self.reader), _mates(shapes)
        total = np.maximum(np.bincount(number, self.areas), 1e-12)
        shown = np.stack([np.bincount(number, self.areas * one) / total for one in self.pictures.T], axis=1)
        likely = np.logaddexp(likely, likely[mate]) - np.log(2.0)
        is_pair = mate != np.arange(len(mate))
        return _Reading(units, likely, (shown + shown[mate]) / 2.0, total / total.sum(), shapes, is_pair)


def fit_words_to_regions(
    surface: PicturedSurface,
    graph: FaceGraph,
    pictures: tuple[Floats, Floats],
    words: Sequence[str],
    reader: ShapeReader | None,
) -> WordFit | None:
    """As `fit_words`, with loose pieces cut where a region's word asks for it: the units are then finer.

    Pieces are also read together with all that the artist made as one with them.

    Args:
        surface: the object.
        graph: of its F faces.
        pictures: their evidence and the votes behind it, (F, P) each.
        words: the parts' words.
        reader: knows which words mean which shapes.

    Returns:
        None where there is nothing to tell apart or nobody to ask.
    """
    if reader is None or len(words) < 2:
        return None
    fit = _fit_units(surface, graph, pictures, words, reader)
    if fit is None or not graph.lots:
        return fit
    axes = (surface.up, surface.front)
    lots = fit_words(surface.vertices, surface.faces, graph.lots[0], graph.areas, axes, words, reader)
    return fit if lots is None else fit.mixed(lots, graph.areas)


def _fit_units(
    surface: PicturedSurface,
    graph: FaceGraph,
    pictures: tuple[Floats, Floats],
    words: Sequence[str],
    reader: ShapeReader,
) -> WordFit | None:
    """Loose pieces and the regions that are taken out of them, read in each other's company."""
    vertices, faces = surface.vertices, surface.faces
    normals = face_normals(vertices, faces)
    bordered = cut_at_borders(surface, graph) if surface.regions else None
    regions = propose_regions(graph.centers, normals, graph.areas, graph.pieces, graph.adjacency, bordered)
    shapes = _Reader(surface, graph.areas, pictures[0], words, reader)
    told: dict[int, Floats] = {}
    if len(regions.levels) > 1:
        first = shapes.read(graph.pieces)
        taken, told, moved = _taken(shapes, regions, first)
    if not told:
        return fit_words(vertices, faces, graph.pieces, graph.areas, (surface.up, surface.front), words, reader)
    last = shapes.read(taken)
    number = np.searchsorted(last.units, taken).astype(np.int64)
    is_region = last.units >= len(first.units)
    is_cut = np.isin(last.units, regions.levels[0][is_region[number]])
    is_cut |= np.isin(last.units, regions.parents()[last.units[is_region]])
    likely = last.likely.copy()
    for row in np.flatnonzero(is_region & ~is_cut).tolist():
        likely[row] = told[int(last.units[row])]
    likely[is_region, -1] = _NOTHING
    likely[is_cut & ~is_region] *= TRUST_IN_RESTS
    seen = np.bincount(number, graph.areas * pictures[1].max(axis=1)) / np.maximum(
        np.bincount(number, graph.areas), 1e-12
    )
    for word in moved:
        # Pictures show the word on a region; a hidden piece that it fits by shape alone is something else.
        has_word = likely.argmax(axis=1) == word
        is_hidden = seen < HIDDEN * seen[has_word & is_region].max(initial=0.0)
        likely[~is_region & has_word & is_hidden, word] = _NOTHING
    there = read_presence(last.shapes, words, reader)
    return WordFit(likely, number, last.areas, is_region, there)


def _taken(shapes: _Reader, regions: Regions, first: _Reading) -> tuple[Ints, dict[int, Floats], set[int]]:
    """Which regions are things by themselves.

    Args:
        shapes: reads them.
        regions: all that there are.
        first: what was read of the loose pieces.

    Returns:
        (F,) the unit that each face is part of, its loose piece or the smallest region that was taken; what was read
        of each of these regions, (P + 1,); and the words among theirs that fit loose pieces too.
    """
    parents, count = regions.parents(), len(first.units)
    unit, word = np.arange(len(parents)), np.full(len(parents), -1)
    if count > 1:
        word[:count] = first.likely[:, :-1].argmax(axis=1)
    told: dict[int, Floats] = {}
    moved: set[int] = set()
    for depth, level in enumerate(regions.levels[1:], start=1):
        reading = shapes.read(level)
        score, served = reading.score(), np.maximum(_served(reading, count), _served(first, count))
        for row in np.flatnonzero(regions.depth[reading.units] == depth).tolist():
            region, parent = int(reading.units[row]), int(parents[reading.units[row]])
            own, before = int(score[row].argmax()), int(word[parent])
            is_taken = (
                own != before
                and (reading.is_pair[row] or regions.border[region] < CLEAR_BORDER)
                and reading.likely[row, own] >= np.log(LEAST_LIKELY)
                and (before < 0 or score[row, own] - score[row, before] >= CLEARLY)
                and reading.shown(row, own) > max(served[own], LEAST_SHOWN)
            )
            word[region] = own if is_taken else before
            unit[region] = region if is_taken else unit[parent]
            if is_taken:
                told[region] = reading.likely[row]
                moved |= {own} if served[own] > -np.inf else set()
    return unit[regions.levels[-1]], told, moved


def _served(reading: _Reading, count: int) -> Floats:
    """(P,) how much more pictures must show a word on a region than others; -inf for words that no piece has.

    Args:
        reading: in which pieces are that were not cut.
        count: of the loose pieces, which are the first units.
    """
    best, words = reading.likely.argmax(axis=1), reading.pictures.shape[1]
    serves = (reading.units < count) & (best < words) & (reading.areas > LEAST_AREA)
    serves &= reading.likely.max(axis=1) > np.log(SERVED)
    least = np.full(words, -np.inf)
    for row in np.flatnonzero(serves).tolist():
        shown = reading.shown(row, int(best[row]))
        least[best[row]] = max(least[best[row]], shown if shown < SURELY_SHOWN else np.inf)
    return least


def _mates(shapes: PieceShapes) -> Ints:
    """(n,) for each unit its mirror image to the left or right, or itself."""
    mirrored = shapes.middle * np.array([-1.0, 1.0, 1.0], dtype=np.float32)
    distance, nearest = cKDTree(shapes.middle).query(mirrored)
    size = np.concatenate((np.log(shapes.share + 1e-9)[:, None] / 2.0, shapes.spread), axis=1)
    is_alike = np.abs(size - size[nearest]).max(axis=1) < ALIKE
    own = np.arange(len(nearest))
    return np.where((distance < MIRRORED) & is_alike & (nearest[nearest] == own), nearest, own)
