"""How materials lie on the parts of a run: the parts' frames, and how large a material is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..fields import PartMaterial
from ..materials.choice import MaterialChoice
from ..materials.material import Sample
from ..materials.points import Points
from ..surface import RefinedMesh, UnitSphere
from ..surface.part_frames import PartFrame, metres_per_unit, part_frames
from ..vocabulary import FloatArray, IntArray, Part

_LEAST_REPEATS = 4.0
"""How many of a material's coarsest features a part is long at least: on a smaller part the material is smaller."""


@dataclass(frozen=True, eq=False)
class Placing:
    """The parts' frames on the dense copy.

    Args:
        frames: by the part's number; their lengths are metres of the thing.
        sphere: between the unit sphere and object space.
    """

    frames: Mapping[int, PartFrame]
    sphere: UnitSphere

    @classmethod
    def of(
        cls,
        sphere: UnitSphere,
        refined: RefinedMesh,
        normals: FloatArray,
        weights: Mapping[int, FloatArray],
        up: tuple[float, float, float],
    ) -> Placing:
        """The frames of parts.

        Args:
            sphere: between the unit sphere and object space.
            refined: the dense copy.
            normals: (W, 3) of it.
            weights: by the part's number, (W,) in 0..1.
            up: of the object.
        """
        vertices = sphere.invert(refined.vertices).astype(np.float32)
        stacked = np.stack(list(weights.values()), axis=1)
        metres = metres_per_unit(2.0 * sphere.radius)
        frames = part_frames(vertices, refined.faces, refined.groups, normals, stacked, up, metres)
        return cls(dict(zip(weights, frames, strict=True)), sphere)

    def at_vertices(self, part: int) -> Points:
        """Where the dense copy's W vertices are on a part, in metres of the thing."""
        return self.frames[part].at_vertices()

    def on_triangles(self, part: int, faces: IntArray, barycentric: FloatArray, spacing: float) -> Points:
        """Where texels in dense triangles (n,) are on a part, (n, 3) in them, `spacing` apart in radii."""
        metres = spacing / radii_per_metre(self.sphere)
        return replace(self.frames[part].at(faces, barycentric, metres), antialiased=True)

    def material(self, choice: MaterialChoice, part: Part) -> PartMaterial:
        """A choice as it lies on a part, at the size that the artist wants."""
        return PartMaterial(choice.sample(), choice.scale * part.scale, radii_per_metre(self.sphere))


def radii_per_metre(sphere: UnitSphere) -> float:
    """Unit-sphere radii per metre of the thing that a mesh stands for."""
    return 1.0 / (metres_per_unit(2.0 * sphere.radius) * sphere.radius)


def natural_scale(sample: Sample, frame: PartFrame) -> float:
    """How many times its real size a material has on a part: 1, or less where the part is too small to show it."""
    return min(1.0, frame.size / (_LEAST_REPEATS * sample.coarsest))


def at_natural_scale(choice: MaterialChoice, frame: PartFrame) -> MaterialChoice:
    """A choice at the size that its material has on a part by itself."""
    return replace(choice, scale=natural_scale(choice.sample(), frame))
