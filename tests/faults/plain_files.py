"""Small OBJ, PLY and STL files, whole and broken, as text and bytes."""

from __future__ import annotations

import struct
from collections.abc import Sequence

CORNERS = [(float(x), float(y), float(z)) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]
TRIANGLES = [
    (0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1),
    (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3),
]  # fmt: skip


def obj_text(
    vertices: Sequence[Sequence[object]] = CORNERS, faces: Sequence[Sequence[int]] = TRIANGLES, head: str = ""
) -> str:
    """An OBJ file; faces count from 0."""
    lines = [head] if head else []
    lines += ["v " + " ".join(str(value) for value in vertex) for vertex in vertices]
    lines += ["f " + " ".join(str(index + 1) for index in face) for face in faces]
    return "\n".join(lines) + "\n"


def moved(offset: Sequence[float], factor: float = 1.0) -> list[tuple[float, ...]]:
    """The cube's corners, larger and elsewhere."""
    return [tuple(value * factor + step for value, step in zip(corner, offset, strict=True)) for corner in CORNERS]


def ply_text(vertices: Sequence[Sequence[object]] = CORNERS, faces: Sequence[Sequence[int]] = TRIANGLES) -> str:
    """An ASCII PLY file."""
    lines = ["ply", "format ascii 1.0", f"element vertex {len(vertices)}"]
    lines += [f"property float {axis}" for axis in "xyz"]
    lines += [f"element face {len(faces)}", "property list uchar int vertex_indices", "end_header"]
    lines += [" ".join(str(value) for value in vertex) for vertex in vertices]
    lines += [f"{len(face)} " + " ".join(map(str, face)) for face in faces]
    return "\n".join(lines) + "\n"


def ply_bytes(order: str = "<", kind: str = "float", vertex_count: int | None = None) -> bytes:
    """A binary PLY file; `order` as in `struct`, `vertex_count` what its header says where that is not the truth."""
    name = "little" if order == "<" else "big"
    lines = ["ply", f"format binary_{name}_endian 1.0", f"element vertex {vertex_count or len(CORNERS)}"]
    lines += [f"property {kind} {axis}" for axis in "xyz"]
    lines += [f"element face {len(TRIANGLES)}", "property list uchar int vertex_indices", "end_header", ""]
    letter = "d" if kind == "double" else "f"
    body = b"".join(struct.pack(f"{order}3{letter}", *corner) for corner in CORNERS)
    body += b"".join(struct.pack(f"{order}B3i", 3, *face) for face in TRIANGLES)
    return "\n".join(lines).encode() + body


def stl_text(facets: int = len(TRIANGLES)) -> str:
    """An ASCII STL file with the first `facets` of the cube."""
    lines = ["solid cube"]
    for face in TRIANGLES[:facets]:
        lines += [" facet normal 0 0 0", "  outer loop"]
        lines += ["   vertex " + " ".join(map(str, CORNERS[index])) for index in face]
        lines += ["  endloop", " endfacet"]
    return "\n".join([*lines, "endsolid cube"]) + "\n"


def stl_bytes(claimed: int | None = None) -> bytes:
    """A binary STL file; `claimed`: the number of facets that its header tells, where that is not the truth."""
    body = b"".join(
        struct.pack("<3f", 0.0, 0.0, 0.0)
        + b"".join(struct.pack("<3f", *CORNERS[index]) for index in face)
        + struct.pack("<H", 0)
        for face in TRIANGLES
    )
    return b"cube".ljust(80) + struct.pack("<I", len(TRIANGLES) if claimed is None else claimed) + body
