"""The meshes that the style benchmark works on: dense copies of labelled meshes, and two for quick trials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from styleglip_addon.engine import Mesh, Part
from styleglip_addon.engine.surface import UnitSphere, component_labels, face_areas, refine, weld
from styleglip_addon.engine.surface.front import find_front
from tools.labelled_meshes import UNLABELLED, LabelledMesh, read_labelled_meshes, read_obj
from tools.train_default_model.shapes import generate_object

_LAMP = Path(__file__).resolve().parents[2] / "tests" / "assets" / "lamp.obj"


@dataclass(frozen=True, eq=False)
class Subject:
    """A mesh to stylize. V = vertices, F = triangles, of the dense copy.

    Args:
        name: of the file within its folder.
        mesh: object space, up and front set.
        unit_vertices: (V, 3) float32 in the unit sphere.
        sphere: to the unit sphere and back.
        prompt: the mesh's own prompt.
        parts: part words that are labelled; empty where nothing is.
        face_labels: (F,) index into `parts`, `UNLABELLED` or `IGNORED`.
        face_areas: (F,) in the unit sphere.
    """

    name: str
    mesh: Mesh
    unit_vertices: NDArray[np.float32]
    sphere: UnitSphere
    prompt: str
    parts: tuple[str, ...]
    face_labels: NDArray[np.int64]
    face_areas: NDArray[np.float64]

    def mask(self, part: str) -> NDArray[np.float32]:
        """(V,) share of the area around each vertex that is labelled as this part: a manual mask."""
        own = self.part_areas(self.face_labels, len(self.parts))[:, self.parts.index(part)]
        everything = self._spread(self.face_areas)
        return np.asarray(own / np.maximum(everything, 1e-20), dtype=np.float32)

    def with_masks(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """The parts with their labels as manual masks; as they are where the mesh has no labels."""
        return tuple(replace(p, mask=self.mask(p.name)) if p.name in self.parts else p for p in parts)

    def part_areas(self, face_part: NDArray[np.int64], parts: int) -> NDArray[np.float64]:
        """(V, parts) area that each vertex stands for within each part, by the faces' part indices (F,)."""
        return np.stack([self._spread(self.face_areas * (face_part == part)) for part in range(parts)], axis=1)

    def _spread(self, areas: NDArray[np.float64]) -> NDArray[np.float64]:
        """Face areas (F,) shared among the faces' corners: (V,)."""
        third = np.repeat(areas / 3.0, 3)
        summed = np.bincount(self.mesh.faces.reshape(-1), weights=third, minlength=len(self.mesh.vertices))
        return np.asarray(summed, dtype=np.float64)


def subject_of(labelled: LabelledMesh, dense_vertices: int) -> Subject:
    """The subject of a labelled mesh.

    Args:
        labelled: the mesh as its artist made it.
        dense_vertices: the copy is refined to about so many vertices, so that the style is measured and not the
            spacing of the artist's vertices; 0 keeps the mesh as it is.
    """
    mesh = labelled.mesh
    sphere = UnitSphere.fit(mesh.vertices, mesh.faces)
    unit = sphere.apply(mesh.vertices).astype(np.float32)
    refined = refine(unit, mesh.faces, weld(unit), dense_vertices)
    vertices = sphere.invert(refined.vertices).astype(np.float32)
    x, y, z = (float(value) for value in find_front(unit, mesh.faces, mesh.up))
    return Subject(
        name=labelled.name,
        mesh=Mesh(vertices, refined.faces, up=mesh.up, front=(x, y, z)),
        unit_vertices=refined.vertices,
        sphere=sphere,
        prompt=labelled.prompt,
        parts=labelled.parts,
        face_labels=labelled.face_labels[refined.face_parents],
        face_areas=face_areas(refined.vertices, refined.faces),
    )


def read_subjects(folder: Path, dense_vertices: int, only: str | None = None) -> Iterator[Subject]:
    """The subjects of a folder of labelled meshes; `only` keeps those whose name contains it.

    Raises:
        FileNotFoundError: there is no `parts.json`.
    """
    for labelled in read_labelled_meshes(folder):
        if only is None or only.lower() in labelled.name.lower():
            yield subject_of(labelled, dense_vertices)


def quick_subjects(dense_vertices: int) -> Iterator[Subject]:
    """The demonstration's lamp, its three pieces labelled by height, and a procedural trophy."""
    lamp = read_obj(_LAMP)
    pieces = component_labels(lamp.faces, weld(lamp.vertices))
    heights = [float(lamp.vertices[lamp.faces[pieces == piece], 1].mean()) for piece in range(int(pieces.max()) + 1)]
    rank = np.argsort(np.argsort(heights))
    yield subject_of(
        LabelledMesh(
            name="demo lamp",
            mesh=Mesh(lamp.vertices, lamp.faces, up=(0.0, 1.0, 0.0)),
            prompt="pottery base, gold tube, linen shade",
            parts=("base", "tube", "shade"),
            face_labels=rank[pieces].astype(np.int64),
        ),
        dense_vertices,
    )
    thing = generate_object(np.random.default_rng(31), "teapot")
    names = tuple(words[0] for words in thing.part_names)
    styles = ("blue and white porcelain", "wood", "gold", "copper", "red", "oak")
    prompt = ", ".join(f"{name}: {style}" for name, style in zip(names, styles, strict=False))
    labels = np.where(thing.face_part < len(styles), thing.face_part, UNLABELLED)
    yield subject_of(
        LabelledMesh("teapot", Mesh(thing.vertices, thing.faces), prompt, names[: len(styles)], labels), dense_vertices
    )


def tensors(subject: Subject) -> tuple[torch.Tensor, torch.Tensor]:
    """Unit-sphere vertices and faces as tensors."""
    return torch.from_numpy(subject.unit_vertices), torch.from_numpy(subject.mesh.faces)
