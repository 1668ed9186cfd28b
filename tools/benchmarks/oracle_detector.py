"""A detector that knows the answer: true boxes from labelled faces, to measure the lifting apart from networks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree
from torch import Tensor

from styleglip_addon.engine.models.contract import PhraseBox
from styleglip_addon.engine.rendering import rasterize
from styleglip_addon.engine.rendering.cameras import Cameras
from styleglip_addon.engine.surface import component_labels, weld

_LEAST_PIXELS = 12
NEAR = 0.03
"""Loose pieces of one part whose vertices come this near to each other are one instance; radii of the unit sphere."""


@dataclass(frozen=True)
class BoxNoise:
    """How a real detector errs.

    Args:
        jitter: standard deviation of each box side, as a share of the box's size.
        missed: share of boxes left out.
        false_boxes: expected number of boxes per picture and phrase at random places.
        seed: of the errors.
    """

    jitter: float = 0.0
    missed: float = 0.0
    false_boxes: float = 0.0
    seed: int = 0


NO_NOISE = BoxNoise()


class OracleDetector:
    """Gives, picture by picture, the boxes around the visible pixels of each instance of each part.

    Args:
        vertices: (V, 3) unit-sphere coordinates.
        faces: (F, 3).
        face_labels: (F,) index of the phrase, negative for none.
        cameras: the cameras of the pictures, in the order in which `detect` will be given them.
        noise: errors to add.
        joined: one box around all instances of a part instead of one for each.
    """

    def __init__(
        self,
        vertices: NDArray[np.floating],
        faces: NDArray[np.int64],
        face_labels: NDArray[np.int64],
        cameras: Cameras,
        noise: BoxNoise = BoxNoise(),
        joined: bool = False,
    ) -> None:
        self._vertices = torch.as_tensor(np.asarray(vertices), dtype=torch.float32)
        self._faces = torch.as_tensor(faces)
        self._labels = face_labels
        self._cameras = cameras
        self._noise = noise
        self._random = np.random.default_rng(noise.seed)
        self._next_view = 0
        self._instances = np.maximum(face_labels, 0) if joined else _instances(vertices, faces, face_labels)

    def detect(self, images: Tensor, phrases: Sequence[str]) -> list[tuple[PhraseBox, ...]]:
        """Boxes of the next `len(images)` cameras; see `PartDetector.detect`."""
        size = (int(images.shape[2]), int(images.shape[3]))
        indices = [(self._next_view + k) % len(self._cameras) for k in range(len(images))]
        self._next_view += len(images)
        shown = rasterize(self._vertices, self._faces, self._cameras.select(indices), size).face_index.numpy()
        return [self._boxes(view, len(phrases)) for view in shown]

    def _boxes(self, face_index: NDArray[np.int64], phrases: int) -> tuple[PhraseBox, ...]:
        rows, columns = np.nonzero(face_index >= 0)
        seen = face_index[rows, columns]
        boxes: list[PhraseBox] = []
        for phrase in range(phrases):
            of_part = self._labels[seen] == phrase
            for instance in np.unique(self._instances[seen][of_part]):
                pick = of_part & (self._instances[seen] == instance)
                if int(pick.sum()) < _LEAST_PIXELS or self._random.random() < self._noise.missed:
                    continue
                x0, x1 = float(columns[pick].min()), float(columns[pick].max()) + 1.0
                y0, y1 = float(rows[pick].min()), float(rows[pick].max()) + 1.0
                shift = self._random.normal(0.0, self._noise.jitter, 4) if self._noise.jitter else np.zeros(4)
                x0, x1 = x0 + shift[0] * (x1 - x0), x1 + shift[1] * (x1 - x0)
                y0, y1 = y0 + shift[2] * (y1 - y0), y1 + shift[3] * (y1 - y0)
                score = float(np.clip(self._random.normal(0.7, 0.12), 0.35, 0.95)) if self._noise.jitter else 0.9
                boxes.append(PhraseBox(phrase, (x0, y0, x1, y1), score))
            for _ in range(int(self._random.poisson(self._noise.false_boxes))):
                spot = int(self._random.integers(len(rows)))
                w, h = self._random.uniform(0.1, 0.5, 2) * (np.ptp(columns), np.ptp(rows))
                x, y = float(columns[spot]), float(rows[spot])
                score = float(self._random.uniform(0.3, 0.6))
                boxes.append(PhraseBox(phrase, (x - w / 2, y - h / 2, x + w / 2, y + h / 2), score))
        return tuple(boxes)


def _instances(
    vertices: NDArray[np.floating], faces: NDArray[np.int64], labels: NDArray[np.int64]
) -> NDArray[np.int64]:
    """(F,) number of the instance: loose pieces of one part whose vertices come close to each other are one."""
    points = np.asarray(vertices, dtype=np.float64)
    pieces = component_labels(faces, weld(points))
    count = int(pieces.max()) + 1
    links: list[NDArray[np.int64]] = []
    for label in np.unique(labels[labels >= 0]):
        own = labels == label
        corners, of_piece = faces[own].reshape(-1), np.repeat(pieces[own], 3)
        # One point per piece and cell is enough, and pieces by the thousand (leaves) stay affordable.
        cells = np.floor(points[corners] / (NEAR / 3.0)).astype(np.int64)
        _, first = np.unique(np.column_stack((of_piece, cells)), axis=0, return_index=True)
        near = cKDTree(points[corners[first]]).query_pairs(NEAR, output_type="ndarray")
        links.append(of_piece[first[near]].reshape(-1, 2))
    pairs = np.concatenate(links) if links else np.zeros((0, 2), dtype=np.int64)
    graph = sparse.coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    _, instance = csgraph.connected_components(graph, directed=False)
    return np.asarray(instance, dtype=np.int64)[pieces]
