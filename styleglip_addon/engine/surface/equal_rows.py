"""Rows of numbers that are equal, found without keeping other threads from Python meanwhile."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class EqualRows(NamedTuple):
    """What `np.unique` gives of rows.

    Args:
        rows: (G, K) each once, in lexicographic order.
        first: (G,) the first row that is equal to each.
        group: (N,) which of them each row is.
        counts: (G,) how many rows are equal to each.
    """

    rows: NDArray[Any]
    first: Ints
    group: Ints
    counts: Ints


def equal_rows(rows: NDArray[Any]) -> EqualRows:
    """The same as `np.unique(rows, axis=0)` with all that it can return, of rows (N, K) without NaN.

    NumPy compares rows as records, and holds the interpreter's lock while it sorts them; numbers it sorts without.
    """
    order = np.lexsort(rows.T[::-1])
    ordered = rows[order]
    is_new = np.ones(len(rows), dtype=bool)
    is_new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    starts = np.flatnonzero(is_new)
    group = np.empty(len(rows), dtype=np.int64)
    group[order] = np.cumsum(is_new) - 1
    return EqualRows(ordered[starts], order[starts], group, np.diff(np.append(starts, len(rows))))
