"""Square patches of a baked texture, and the same fitted material evaluated directly, several points per texel."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from styleglip_addon.engine import Mesh, StylizeResult
from styleglip_addon.engine.baking import BakedMaps, BakeMap, BakeSettings, Relief, StyledShape, UvMap, bake
from styleglip_addon.engine.baking.from_state import styled_shape
from styleglip_addon.engine.baking.texels import find_texels
from styleglip_addon.engine.rendering.color import linear_to_srgb, srgb_to_linear
from styleglip_addon.engine.surface import face_areas
from styleglip_addon.engine.vocabulary import FloatArray
from styleglip_addon.engine.vocabulary.channels import COLOR, DISPLACEMENT

SIZE = 2048
"""Width and height of the textures, pixels."""

_MARGIN = 8
"""Texels that a patch stays away from the edges of what it lies in."""

_LEAST_SIDE = 32
_WHOLE = 0.999
"""Weight from which a texel is wholly a part's."""


@dataclass(frozen=True, eq=False)
class Subject:
    """A mesh whose texture is looked at.

    Args:
        mesh: what is stylized.
        uv: of its triangles.
    """

    mesh: Mesh
    uv: UvMap


def cylinder(around: float = 0.8, sides: int = 128, rows: int = 64) -> Subject:
    """An open cylinder, half as high as it is long around; its texture's lower half is its unrolled wall.

    Args:
        around: metres.
        sides, rows: of quads.
    """
    u, v = np.meshgrid(np.arange(sides + 1) / sides, np.arange(rows + 1) / (2.0 * rows))
    number = (np.arange(rows + 1)[:, None] * sides + np.arange(sides + 1)[None, :] % sides).astype(np.int64)
    quad = {(r, c): (slice(r, rows + r), slice(c, sides + c)) for r in (0, 1) for c in (0, 1)}
    triangles = (((0, 0), (0, 1), (1, 1)), ((0, 0), (1, 1), (1, 0)))
    faces = np.concatenate([np.stack([number[quad[c]].ravel() for c in corner], axis=1) for corner in triangles])
    coordinates = np.stack((u, v), axis=2)
    uv = np.concatenate(
        [np.stack([coordinates[quad[c]].reshape(-1, 2) for c in corner], axis=1) for corner in triangles]
    )
    angle = 2.0 * np.pi * u[:, :-1].ravel()
    radius = around / (2.0 * np.pi)
    vertices = np.stack((radius * np.cos(angle), radius * np.sin(angle), around * v[:, :-1].ravel()), axis=1)
    return Subject(Mesh(vertices.astype(np.float32), faces), UvMap(uv))


@dataclass(frozen=True)
class Patch:
    """A square of the texture.

    Args:
        left, bottom: its first column and row, texels.
        side: texels.
        step: texels that are averaged to one pixel, each way.
    """

    left: int
    bottom: int
    side: int
    step: int = 1

    @property
    def pixels(self) -> int:
        """Width and height of its pictures."""
        return self.side // self.step


@dataclass(frozen=True, eq=False)
class Pictures:
    """A patch as it is: (n, n, 3) colour, sRGB, averaged in linear light, and (n, n) heights, metres."""

    color: NDArray[np.float64]
    height: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Textured:
    """A stylized subject with its textures.

    Args:
        subject: the mesh.
        result: of the run.
        shape: its styles on the mesh.
        maps: the textures.
    """

    subject: Subject
    result: StylizeResult
    shape: StyledShape
    maps: BakedMaps

    @classmethod
    def of(cls, subject: Subject, result: StylizeResult, threads: int) -> Textured:
        """Bakes a result as the product does, with heights in place of normals."""
        shape = styled_shape(result.state, subject.mesh)
        kinds = frozenset({BakeMap.COLOR, BakeMap.DISPLACEMENT})
        baking = BakeSettings(SIZE, kinds, relief=Relief.WHOLE, threads=threads)
        return cls(subject, result, shape, bake(shape, subject.uv, baking))

    def largest_patch(self, part: int, most: int) -> Patch:
        """The largest square of texels that lie wholly on a part, its side a power of two, at most `most`.

        Raises:
            ValueError: the part has no square of 32 texels.
        """
        texels = find_texels(self._dense_uv, SIZE)
        corners = self.shape.refined.faces[texels.face]
        weight = (self.shape.weights[:, part][corners] * texels.barycentric).sum(axis=1)
        own = np.zeros((SIZE, SIZE), bool)
        own.reshape(-1)[texels.index] = weight > _WHOLE
        side = most
        while side >= _LEAST_SIDE:
            places = np.argwhere(_full_squares(own, side + 2 * _MARGIN))
            if len(places):
                bottom, left = (int(value) + _MARGIN for value in places[len(places) // 2])
                return Patch(left, bottom, side)
            side //= 2
        raise ValueError("A part has no square of texels that is large enough to be looked at.")

    def baked(self, patch: Patch) -> Pictures:
        """What the textures hold in a patch."""
        rows = slice(patch.bottom, patch.bottom + patch.side), slice(patch.left, patch.left + patch.side)
        color = _linear(np.asarray(self.maps.maps[BakeMap.COLOR][rows], np.float64) / 255.0)
        height = np.asarray(self.maps.maps[BakeMap.DISPLACEMENT][rows], np.float64)
        return Pictures(_encoded(_averaged(color, patch.step)), _averaged(height, patch.step))

    def direct(self, patch: Patch, part: int, samples: int) -> Pictures:
        """The fitted material at the patch, `samples` times `samples` points per pixel, each filtered for itself."""
        placing = self.shape.placing
        assert placing is not None
        fine = patch.pixels * samples
        corners = (self._dense_uv * SIZE - (patch.left, patch.bottom)) / patch.side
        near = (corners.max(axis=1) > 0.0).all(axis=1) & (corners.min(axis=1) < 1.0).all(axis=1)
        numbers = np.flatnonzero(near)
        texels = find_texels(corners[numbers], fine)
        if len(texels.index) < fine * fine:
            raise ValueError("The patch does not lie on the surface with all of its texels.")
        faces, share = numbers[texels.face], texels.barycentric.astype(np.float32)
        places = placing.on_triangles(part, faces, share, self._texel * patch.step / samples)
        positions = (self._positions[self.shape.refined.faces[faces]] * share[:, :, None]).sum(axis=1)
        found = self.result.state.evaluate(part, positions, places=places)
        color = found[COLOR].astype(np.float64).reshape(fine, fine, 3)
        height = found[DISPLACEMENT].astype(np.float64).reshape(fine, fine)
        return Pictures(_encoded(_averaged(color, samples)), _averaged(height, samples))

    @cached_property
    def _texel(self) -> float:
        """Mean size of a texel, in the frame of the dense copy."""
        area = float(face_areas(self.shape.refined.vertices, self.shape.refined.faces).sum())
        return math.sqrt(area / max(int(self.maps.coverage.sum()), 1))

    @cached_property
    def _positions(self) -> FloatArray:
        """(W, 3) of the dense vertices."""
        return self.shape.refined.interpolate(self.shape.vertices)

    @cached_property
    def _dense_uv(self) -> NDArray[np.float64]:
        refined = self.shape.refined
        coordinates = refined.corner_coordinates(self.shape.faces)
        return self.subject.uv.carried(coordinates, refined.face_parents).corners


def _full_squares(mask: NDArray[np.bool_], side: int) -> NDArray[np.bool_]:
    """Where, by its lowest row and column, a square of `side` texels is full."""
    total = np.pad(mask.astype(np.int64).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    inside = total[side:, side:] - total[:-side, side:] - total[side:, :-side] + total[:-side, :-side]
    return np.asarray(inside == side * side)


def _averaged(values: NDArray[np.float64], step: int) -> NDArray[np.float64]:
    """Blocks of `step` times `step` averaged: (n, n, ...) to (n / step, n / step, ...)."""
    side = values.shape[0] // step
    return values.reshape(side, step, side, step, *values.shape[2:]).mean(axis=(1, 3))


def _linear(color: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(srgb_to_linear(torch.from_numpy(np.ascontiguousarray(color))).numpy())


def _encoded(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(linear_to_srgb(torch.from_numpy(np.ascontiguousarray(linear))).numpy())
