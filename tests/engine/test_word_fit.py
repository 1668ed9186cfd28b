"""What words say of pieces by their shape and place, without any picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.localization.piece_relations import RELATIONS, relate_pieces
from styleglip_addon.engine.localization.piece_shapes import WIDTH, describe_pieces
from styleglip_addon.engine.localization.word_fit import (
    MOST_AHEAD,
    MOST_BEHIND,
    MOST_PIECES,
    OF_LOTS,
    WordFit,
    fit_words,
)
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
    assert first.numbers.shape == (5, WIDTH)
    assert relate_pieces(first).shape == (5, 5, RELATIONS)
    for name, values in vars(first).items():
        np.testing.assert_allclose(values, vars(again)[name], atol=1e-3)
    np.testing.assert_allclose(relate_pieces(first), relate_pieces(again), atol=1e-3)


def test_alike_pieces_are_described_alike_and_counted() -> None:
    vertices, faces, pieces = _table()
    shapes = describe_pieces(vertices, faces, pieces, UP, FRONT).numbers
    top = int(pieces[0])
    legs = [piece for piece in range(5) if piece != top]
    assert np.ptp(shapes[legs][:, 0]) < 1e-3
    assert (np.exp(shapes[legs][:, 27]).round() == 4).all()
    assert np.exp(shapes[top, 27]).round() == 1


def test_a_turned_description_is_that_of_the_object_with_its_left_as_its_front() -> None:
    vertices, faces, pieces = _table()
    skewed = vertices @ np.array([[1.0, 0.3, 0.1], [-0.2, 0.8, 0.0], [0.1, 0.2, 1.3]]) + (0.4, -0.2, 1.0)
    shapes, front = describe_pieces(skewed, faces, pieces, UP, FRONT), np.array(FRONT)
    for _ in range(4):
        shapes, front = shapes.turned(), np.cross(UP, front)
        expected = describe_pieces(skewed, faces, pieces, UP, tuple(front))
        for name, values in vars(shapes).items():
            np.testing.assert_allclose(values, vars(expected)[name], atol=1e-4, err_msg=name)


def test_a_mirrored_object_is_described_alike_but_for_left_and_right() -> None:
    vertices, faces, pieces = _table()
    first = describe_pieces(vertices, faces, pieces, UP, FRONT)
    mirrored = describe_pieces(vertices * (-1.0, 1.0, 1.0), faces[:, ::-1], pieces, UP, FRONT)
    np.testing.assert_allclose(first.numbers, mirrored.numbers, atol=1e-3)
    related, again = relate_pieces(first), relate_pieces(mirrored)
    np.testing.assert_allclose(related[..., 0], -again[..., 0], atol=1e-3)
    np.testing.assert_allclose(related[..., 1:], again[..., 1:], atol=1e-3)


def test_a_box_within_another_and_a_box_on_another_are_told_apart() -> None:
    vertices, faces = boxes(
        ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)), ((0.4, 0.4, 0.4), (0.2, 0.2, 0.2)), ((0, 0, 1.2), (1, 1, 1))
    )
    shapes = describe_pieces(vertices, faces, component_labels(faces, weld(vertices)), UP, FRONT)
    order = np.argsort(shapes.low[:, 2])
    large, small, above = order
    related = relate_pieces(shapes)
    within, around, gap = 8, 9, 7
    assert related[small, large, within] == pytest.approx(1.0)
    assert related[large, small, within] < 0.1
    assert related[large, small, around] == pytest.approx(1.0)
    assert related[small, above, gap] > related[large, above, gap] > 0.0


def test_a_tabletop_is_told_from_its_legs_by_shape_alone() -> None:
    vertices, faces, pieces = _table()
    reader = ShapeWords.from_folder(_EMBEDDED_FOLDER, SentenceEncoder.from_pretrained(None))
    fit = fit_words(
        vertices, faces, pieces, face_areas(vertices, faces), (UP, FRONT), ["leg", "top", "propeller"], reader
    )
    assert fit is not None
    evidence = fit.evidence()
    is_top = pieces == pieces[0]
    assert (evidence[is_top].argmax(axis=1) == 1).all()
    assert (evidence[~is_top].argmax(axis=1) == 0).all()
    assert fit.probability(1, is_top, face_areas(vertices, faces)) > 0.5
    leg, top, propeller = fit.there
    assert min(leg, top) > 0.5 > propeller


class _FirstWord:
    """Reads every piece as the first word with a probability of its own."""

    def __init__(self, probability: float) -> None:
        self._told = (probability, (1.0 - probability) / 4.0, 3.0 * (1.0 - probability) / 4.0)
        self.pieces: list[int] = []

    def logits(
        self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
    ) -> NDArray[np.float64]:
        assert relations.shape == (len(shapes), len(shapes), RELATIONS)
        self.pieces.append(len(shapes))
        return np.tile(np.log(self._told), (len(shapes), 1))

    def presence(
        self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
    ) -> NDArray[np.float64]:
        return np.full(len(words), 0.9)

    def uprightness(self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]) -> float:
        return 0.0


@pytest.mark.parametrize("words", [["leg"], []])
def test_one_word_has_nothing_to_be_told_from(words: list[str]) -> None:
    vertices, faces, pieces = _table()
    reader = _FirstWord(0.5)
    assert fit_words(vertices, faces, pieces, face_areas(vertices, faces), (UP, FRONT), words, reader) is None
    assert not reader.pieces


@pytest.mark.parametrize(
    ("probability", "first", "second"),
    [(0.999999, MOST_AHEAD, MOST_AHEAD - MOST_BEHIND), (0.4, 0.0, np.log(0.15 / 0.45))],
)
def test_evidence_is_what_words_are_behind_the_best_and_ahead_of_none(
    probability: float, first: float, second: float
) -> None:
    vertices, faces, pieces = _table()
    areas = face_areas(vertices, faces)
    fit = fit_words(vertices, faces, pieces, areas, (UP, FRONT), ["a", "b"], _FirstWord(probability))
    assert fit is not None
    is_leg = pieces != pieces[0]
    behind = fit.evidence()[is_leg]
    best = min(0.0, float(np.log(0.4 / 0.45))) if probability < 0.5 else first
    np.testing.assert_allclose(behind[:, 0], best, atol=1e-6)
    np.testing.assert_allclose(behind[:, 1], second, atol=1e-6)


def test_of_very_many_pieces_the_largest_are_read_and_the_others_taken_for_what_is_like_them() -> None:
    grid = [((x, y, 0.0), (0.5, 0.5, 0.5)) for x in range(20) for y in range(10)]
    vertices, faces = boxes(((0.0, 0.0, 5.0), (20.0, 10.0, 1.0)), *grid)
    pieces = component_labels(faces, weld(vertices))
    reader = _FirstWord(0.6)
    fit = fit_words(vertices, faces, pieces, face_areas(vertices, faces), (UP, FRONT), ["a", "b"], reader)
    assert reader.pieces == [MOST_PIECES]
    assert fit is not None
    assert fit.logits.shape == (201, 3)


def test_pieces_are_read_together_with_what_was_made_as_one_with_them_and_regions_by_themselves() -> None:
    areas = np.array([1.0, 3.0, 2.0, 2.0])
    pieces, lots = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1])
    own = np.array([[-1.0, -2.0], [-3.0, -4.0], [-5.0, -6.0]])
    of_lots = np.array([[0.0, -8.0], [-8.0, 0.0]])
    is_region = np.array([False, False, True])
    fit = WordFit(own, pieces, np.array([0.5, 0.25, 0.25]), is_region, np.array([0.5]))
    read = WordFit(of_lots, lots, np.array([0.125, 0.875]), np.zeros(2, dtype=bool), np.array([0.5]))
    mixed = fit.mixed(read, areas)
    # A piece of two lots becomes two units; what one says of its own part is not said of the other's.
    assert mixed.pieces.tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(mixed.areas, areas / areas.sum())
    assert mixed.is_region.tolist() == [False, False, False, True]
    weights = np.array([[1.0 - OF_LOTS], [OF_LOTS]])
    for unit, (piece, lot) in enumerate(((0, 0), (0, 1), (1, 1))):
        np.testing.assert_allclose(mixed.logits[unit], (weights * (own[piece], of_lots[lot])).sum(axis=0))
    np.testing.assert_allclose(mixed.logits[3], own[2])
