"""Meshes whose parts are true materials, as they lie on a part by themselves: what no guidance could better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from styleglip_addon.engine import Mesh
from styleglip_addon.engine.baking.shape import StyledShape, SurfaceStyle
from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.evaluation import evaluate
from styleglip_addon.engine.materials.material import Sample
from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.optimisation.placing import Placing, natural_scale
from styleglip_addon.engine.optimisation.state import FieldSamples
from styleglip_addon.engine.surface import UnitSphere, welded_vertex_normals
from styleglip_addon.engine.surface.part_frames import metres_per_unit
from styleglip_addon.engine.surface.prepared import base_colors, dense_copy
from styleglip_addon.engine.vocabulary import FloatArray, IntArray
from styleglip_addon.engine.vocabulary.channels import (
    COLOR,
    DISPLACEMENT,
    EMISSION,
    METALLIC,
    ROUGHNESS,
    TRANSMISSION,
)
from tools.benchmarks.colour_difference import srgb_to_linear_rgb

_SHOWN = (ROUGHNESS, METALLIC, EMISSION, TRANSMISSION)
_SMALLEST, _LARGEST = 0.7, 1.4
"""Limits of a material's size, times what it has on the part by itself."""


@dataclass(frozen=True, eq=False)
class TrueStyles:
    """Pieces of materials as the styles of P parts; see `engine.baking.shape.SurfaceStyle`.

    Args:
        pieces: by the part's number.
        scales: by the part's number: how many times as large as the real thing each is.
        metres_per_unit: of the object's units.
        others: what parts without a piece have; where parts overlap, a part's neighbour is seen with it.
    """

    pieces: Mapping[int, Sample]
    scales: Mapping[int, float]
    metres_per_unit: float
    others: SurfaceStyle | None = None

    def evaluate(
        self, part_index: int, points: FloatArray, device: str = "cpu", places: Points | None = None
    ) -> FieldSamples:
        """The piece of a part at its places."""
        if part_index not in self.pieces and self.others is not None:
            return self.others.evaluate(part_index, points, device, places)
        assert places is not None
        scale = self.scales[part_index]
        found = evaluate(self.pieces[part_index], places.scaled(scale))
        plain = np.ones(len(places), np.float32)
        values = {c: found.channels.get(c, plain * np.float32(c.plain)) for c in _SHOWN}
        relief = found.relief * np.float32(scale / self.metres_per_unit)
        color = np.asarray(srgb_to_linear_rgb(found.color), dtype=np.float32)
        return {COLOR: color, DISPLACEMENT: relief, **values}


@dataclass(frozen=True, eq=False)
class Ground:
    """A mesh ready for any materials on its parts.

    Args:
        shape: the mesh, plain, with its parts' weights and frames.
        parts: how many there are.
    """

    shape: StyledShape
    parts: int

    @classmethod
    def of(cls, mesh: Mesh, face_part: IntArray, parts: int, dense_vertices: int) -> Ground:
        """A mesh whose faces (F,) belong to the parts they are labelled with, or to none where that is negative."""
        sphere, refined = dense_copy(mesh, dense_vertices)
        normals = welded_vertex_normals(refined.vertices, refined.faces, refined.groups).astype(np.float32)
        weights = np.zeros((len(refined.vertices), parts), dtype=np.float32)
        labels = face_part[refined.face_parents]
        for part in range(parts):
            weights[refined.faces[labels == part], part] = 1.0
        weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1.0)
        there = {part: weights[:, part] for part in range(parts) if weights[:, part].any()}
        shape = StyledShape(
            vertices=mesh.vertices,
            faces=mesh.faces,
            refined=refined,
            normals=normals,
            weights=weights,
            base_color=refined.interpolate(base_colors(mesh)),
            color_strengths=(1.0,) * parts,
            height_strengths=(1.0,) * parts,
            style=TrueStyles({}, {}, metres_per_unit(2.0 * sphere.radius)),
            plain={channel: channel.plain for channel in _SHOWN},
            placing=Placing.of(sphere, refined, normals, there, mesh.up),
        )
        return cls(shape, parts)

    @classmethod
    def on(cls, shape: StyledShape, up: tuple[float, float, float]) -> Ground:
        """A shape in other styles, with all else as it is."""
        sphere = UnitSphere.fit(shape.vertices, shape.faces)
        parts = shape.weights.shape[1]
        there = {part: shape.weights[:, part] for part in range(parts) if shape.weights[:, part].any()}
        placing = shape.placing or Placing.of(sphere, shape.refined, shape.normals, there, up)
        plain = replace(
            shape,
            color_strengths=(1.0,) * parts,
            height_strengths=(1.0,) * parts,
            style=TrueStyles({}, {}, metres_per_unit(2.0 * sphere.radius), shape.style),
            plain={channel: channel.plain for channel in _SHOWN},
            placing=placing,
        )
        return cls(plain, parts)

    def styles(self, names: Mapping[int, str], rng: np.random.Generator) -> TrueStyles:
        """Random pieces of the materials that parts are to have, at sizes about those that they have by themselves."""
        placing, plain = self.shape.placing, self.shape.style
        assert placing is not None
        assert isinstance(plain, TrueStyles)
        pieces = {part: MATERIALS[name].sample(rng) for part, name in names.items()}
        scales = {
            part: natural_scale(piece, placing.frames[part])
            * float(np.exp(rng.uniform(np.log(_SMALLEST), np.log(_LARGEST))))
            for part, piece in pieces.items()
        }
        return TrueStyles(pieces, scales, plain.metres_per_unit, plain.others)
