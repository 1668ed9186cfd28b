"""Equal rows are those that NumPy finds, in its order, whatever they are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.surface.equal_rows import equal_rows


@pytest.mark.parametrize("kind", [np.int64, np.int32, np.float64])
@pytest.mark.parametrize("shape", [(1, 3), (50, 1), (400, 2), (2000, 4)])
def test_equal_rows_are_what_numpy_finds(kind: type, shape: tuple[int, int]) -> None:
    rows: NDArray[Any] = np.random.default_rng(3).integers(-4, 5, shape).astype(kind)
    want, first, group, counts = np.unique(rows, axis=0, return_index=True, return_inverse=True, return_counts=True)
    found = equal_rows(rows)
    assert np.array_equal(found.rows, want)
    assert found.rows.dtype == kind
    assert np.array_equal(found.first, first)
    assert np.array_equal(found.group, group.reshape(-1))
    assert np.array_equal(found.counts, counts)


def test_no_rows_have_no_groups() -> None:
    found = equal_rows(np.zeros((0, 3), dtype=np.int64))
    assert [len(values) for values in found] == [0, 0, 0, 0]


def test_zeros_of_both_signs_are_equal() -> None:
    rows = np.array([[0.0, 1.0], [-0.0, 1.0], [2.0, -0.0]])
    assert equal_rows(rows).group.tolist() == [0, 0, 1]
