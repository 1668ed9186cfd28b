"""Pictures of the frames of parts: whether bricks run around without a break and grain runs along what is long.

    python tools/frame_sheet.py ../shared/meshes --output sheet.png [--only lamp armchair] [--pixels 400] [--azimuth 30]

Each labelled mesh of a folder (or one OBJ file, y up, each object a part) twice: bricks laid in u and v, a twelfth of
the part long, and grain along z of the part's solid, darker in recesses. Seconds and sizes are printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import math
import time
from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from styleglip_addon.engine.materials.noise import fractal, random_of
from styleglip_addon.engine.materials.points import Array, Points
from styleglip_addon.engine.materials.spaces import laid, solid
from styleglip_addon.engine.rendering.cameras import fitting_distance, look_at
from styleglip_addon.engine.rendering.rasterizer import rasterize
from styleglip_addon.engine.surface import welded_vertex_normals
from styleglip_addon.engine.surface.part_frames import PartFrame, metres_per_unit, part_frames
from styleglip_addon.engine.surface.prepared import dense_copy
from styleglip_addon.engine.vocabulary import Mesh
from tools.labelled_meshes import LabelledMesh, read_labelled_meshes, read_obj

_COLORS = ((0.80, 0.45, 0.32), (0.40, 0.58, 0.80), (0.52, 0.72, 0.42), (0.85, 0.72, 0.40), (0.66, 0.50, 0.75))
_FIELD_OF_VIEW = 30.0


def meshes(path: Path) -> Iterator[LabelledMesh]:
    """The labelled meshes of a folder; or an OBJ file's objects as parts."""
    if path.is_dir():
        yield from read_labelled_meshes(path)
        return
    data = read_obj(path)
    names, labels = np.unique(np.char.add(data.objects, data.materials), return_inverse=True)
    mesh = Mesh(vertices=data.vertices, faces=data.faces, up=(0.0, 1.0, 0.0))
    yield LabelledMesh(path.stem, mesh, "", tuple(str(n) for n in names), labels.reshape(-1).astype(np.int64))


def pictures(labelled: LabelledMesh, pixels: int, angles: tuple[float, float], dense: int) -> Array:
    """(pixels, 2 * pixels, 3) bricks and grain, seen from (azimuth, elevation) in degrees."""
    mesh = labelled.mesh
    sphere, refined = dense_copy(mesh, dense)
    parts = max(len(labelled.parts), 1)
    labels = labelled.face_labels[refined.face_parents] if labelled.parts else np.zeros(len(refined.faces), np.int64)
    weights = _vertex_weights(refined.faces, refined.groups, labels, parts)
    normals = welded_vertex_normals(refined.vertices, refined.faces, refined.groups)
    vertices = sphere.invert(refined.vertices)
    scale = metres_per_unit(float(np.ptp(mesh.vertices, axis=0).max()))
    start = time.perf_counter()
    frames = part_frames(vertices, refined.faces, refined.groups, normals, weights, mesh.up, scale)
    seconds = time.perf_counter() - start
    sizes = ", ".join(
        f"{name} {frame.size:.2f}" for name, frame in zip(labelled.parts or ("all",), frames, strict=True)
    )
    print(f"{labelled.name}: {len(vertices)} vertices, {seconds:.2f} s, metres: {sizes}", flush=True)

    front = mesh.front or (0.0, -1.0, 0.0) if abs(mesh.up[1]) < 0.5 else (0.0, 0.0, 1.0)
    turned = [torch.tensor([math.radians(angle)]) for angle in angles]
    distance = fitting_distance(_FIELD_OF_VIEW)
    cameras = look_at(turned[0], turned[1], up=mesh.up, front=front, field_of_view=_FIELD_OF_VIEW, distance=distance)
    fragments = rasterize(
        torch.from_numpy(refined.vertices), torch.from_numpy(refined.faces), cameras, (pixels, pixels)
    )
    face, places = fragments.faces_seen.numpy(), fragments.weights.T.numpy()
    center = cameras.centers()[0].numpy()
    corners = refined.vertices[refined.faces[face]]
    facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    facing /= np.maximum(np.linalg.norm(facing, axis=1, keepdims=True), 1e-12)
    seen = center - corners[:, 0]
    seen = seen / np.linalg.norm(seen, axis=1, keepdims=True)
    light = (0.45 + 0.55 * np.abs((facing * seen).sum(axis=1)))[:, None].astype(np.float32)
    spacing = 2.0 * sphere.radius * scale / pixels
    colors = [np.full((len(face), 3), 0.85, np.float32) * light for _ in range(2)]
    for part, frame in enumerate(frames):
        rows = np.flatnonzero(labels[face] == part)
        if len(rows):
            points = frame.at(face[rows], places[rows], spacing)
            base = np.array(_COLORS[part % len(_COLORS)], np.float32)
            colors[0][rows] = light[rows] * bricks(frame, points)[:, None] * base
            colors[1][rows] = light[rows] * grain(frame, points)[:, None] * base
    images = []
    for color in colors:
        image = np.ones((pixels * pixels, 3), np.float32)
        image[fragments.pixels.numpy()] = np.clip(color, 0.0, 1.0)
        images.append(image.reshape(pixels, pixels, 3))
    return np.concatenate(images, axis=1)


def bricks(frame: PartFrame, points: Points) -> Array:
    """Brightness (n,) of bricks in running bond, each getting lighter towards greater u."""
    length = max(frame.size, 1e-6) / 12.0
    q = laid(np.random.default_rng(1), length, length * 0.4)(points).q
    row = np.floor(q[:, 1])
    along = q[:, 0] + 0.5 * (row % 2.0)
    u, v = along - np.floor(along), q[:, 1] - row
    mortar = (u < 0.06) | (v < 0.15)
    return np.where(mortar, 0.35, 0.75 + 0.2 * u + 0.35 * (random_of(np.floor(along), row) - 0.5)).astype(np.float32)


def grain(frame: PartFrame, points: Points) -> Array:
    """Brightness (n,) of fibres along z, darker in recesses, lighter at outer edges."""
    place = solid(np.random.default_rng(1), frame.size / 40.0, frame.size / 40.0, turned=False)
    fibres = fractal(place(points).stretched(1.0, 1.0, 0.06), 2)
    return np.clip(0.85 + 0.5 * fibres - 0.5 * points.recess, 0.2, 1.25).astype(np.float32)


def _vertex_weights(
    faces: NDArray[np.int64], groups: NDArray[np.int64], labels: NDArray[np.int64], parts: int
) -> Array:
    """(W, P) share of the triangles around each vertex that are each part's."""
    total = np.maximum(np.bincount(groups[faces].reshape(-1), minlength=int(groups.max()) + 1), 1)
    of_part = [
        np.bincount(groups[faces[labels == part]].reshape(-1), minlength=len(total)) / total for part in range(parts)
    ]
    return np.stack(of_part, axis=1)[groups].astype(np.float32)


def main() -> None:
    """Command line: see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("meshes", type=Path)
    parser.add_argument("--output", type=Path, default=Path("frames.png"))
    parser.add_argument("--only", nargs="+", default=None, help="starts of the meshes' names")
    parser.add_argument("--pixels", type=int, default=400)
    parser.add_argument("--azimuth", type=float, default=30.0)
    parser.add_argument("--elevation", type=float, default=20.0)
    parser.add_argument("--dense", type=int, default=12_000)
    parser.add_argument("--columns", type=int, default=2)
    arguments = parser.parse_args()
    chosen = [
        labelled
        for labelled in meshes(arguments.meshes)
        if arguments.only is None or labelled.name.startswith(tuple(arguments.only))
    ]
    width, height, columns = 2 * arguments.pixels, arguments.pixels + 14, min(arguments.columns, max(len(chosen), 1))
    sheet = Image.new("RGB", (columns * width, math.ceil(len(chosen) / columns) * height), "white")
    draw = ImageDraw.Draw(sheet)
    for index, labelled in enumerate(chosen):
        image = pictures(labelled, arguments.pixels, (arguments.azimuth, arguments.elevation), arguments.dense)
        left, top = index % columns * width, index // columns * height
        sheet.paste(Image.fromarray((image * 255.0 + 0.5).astype(np.uint8)), (left, top))
        draw.text((left + 4, top + arguments.pixels), labelled.name, fill="black")
    sheet.save(arguments.output)


if __name__ == "__main__":
    main()
