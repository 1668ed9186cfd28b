"""Lifting boxes to the surface, with boxes drawn around what cameras really see of objects whose parts are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine.localization import PartDetector, Witnesses, locate
from styleglip_addon.engine.localization.box_selection import believed_boxes
from styleglip_addon.engine.localization.feathering import feathered_weights
from styleglip_addon.engine.localization.pictured_surface import PicturedSurface
from styleglip_addon.engine.models.contract import PhraseBox
from styleglip_addon.engine.rendering import Rendering, TorchRenderer
from styleglip_addon.engine.rendering.cameras import Cameras, covering_cameras
from styleglip_addon.engine.surface import UnitSphere, component_labels, face_areas, refine, weld
from styleglip_addon.engine.vocabulary import LocalizationSettings, LocatedPart, Part
from tools.benchmarks.oracle_detector import NO_NOISE, BoxNoise, OracleDetector
from tools.benchmarks.parts import locate_with_oracle, part_ious, parts_to_find
from tools.labelled_meshes import read_labelled_meshes

SETTINGS = LocalizationSettings(views=12, image_size=160)
SHARED_MESHES = Path(__file__).resolve().parents[3] / "shared" / "meshes"


@dataclass(frozen=True, eq=False)
class _Scene:
    vertices: NDArray[np.float64]
    faces: NDArray[np.int64]
    groups: NDArray[np.int64]
    labels: NDArray[np.int64]
    cameras: Cameras
    rendering: Rendering

    @property
    def pictured(self) -> PicturedSurface:
        return PicturedSurface(self.vertices, self.faces, self.groups, self.cameras, self.rendering)

    def locate(
        self,
        names: Sequence[str],
        detector: PartDetector | None = None,
        masks: Sequence[NDArray[np.floating] | None] | None = None,
        settings: LocalizationSettings = SETTINGS,
        feather: float = 0.02,
    ) -> tuple[LocatedPart, ...]:
        parts = [Part(name, "gold") for name in names]
        detector = detector or OracleDetector(self.vertices, self.faces, self.labels, self.cameras)
        masks = masks or [None] * len(parts)
        return locate(self.pictured, parts, masks, Witnesses(detector), settings, feather)

    def face_weights(self, located: Sequence[LocatedPart]) -> NDArray[np.float64]:
        return np.stack([part.weights[self.faces].mean(axis=1) for part in located], axis=1)

    def ious(self, located: Sequence[LocatedPart]) -> list[float]:
        weights, areas = self.face_weights(located), face_areas(self.vertices, self.faces)
        found = np.where(weights.max(axis=1) > 0.5, weights.argmax(axis=1), -1)
        pairs = [(found == part, self.labels == part) for part in range(len(located))]
        return [float(areas[a & b].sum() / areas[a | b].sum()) for a, b in pairs]


def _scene(vertices: NDArray[np.floating], faces: NDArray[np.int64], labels: NDArray[np.int64]) -> _Scene:
    unit = UnitSphere.fit(vertices, faces).apply(vertices)
    dense = refine(unit, faces, weld(unit), 3000)
    cameras = covering_cameras(SETTINGS.views, (0, 0, 1), (0, -1, 0), 40.0)
    points, triangles = torch.from_numpy(dense.vertices), torch.from_numpy(dense.faces)
    size = (SETTINGS.image_size, SETTINGS.image_size)
    rendering = TorchRenderer().render(points, triangles, torch.full_like(points, 0.6), cameras, size)
    vertices, labels = dense.vertices.astype(np.float64), labels[dense.face_parents]
    return _Scene(vertices, dense.faces, dense.groups, labels, cameras, rendering)


def _revolved(profile: Sequence[tuple[float, float]], sides: int = 48) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """A closed surface of revolution around z through (radius, height) points, the first and the last on the axis."""
    angle = np.arange(sides) * 2 * np.pi / sides
    rings = np.array([[(r * np.cos(a), r * np.sin(a), z) for a in angle] for r, z in profile])
    faces = []
    for ring in range(len(profile) - 1):
        for k in range(sides):
            a, b = ring * sides + k, ring * sides + (k + 1) % sides
            faces += [(a, b, b + sides), (a, b + sides, a + sides)]
    return rings.reshape(-1, 3), np.array(faces, dtype=np.int64)


@pytest.fixture(scope="module")
def mushroom() -> _Scene:
    """One skin: a body (label 1) that widens to a cap (label 0) with a groove between them."""
    profile = [(1e-6, 0.0), (0.5, 0.0), (0.45, 0.4), (0.4, 1.0), (1.0, 0.9), (0.9, 1.4), (0.5, 1.8), (1e-6, 1.9)]
    vertices, faces = _revolved(profile)
    labels = (np.arange(len(faces)) // (2 * 48) < 3).astype(np.int64)
    return _scene(vertices, faces, labels)


@pytest.fixture(scope="module")
def table() -> _Scene:
    """Five loose pieces: a top (label 0) and four legs (label 1)."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=np.float64)
    quads = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    box = np.concatenate((quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]))
    boxes = [((0.0, 0.0, 0.9), (1.0, 0.7, 0.05))]
    boxes += [((x, y, 0.42), (0.06, 0.06, 0.42)) for x in (-0.9, 0.9) for y in (-0.6, 0.6)]
    vertices = np.concatenate([corners * size + place for place, size in boxes])
    faces = np.concatenate([box + 8 * k for k in range(5)])
    return _scene(vertices, faces, np.repeat([0, 1, 1, 1, 1], 12))


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    """Small pictures: handing work to more threads costs more than it saves."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


class _FixedBoxes:
    """The same boxes in every picture."""

    def __init__(self, *boxes: PhraseBox) -> None:
        self._boxes = boxes

    def detect(self, images: Tensor, phrases: Sequence[str]) -> list[tuple[PhraseBox, ...]]:
        return [self._boxes for _ in images]


def test_loose_pieces_become_parts_wholly_and_all_instances_are_found(table: _Scene) -> None:
    located = table.locate(["top", "leg"])
    assert [part.found for part in located] == [True, True]
    assert table.ious(located) == pytest.approx([1.0, 1.0], abs=1e-6)
    pieces = component_labels(table.faces, weld(table.vertices))
    weights = table.face_weights(located)
    assert all(np.ptp(weights[pieces == piece, 0]) < 1e-5 for piece in range(5))
    assert located[0].confidence == pytest.approx(0.9)
    assert {d.view for d in located[0].detections} <= set(range(12))


def test_one_skin_is_cut_at_the_groove_between_its_parts(mushroom: _Scene) -> None:
    assert min(mushroom.ious(mushroom.locate(["cap", "body"]))) > 0.9


@pytest.mark.parametrize("seed", range(3))
def test_jittered_missing_and_false_boxes_do_little_harm(table: _Scene, mushroom: _Scene, seed: int) -> None:
    noise = BoxNoise(jitter=0.065, missed=0.2, false_boxes=0.15, seed=seed)
    for scene in (table, mushroom):
        detector = OracleDetector(scene.vertices, scene.faces, scene.labels, scene.cameras, noise)
        assert np.mean(scene.ious(scene.locate(["first", "second"], detector))) > 0.8


def test_what_no_part_was_named_for_stays_unclaimed(mushroom: _Scene) -> None:
    (cap,) = mushroom.locate(["cap"])
    assert mushroom.ious([cap])[0] > 0.8
    body = mushroom.vertices[:, 2] < mushroom.vertices[:, 2].min() + 0.3
    assert cap.weights[body].max() < 0.05


def test_weights_sum_to_at_most_one_and_coincide_where_vertices_do(mushroom: _Scene) -> None:
    # Each triangle gets vertices of its own: the worst of all seams.
    split = np.arange(mushroom.faces.size).reshape(-1, 3)
    vertices = mushroom.vertices[mushroom.faces.reshape(-1)]
    scene = replace(mushroom, vertices=vertices, faces=split, groups=weld(vertices))
    located = scene.locate(["cap", "body"])
    total = np.sum([part.weights for part in located], axis=0)
    assert total.max() <= 1.0 + 1e-6
    assert min(part.weights.min() for part in located) >= 0.0
    together = mushroom.locate(["cap", "body"])
    for apart, whole in zip(located, together, strict=True):
        assert np.allclose(apart.weights, whole.weights[mushroom.faces.reshape(-1)], atol=1e-4)


def test_the_border_is_as_wide_as_the_feather_whatever_the_density() -> None:
    for count in (40, 120):
        line = np.linspace(-1.0, 1.0, count)
        x, y = np.meshgrid(line, np.linspace(0.0, 0.2, count // 10), indexing="ij")
        rows = count // 10
        index = np.arange(count * rows).reshape(count, rows)
        a, b, c, d = (index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:])
        faces = np.concatenate([np.stack(t, -1).reshape(-1, 3) for t in ((a, b, c), (a, c, d))])
        vertices = np.stack((x, y, np.zeros_like(x)), -1).reshape(-1, 3)
        labels = (vertices[faces].mean(axis=1)[:, 0] > 0.0).astype(np.int64)
        weights = feathered_weights(vertices, faces, np.arange(len(vertices)), labels, 2, feather=0.4, rounds=6)
        assert np.allclose(weights.sum(axis=1), 1.0)
        middle = weights[index[:, rows // 2], 1]
        low, high = np.interp([0.1, 0.9], middle, line)
        assert high - low == pytest.approx(0.4, rel=0.2)


def test_no_rounds_of_smoothing_leave_a_sharp_border(mushroom: _Scene) -> None:
    sharp = mushroom.locate(["cap", "body"], settings=replace(SETTINGS, smoothing_steps=0))
    soft = mushroom.locate(["cap", "body"], feather=0.3)
    between = [int(((p[0].weights > 0.02) & (p[0].weights < 0.98)).sum()) for p in (sharp, soft)]
    assert between[0] < between[1] / 2


def test_a_painted_mask_needs_no_detection_and_wins(table: _Scene) -> None:
    painted = (table.vertices[:, 0] > 0).astype(np.float32)
    top, leg = table.locate(
        ["top", "leg"], masks=[None, painted], detector=_FixedBoxes(PhraseBox(0, (5, 5, 60, 60), 0.8))
    )
    assert np.array_equal(leg.weights, painted)
    assert leg.confidence == 1.0
    assert leg.detections == ()
    assert (top.weights + leg.weights).max() <= 1.0
    nothing = _FixedBoxes()
    assert all(p.found for p in table.locate(["top", "leg"], nothing, [painted, 1 - painted]))


@pytest.mark.parametrize(
    ("box", "says"),
    [
        (None, "not found in any view"),
        (PhraseBox(1, (40, 40, 100, 100), 0.1), "not found in any view"),
        (PhraseBox(1, (-5, -5, 170, 170), 0.9), "as the whole object only"),
    ],
)
def test_a_part_that_is_not_found_says_why_and_the_other_is_found(
    table: _Scene, box: PhraseBox | None, says: str
) -> None:
    class TopOnly:
        def __init__(self) -> None:
            self.oracle = OracleDetector(table.vertices, table.faces, table.labels, table.cameras)

        def detect(self, images: Tensor, phrases: Sequence[str]) -> list[tuple[PhraseBox, ...]]:
            found = self.oracle.detect(images, phrases)
            extra = () if box is None else (box,)
            return [tuple(b for b in view if b.phrase == 0) + extra for view in found]

    top, handle = table.locate(["top", "handle"], TopOnly())
    assert top.found
    assert table.ious([top])[0] == pytest.approx(1.0, abs=1e-6)
    assert not handle.found
    assert "handle" in handle.reason
    assert says in handle.reason
    assert not handle.weights.any()


def test_one_word_for_the_whole_object_covers_it(table: _Scene) -> None:
    (whole,) = table.locate(["table"], _FixedBoxes(PhraseBox(0, (0, 0, 160, 160), 0.9)))
    assert whole.found
    assert whole.weights.min() > 0.99


def test_of_two_words_for_one_thing_the_surer_is_believed() -> None:
    right, wrong = PhraseBox(0, (10, 10, 50, 50), 0.8), PhraseBox(1, (11, 10, 50, 52), 0.5)
    elsewhere, faint = PhraseBox(1, (60, 60, 90, 90), 0.7), PhraseBox(0, (0, 60, 30, 90), 0.35)
    assert believed_boxes([right, wrong, elsewhere, faint], 0.3) == (right, elsewhere)


def test_every_view_is_reported(table: _Scene) -> None:
    seen: list[int] = []
    detector = OracleDetector(table.vertices, table.faces, table.labels, table.cameras)
    parts = [Part("top", "oak"), Part("leg", "gold")]
    locate(table.pictured, parts, [None, None], Witnesses(detector), SETTINGS, on_view=seen.append)
    assert seen == list(range(1, 13))


@pytest.mark.parametrize("share", [0.0, 0.25])
def test_shapes_are_a_witness_only_where_a_share_is_given(table: _Scene, share: float) -> None:
    asked: list[tuple[str, ...]] = []

    class Reader:
        def logits(
            self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
        ) -> NDArray[np.float64]:
            asked.append(tuple(words))
            return np.zeros((len(shapes), len(words) + 1))

        def presence(
            self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
        ) -> NDArray[np.float64]:
            return np.full(len(words), 0.9)

        def uprightness(
            self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
        ) -> float:
            return 0.0

    detector = OracleDetector(table.vertices, table.faces, table.labels, table.cameras)
    parts = [Part("top", "oak"), Part("leg", "gold")]
    settings = replace(SETTINGS, shape_share=share)
    locate(table.pictured, parts, [None, None], Witnesses(detector, Reader()), settings)
    assert set(asked) == ({("top", "leg")} if share else set())


@pytest.mark.shared
@pytest.mark.skipif(not SHARED_MESHES.is_dir(), reason="the artists' meshes are not beside the checkout")
def test_true_boxes_of_artists_meshes_are_lifted_almost_without_loss() -> None:
    exact, noisy = [], []
    for labelled in read_labelled_meshes(SHARED_MESHES):
        if labelled.parts:
            parts = parts_to_find(labelled)
            exact += part_ious(labelled, locate_with_oracle(labelled, parts, NO_NOISE))
            noise = BoxNoise(jitter=0.065, missed=0.2, false_boxes=0.15, seed=1)
            noisy += part_ious(labelled, locate_with_oracle(labelled, parts, noise))
    assert np.mean(exact) > 0.95
    assert np.mean(noisy) > 0.85
