"""The demonstration's lamp: the file is what the tool writes, and its surfaces are closed, dense and unlabelled."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from tools.make_demo_lamp import demo_lamp, main

ASSET = Path(__file__).resolve().parents[1] / "assets" / "lamp.obj"


def _vertices_and_faces(path: Path) -> tuple[np.ndarray, list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    points = np.array([line.split()[1:] for line in lines if line.startswith("v ")], dtype=np.float64)
    return points, [line for line in lines if line.startswith("f ")]


def test_the_asset_is_what_the_tool_writes(tmp_path: Path) -> None:
    assert main([str(tmp_path / "lamp.obj")]) == 0
    points, faces = _vertices_and_faces(tmp_path / "lamp.obj")
    kept_points, kept_faces = _vertices_and_faces(ASSET)
    assert np.allclose(points, kept_points, atol=2e-6)
    assert faces == kept_faces


def test_the_lamp_is_three_closed_pieces_of_even_density_standing_on_the_ground() -> None:
    vertices, faces = demo_lamp()
    edges = np.array([(a, b) for face in faces for a, b in zip(face, face[1:] + face[:1], strict=True)])
    assert {tuple(edge) for edge in edges} == {tuple(edge) for edge in edges[:, ::-1]}
    pieces, _ = connected_components(coo_matrix((np.ones(len(edges)), edges.T), shape=(len(vertices),) * 2))
    assert pieces == 3
    assert 9_000 <= len(vertices) <= 12_000
    assert vertices[:, 2].min() == 0.0
    assert abs(vertices[:, 2].max() - 0.45) < 1e-9
    assert np.linalg.norm(vertices[edges[:, 0]] - vertices[edges[:, 1]], axis=1).max() < 0.01


def test_the_file_says_nothing_about_parts_or_materials() -> None:
    keywords = {line.split()[0] for line in ASSET.read_text(encoding="utf-8").splitlines() if line[0] != "#"}
    assert keywords == {"o", "v", "f"}
