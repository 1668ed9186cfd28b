"""A small mesh, its halves as parts, and settings under which a whole run takes a second."""

from __future__ import annotations

import numpy as np

from styleglip_addon.engine import (
    FieldKind,
    FieldSettings,
    LocalizationSettings,
    MachineSettings,
    Mesh,
    Part,
    StylizeSettings,
)
from styleglip_addon.engine.vocabulary import ClipSettings, FloatArray
from styleglip_addon.engine.vocabulary.settings import Start

QUICK = StylizeSettings(
    start=Start.GREY,
    iterations=4,
    image_size=96,
    views_per_iteration=1,
    clip=ClipSettings(crops=1),
    dense_vertices=400,
    learning_rate=1e-2,
    field=FieldSettings(kind=FieldKind.COLOR_DISPLACEMENT, frequencies=8, width=16, depth=1),
    localization=LocalizationSettings(views=10, image_size=64),
    machine=MachineSettings(threads=1),
)


def sphere(center: tuple[float, float, float] = (0.0, 0.0, 0.0), radius: float = 1.0) -> Mesh:
    """A UV sphere of 12 x 24 quads cut into triangles."""
    polar, around = np.meshgrid(np.linspace(0.02, np.pi - 0.02, 13), np.arange(24) * 2 * np.pi / 24, indexing="ij")
    points = np.stack((np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)), axis=-1)
    row, column = (a.reshape(-1) for a in np.meshgrid(np.arange(12), np.arange(24), indexing="ij"))
    a, b = row * 24 + column, row * 24 + (column + 1) % 24
    faces = np.concatenate((np.stack((a, a + 24, b), 1), np.stack((b, a + 24, b + 24), 1)))
    vertices = points.reshape(-1, 3) * radius + np.asarray(center)
    return Mesh(vertices.astype(np.float32), faces.astype(np.int64))


def halves(mesh: Mesh) -> tuple[Part, Part]:
    """Upper and lower half as parts with manual masks."""
    height = mesh.vertices[:, 2] - mesh.vertices[:, 2].mean()
    upper: FloatArray = (height > 0).astype(np.float32)
    return Part("cap", "gold", mask=upper), Part("body", "wood", mask=1 - upper)
