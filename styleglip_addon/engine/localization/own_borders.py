"""Where the object's own materials and joined objects meet: borders that its artist has drawn, whatever the names are.

A car's windows are mostly faces of its body with a material of their own, and a piano's lid was an object before it was
joined. "Material.003" says nothing, but where it ends something else begins, and what it joins belongs together: the
rails of a chair's frame are of its legs if they are one object with them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from ..surface.equal_rows import equal_rows
from ..surface.topology import Ints
from ..vocabulary.named_regions import NameKind
from .labelling import FaceGraph
from .pictured_surface import PicturedSurface

KINDS = (NameKind.MATERIAL, NameKind.OBJECT)
"""What shares out a surface; groups and attributes overlap, and weights of bones run into each other."""
LEAST_SHARE = 5e-4
"""Smaller bits of the surface stay with the largest one of their piece."""
MOST_BITS = 40
"""A piece that falls into more bits has a pattern; its bits are told by what they are made of, not one by one."""
MOST_KINDS = 8
"""A piece of more materials than that is left whole."""


def drawn_lots(surface: PicturedSurface, count: int) -> tuple[Ints, ...]:
    """What the artist made as one, (F,) each and finer ones first: of one object and material, and of one material.

    Empty where all of the surface is one lot.

    Args:
        surface: with the regions of its names, which are not read here.
        count: of its faces F.
    """
    if not surface.regions:
        return ()
    levels = (_numbered(_lots(surface, count, kinds)) for kinds in (KINDS, KINDS[:1]))
    return tuple(lots for lots in levels if int(lots.max()) > 0)


def cut_at_borders(surface: PicturedSurface, graph: FaceGraph) -> Ints:
    """(F,) units: the pieces of the graph, those of several materials or objects cut where these meet."""
    cut = graph.pieces.copy()
    lots = _lots(surface, len(cut), KINDS)
    area = max(float(graph.areas.sum()), 1e-12)
    for piece in _mixed(graph.pieces, lots).tolist():
        rows = np.flatnonzero(graph.pieces == piece)
        kinds, bits = _numbered(lots[rows]), _bits(graph, rows, lots)
        for units in (bits, kinds):
            share = np.bincount(units, graph.areas[rows]) / area
            is_told = share >= LEAST_SHARE
            if is_told.sum() <= (MOST_BITS if units is bits else MOST_KINDS):
                cut[rows] = int(cut.max()) + 1 + np.where(is_told[units], units, share.argmax())
                break
    return _numbered(cut)


def _lots(surface: PicturedSurface, count: int, kinds: Sequence[NameKind]) -> Ints:
    """(F,) which material and which object each face has, as one number."""
    parents = np.arange(count) if surface.parents is None else surface.parents
    triangles = 1 + max([int(parents.max()), *(int(region.faces.max(initial=0)) for region in surface.regions)])
    lots = np.zeros(triangles, dtype=np.int64)
    for kind in kinds:
        own = np.zeros(triangles, dtype=np.int64)
        of_kind = [region for region in surface.regions if region.kind is kind]
        for number, region in enumerate(of_kind, start=1):
            own[region.faces] = number
        lots = lots * (len(of_kind) + 1) + own
    return lots[parents]


def _mixed(pieces: Ints, lots: Ints) -> Ints:
    """The pieces whose faces are not all of one lot."""
    pairs = equal_rows(np.stack((pieces, lots), axis=1)).rows[:, 0]
    own, times = np.unique(pairs, return_counts=True)
    result: Ints = own[times > 1]
    return result


def _bits(graph: FaceGraph, rows: Ints, lots: Ints) -> Ints:
    """(n,) faces of one lot that hang together, numbered."""
    number = np.full(len(lots), -1, dtype=np.int64)
    number[rows] = np.arange(len(rows))
    first, second = graph.adjacency.faces.T
    same = (number[first] >= 0) & (number[second] >= 0) & (lots[first] == lots[second])
    links = (np.ones(int(same.sum())), (number[first[same]], number[second[same]]))
    label = csgraph.connected_components(sparse.coo_matrix(links, shape=(len(rows), len(rows))), directed=False)[1]
    return np.asarray(label, dtype=np.int64)


def _numbered(values: Ints) -> Ints:
    """The same partition as 0..n-1."""
    result: Ints = np.unique(values, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return result
