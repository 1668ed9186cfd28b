"""Procedural objects of families that nothing was trained on, as the benchmark of parts asks for them."""

from __future__ import annotations

import numpy as np

from styleglip_addon.engine import parse_prompt
from tools.benchmarks.held_out_objects import held_out_objects
from tools.benchmarks.parts import parts_to_find


def test_held_out_objects_are_labelled_whole_each_part_in_one_color_and_the_same_again() -> None:
    first, again = list(held_out_objects(1)), list(held_out_objects(1))
    assert len(first) == 6
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.mesh.vertices, two.mesh.vertices)
        assert set(np.unique(one.face_labels)) == set(range(len(one.parts)))
        assert [part.name for part in parts_to_find(one)] == list(one.parts)
        assert {part.style for part in parse_prompt(one.prompt)} == {"grey"}
        assert not one.mesh.regions
        assert one.mesh.colors is not None
        for part in range(len(one.parts)):
            colors = one.mesh.colors[one.mesh.faces[one.face_labels == part]].reshape(-1, 3)
            assert np.ptp(colors, axis=0).max() == 0.0
