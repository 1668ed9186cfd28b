"""Rendering forward and backward on one core: ours in plain PyTorch, ours through PyTorch3D, and PyTorch3D alone.

All draw the same bumpy sphere with vertex colours and Phong shading, and differentiate a squared error to vertices and
colours. Median wall time decides; processor time beside it tells whether the machine was busy with something else.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor

from styleglip_addon.engine.rendering import Renderer, TorchRenderer, create_renderer
from styleglip_addon.engine.rendering.cameras import Cameras, covering_cameras
from styleglip_addon.engine.vocabulary import RendererChoice
from styleglip_addon.engine.vocabulary.errors import SettingsError

FIELD_OF_VIEW = 40.0


@dataclass(frozen=True)
class Timing:
    """One way to render.

    Args:
        name: which.
        wall_ms, cpu_ms: median wall and processor time of forward and backward together, milliseconds.
        repeats: number of timed runs.
    """

    name: str
    wall_ms: float
    cpu_ms: float
    repeats: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `benchmark.py render`."""
    parser.add_argument("--faces", type=int, default=20_000, help="about how many triangles (default: 20000)")
    parser.add_argument("--views", type=int, default=5, help="pictures per run (default: 5)")
    parser.add_argument("--size", type=int, default=224, help="height and width in pixels (default: 224)")
    parser.add_argument("--repeats", type=int, default=7, help="timed runs of ours (default: 7)")
    parser.add_argument(
        "--reference-repeats",
        type=int,
        default=1,
        help="timed runs of PyTorch3D's own rasteriser, half a minute each at the default size; 0 leaves it out",
    )
    parser.add_argument("--threads", type=int, default=1, help="CPU threads (default: 1)")


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Measures and prints; returns the report."""
    torch.set_num_threads(arguments.threads)
    vertices, faces = bumpy_sphere(arguments.faces)
    colors = torch.rand(vertices.shape, generator=torch.Generator().manual_seed(0))
    cameras = covering_cameras(arguments.views, (0, 0, 1), (0, -1, 0), FIELD_OF_VIEW)
    size = arguments.size
    print(
        f"{len(faces)} faces, {arguments.views} views of {size} x {size}, forward + backward, "
        f"{arguments.threads} thread(s)",
        flush=True,
    )

    timings = []

    def measure(name: str, draw: Callable[[Tensor, Tensor], Tensor], warm_up: int, repeats: int) -> None:
        timing = _measure(name, draw, vertices, colors, warm_up, repeats)
        timings.append(timing)
        print(f"  {name:44s} {timing.wall_ms:10.1f} ms  ({timing.cpu_ms:.1f} ms of processor time)", flush=True)

    def through(renderer: Renderer) -> Callable[[Tensor, Tensor], Tensor]:
        return lambda points, paint: renderer.render(points, faces, paint, cameras, (size, size)).image

    measure("ours, plain PyTorch", through(TorchRenderer()), 3, arguments.repeats)
    try:
        with_pytorch3d = create_renderer(RendererChoice.PYTORCH3D)
    except SettingsError as error:
        print(f"  {error}")
    else:
        measure("ours through PyTorch3D's shading", through(with_pytorch3d), 3, arguments.repeats)
        if arguments.reference_repeats > 0:
            measure(
                "PyTorch3D's rasteriser and HardPhongShader",
                _pytorch3d_alone(faces, cameras, size),
                0,
                arguments.reference_repeats,
            )
            for timing in timings[:-1]:
                print(f"  {timing.name}: {timings[-1].wall_ms / timing.wall_ms:.0f} times as fast")
    return {
        "faces": len(faces),
        "views": arguments.views,
        "size": size,
        "threads": arguments.threads,
        "timings": [asdict(timing) for timing in timings],
    }


def bumpy_sphere(faces: int) -> tuple[Tensor, Tensor]:
    """A closed surface of about `faces` triangles that nearly fills the unit sphere: vertices (V, 3), faces (F, 3)."""
    rings = max(3, round(math.sqrt(faces / 4.0)))
    columns = 2 * rings
    latitude = torch.linspace(0.0, math.pi, rings + 1)[1:-1, None]
    longitude = torch.arange(columns) * (2.0 * math.pi / columns)
    x, y = latitude.sin() * longitude.cos(), latitude.sin() * longitude.sin()
    body = torch.stack((x, y, latitude.cos().expand_as(x)), dim=-1).reshape(-1, 3)
    points = torch.cat((body, torch.tensor(((0.0, 0.0, 1.0), (0.0, 0.0, -1.0)))))
    bumps = 0.9 + 0.1 * torch.sin(9.0 * points[:, :1]) * torch.cos(8.0 * points[:, 1:2])

    corner = torch.arange((rings - 1) * columns).reshape(rings - 1, columns)
    following = corner.roll(-1, dims=1)
    a, b, c, d = corner[:-1], corner[1:], following[1:], following[:-1]
    north, south = torch.full((columns,), len(body)), torch.full((columns,), len(body) + 1)
    triangles = (
        torch.stack((a, b, c), dim=-1).reshape(-1, 3),
        torch.stack((a, c, d), dim=-1).reshape(-1, 3),
        torch.stack((north, corner[0], following[0]), dim=-1),
        torch.stack((south, following[-1], corner[-1]), dim=-1),
    )
    return points * bumps, torch.cat(triangles)


def _measure(
    name: str,
    draw: Callable[[Tensor, Tensor], Tensor],
    vertices: Tensor,
    colors: Tensor,
    warm_up: int,
    repeats: int,
) -> Timing:
    wall, cpu = [], []
    for _ in range(warm_up + repeats):
        points, paint = vertices.clone().requires_grad_(), colors.clone().requires_grad_()
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        ((draw(points, paint) - 0.5) ** 2).sum().backward()
        wall.append(1000.0 * (time.perf_counter() - wall_start))
        cpu.append(1000.0 * (time.process_time() - cpu_start))
    return Timing(name, statistics.median(wall[warm_up:]), statistics.median(cpu[warm_up:]), repeats)


def _pytorch3d_alone(faces: Tensor, cameras: Cameras, size: int) -> Callable[[Tensor, Tensor], Tensor]:
    """PyTorch3D as it comes: its rasteriser, its shader."""
    from pytorch3d.renderer import (
        DirectionalLights,
        HardPhongShader,
        MeshRasterizer,
        MeshRenderer,
        RasterizationSettings,
        TexturesVertex,
    )
    from pytorch3d.structures import Meshes

    from styleglip_addon.engine.rendering.pytorch3d_renderer import to_pytorch3d

    own_cameras = to_pytorch3d(cameras)
    settings = RasterizationSettings(image_size=size, blur_radius=0.0, faces_per_pixel=1)
    renderer = MeshRenderer(
        MeshRasterizer(own_cameras, settings), HardPhongShader(cameras=own_cameras, lights=DirectionalLights())
    )

    def draw(points: Tensor, paint: Tensor) -> Tensor:
        mesh = Meshes([points], [faces], TexturesVertex([paint]))
        picture: Tensor = renderer(mesh.extend(len(cameras)))
        return picture[..., :3]

    return draw
