"""glTF nodes far from the origin keep their distances from each other, and those far from each other are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.files.scene_files import read_object
from tests.faults.gltf_files import cube, embedded_uri

FAR = (5_400_000.3, 100.1, -500_000.2)
QUARTER = (0.0, 0.7071067811865476, 0.0, 0.7071067811865476)
"""A quarter turn about the file's +Y."""


def _file(folder: Path, nodes: list[dict[str, Any]], roots: list[int], **more: Any) -> Path:
    document = cube()
    document["buffers"][0]["uri"] = embedded_uri()
    document["nodes"], document["scenes"] = nodes, [{"nodes": roots}]
    path = folder / "far.gltf"
    path.write_text(json.dumps({**document, **more}), encoding="utf-8")
    return path


def _matrix(x: float, y: float, z: float) -> list[float]:
    return [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, y, z, 1]


def _extent(obj: Any) -> np.ndarray:
    turn = np.array(obj.matrix_world.to_3x3())
    return np.ptp(np.array([vertex.co for vertex in obj.data.vertices]) @ turn.T, axis=0)


PAIR = [{"mesh": 0, "translation": list(FAR)}, {"mesh": 0, "translation": [FAR[0] + 2.5, *FAR[1:]]}]
MATRICES = [{"mesh": 0, "matrix": _matrix(*FAR)}, {"mesh": 0, "matrix": _matrix(FAR[0] + 2.5, *FAR[1:])}]


@pytest.mark.parametrize(
    ("nodes", "roots", "place", "extent"),
    [
        (PAIR, [0, 1], FAR, (4.5, 2.0, 2.0)),
        (MATRICES, [0, 1], FAR, (4.5, 2.0, 2.0)),
        ([*PAIR, {"children": [0, 1]}], [2], FAR, (4.5, 2.0, 2.0)),
        ([*PAIR, {"children": [0, 1], "rotation": QUARTER}], [2], (FAR[2], FAR[1], -FAR[0]), (2.0, 4.5, 2.0)),
        ([{"mesh": 0}, {"mesh": 0, "translation": [2.5, 0, 0]}, {"children": [0, 1], "translation": FAR}], [2], FAR,
         (4.5, 2.0, 2.0)),
    ],
    ids=["roots", "matrices", "below a root", "below a turned root", "a far root"],
)  # fmt: skip
def test_pieces_far_from_the_origin_keep_their_distance(
    tmp_path: Path, nodes: list[dict[str, Any]], roots: list[int], place: tuple[float, ...], extent: tuple[float, ...]
) -> None:
    notes: list[str] = []
    obj = read_object(_file(tmp_path, nodes, roots), on_note=notes.append)
    assert _extent(obj) == pytest.approx(extent, abs=1e-4)
    bpy.context.view_layer.update()
    middle = np.mean([obj.matrix_world @ vertex.co for vertex in obj.data.vertices], axis=0)
    assert middle == pytest.approx((place[0], -place[2], place[1]), abs=3.0)
    assert not notes


def test_a_place_that_is_animated_stays_with_its_animation(tmp_path: Path) -> None:
    channel = {"sampler": 0, "target": {"node": 0, "path": "translation"}}
    animations = [{"channels": [channel], "samplers": [{"input": 0, "output": 0}]}]
    path = _file(tmp_path, PAIR, [0, 1], animations=animations)
    from styleglip_addon.blender.files.gltf_document import read_document
    from styleglip_addon.blender.files.gltf_places import brought_near

    assert brought_near(read_document(path)) is None
    assert brought_near(read_document(_file(tmp_path, PAIR, [0, 1]))) is not None
    assert brought_near(read_document(_file(tmp_path, [{"mesh": 0}], [0]))) is None


def test_pieces_far_from_each_other_are_told(tmp_path: Path) -> None:
    notes: list[str] = []
    nodes: list[dict[str, Any]] = [
        {"mesh": 0},
        {"mesh": 0, "translation": [1e6, 0.0, 0.0]},
        {"mesh": 0, "translation": [0.0, 3.0, 0.0]},
    ]
    read_object(_file(tmp_path, nodes, [0, 1, 2]), on_note=notes.append)
    assert len(notes) == 1
    assert "lie up to 1,000,000 m apart" in notes[0]
    notes.clear()
    nodes[1]["translation"] = [100.0, 0.0, 0.0]
    read_object(_file(tmp_path, nodes, [0, 1, 2]), on_note=notes.append)
    assert not notes
