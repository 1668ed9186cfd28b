"""Objects are looked at in neutral grey and in their own colours, and what both say is added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from styleglip_addon.engine import Mesh, Part, StylizeSettings
from styleglip_addon.engine.localization.detector import Witnesses
from styleglip_addon.engine.localization.grounding import ground_in_views
from styleglip_addon.engine.localization.guises import albedos
from styleglip_addon.engine.localization.locating import locate
from styleglip_addon.engine.localization.on_surface import locating_cameras
from styleglip_addon.engine.localization.pictured_surface import PicturedSurface
from styleglip_addon.engine.models.contract import PhraseBox
from styleglip_addon.engine.rendering import TorchRenderer
from styleglip_addon.engine.surface.prepared import neutral_grey, prepare_surface

SETTINGS = StylizeSettings(dense_vertices=2000)


class ColorBlindOrNot:
    """Sees "top" where the picture is red, and takes it for the whole object's half where it is not."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def detect(self, images: Tensor, phrases: Sequence[str]) -> list[tuple[PhraseBox, ...]]:
        self.sizes.append(len(images))
        return [self._boxes(image) for image in images]

    def _boxes(self, image: Tensor) -> tuple[PhraseBox, ...]:
        rows, columns = torch.nonzero((image[0] - image[2]) > 0.2, as_tuple=True)
        if len(rows) == 0:
            return ()
        x0, x1, y0, y1 = columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
        return (PhraseBox(0, (float(x0), float(y0), float(x1), float(y1)), 0.8),)


def _column() -> tuple[Mesh, np.ndarray]:
    """Two boxes on top of each other, the upper one red; and which faces are the upper one's."""
    corners = np.array([(x, y, z) for x in (-0.3, 0.3) for y in (-0.3, 0.3) for z in (0.0, 1.0)])
    quads = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
    faces = np.array([(q[0], q[i], q[i + 1]) for q in quads for i in (1, 2)])
    vertices = np.concatenate((corners, corners + np.array((0.0, 0.0, 1.01))))
    grey = np.full((8, 3), 0.3)
    colors = np.concatenate((grey, np.tile((0.8, 0.05, 0.05), (8, 1))))
    mesh = Mesh(vertices=vertices, faces=np.concatenate((faces, faces + 8)), colors=colors)
    return mesh, np.arange(16) >= 8


def _pictured(mesh: Mesh) -> PicturedSurface:
    surface = prepare_surface(mesh, SETTINGS.dense_vertices, "cpu")
    cameras = locating_cameras(surface, SETTINGS)
    first, *others = (
        TorchRenderer().render(surface.vertices, surface.faces, albedo, cameras, (64, 64))
        for albedo in albedos(surface.base_color)
    )
    pictured = PicturedSurface.of(surface, surface.vertices, cameras, first)
    return replace(pictured, guises=tuple(other.image for other in others))


def test_an_object_without_colours_has_one_guise_and_another_two() -> None:
    grey = neutral_grey(5)
    assert len(albedos(grey)) == 1
    red = torch.tensor(((0.8, 0.0, 0.0),)).repeat(5, 1)
    first, second = albedos(red)
    assert torch.equal(first, grey)
    assert torch.equal(second, red)


def test_a_part_that_only_its_colour_tells_is_found() -> None:
    mesh, is_upper = _column()
    pictured = _pictured(mesh)
    parts = (Part("top", "gold"),)
    (located,) = locate(pictured, parts, [None], Witnesses(ColorBlindOrNot()), SETTINGS.localization)
    assert located.found
    weights = located.weights[: len(mesh.vertices)]
    assert weights[is_upper].mean() > 0.9
    assert weights[~is_upper].mean() < 0.1
    (unseen,) = locate(replace(pictured, guises=()), parts, [None], Witnesses(ColorBlindOrNot()), SETTINGS.localization)
    assert not unseen.found


def test_boxes_of_both_guises_are_told_once_per_view() -> None:
    mesh, _ = _column()
    pictured = _pictured(mesh)
    twice = replace(pictured, rendering=replace(pictured.rendering, image=pictured.guises[0]))
    (located,) = locate(twice, (Part("top", "gold"),), [None], Witnesses(ColorBlindOrNot()), SETTINGS.localization)
    views = [detection.view for detection in located.detections]
    assert sorted(set(views)) == sorted(views)
    assert max(views) < SETTINGS.localization.views


def test_pictures_are_looked_at_together_and_progress_counts_views() -> None:
    mesh, _ = _column()
    pictured = _pictured(mesh)
    detector, done = ColorBlindOrNot(), list[int]()
    ground_in_views(pictured, ["top"], detector, SETTINGS.localization, done.append)
    assert sum(detector.sizes) == 24
    assert max(detector.sizes) > 1
    assert done == list(range(1, SETTINGS.localization.views + 1))


def test_large_pictures_are_looked_at_one_by_one() -> None:
    mesh, _ = _column()
    pictured = _pictured(mesh)
    large = torch.nn.functional.interpolate(pictured.rendering.image, scale_factor=10)
    detector = ColorBlindOrNot()
    huge = replace(pictured, rendering=replace(pictured.rendering, image=large), guises=())
    ground_in_views(huge, ["top"], detector, SETTINGS.localization, lambda _: None)
    assert max(detector.sizes) == 1
