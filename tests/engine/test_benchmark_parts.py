"""What the parts benchmark is built of: the detector that knows the answer."""

from __future__ import annotations

import time

import numpy as np

from styleglip_addon.engine.rendering.cameras import covering_cameras
from tools.benchmarks.oracle_detector import NEAR, OracleDetector


def _scattered(count: int, gap: float) -> tuple[np.ndarray, np.ndarray]:
    """`count` triangles of side 0.01 in a row, `gap` apart."""
    triangle = np.array(((0.0, 0.0, 0.0), (0.01, 0.0, 0.0), (0.0, 0.01, 0.0)))
    starts = np.arange(count)[:, None, None] * np.array((0.0, 0.0, gap))
    return (triangle + starts).reshape(-1, 3), np.arange(3 * count).reshape(-1, 3)


def _instances(gap: float, labels: np.ndarray) -> np.ndarray:
    vertices, faces = _scattered(len(labels), gap)
    cameras = covering_cameras(1, (0.0, 0.0, 1.0), (0.0, -1.0, 0.0), 30.0)
    return OracleDetector(vertices, faces, labels, cameras)._instances


def test_pieces_of_one_part_that_nearly_touch_are_one_instance() -> None:
    assert len(np.unique(_instances(0.9 * NEAR, np.zeros(4, dtype=np.int64)))) == 1
    assert len(np.unique(_instances(2.0 * NEAR, np.zeros(4, dtype=np.int64)))) == 4
    two_parts = _instances(0.9 * NEAR, np.array((0, 0, 1, 1)))
    assert two_parts[0] == two_parts[1] != two_parts[2] == two_parts[3]


def test_thousands_of_leaves_are_no_matter_of_minutes() -> None:
    started = time.process_time()
    _instances(2.0 * NEAR, np.zeros(7000, dtype=np.int64))
    assert time.process_time() - started < 5.0
