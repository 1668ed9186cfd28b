"""Detection pictures: the views that were searched, the boxes where they were found, names and scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from styleglip_addon.engine.localization.detection_pictures import (
    detection_pictures,
    part_color,
    save_pictures,
    sheet,
    with_boxes,
)
from styleglip_addon.engine.vocabulary import Detection, LocalizationSettings, Mesh, StylizeSettings
from styleglip_addon.engine.vocabulary.errors import StyleGLIPError

SETTINGS = StylizeSettings(dense_vertices=10, localization=LocalizationSettings(views=10, image_size=64))


def _tetrahedron() -> Mesh:
    vertices = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    return Mesh(vertices, np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]]))


def test_a_box_is_drawn_where_it_was_found_in_the_colour_of_its_part() -> None:
    white = np.full((100, 120, 3), 255, dtype=np.uint8)
    picture = with_boxes(white, {"base": [], "tube": [Detection(0, (20.0, 30.0, 40.0, 45.0), 0.5)]}, scale=2.0)
    for x, y in ((40, 75), (80, 75), (60, 90)):
        assert tuple(picture[y, x]) == part_color(1), (x, y)
    assert tuple(picture[75, 60]) == (255, 255, 255)
    assert (white == 255).all(), "the picture itself is not drawn on"


def test_part_and_score_stand_above_the_box_and_inside_where_there_is_no_room() -> None:
    white = np.full((100, 100, 3), 255, dtype=np.uint8)
    above = with_boxes(white, {"base": [Detection(0, (10.0, 50.0, 60.0, 90.0), 0.5)]})
    assert (above[38:50, 10:40] == part_color(0)).all(axis=-1).any()
    top = with_boxes(white, {"base": [Detection(0, (10.0, 0.0, 60.0, 90.0), 0.5)]})
    assert (top[2:12, 12:40] == part_color(0)).all(axis=-1).any()
    other = with_boxes(white, {"base": [Detection(0, (10.0, 50.0, 60.0, 90.0), 0.9)]})
    assert not np.array_equal(above, other), "the score can be read"
    with_boxes(white, {"основание": [Detection(0, (10.0, 50.0, 60.0, 90.0), 0.5)]})


def test_boxes_far_less_sure_than_the_best_are_thin_and_unlabelled() -> None:
    white = np.full((100, 100, 3), 255, dtype=np.uint8)
    weak = Detection(0, (60.0, 40.0, 90.0, 90.0), 0.3)
    both = with_boxes(white, {"base": [Detection(0, (10.0, 40.0, 40.0, 90.0), 0.9), weak]})
    colored = (both == part_color(0)).all(axis=-1)
    assert colored[65, 5:16].sum() > colored[65, 55:66].sum() == 1
    assert colored[20:39, 5:45].any()
    assert not colored[20:39, 60:].any()


def test_every_view_shows_the_object_and_only_its_own_boxes() -> None:
    found = {"base": (Detection(3, (5.0, 5.0, 30.0, 60.0), 0.7),)}
    with_box = detection_pictures(_tetrahedron(), found, SETTINGS)
    without = detection_pictures(_tetrahedron(), {}, SETTINGS)
    assert len(with_box) == 10
    assert {picture.shape for picture in with_box} == {(128, 128, 3)}
    assert [not np.array_equal(a, b) for a, b in zip(with_box, without, strict=True)] == [n == 3 for n in range(10)]
    assert all((picture < 200).any() for picture in without)


def test_a_box_of_another_run_is_refused() -> None:
    with pytest.raises(StyleGLIPError, match="name view 10, but the settings have 10 views"):
        detection_pictures(_tetrahedron(), {"base": (Detection(10, (0.0, 0.0, 1.0, 1.0), 0.7),)}, SETTINGS)


def test_pictures_are_saved_one_by_one_and_laid_out_on_a_sheet(tmp_path: Path) -> None:
    pictures = [np.full((10, 20, 3), 20 * n, dtype=np.uint8) for n in range(6)]
    paths = save_pictures(pictures, tmp_path / "new" / "folder")
    assert [path.name for path in paths] == [f"view-{n:02d}.png" for n in range(6)]
    assert np.array_equal(np.asarray(Image.open(paths[4])), pictures[4])
    whole = sheet(pictures, columns=4)
    assert whole.shape == (2 * 16 + 6, 4 * 26 + 6, 3)
    assert (whole[22:32, 32:52] == 100).all()
    assert (whole[22:32, 58:] == 255).all()
