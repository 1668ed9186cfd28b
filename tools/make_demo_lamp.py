"""Writes the demonstration's table lamp, our own procedural model (CC0), to tests/assets/lamp.obj.

    python tools/make_demo_lamp.py [OUTPUT.obj]

A pottery-like base, a slim tube with collar and finial, and a flared drum shade, 0.45 m high, as one object
of three separate pieces. Its quads are all about equally large, so that vertex colours carry fine detail everywhere;
there are no groups, materials or part names in the file, because locating the parts is what it demonstrates.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tools.environment import ROOT

FloatArray = NDArray[np.float64]
Face = tuple[int, ...]

# Edge length of the quads in metres.
SPACING = 0.0064
# Radius and height in metres, from the axis below to the axis above; lists of points are smooth, joints are sharp.
BASE = (
    [(0.0, 0.0), (0.0550, 0.0)],
    [(0.0550, 0.0), (0.0585, 0.003), (0.0585, 0.009), (0.0550, 0.012)],
    [(0.0550, 0.012), (0.0485, 0.0165), (0.0485, 0.021)],
    [
        (0.0485, 0.021),
        (0.0640, 0.041),
        (0.0785, 0.066),
        (0.0845, 0.092),
        (0.0795, 0.119),
        (0.0610, 0.143),
        (0.0400, 0.158),
        (0.0280, 0.169),
        (0.0240, 0.180),
        (0.0255, 0.188),
    ],
    [(0.0255, 0.188), (0.0285, 0.190), (0.0285, 0.1945), (0.0255, 0.1965)],
    [(0.0255, 0.1965), (0.0, 0.1965)],
)
TUBE = (
    [(0.0, 0.1945), (0.0205, 0.1945)],
    [(0.0205, 0.1945), (0.0215, 0.2000), (0.0180, 0.2040)],
    [(0.0180, 0.2040), (0.0125, 0.2085), (0.0108, 0.2160)],
    [(0.0108, 0.2160), (0.0104, 0.2320)],
    [(0.0104, 0.2320), (0.0150, 0.2350), (0.0160, 0.2385), (0.0150, 0.2420), (0.0104, 0.2450)],
    [(0.0104, 0.2450), (0.0098, 0.4220)],
    [(0.0098, 0.4220), (0.0140, 0.4232), (0.0140, 0.4258), (0.0085, 0.4275)],
    [(0.0085, 0.4275), (0.0058, 0.4305), (0.0068, 0.4335), (0.0108, 0.4390), (0.0088, 0.4460), (0.0, 0.4500)],
)  # fmt: skip
SHADE_OUTSIDE = [(0.1380, 0.2740), (0.1290, 0.3080), (0.1205, 0.3500), (0.1140, 0.3910), (0.1095, 0.4270)]
SHADE_THICKNESS = 0.0035


def smooth(points: ArrayLike, samples: int) -> FloatArray:
    """Catmull-Rom spline through (K, 2) points, its `samples` points at equal distances along it: (samples, 2)."""
    control = np.asarray(points, dtype=np.float64)
    padded = np.concatenate([2 * control[:1] - control[1:2], control, 2 * control[-1:] - control[-2:-1]])
    t = np.linspace(0.0, len(control) - 1, 40 * len(control))
    k = np.minimum(t.astype(np.int64), len(control) - 2)
    u = (t - k)[:, None]
    a, b, c, d = (padded[k + offset] for offset in range(4))
    fine = 0.5 * (2 * b + (c - a) * u + (2 * a - 5 * b + 4 * c - d) * u**2 + (3 * b - a - 3 * c + d) * u**3)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(fine, axis=0), axis=1))])
    at = np.linspace(0.0, along[-1], samples)
    return np.stack([np.interp(at, along, fine[:, 0]), np.interp(at, along, fine[:, 1])], axis=1)


def profile(curves: tuple[list[tuple[float, float]], ...], spacing: float) -> FloatArray:
    """Joins smooth curves to one line of points about `spacing` apart: (N, 2)."""
    pieces = []
    for curve in curves:
        length = float(np.linalg.norm(np.diff(np.asarray(curve), axis=0), axis=1).sum())
        pieces.append(smooth(curve, max(round(length / spacing), len(curve) - 1) + 1)[:-1])
    return np.concatenate([*pieces, np.asarray(curves[-1])[-1:]])


def turned(line: FloatArray, segments: int, closed: bool = False) -> tuple[FloatArray, list[Face]]:
    """Turns a line of (radius, height) about the vertical.

    Args:
        line: (N, 2) from bottom to top outside; ends on the axis become poles.
        segments: quads around.
        closed: whether the last point joins the first, as for a shade with inside and outside.

    Returns:
        Vertices (V, 3) and faces with 0-based corners, counter-clockwise seen from outside.
    """
    angle = 2.0 * np.pi * np.arange(segments) / segments
    vertices: list[FloatArray] = []
    rings: list[NDArray[np.int64]] = []
    count = 0
    for radius, height in line:
        around = segments if radius > 1e-9 else 1
        ring = np.stack([radius * np.cos(angle), radius * np.sin(angle), np.full(segments, height)], axis=1)[:around]
        vertices.append(ring)
        rings.append(count + (np.arange(segments) % around))
        count += around
    pairs = list(pairwise(rings))
    if closed:
        pairs.append((rings[-1], rings[0]))
    faces: list[Face] = []
    for low, high in pairs:
        for k in range(segments):
            after = (k + 1) % segments
            corners = (int(low[k]), int(low[after]), int(high[after]), int(high[k]))
            faces.append(tuple(dict.fromkeys(corners)))
    return np.concatenate(vertices), faces


def demo_lamp() -> tuple[FloatArray, list[Face]]:
    """The lamp: vertices (V, 3) in metres, up = +Z, standing on z = 0, and its quads and triangles."""
    outside = profile((SHADE_OUTSIDE,), SPACING)
    inside = outside[::-1] - np.array([SHADE_THICKNESS, 0.0])
    shade = np.concatenate([outside, inside])
    pieces = [
        turned(profile(BASE, SPACING), round(2 * np.pi * 0.072 / SPACING)),
        turned(profile(TUBE, 0.0038), 24),
        turned(shade, round(2 * np.pi * 0.124 / SPACING), closed=True),
    ]
    vertices: list[FloatArray] = []
    faces: list[Face] = []
    for points, polygons in pieces:
        offset = sum(len(earlier) for earlier in vertices)
        faces += [tuple(corner + offset for corner in polygon) for polygon in polygons]
        vertices.append(points)
    return np.concatenate(vertices), faces


def write_obj(path: Path, vertices: FloatArray, faces: list[Face]) -> None:
    """Writes a Wavefront OBJ with one object and neither groups nor materials; up becomes +Y, as OBJ readers expect."""
    lines = ["# Table lamp, CC0 1.0. Metres, up = +Y. Written by tools/make_demo_lamp.py", "o Lamp"]
    lines += [f"v {x:.6f} {z:.6f} {-y:.6f}".replace("-0.000000", "0.000000") for x, y, z in vertices]
    lines += ["f " + " ".join(str(corner + 1) for corner in face) for face in faces]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the lamp to the path given, or to tests/assets/lamp.obj."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", nargs="?", type=Path, default=ROOT / "tests" / "assets" / "lamp.obj")
    path = parser.parse_args(arguments).output
    vertices, faces = demo_lamp()
    write_obj(path, vertices, faces)
    print(f"{path}: {len(vertices)} vertices, {len(faces)} faces")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
