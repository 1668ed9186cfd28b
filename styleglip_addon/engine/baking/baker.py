"""Bakes a styled shape to textures: every texel's own place on the surface is found and the styles evaluated there.

Texels are found on the UV map of the dense copy, because the parts' weights are linear on its triangles. Chunks of them
are evaluated on several threads, each into its own texels.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from ..rendering.color import linear_to_srgb
from ..surface import face_areas
from ..vocabulary import FloatArray, IntArray, ShouldStop
from ..vocabulary.channels import COLOR, DISPLACEMENT, NORMAL_OFFSET, Channel
from ..vocabulary.errors import MeshError, SettingsError, StylizeCancelled
from .dense_values import DenseValues
from .finishing import as_bytes, finished, holds_bytes
from .maps import (
    CHANNEL_MAPS,
    COLORED,
    BakedMaps,
    BakeMap,
    BakeProgress,
    BakeSettings,
    OnBakeProgress,
    Relief,
    UvMapError,
)
from .margins import Rim
from .normal_map import BakedRelief, NormalMap
from .shape import StyledShape, SurfacePoints, shown_heights
from .texels import Texels, find_texels
from .uv_map import UvMap
from .workers import Workers, workers

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
        UvMapError: the UV map cannot carry textures, or is of another mesh.
        MeshError: the normals are of another mesh.
        StylizeCancelled: `should_stop` returned True.
    """
    if not isinstance(uv, UvMap):
        raise UvMapError(f"uv must be a UvMap of the triangles' corners, not {type(uv).__name__}.")
    settings = settings or BakeSettings()
    started = time.monotonic()
    uv.check()
    uv.check_fits(len(shape.faces))
    if corner_normals is not None and np.shape(corner_normals) != (len(shape.faces), 3, 3):
        raise MeshError(f"corner_normals must have shape {(len(shape.faces), 3, 3)}, not {np.shape(corner_normals)}.")
    if shape.copies is not None:
        uv = uv.without(shape.copies)
    settings, missing = _possible(settings, shape)
    warnings = (*missing, *_warnings(shape, uv))
    coordinates = shape.refined.corner_coordinates(shape.faces)
    texels = find_texels(uv.carried(coordinates, shape.refined.face_parents).corners, settings.size)
    found = time.monotonic()
    with workers(settings.threads) as team:
        rim = team.start(lambda: Rim.around(texels.coverage, settings.margin))
        job = _Bake(shape, texels, settings, _Clock(len(texels.index), on_progress, should_stop), team)
        job.evaluate()
        if BakeMap.NORMAL in settings.wanted:
            job.add_normals(uv, corner_normals)
        baked = job.finished()
        evaluated = time.monotonic()
        for kind, texture in baked.maps.items():
            rim.result().fill(texture, _background(kind, texture, texels.index))
    seconds = {"texels": found - started, "styles": evaluated - found, "margins": time.monotonic() - evaluated}
    return replace(baked, warnings=warnings, seconds=seconds)


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
        self, shape: StyledShape, texels: Texels, settings: BakeSettings, clock: _Clock, team: Workers
    ) -> None:
        self._shape, self._texels, self._settings, self._clock, self._team = shape, texels, settings, clock, team
        size, count, wanted = settings.size, len(texels.index), settings.wanted
        channels = {kind: channel for kind, channel in CHANNEL_MAPS.items() if kind in wanted and channel is not COLOR}
        self._values = {c: np.zeros(count, np.uint8 if holds_bytes(c) else np.float32) for c in channels.values()}
        self._kinds = {channel: kind for kind, channel in channels.items()}
        is_colored = bool(wanted & COLORED)
        self._color = np.zeros((size, size, 3) if is_colored else (0, 0, 3), dtype=np.uint8)
        has_relief = bool(wanted & {BakeMap.NORMAL, BakeMap.DISPLACEMENT})
        self._height: FloatArray = np.zeros((size, size) if has_relief else (0, 0), dtype=np.float32)
        self._beyond = np.zeros_like(self._height) if BakeMap.DISPLACEMENT in wanted else None
        bends = BakeMap.NORMAL in wanted and NORMAL_OFFSET in shape.plain
        self._offset: FloatArray | None = np.zeros((count, 3), dtype=np.float32) if bends else None
        self._normals: NDArray[np.uint8] | None = None

    def evaluate(self) -> None:
        """All but the normals."""
        shape = self._shape
        vertices = shape.refined.interpolate(shape.vertices)
        shown = shape.refined.interpolate(self._shown_heights)
        values = [vertices, shape.weights, shape.base_color, shown[:, None]]
        if shape.held is not None:
            values.append(shape.held)
        known, spacing = DenseValues(shape.refined, values), self._spacing

        def evaluate(part: slice) -> None:
            place = self._texels.barycentric[part].astype(np.float32)
            position, weights, base, already, *held = known.at(self._texels.face[part], place)
            points = SurfacePoints(
                position,
                weights,
                base,
                held[0] if held else None,
                faces=self._texels.face[part],
                barycentric=place,
                spacing=spacing,
            )
            self._keep(part, shape.blend(points), already[:, 0])

        for part in self._team.each(evaluate, self._chunks()):
            self._clock.advance(part.stop - part.start)

    def add_normals(self, uv: UvMap, corner_normals: NDArray[np.floating] | None) -> None:
        """The normal map; none where the surface is flat and it was not asked for."""
        relief = BakedRelief(self._height, self._offset, self._shown_heights)
        if relief.is_flat and BakeMap.NORMAL not in self._settings.maps:
            return
        size = self._settings.size
        normals = NormalMap(self._shape, self._texels, relief, uv, corner_normals)
        texture = np.zeros((size * size, 3), dtype=np.uint8)
        for _ in self._team.each(lambda part: normals.fill(texture, part), self._chunks()):
            self._clock.advance(0)
        self._normals = texture.reshape(size, size, 3)

    def finished(self) -> BakedMaps:
        """All textures without their rims, and what is the same everywhere."""
        maps: dict[BakeMap, NDArray[np.generic]] = {}
        constants: dict[BakeMap, tuple[float, ...]] = {}
        spans: dict[BakeMap, tuple[float, float]] = {}
        if BakeMap.COLOR in self._settings.wanted:
            maps[BakeMap.COLOR] = self._color
        canvas = self._color if self._color.size else np.zeros((self._settings.size, self._settings.size, 0), np.uint8)
        for channel, values in self._values.items():
            kind, done = self._kinds[channel], finished(channel, values, canvas, self._texels.index)
            if done.texture is None:
                constants[kind] = done.constant
                continue
            maps[kind] = done.texture
            if done.span != (0.0, 1.0):
                spans[kind] = done.span
        if self._normals is not None:
            maps[BakeMap.NORMAL] = self._normals
        if self._beyond is not None and (self._beyond.any() or BakeMap.DISPLACEMENT in self._settings.maps):
            maps[BakeMap.DISPLACEMENT] = self._beyond
        return BakedMaps(maps, self._texels.coverage, constants=constants, spans=spans)

    @cached_property
    def _spacing(self) -> float:
        """Mean distance between neighbouring texels, in the frame of the dense copy."""
        area = float(face_areas(self._shape.refined.vertices, self._shape.refined.faces).sum())
        return math.sqrt(area / max(len(self._texels.index), 1))

    @cached_property
    def _shown_heights(self) -> FloatArray:
        """(V,) what the mesh's own vertices show; 0 for the whole relief."""
        if self._settings.relief is Relief.WHOLE:
            return np.zeros(len(self._shape.vertices), dtype=np.float32)
        return shown_heights(self._shape)

    def _keep(self, part: slice, style: Mapping[Channel, FloatArray], already: FloatArray) -> None:
        """Puts the styles at some texels into their places."""
        index = self._texels.index[part]
        if self._color.size:
            encoded = linear_to_srgb(torch.from_numpy(style[COLOR])).numpy()
            self._color.reshape(-1, 3)[index] = as_bytes(encoded)
        for channel, values in self._values.items():
            values[part] = as_bytes(style[channel]) if holds_bytes(channel) else style[channel]
        if self._height.size:
            self._height.reshape(-1)[index] = style[DISPLACEMENT]
        if self._beyond is not None:
            self._beyond.reshape(-1)[index] = style[DISPLACEMENT] - already
        if self._offset is not None:
            self._offset[part] = style[NORMAL_OFFSET]

    def _chunks(self) -> list[slice]:
        count = len(self._texels.index)
        return [slice(start, min(start + _CHUNK, count)) for start in range(0, count, _CHUNK)]


def _possible(settings: BakeSettings, shape: StyledShape) -> tuple[BakeSettings, tuple[str, ...]]:
    """Without the maps the styles have nothing for, and the sentence that says so."""
    present = {COLOR, *shape.plain}
    absent = frozenset(kind for kind, channel in CHANNEL_MAPS.items() if channel not in present)
    left_out = settings.maps & absent
    names = " and ".join(sorted(kind.value for kind in left_out))
    if left_out and not settings.wanted - absent:
        raise SettingsError(f"This result has no {names}. Choose another texture.")
    possible = replace(settings, maps=settings.maps - absent, optional=settings.optional - absent)
    return possible, (f"This result has no {names}, so there is no such texture.",) if left_out else ()


def _warnings(shape: StyledShape, uv: UvMap) -> tuple[str, ...]:
    sentences = []
    overlap = uv.overlap_share()
    if overlap > _OVERLAP_TOLD:
        sentences.append(
            f"{overlap:.1%} of the texture is used by several places of the mesh at once (overlapping or mirrored UV "
            "islands), which will look alike. Bake to a new UV map where that is not wanted."
        )
    areas = face_areas(shape.vertices, shape.faces)
    flat = uv.flat_share(areas if shape.copies is None else np.where(shape.copies, 0.0, areas))
    if flat > _FLAT_TOLD:
        sentences.append(
            f"{flat:.1%} of the surface has no area in the UV map and shows one color per triangle at most. "
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
