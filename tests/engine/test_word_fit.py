"""What words say of pieces by their shape and place, without any picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.localization.piece_shapes import WIDTH, describe_pieces
from styleglip_addon.engine.localization.word_fit import LEAST_VOTES, fit_words
from styleglip_addon.engine.models.embedded.shape_words import ShapeWords
from styleglip_addon.engine.models.glip.text import SentenceEncoder
from styleglip_addon.engine.models.loading import _EMBEDDED_FOLDER
from styleglip_addon.engine.surface import component_labels, face_areas, weld
from tests.engine.box_meshes import boxes

UP, FRONT = (0.0, 0.0, 1.0), (0.0, -1.0, 0.0)


def _table() -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    legs = [((x, y, 0.0), (0.08, 0.06, 0.7)) for x in (0.02, 1.1) for y in (0.02, 0.72)]
    vertices, faces = boxes(((0.0, 0.0, 0.7), (1.2, 0.8, 0.05)), *legs)
    return vertices, faces, component_labels(faces, weld(vertices))


def test_descriptions_do_not_depend_on_size_place_or_turn() -> None:
    vertices, faces, pieces = _table()
    first = describe_pieces(vertices, faces, pieces, UP, FRONT)
    # Turned about the x axis by a quarter: what pointed up points to -y, the front to -z.
    turned = 3.0 * vertices @ np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]]) + 5.0
    again = describe_pieces(turned, faces, pieces, (0.0, -1.0, 0.0), (0.0, 0.0, -1.0))
    assert first.shape == (5, WIDTH)
    np.testing.assert_allclose(first, again, atol=1e-3)


def test_alike_pieces_are_described_alike_and_counted() -> None:
    vertices, faces, pieces = _table()
    shapes = describe_pieces(vertices, faces, pieces, UP, FRONT)
    top = int(pieces[0])
    legs = [piece for piece in range(5) if piece != top]
    assert np.ptp(shapes[legs][:, 0]) < 1e-3
    assert (np.exp(shapes[legs][:, 27]).round() == 4).all()
    assert np.exp(shapes[top, 27]).round() == 1


def test_a_tabletop_is_told_from_its_legs_by_shape_alone() -> None:
    vertices, faces, pieces = _table()
    reader = ShapeWords.from_folder(_EMBEDDED_FOLDER, SentenceEncoder.from_pretrained(None))
    fit = fit_words(vertices, faces, pieces, face_areas(vertices, faces), (UP, FRONT), ["leg", "top"], reader)
    assert fit is not None
    evidence = fit.evidence(np.zeros(len(faces)))
    is_top = pieces == pieces[0]
    assert (evidence[is_top].argmax(axis=1) == 1).all()
    assert (evidence[~is_top].argmax(axis=1) == 0).all()
    assert evidence.max() == 0.0
    assert fit.probability(1, is_top, face_areas(vertices, faces)) > 0.5


@pytest.mark.parametrize("words", [["leg"], []])
def test_one_word_has_nothing_to_be_told_from(words: list[str]) -> None:
    vertices, faces, pieces = _table()

    class Never:
        def logits(self, shapes: NDArray[np.float32], words: Sequence[str]) -> NDArray[np.float64]:
            raise AssertionError

    assert fit_words(vertices, faces, pieces, face_areas(vertices, faces), (UP, FRONT), words, Never()) is None


def test_surface_that_no_box_speaks_about_counts_a_little() -> None:
    vertices, faces, pieces = _table()

    class FirstWord:
        def logits(self, shapes: NDArray[np.float32], words: Sequence[str]) -> NDArray[np.float64]:
            return np.tile([1.0, 0.0], (len(shapes), 1))

    fit = fit_words(vertices, faces, pieces, face_areas(vertices, faces), (UP, FRONT), ["a", "b"], FirstWord())
    assert fit is not None
    unseen, seen = fit.evidence(np.zeros(len(faces))), fit.evidence(np.full(len(faces), 4.0))
    assert (unseen[:, 0] == 0.0).all()
    assert (unseen[:, 1] < 0.0).all()
    np.testing.assert_allclose(seen[:, 1] / unseen[:, 1], 4.0 / LEAST_VOTES)
