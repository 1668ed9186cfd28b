"""From evidence per face to parts as an artist would draw them: whole pieces, boundaries along creases.

The labelling minimises an energy in the manner of a Markov random field: a face costs the evidence against its label
times its area, a boundary between two labels costs its length, less where the surface has a crease and least in a
groove, where people see one part end and the next begin (the minima rule, Hoffman and Richards, "Parts of
recognition", 1984). As area grows with the square of a piece's size and length only with the size, small loose pieces
stay whole by themselves, and a large one is cut where the evidence asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import splu
from scipy.spatial import cKDTree

from ..surface import FaceAdjacency, component_labels, face_adjacency, face_areas
from ..surface.topology import Floats, Ints

UNCLAIMED = -1
"""Label of surface that belongs to no part."""

SMOOTHING_LENGTH = 0.05
"""Evidence is averaged over about this distance on the surface; radii of the unit sphere."""
CUT_COST = 0.18
"""Cost of a boundary across flat surface: per length, against evidence times area."""
LEAST_GAIN, LEAST_GAIN_OF_PIECES = 0.12, 0.5
"""What cutting a loose piece must gain (evidence per vote, averaged over the piece) when it is the whole object,
and how much more as its share of the surface goes to 0. Who builds an object of pieces makes parts of whole pieces."""
OF_MATERIALS = 0.5
"""Of that for what one object and one material hold together, so much is asked for what only a material does: it may
be lent to anything."""
UNCLAIMED_BIAS, UNCLAIMED_BIAS_ALONE = 0.5, 0.3
"""A face goes unclaimed when the mean evidence of every part lies below minus this. Where a single part is named there
is more to the object for sure, and less is given to that part."""
ABSENCE = 0.1
"""Evidence against a part from each view that shows the face and boxes of other parts, but none of this part."""
MOST_TOUCHING = 12
"""Pieces of a mesh, more than it has when welded, that are taken for pieces that touch each other."""
_IMPOSSIBLE = -1e3
_CONVEX_ANGLE, _CONCAVE_ANGLE = 1.0, 0.35
_LEAST_CONDUCTANCE = 0.05


@dataclass(frozen=True, eq=False)
class FaceGraph:
    """A mesh prepared for labelling.

    Args:
        centers: (F, 3) centres of the faces.
        areas: (F,).
        adjacency: faces that share a welded edge.
        openness: (A,) 1 across flat surface, near 0 across a crease.
        pieces: (F,) loose piece of each face, or the region of one that is a thing by itself.
        loose: (F,) loose piece of each face.
        is_region: (C,) which of `pieces` are regions.
        lots: what the artist made as one, (F,) each, see `own_borders.drawn_lots`.
    """

    centers: Floats
    areas: Floats
    adjacency: FaceAdjacency
    openness: Floats
    pieces: Ints
    loose: Ints
    is_region: NDArray[np.bool_]
    lots: tuple[Ints, ...] = ()


def build_face_graph(vertices: NDArray[np.floating], faces: Ints, groups: Ints) -> FaceGraph:
    """Topology of a unit-sphere mesh (V, 3), (F, 3) whose coincident vertices share a group (V,)."""
    adjacency = face_adjacency(vertices, faces, groups)
    scale = np.where(adjacency.angle < 0.0, _CONCAVE_ANGLE, _CONVEX_ANGLE)
    openness = np.maximum(np.exp(-((adjacency.angle / scale) ** 2)), _LEAST_CONDUCTANCE)
    pieces = loose_pieces(faces, groups)
    return FaceGraph(
        centers=vertices[faces].mean(axis=1),
        areas=face_areas(vertices, faces),
        adjacency=adjacency,
        openness=openness,
        pieces=pieces,
        loose=pieces,
        is_region=np.zeros(int(pieces.max(initial=-1)) + 1, dtype=bool),
    )


def loose_pieces(faces: Ints, groups: Ints) -> Ints:
    """(F,) loose piece of each face: what its artist can select by itself, also where it touches another piece.

    Pieces that touch at vertices (Suzanne's eyes in her head) are one when welded. Apart they are many more where a
    file cuts the surface along seams of UV maps or at every crease; then the welded ones count.
    """
    welded, apart = component_labels(faces, groups), component_labels(faces, np.arange(len(groups)))
    return apart if int(apart.max()) - int(welded.max()) <= MOST_TOUCHING else welded


def label_surface(
    graph: FaceGraph, evidence: Floats, support: Floats, possible: NDArray[np.bool_] | None = None
) -> Ints:
    """Gives every face to the part that the evidence around it speaks for.

    Surface stays unclaimed only where views saw it and mostly saw it outside of all boxes. Surface that was never
    seen, and unclaimed scraps too small to pay for their boundary, go to what they touch; loose pieces never seen to
    the nearest seen surface.

    Args:
        graph: the mesh.
        evidence: (F, P) log-likelihood ratios, from `gather_evidence`.
        support: (F, P) votes they rest on.
        possible: (P,) whether anything at all speaks for a part; None: whether boxes do.

    Returns:
        (F,) part of each face, or `UNCLAIMED`.
    """
    votes = support.max(axis=1)
    own = evidence - ABSENCE * (votes[:, None] - support)
    own[:, support.max(axis=0) <= 0.0 if possible is None else ~possible] = _IMPOSSIBLE
    bias = UNCLAIMED_BIAS if evidence.shape[1] > 1 else UNCLAIMED_BIAS_ALONE
    scores = np.concatenate((own, -bias * votes[:, None]), axis=1)
    smooth = _diffuse(graph, scores, np.minimum(votes, 1.0))
    labels = np.argmax(smooth, axis=1)
    labels = _merge_regions(graph, labels, scores)
    labels = _keep_pieces_whole(graph, labels, scores, votes)
    for lots, asked in zip(graph.lots, (1.0, OF_MATERIALS), strict=False):
        share = np.bincount(lots, graph.areas) / max(float(graph.areas.sum()), 1e-12)
        labels = _keep_whole(lots, share, labels, graph.areas[:, None] * scores, graph.areas * votes, asked)
    labels = _fill_unseen_pieces(graph, labels, votes)
    return np.where(labels == evidence.shape[1], UNCLAIMED, labels).astype(np.int64)


def _diffuse(graph: FaceGraph, values: Floats, trust: Floats) -> Floats:
    """Solves (T A + s^2 L) x = T A values: smooths over the length s, and fills in where there is no trust."""
    count = len(graph.areas)
    first, second = graph.adjacency.faces.T
    distance = np.linalg.norm(graph.centers[first] - graph.centers[second], axis=1)
    conductance = graph.openness * graph.adjacency.length / np.maximum(distance, 1e-6)
    conductance = np.clip(conductance, 1e-4, 1e3) * SMOOTHING_LENGTH**2
    links = sparse.coo_matrix((conductance, (first, second)), shape=(count, count))
    links = links + links.T
    laplacian = sparse.diags(np.asarray(links.sum(axis=1)).reshape(-1)) - links
    mass = np.maximum(graph.areas * trust, 1e-9)
    solution: Floats = splu((sparse.diags(mass) + laplacian).tocsc()).solve(mass[:, None] * values)
    return solution


def _merge_regions(graph: FaceGraph, labels: Ints, scores: Floats) -> Ints:
    """Relabels connected regions one after the other, as long as the energy falls (iterated conditional modes).

    Args:
        labels: (F,) start.
        scores: (F, Q) gain of each label per area.
    """
    labels = labels.copy()
    first, second = graph.adjacency.faces.T
    cost = CUT_COST * graph.adjacency.length * graph.openness
    gains = graph.areas[:, None] * scores
    count, options = scores.shape
    while True:
        same = labels[first] == labels[second]
        links = sparse.coo_matrix((np.ones(int(same.sum())), (first[same], second[same])), shape=(count, count))
        regions, region = csgraph.connected_components(links, directed=False)
        label_of = np.zeros(regions, dtype=np.int64)
        label_of[region] = labels
        totals = np.stack([np.bincount(region, weights=gains[:, k], minlength=regions) for k in range(options)], axis=1)
        cut = ~same
        border = np.zeros((regions, options))
        np.add.at(border, (region[first[cut]], labels[second[cut]]), cost[cut])
        np.add.at(border, (region[second[cut]], labels[first[cut]]), cost[cut])
        # Taking label k keeps the border to all neighbours but those that have label k.
        energy = totals + border
        improvement = energy - energy[np.arange(regions), label_of][:, None]
        best = improvement.argmax(axis=1)
        gain = improvement[np.arange(regions), best]
        wanted = np.flatnonzero(gain > 1e-9)
        if len(wanted) == 0:
            return labels
        # Neighbours must not change at once, or they might swap; the region that gains most goes first.
        pairs = np.stack((region[first[cut]], region[second[cut]]), axis=1)
        priority = np.zeros(regions)
        priority[wanted] = gain[wanted]
        rank = np.empty(regions, dtype=np.int64)
        rank[np.lexsort((np.arange(regions), priority))] = np.arange(regions)
        blocked = np.zeros(regions, dtype=bool)
        low = np.where(rank[pairs[:, 0]] < rank[pairs[:, 1]], pairs[:, 0], pairs[:, 1])
        blocked[low] = True
        moving = np.zeros(regions, dtype=bool)
        moving[wanted] = True
        moving &= ~blocked
        label_of[moving] = best[moving]
        labels = label_of[region]


def _keep_pieces_whole(graph: FaceGraph, labels: Ints, scores: Floats, votes: Floats) -> Ints:
    """Undoes the cuts through loose pieces that the evidence does not ask for clearly enough.

    Args:
        labels: (F,).
        scores: (F, Q) gain of each label per area.
        votes: (F,) votes behind the scores.
    """
    pieces, areas = graph.pieces, graph.areas
    share: Floats = np.bincount(pieces, areas).astype(np.float64)
    # What is left of a loose piece is cut as easily as the whole of it.
    is_rest = ~graph.is_region[pieces]
    share[pieces[is_rest]] = np.bincount(graph.loose, areas)[graph.loose[is_rest]]
    share /= max(float(areas.sum()), 1e-12)
    return _keep_whole(pieces, share, labels, areas[:, None] * scores, areas * votes)


def _keep_whole(units: Ints, share: Floats, labels: Ints, gains: Floats, votes: Floats, asked: float = 1.0) -> Ints:
    """(F,) labels, units that are cut for too little given the one that fits all of them best.

    Args:
        units: (F,).
        share: (C,) of the surface that each is counted as.
        labels: (F,).
        gains: (F, Q) of each label on each face.
        votes: (F,) behind them, by area.
        asked: share of `LEAST_GAIN` and `LEAST_GAIN_OF_PIECES` that a cut must gain.
    """
    count = len(share)
    totals = np.stack([np.bincount(units, gain, count) for gain in gains.T], axis=1)
    kept = np.bincount(units, gains[np.arange(len(labels)), labels], count)
    gain = (kept - totals.max(axis=1)) / np.maximum(np.bincount(units, votes, count), 1e-12)
    is_whole = gain < asked * (LEAST_GAIN + LEAST_GAIN_OF_PIECES * (1.0 - share))
    return np.where(is_whole[units], totals.argmax(axis=1)[units], labels)


def _fill_unseen_pieces(graph: FaceGraph, labels: Ints, seen: Floats) -> Ints:
    """Loose pieces that no view has an opinion on take the label of the nearest surface with one."""
    pieces = graph.pieces
    is_seen = np.bincount(pieces, weights=seen) > 0.0
    if is_seen.all() or not is_seen.any():
        return labels
    known = np.flatnonzero(is_seen[pieces])
    unknown = np.flatnonzero(~is_seen[pieces])
    _, nearest = cKDTree(graph.centers[known]).query(graph.centers[unknown])
    labels = labels.copy()
    for piece in np.flatnonzero(~is_seen):
        of_piece = pieces[unknown] == piece
        votes = np.bincount(labels[known[nearest[of_piece]]], weights=graph.areas[unknown[of_piece]] + 1e-12)
        labels[unknown[of_piece]] = int(votes.argmax())
    return labels
