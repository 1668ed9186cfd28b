"""Pictures of labelled meshes with the boxes of their parts, as the location of parts will see them, and others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine.rendering import Backdrop, Lighting, TorchRenderer
from styleglip_addon.engine.rendering.cameras import Cameras, covering_cameras
from styleglip_addon.engine.rendering.renderer import DEFAULT_LIGHTING
from styleglip_addon.engine.surface.prepared import prepare_surface
from styleglip_addon.engine.vocabulary import StylizeSettings
from tools.finetune_glip.instances import part_instances
from tools.finetune_glip.subjects import Subject
from tools.train_default_model.dataset import random_camera, random_lighting
from tools.train_default_model.grounding_batches import instance_boxes

_SETTINGS = StylizeSettings()


@dataclass(frozen=True)
class ViewConfig:
    """How views are drawn.

    Args:
        image_size: height and width, pixels.
        covering: share of the views that are those in which parts are located; the others are random.
        own_colors: share of the views in the mesh's own colours, where it has some; the others are plain grey.
    """

    image_size: int = _SETTINGS.localization.image_size
    covering: float = 0.4
    own_colors: float = 0.4


@dataclass(frozen=True, eq=False)
class PartBox:
    """Box of the visible pixels of one instance: part index, and x0, y0, x1, y1 with exclusive ends, pixels."""

    part: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class View:
    """One picture.

    Args:
        image: (3, S, S) sRGB in 0..1.
        boxes: of the part instances that show enough pixels.
    """

    image: Tensor
    boxes: tuple[PartBox, ...]


class Studio:
    """Draws one subject; the mesh is prepared once, just as for locating its parts.

    Args:
        subject: the labelled mesh.
    """

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        surface = prepare_surface(subject.labelled.mesh, _SETTINGS.dense_vertices, "cpu")
        parents = surface.refined.face_parents
        labels = subject.labelled.face_labels[parents]
        self._vertices, self._faces, self._grey = surface.vertices, surface.faces, surface.base_color
        self._up, self._front = surface.up, surface.front
        self._covering = covering_cameras(
            _SETTINGS.localization.views, surface.up, surface.front, _SETTINGS.field_of_view
        )
        self._instances = part_instances(surface.vertices.numpy(), surface.faces.numpy(), labels)
        first = np.unique(self._instances, return_index=True)
        self._part_of = {int(i): int(labels[f]) for i, f in zip(*first, strict=True) if i >= 0}
        colors = subject.face_colors
        self._face_colors = None if colors is None else torch.from_numpy(np.ascontiguousarray(colors[parents]))

    def draw(self, config: ViewConfig, rng: np.random.Generator) -> View:
        """A random view."""
        if rng.random() < config.covering:
            cameras = self._covering.select([int(rng.integers(len(self._covering)))])
            return self.picture(cameras, config.image_size, self._looks_own(config, rng))
        cameras = random_camera(rng, self._up, self._front)
        lighting = random_lighting(rng)
        background = 1.0 if rng.random() < 0.75 else float(rng.uniform(0.0, 1.0))
        brightness = float(rng.uniform(0.6, 1.2))
        own = self._looks_own(config, rng)
        return self.picture(cameras, config.image_size, own, lighting, background, brightness)

    def _looks_own(self, config: ViewConfig, rng: np.random.Generator) -> bool:
        return bool(rng.random() < config.own_colors) and self._face_colors is not None

    @torch.no_grad()
    def picture(
        self,
        cameras: Cameras,
        size: int,
        own_colors: bool = False,
        lighting: Lighting = DEFAULT_LIGHTING,
        background: float = 1.0,
        brightness: float = 1.0,
    ) -> View:
        """The view of one camera.

        Args:
            cameras: one camera.
            size: height and width, pixels.
            own_colors: whether the mesh shows its own colours; else it is grey.
            lighting: the light.
            background: linear grey.
            brightness: factor of the grey.
        """
        colors = self._face_colors
        if own_colors and colors is not None:
            own = colors
            albedo = TorchRenderer().render(
                self._vertices,
                self._faces,
                lambda _, face: own[face],
                cameras,
                (size, size),
                lighting,
                Backdrop((background,) * 3),
            )
        else:
            grey = (self._grey * brightness).clamp(0.0, 1.0)
            albedo = TorchRenderer().render(
                self._vertices, self._faces, grey, cameras, (size, size), lighting, Backdrop((background,) * 3)
            )
        return View(albedo.image[0], self._boxes(albedo.fragments.face_index[0].numpy()))

    def _boxes(self, face_index: NDArray[np.int64]) -> tuple[PartBox, ...]:
        # Number 0 is what belongs to no instance.
        seen = np.where(face_index >= 0, self._instances[face_index] + 1, 0)
        return tuple(PartBox(self._part_of[number - 1], box) for number, box in instance_boxes(seen).items())


def prepare_studios(subjects: Sequence[Subject]) -> list[Studio]:
    """One studio per subject."""
    return [Studio(subject) for subject in subjects]
