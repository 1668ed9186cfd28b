"""Which way an object faces, told from its pieces where its file has the front elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.localization.facing import MARGIN, likeliest_heading
from styleglip_addon.engine.localization.pictured_surface import PicturedSurface
from styleglip_addon.engine.surface import component_labels, weld
from tests.engine.box_meshes import boxes

_OFF_FRONT = 12
"""Column of `describe_pieces`: how far a piece's middle lies in front of the object's."""
_WORDS = ("case", "dial")


class _DialInFront:
    """Finds that a clock stands as it should, by a given logit, if its smallest piece is in front."""

    def __init__(self, ahead: float) -> None:
        self._ahead = ahead

    def uprightness(self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]) -> float:
        return self._ahead if shapes[shapes[:, 0].argmin(), _OFF_FRONT] > 0.1 else 0.0


def _clock(x: float, y: float) -> tuple[PicturedSurface, NDArray[np.int64]]:
    """A case and a dial before one of its sides, of which the file says nothing."""
    dial = (0.7 * x - 0.1, 0.7 * y - 0.1, 1.0)
    vertices, faces = boxes(((-0.5, -0.5, 0.0), (1.0, 1.0, 2.0)), (dial, (0.2, 0.2, 0.2)))
    groups, nothing = weld(vertices), Any
    surface = PicturedSurface(vertices, faces, groups, nothing, nothing)  # type: ignore[arg-type]
    return surface, component_labels(faces, groups)


@pytest.mark.parametrize("side", [(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)])
def test_a_clock_faces_where_its_dial_is(side: tuple[float, float]) -> None:
    surface, pieces = _clock(*side)
    reader: Any = _DialInFront(MARGIN + 0.1)
    turned = likeliest_heading(surface, pieces, _WORDS, reader)
    assert turned.front == pytest.approx((*side, 0.0))
    assert surface.front == (0.0, -1.0, 0.0)


def test_its_own_front_stays_where_another_is_hardly_likelier_or_there_is_nothing_to_tell_it_by() -> None:
    surface, pieces = _clock(0.0, 1.0)
    unsure: Any = _DialInFront(MARGIN - 0.1)
    sure: Any = _DialInFront(9.0)
    assert likeliest_heading(surface, pieces, _WORDS, unsure) is surface
    assert likeliest_heading(surface, pieces, _WORDS[:1], sure) is surface
    assert likeliest_heading(surface, np.zeros_like(pieces), _WORDS, sure) is surface
