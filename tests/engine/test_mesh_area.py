"""What counts as a surface: triangles that are not all lines, however small they are beside the whole."""

from __future__ import annotations

import numpy as np
import pytest

from styleglip_addon.engine.vocabulary.mesh import has_area

_TRIANGLE = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], dtype=np.float32)
_FACE = np.array([[0, 1, 2]])


@pytest.mark.parametrize("scale", [1e-8, 1.0, 1e8])
def test_a_triangle_has_an_area_at_any_size_and_a_line_in_any_direction_has_none(scale: float) -> None:
    assert has_area(scale * _TRIANGLE, _FACE)
    for direction in ((1.0, 0.0, 0.0), (0.3, -0.7, 0.2), (1.0, 1.0, 1e-3)):
        line = (np.array([[0.0], [0.37], [1.0]]) * direction * scale).astype(np.float32)
        assert not has_area(line, _FACE)
    assert not has_area(np.zeros((3, 3), dtype=np.float32), _FACE)


def test_small_pieces_far_from_each_other_have_an_area() -> None:
    both = np.concatenate((_TRIANGLE, _TRIANGLE + np.float32(1e6)))
    assert has_area(both, np.array([[0, 1, 2], [3, 4, 5]]))
