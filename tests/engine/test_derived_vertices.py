"""Values go from vertices to those derived from them, and back by least squares."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from styleglip_addon.engine.surface.derived import DerivedVertices


def _line() -> DerivedVertices:
    """Three vertices on a line, two derived ones between each pair; a fourth that nothing came from."""
    shares = np.array([[3, 0, 0], [2, 1, 0], [1, 2, 0], [0, 3, 0], [0, 2, 1], [0, 1, 2], [0, 0, 3]]) / 3.0
    return DerivedVertices(sparse.csr_matrix(np.pad(shares, ((0, 0), (0, 1)))), np.ones(7))


def test_what_was_spread_comes_back() -> None:
    derived = _line()
    values = np.array([[0.0, 1.0], [0.5, 0.2], [1.0, 0.0], [0.9, 0.9]], dtype=np.float32)
    back = derived.fit(derived.spread(values))
    assert back[:3] == pytest.approx(values[:3], abs=5e-3)
    assert np.array_equal(back[3], (0.0, 0.0))
    assert derived.fit(derived.spread(values), fills=True)[3] == pytest.approx(back[:3].mean(axis=0))


def test_the_fit_is_that_of_least_squares_within_the_range() -> None:
    derived = _line()
    seen = np.array([0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0])
    shares = np.array([[3, 0, 0], [2, 1, 0], [1, 2, 0], [0, 3, 0], [0, 2, 1], [0, 1, 2], [0, 0, 3]]) / 3.0
    wanted = np.linalg.lstsq(shares, seen, rcond=None)[0].clip(0.0, 1.0)
    assert derived.fit(seen)[:3] == pytest.approx(wanted, abs=5e-3)


def test_copies_do_not_count() -> None:
    spread = sparse.csr_matrix(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]))
    derived = DerivedVertices(spread, np.array([1.0, 1.0, 0.0]))
    assert derived.fit(np.array([0.25, 0.5, 9.0])) == pytest.approx([0.25, 0.5])
