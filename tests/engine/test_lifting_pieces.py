"""What loose pieces, repeated boxes and a part's bare name add to the lifting, on the smallest cases that show it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.localization.box_selection import fused_boxes
from styleglip_addon.engine.localization.faces_in_views import FacesInViews
from styleglip_addon.engine.localization.labelling import FaceGraph, build_face_graph, label_surface
from styleglip_addon.engine.localization.missing_parts import LEAST_VIEWS, label_all_parts
from styleglip_addon.engine.localization.piece_fit import FIT, MOST_PIECES, piece_evidence
from styleglip_addon.engine.models.contract import PhraseBox

Boxes = tuple[tuple[PhraseBox, ...], ...]


def _views(centers: NDArray[np.floating], visibility: NDArray[np.floating]) -> FacesInViews:
    """One view of faces at pixels (F, 2)."""
    seen = visibility[None].astype(np.float32)
    return FacesInViews(seen, centers[None].astype(np.float32), seen)


@pytest.fixture
def pot_with_soil() -> tuple[FacesInViews, NDArray[np.int64]]:
    """A pot of 20 x 20 pixels as piece 0 and in it, on top, soil of 10 x 4 as piece 1; faces at every pixel."""
    y, x = np.mgrid[0:20, 0:20] + 0.5
    pot = np.stack((x, y), axis=-1).reshape(-1, 2)
    soil = pot[(pot[:, 0] > 5) & (pot[:, 0] < 15) & (pot[:, 1] < 4)]
    pieces = np.repeat([0, 1], [len(pot), len(soil)])
    return _views(np.concatenate((pot, soil)), np.ones(len(pieces))), pieces


def _share(pieces: NDArray[np.int64]) -> NDArray[np.float64]:
    """Areas with which no piece is most of the surface."""
    return 1.0 / np.bincount(pieces)[pieces]


def test_a_box_speaks_for_the_piece_it_was_drawn_around_not_for_what_lies_in_it(
    pot_with_soil: tuple[FacesInViews, NDArray[np.int64]],
) -> None:
    views, pieces = pot_with_soil
    boxes = ((PhraseBox(0, (0.0, 0.0, 20.0, 20.0), 0.8), PhraseBox(1, (5.0, 0.0, 15.0, 4.0), 0.6)),)
    evidence = piece_evidence(views, boxes, pieces, _share(pieces), 2)
    assert evidence[pieces == 0] == pytest.approx(np.tile([FIT * 0.8, 0.0], (400, 1)), abs=1e-6)
    assert evidence[pieces == 1] == pytest.approx(np.tile([0.0, FIT * 0.6], (40, 1)), abs=1e-6)


def test_what_a_view_hides_of_a_piece_does_not_count(pot_with_soil: tuple[FacesInViews, NDArray[np.int64]]) -> None:
    views, pieces = pot_with_soil
    upper_half = (views.centers[0, :, 1] < 10.0) | (pieces == 1)
    half = _views(views.centers[0], upper_half)
    boxes = ((PhraseBox(0, (0.0, 0.0, 20.0, 10.0), 1.0),),)
    assert piece_evidence(half, boxes, pieces, _share(pieces), 1)[0, 0] == pytest.approx(FIT, abs=1e-6)
    assert piece_evidence(views, boxes, pieces, _share(pieces), 1)[0, 0] == pytest.approx(0.0, abs=1e-6)


def test_pieces_tell_nothing_where_there_is_one_or_where_one_is_nearly_all_or_where_they_are_crumbs(
    pot_with_soil: tuple[FacesInViews, NDArray[np.int64]],
) -> None:
    views, pieces = pot_with_soil
    boxes = ((PhraseBox(0, (0.0, 0.0, 20.0, 20.0), 0.8),),)
    assert not piece_evidence(views, boxes, np.zeros_like(pieces), _share(pieces), 1).any()
    assert not piece_evidence(views, boxes, pieces, np.ones(len(pieces)), 1).any()
    crumbs = pieces.copy()
    crumbs[-1] = MOST_PIECES
    assert not piece_evidence(views, boxes, crumbs, np.ones(len(pieces)), 1).any()


def test_several_tries_at_one_thing_become_their_weighted_mean() -> None:
    tries = (PhraseBox(0, (0.0, 0.0, 10.0, 10.0), 0.8), PhraseBox(0, (2.0, 0.0, 12.0, 10.0), 0.4))
    other_word = PhraseBox(1, (0.0, 0.0, 10.0, 10.0), 0.5)
    elsewhere = PhraseBox(0, (40.0, 0.0, 50.0, 10.0), 0.6)
    fused = fused_boxes((tries[1], elsewhere, other_word, tries[0]))
    assert [(box.phrase, box.score) for box in fused] == [(0, 0.8), (0, 0.6), (1, 0.5)]
    assert fused[0].box == pytest.approx((0.4, 0.0, 10.4, 10.0))
    assert fused[1:] == (elsewhere, other_word)
    assert fused_boxes(()) == ()


@pytest.fixture(scope="module")
def two_squares() -> FaceGraph:
    """Two loose unit squares."""
    square = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], dtype=np.float64)
    faces = np.array([[0, 1, 2], [0, 2, 3]])
    vertices = np.concatenate((square, square + np.array([3.0, 0.0, 0.0])))
    return build_face_graph(vertices, np.concatenate((faces, faces + 4)), np.arange(8))


def _boxes(views: int) -> Boxes:
    """Views that all have a box of either part."""
    return ((PhraseBox(0, (0, 0, 1, 1), 0.5), PhraseBox(1, (0, 0, 1, 1), 0.5)),) * views


def test_a_part_that_narrowly_loses_everywhere_gets_what_it_loses_least(two_squares: FaceGraph) -> None:
    support = np.full((4, 2), 1.0)
    evidence = np.array([[1.0, 0.2], [1.0, 0.2], [1.0, 0.85], [1.0, 0.85]])
    labels, shares = label_all_parts(two_squares, evidence, support, _boxes(LEAST_VIEWS), 0.01)
    assert labels.tolist() == [0, 0, 1, 1]
    assert shares == pytest.approx([0.5, 0.5])


def test_a_clear_loss_stays_one(two_squares: FaceGraph) -> None:
    support = np.full((4, 2), 1.0)
    evidence = np.array([[1.0, 0.2]] * 4)
    labels, shares = label_all_parts(two_squares, evidence, support, _boxes(LEAST_VIEWS), 0.01)
    assert labels.tolist() == [0] * 4
    assert shares == pytest.approx([1.0, 0.0])


def test_too_few_views_give_no_claim_to_a_place(two_squares: FaceGraph) -> None:
    support = np.full((4, 2), 1.0)
    evidence = np.array([[1.0, 0.2], [1.0, 0.2], [1.0, 0.85], [1.0, 0.85]])
    labels, _ = label_all_parts(two_squares, evidence, support, _boxes(LEAST_VIEWS - 1), 0.01)
    assert labels.tolist() == [0] * 4


def test_a_part_that_is_there_for_sure_has_a_place_though_others_have_a_better_claim(two_squares: FaceGraph) -> None:
    support = np.full((4, 2), 1.0)
    evidence = np.array([[1.0, -0.5], [1.0, -0.5], [1.0, 0.1], [1.0, 0.1]])
    for is_sure, expected in (
        (None, [0] * 4),
        (np.array([True, False]), [0] * 4),
        (np.array([True, True]), [0, 0, 1, 1]),
    ):
        labels, _ = label_all_parts(two_squares, evidence, support, _boxes(1), 0.01, is_sure=is_sure)
        assert labels.tolist() == expected


def test_no_part_loses_its_whole_place_to_another_that_has_none(two_squares: FaceGraph) -> None:
    support = np.full((4, 2), 1.0)
    evidence = np.array([[1.0, 0.95]] * 4)
    labels, _ = label_all_parts(two_squares, evidence, support, _boxes(LEAST_VIEWS), 0.01)
    assert labels.tolist() == [0] * 4


@pytest.mark.parametrize(("second", "expected"), [(0.5, [0, 0, 1, 1]), (0.2, [0, 0, 0, 0])])
def test_what_was_made_as_one_stays_one_unless_much_speaks_for_a_cut(
    two_squares: FaceGraph, second: float, expected: list[int]
) -> None:
    support = np.ones((4, 2))
    evidence = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0 + second], [1.0, 1.0 + second]])
    one = np.zeros(4, dtype=np.int64)
    assert label_surface(two_squares, evidence, support).tolist() == [0, 0, 1, 1]
    assert label_surface(replace(two_squares, lots=(one,)), evidence, support).tolist() == expected
    apart = np.array([0, 0, 1, 1])
    assert label_surface(replace(two_squares, lots=(apart,)), evidence, support).tolist() == [0, 0, 1, 1]
    # Half of it is enough where only a material is the same.
    assert label_surface(replace(two_squares, lots=(apart, one)), evidence, support).tolist() == [0, 0, 1, 1]
