"""Which face is seen at which pixel, in plain PyTorch: no compiled code, CPU and CUDA.

Visibility: each triangle is cut into the rows of pixel centres it spans, each row into its pixels; every pixel keeps
its nearest face. Only for those faces are barycentric coordinates computed again, differentiably (see barycentric.py).

The test is homogeneous (Olano and Greer, "Triangle Scan Conversion using 2D Homogeneous Coordinates", 1997). A pixel's
ray is r = (x, y, 1) in camera space, and u_i = v_i.xy - r.xy * v_i.z are a triangle's corners as seen along that ray;
then w_0 = u_1 x u_2, w_1 = u_2 x u_0 and w_2 = u_0 x u_1, divided by their sum, are the perspective-correct barycentric
coordinates of the hit. Two things follow. Nothing is divided by depth, so a triangle that crosses the near plane needs
no clipping: each of its pixels is tested for its own depth. And w depends on one edge's end points alone and changes
its sign exactly, to the last bit, with their order: of two triangles that share an edge one always has the pixel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from ..vocabulary.stopping import stop_here
from .barycentric import perspective_barycentric
from .cameras import NEAR_PLANE, Cameras
from .fragments import Fragments

_CHUNK_CPU = 1 << 16
_CHUNK_GPU = 1 << 22
"""Rows or pixels of triangles handled at once: on a CPU what fits its cache, on a GPU what bounds the memory."""

_NOTHING = torch.iinfo(torch.int64).max
_FACE = 0xFFFFFFFF
"""The bits of a pixel's number that hold its face; all of them set: no face."""


def rasterize(
    vertices: Tensor,
    faces: Tensor,
    cameras: Cameras,
    image_size: tuple[int, int],
    cull_backfaces: bool = False,
    before: Tensor | None = None,
) -> Fragments:
    """Finds the nearest face at each pixel centre of each camera's image.

    Of faces at equal depth the lowest index wins. Faces without area are not drawn. Which face is seen is not
    differentiable; the barycentric coordinates and the depth of the hit are.

    Args:
        vertices: (V, 3) world space.
        faces: (F, 3) int64.
        cameras: N cameras, on the device of `vertices`.
        image_size: height and width, pixels.
        cull_backfaces: drop faces whose corners run clockwise in the image.
        before: (N, H, W) float32 camera-space z; only what lies before it is seen, see `nearest_faces`. None: all.
    """
    height, width = image_size
    view = cameras.transform_to_view(vertices).permute(2, 0, 1)
    corner_lists = faces.T.contiguous()
    grid = _pixel_grid(cameras, image_size, vertices)
    with torch.no_grad():
        planes = view.detach().contiguous()
        limits = [None] * len(cameras) if before is None else list(before)
        nearest = torch.stack(
            [_nearest(planes[:, n], corner_lists, grid, cull_backfaces, limit) for n, limit in enumerate(limits)]
        )
        face_index = nearest & _FACE
        face_index = torch.where(face_index == _FACE, -1, face_index)
        flat = face_index.reshape(-1)
        pixels = (flat >= 0).nonzero().squeeze(1)
        image = pixels // (height * width)
        inside = pixels - image * (height * width)
        row = inside // width
        column = inside - row * width
        corners = corner_lists.index_select(1, flat.index_select(0, pixels)) + image * len(vertices)
    weights, depths, front_facing = perspective_barycentric(
        view.reshape(3, -1), corners, grid.ray_x.index_select(0, column), grid.ray_y.index_select(0, row)
    )
    return Fragments(face_index, pixels, weights, depths, front_facing)


@torch.no_grad()
def nearest_faces(
    vertices: Tensor, faces: Tensor, cameras: Cameras, image_size: tuple[int, int]
) -> tuple[Tensor, Tensor]:
    """What is seen without how: cheaper than `rasterize`, whose first four arguments it takes.

    Returns:
        Index of the nearest face at each pixel centre, (N, H, W) int64, -1 where there is none; its camera-space z,
        (N, H, W) float32, there infinite.
    """
    planes = cameras.transform_to_view(vertices).permute(2, 0, 1).contiguous()
    corner_lists = faces.T.contiguous()
    grid = _pixel_grid(cameras, image_size, vertices)
    nearest = torch.stack([_nearest(planes[:, n], corner_lists, grid, False) for n in range(len(cameras))])
    is_empty = nearest == _NOTHING
    depths = (nearest >> 32).int().view(torch.float32)
    return torch.where(is_empty, -1, nearest & _FACE), torch.where(is_empty, torch.inf, depths)


@dataclass(frozen=True, eq=False)
class _PixelGrid:
    """The pixel centres' rays at depth 1 in camera space, where +X is left and +Y is up.

    Args:
        ray_x, ray_y: (W,), (H,) decreasing.
        step: distance between neighbours.
    """

    ray_x: Tensor
    ray_y: Tensor
    step: float


def _pixel_grid(cameras: Cameras, image_size: tuple[int, int], like: Tensor) -> _PixelGrid:
    height, width = image_size
    step = 2.0 * cameras.half_extent / min(height, width)
    x = (width / 2.0 - 0.5 - torch.arange(width, device=like.device, dtype=torch.float64)) * step
    y = (height / 2.0 - 0.5 - torch.arange(height, device=like.device, dtype=torch.float64)) * step
    return _PixelGrid(x.to(like.dtype), y.to(like.dtype), step)


def _nearest(
    points: Tensor, faces: Tensor, grid: _PixelGrid, cull_backfaces: bool, before: Tensor | None = None
) -> Tensor:
    """The nearest depth and face per pixel of one view as one number: (H, W) int64, `_NOTHING` where there is none.

    Args:
        points: (3, V) camera space.
        faces: (3, F) int64.
        grid: pixel centres.
        cull_backfaces: see `rasterize`.
        before: (H, W) depth behind which nothing is seen: such pixels keep this depth, without a face.
    """
    stop_here()
    limit = _CHUNK_CPU if points.device.type == "cpu" else _CHUNK_GPU
    # Depth in the upper half and the face in the lower half of one number: its minimum is the nearest face, and of
    # faces at equal depth the lowest. Positive floats order as their bits do.
    if before is None:
        nearest = torch.full((len(grid.ray_y) * len(grid.ray_x),), _NOTHING, dtype=torch.int64, device=points.device)
    else:
        nearest = before.reshape(-1).contiguous().view(torch.int32).long() * (1 << 32) + _FACE
    corners, face_ids, first_row, rows = _faces_in_rows(points, faces, grid, cull_backfaces)
    for start, stop in _chunks(rows, limit):
        part = slice(start, stop)
        spans = _spans(corners[:, part], first_row[part], rows[part], grid)
        _draw_spans(spans, corners[:, part], face_ids[part], grid.ray_x, nearest, limit)
    return nearest.reshape(len(grid.ray_y), len(grid.ray_x))


def _faces_in_rows(
    points: Tensor, faces: Tensor, grid: _PixelGrid, cull_backfaces: bool
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The M faces that may cover a pixel centre.

    Returns:
        corners (9, M) x0 x1 x2 y0 y1 y2 z0 z1 z2, turned so that they run the same way round as seen by the camera;
        face index (M,); first row (M,) and number of rows (M,).
    """
    height = len(grid.ray_y)
    z = points[2]
    row = (grid.ray_y[0] - points[1] / z.clamp(min=NEAR_PLANE)) / grid.step
    first, second, third = _three(row, faces)
    low = torch.minimum(torch.minimum(first, second), third)
    high = torch.maximum(torch.maximum(first, second), third)
    behind = z < NEAR_PLANE
    a, b, c = _three(behind, faces)
    # A face that crosses the near plane may span any row.
    crossing = (a | b | c) & ~(a & b & c)
    # The slack outweighs the rounding of the projection; the exact test comes later.
    slack = 1e-3
    first_row = torch.where(crossing, 0.0, (low - slack).ceil().clamp(0, height))
    last_row = torch.where(crossing, height - 1.0, (high + slack).floor().clamp(-1, height - 1))
    rows = last_row - first_row + 1.0

    x0, x1, x2 = _three(points[0], faces)
    y0, y1, y2 = _three(points[1], faces)
    z0, z1, z2 = _three(z, faces)
    ax, ay, az = x1 - x0, y1 - y0, z1 - z0
    bx, by, bz = x2 - x0, y2 - y0, z2 - z0
    facing = x0 * (ay * bz - az * by) + y0 * (az * bx - ax * bz) + z0 * (ax * by - ay * bx)
    drawn = (rows > 0) & ~(a & b & c) & ((facing < 0) if cull_backfaces else (facing != 0))
    kept = drawn.nonzero().squeeze(1)
    first, second, third = faces.index_select(1, kept)
    # Exchanging two corners turns a face round.
    turn = (facing < 0).index_select(0, kept)
    turned = torch.stack((first, torch.where(turn, third, second), torch.where(turn, second, third)))
    corners = points.index_select(1, turned.reshape(-1)).reshape(9, -1)
    return corners, kept, first_row.index_select(0, kept).long(), rows.index_select(0, kept).long()


def _three(values: Tensor, faces: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Values (V,) at the three corners of each face."""
    return values.index_select(0, faces[0]), values.index_select(0, faces[1]), values.index_select(0, faces[2])


@dataclass(frozen=True, eq=False)
class _Spans:
    """R rows of triangles: w_i = constant_i - ray_x * slope_i for pixels from `first` on.

    Args:
        triangle: (R,) index into the triangles of the chunk.
        row: (R,) image row.
        constant, slope: (3, R).
        first, count: (R,) columns.
    """

    triangle: Tensor
    row: Tensor
    constant: Tensor
    slope: Tensor
    first: Tensor
    count: Tensor


def _spans(corners: Tensor, first_row: Tensor, rows: Tensor, grid: _PixelGrid) -> _Spans:
    """Cuts triangles (9, M) into rows, and bounds the columns each row may cover."""
    triangle, offset = _expand(rows)
    row = first_row.index_select(0, triangle) + offset
    x0, x1, x2, y0, y1, y2, z0, z1, z2 = corners.index_select(1, triangle)
    ray_y = grid.ray_y.index_select(0, row)
    y0, y1, y2 = y0 - ray_y * z0, y1 - ray_y * z1, y2 - ray_y * z2
    constant = torch.stack((x1 * y2 - y1 * x2, x2 * y0 - y2 * x0, x0 * y1 - y0 * x1))
    slope = torch.stack((z1 * y2 - y1 * z2, z2 * y0 - y2 * z0, z0 * y1 - y0 * z1))

    # w_i >= 0 bounds ray_x from above where the slope is positive and from below where it is negative. The bound is
    # exact but for one rounding, so a small slack keeps every pixel that the test itself would keep.
    bound = constant / slope
    infinity = float("inf")
    upper = bound.masked_fill(slope <= 0, infinity).amin(dim=0)
    lower = bound.masked_fill(slope >= 0, -infinity).amax(dim=0)
    width = len(grid.ray_x)
    slack = 1e-3 + 1e-6 * width
    first = ((grid.ray_x[0] - upper) / grid.step - slack).ceil().clamp(0, width)
    last = ((grid.ray_x[0] - lower) / grid.step + slack).floor().clamp(-1, width - 1)
    count = (last - first + 1.0).clamp(min=0.0)
    return _Spans(triangle, row, constant, slope, first.long(), count.long())


def _draw_spans(spans: _Spans, corners: Tensor, face_ids: Tensor, ray_x: Tensor, nearest: Tensor, limit: int) -> None:
    """Tests every pixel of the spans and keeps the nearest face of each in `nearest` (H * W,)."""
    for start, stop in _chunks(spans.count, limit):
        part = slice(start, stop)
        span, offset = _expand(spans.count[part])
        column = spans.first[part].index_select(0, span) + offset
        x = ray_x.index_select(0, column)
        constant = spans.constant[:, part].index_select(1, span)
        slope = spans.slope[:, part].index_select(1, span)
        w0, w1, w2 = constant - x * slope
        triangle = spans.triangle[part].index_select(0, span)
        z0, z1, z2 = corners[6:].index_select(1, triangle)
        total = w0 + w1 + w2
        depth = z0 + (w1 * (z1 - z0) + w2 * (z2 - z0)) / total
        inside = (torch.minimum(torch.minimum(w0, w1), w2) >= 0) & (total > 0) & (depth >= NEAR_PLANE)
        key = depth.float().view(torch.int32).long() * (1 << 32) + face_ids.index_select(0, triangle)
        key = torch.where(inside, key, _NOTHING)
        pixel = spans.row[part].index_select(0, span) * len(ray_x) + column
        nearest.scatter_reduce_(0, pixel, key, "amin")


def _expand(counts: Tensor) -> tuple[Tensor, Tensor]:
    """For item i repeated counts[i] times: the item of each copy, and the copy's number within its item."""
    ends = counts.cumsum(0)
    first = ends - counts
    total = int(ends[-1]) if len(ends) else 0
    # A mark where each item starts, summed up; this is torch.repeat_interleave, several times faster on a CPU.
    marks = counts.new_zeros(total + 1).scatter_add_(0, first, torch.ones_like(first))
    item = marks[:total].cumsum(0) - 1
    return item, torch.arange(total, device=counts.device) - first.index_select(0, item)


def _chunks(counts: Tensor, limit: int) -> Iterator[tuple[int, int]]:
    """Ranges of items whose counts add up to at most `limit`, or one item that is larger."""
    ends = counts.cumsum(0)
    start = 0
    while start < len(counts):
        done = ends[start - 1] if start else 0
        stop = int(torch.searchsorted(ends, done + limit, right=True))
        stop = max(stop, start + 1)
        yield start, stop
        start = stop
