"""Bakes a styled shape to textures: every texel's own place on the surface is found and the styles evaluated there.

Texels are found on the UV map of the dense copy, because the parts' weights are linear on its triangles. The normal
map is made afterwards from the slopes of the texels' heights. It says where the fully displaced surface faces, as seen
from the mesh it will lie on: with the vertices' own displacement in place, or, for the whole relief, without.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from ..rendering.color import linear_to_srgb
from ..surface import face_areas
from ..vocabulary import FloatArray, IntArray, ShouldStop
from ..vocabulary.channels import COLOR, DISPLACEMENT, NORMAL_OFFSET
from ..vocabulary.errors import SettingsError, StylizeCancelled
from .frames import TangentFrames, moved_corner_normals
from .height_slopes import height_slopes, island_labels
from .maps import CHANNEL_MAPS, BakedMaps, BakeMap, BakeProgress, BakeSettings, OnBakeProgress, Relief
from .margins import Rim
from .shape import StyledShape, SurfacePoints, points_on, shown_heights
from .texels import Texels, find_texels
from .uv_map import UvMap

_CHUNK = 1 << 15
"""Texels evaluated at once: what a CPU's cache holds, and how often a bake can be stopped."""

_OVERLAP_TOLD = 0.002
"""Shares of overlapping texels below this are rounding of tightly packed islands."""

_FLAT_TOLD = 1e-3
"""Share of the surface without area in the UV map from which the user is told."""

_NEUTRAL_NORMAL = (128, 128, 255)


def bake(
    shape: StyledShape,
    uv: UvMap,
    settings: BakeSettings | None = None,
    corner_normals: NDArray[np.floating] | None = None,
    on_progress: OnBakeProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> BakedMaps:
    """Bakes textures for the UV map of a mesh.

    Args:
        shape: the mesh and its styles.
        uv: of the shape's own triangles (F, 3, 2).
        settings: size, kinds of maps, margin; None: the defaults.
        corner_normals: (F, 3, 3) shading normals of the mesh, which the normal map is relative to; None: smooth.
        on_progress: called after every chunk of texels, on this thread.
        should_stop: asked after every chunk; True ends the bake.

    Raises:
        UvMapError: the UV map cannot carry textures.
        StylizeCancelled: `should_stop` returned True.
    """
    settings = settings or BakeSettings()
    started = time.monotonic()
    if settings.threads:
        torch.set_num_threads(settings.threads)
    uv.check()
    settings, missing = _possible(settings, shape)
    warnings = (*missing, *_warnings(shape, uv))
    coordinates = shape.refined.corner_coordinates(shape.faces)
    texels = find_texels(uv.carried(coordinates, shape.refined.face_parents).corners, settings.size)
    found = time.monotonic()
    job = _Bake(shape, texels, coordinates, settings, _Clock(len(texels.index), on_progress, should_stop))
    maps = job.evaluate()
    if BakeMap.NORMAL in settings.maps:
        maps[BakeMap.NORMAL] = job.normal_map(uv, corner_normals)
    evaluated = time.monotonic()
    rim = Rim.around(texels.coverage, settings.margin)
    for kind, texture in maps.items():
        rim.fill(texture, _background(kind, texture, texels.index))
    seconds = {"texels": found - started, "styles": evaluated - found, "margins": time.monotonic() - evaluated}
    return BakedMaps(maps, texels.coverage, warnings, seconds)


@dataclass
class _Clock:
    """Counts texels, estimates the time left, and asks whether to stop."""

    total: int
    on_progress: OnBakeProgress | None
    should_stop: ShouldStop | None
    done: int = 0
    started: float = 0.0

    def advance(self, texels: int) -> None:
        self.started = self.started or time.monotonic()
        self.done += texels
        if self.on_progress is not None:
            share = min(self.done / max(self.total, 1), 1.0)
            passed = time.monotonic() - self.started
            self.on_progress(BakeProgress(share, passed * (1.0 - share) / share if passed > 0.0 else math.nan))
        if self.should_stop is not None and self.should_stop():
            raise StylizeCancelled("Baking was cancelled. Nothing was written.")


class _Bake:
    """The textures of one bake while they are filled."""

    def __init__(
        self,
        shape: StyledShape,
        texels: Texels,
        corner_coordinates: NDArray[np.float64],
        settings: BakeSettings,
        clock: _Clock,
    ) -> None:
        self._shape = shape
        self._texels = texels
        self._corner_coordinates = corner_coordinates
        self._settings = settings
        self._clock = clock
        self._height: FloatArray = np.zeros((0, 0), dtype=np.float32)
        self._offset: FloatArray | None = None

    def evaluate(self) -> dict[BakeMap, NDArray]:
        """All maps but the normals."""
        size, wanted = self._settings.size, self._settings.maps
        held_as_bytes = {kind: channel for kind, channel in CHANNEL_MAPS.items() if kind in wanted}
        maps: dict[BakeMap, NDArray] = {
            kind: np.zeros((size, size, channel.width) if channel.width > 1 else (size, size), dtype=np.uint8)
            for kind, channel in held_as_bytes.items()
        }
        if BakeMap.DISPLACEMENT in wanted:
            maps[BakeMap.DISPLACEMENT] = np.zeros((size, size), dtype=np.float32)
        if BakeMap.NORMAL in wanted:
            self._height = np.zeros((size, size), dtype=np.float32)
        vertices = self._shape.refined.interpolate(self._shape.vertices)
        shown = self._shape.refined.interpolate(self._shown_heights)
        attributes = [vertices, self._shape.weights, self._shape.base_color, shown[:, None]]
        if self._shape.held is not None:
            attributes.append(self._shape.held)
        for part in self._chunks():
            index = self._texels.index[part]
            place = self._texels.barycentric[part].astype(np.float32)
            position, weights, base, already, *held = points_on(
                self._shape.refined, attributes, self._texels.face[part], place
            )
            style = self._shape.blend(SurfacePoints(position, weights, base, *held))
            for kind, channel in held_as_bytes.items():
                values = style[channel]
                if channel is COLOR:
                    values = linear_to_srgb(torch.from_numpy(values)).numpy()
                maps[kind].reshape(size * size, -1)[index] = _bytes(values).reshape(len(index), -1)
            if BakeMap.DISPLACEMENT in maps:
                maps[BakeMap.DISPLACEMENT].reshape(-1)[index] = style[DISPLACEMENT] - already[:, 0]
            if BakeMap.NORMAL in wanted:
                self._height.reshape(-1)[index] = style[DISPLACEMENT]
                self._keep_offsets(part, style.get(NORMAL_OFFSET))
            self._clock.advance(len(index))
        return maps

    def normal_map(self, uv: UvMap, corner_normals: NDArray[np.floating] | None) -> NDArray[np.uint8]:
        """(S, S, 3) tangent-space normals from the heights' slopes and the styles' own normal offsets."""
        shape, texels = self._shape, self._texels
        size = self._settings.size
        groups = shape.refined.original_groups
        frames = TangentFrames.of(shape.vertices, shape.faces, groups, uv.corners, corner_normals)
        shown_frames = self._shown_frames(frames, uv)
        labels = island_labels(shape.faces, groups, uv.corners)
        island = np.full(size * size, -1, dtype=np.int32)
        island[texels.index] = labels[shape.refined.face_parents[texels.face]]
        per_u, per_v = (slope.reshape(-1) for slope in height_slopes(self._height, island.reshape(size, size)))
        texture = np.zeros((size * size, 3), dtype=np.uint8)
        for part in self._chunks():
            index, face = texels.index[part], texels.face[part]
            parent = shape.refined.face_parents[face]
            place = np.einsum("ni,nij->nj", texels.barycentric[part], self._corner_coordinates[face])
            gradient = frames.surface_gradient(parent, per_u[index], per_v[index])
            normals = frames.bent(parent, place, gradient, self._offsets(part))
            vectors = shown_frames.encode(parent, place, normals)
            texture[index] = _bytes(vectors * 0.5 + 0.5)
            self._clock.advance(0)
        return texture.reshape(size, size, 3)

    @cached_property
    def _shown_heights(self) -> FloatArray:
        """(V,) what the mesh's own vertices show; 0 for the whole relief."""
        if self._settings.relief is Relief.WHOLE:
            return np.zeros(len(self._shape.vertices), dtype=np.float32)
        return shown_heights(self._shape)

    def _shown_frames(self, frames: TangentFrames, uv: UvMap) -> TangentFrames:
        """The frames that the normal map is decoded in: those of the mesh with its shape keys, or of the bare mesh."""
        shape, heights = self._shape, self._shown_heights
        if not heights.any():
            return frames
        moved = shape.vertices + heights[:, None] * shape.normals[: len(shape.vertices)]
        groups = shape.refined.original_groups  # vertices at one place move together
        normals = moved_corner_normals(shape.vertices, moved, shape.faces, groups, frames.normals)
        return TangentFrames.of(moved, shape.faces, groups, uv.corners, normals)

    def _keep_offsets(self, part: slice, offset: FloatArray | None) -> None:
        """Normal offsets wait for the heights of all texels; most styles have none and need no room."""
        if offset is None:
            return
        if self._offset is None and offset.any():
            self._offset = np.zeros((len(self._texels.index), 3), dtype=np.float32)
        if self._offset is not None:
            self._offset[part] = offset

    def _offsets(self, part: slice) -> NDArray[np.float64]:
        count = len(self._texels.index[part])
        return np.zeros((count, 3)) if self._offset is None else self._offset[part].astype(np.float64)

    def _chunks(self) -> list[slice]:
        return [slice(start, start + _CHUNK) for start in range(0, len(self._texels.index), _CHUNK)]


def _possible(settings: BakeSettings, shape: StyledShape) -> tuple[BakeSettings, tuple[str, ...]]:
    """Without the maps the styles have nothing for, and the sentence that says so."""
    present = {COLOR, *shape.plain}
    left_out = frozenset(kind for kind in settings.maps if CHANNEL_MAPS.get(kind, COLOR) not in present)
    if not left_out:
        return settings, ()
    names = " and ".join(sorted(kind.value for kind in left_out))
    sentence = f"This result has no {names}: only the appearance field has them. Their textures were left out."
    if left_out == settings.maps:
        raise SettingsError(f"This result has no {names}: only the appearance field has them. Choose another texture.")
    return replace(settings, maps=settings.maps - left_out), (sentence,)


def _warnings(shape: StyledShape, uv: UvMap) -> tuple[str, ...]:
    sentences = []
    overlap = uv.overlap_share()
    if overlap > _OVERLAP_TOLD:
        sentences.append(
            f"{overlap:.1%} of the texture is used by several places of the mesh at once (overlapping or mirrored UV "
            "islands), which will look alike. Bake to a new UV map where that is not wanted."
        )
    flat = uv.flat_share(face_areas(shape.vertices, shape.faces))
    if flat > _FLAT_TOLD:
        sentences.append(
            f"{flat:.1%} of the surface has no area in the UV map and shows one colour per triangle at most. "
            "Bake to a new UV map, or unwrap the mesh again."
        )
    return tuple(sentences)


def _background(kind: BakeMap, texture: NDArray, index: IntArray) -> NDArray:
    """What lies off the surface and its rim: nothing for normals and heights, the mean elsewhere."""
    if kind is BakeMap.NORMAL:
        return np.array(_NEUTRAL_NORMAL, dtype=np.uint8)
    if kind is BakeMap.DISPLACEMENT or not len(index):
        return np.zeros((), dtype=texture.dtype)
    flat = texture.reshape(texture.shape[0] * texture.shape[1], -1)
    mean: NDArray = np.rint(flat[index[:: max(len(index) // 10_000, 1)]].mean(axis=0)).astype(texture.dtype)
    return mean


def _bytes(values: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Values in 0..1 as 8 bits, rounded."""
    return (np.clip(values, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
