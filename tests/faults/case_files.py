"""Faults of mesh files: OBJ, PLY and STL, broken, empty, in other encodings, dirty."""

from __future__ import annotations

from .case import RUN, SHORT, Case, data, text
from .plain_files import CORNERS, TRIANGLES, moved, obj_text, ply_bytes, ply_text, stl_bytes, stl_text

NAMES_FILE = "names the file"
NO_FACES = "there are no faces, and what to do"
NO_MESH = "there is no mesh in the file"
LINE = "names the file and the line"
NOT_FINITE = "how many vertices are no numbers"
STYLED = "done"
OUTPUT = ("out.blend",)
NAN = float("nan")
TWO_OBJECTS = obj_text(head="o Gef\u00e4\u00df") + obj_text(
    moved((5.0, 0.0, 0.0)), [tuple(i + 8 for i in face) for face in TRIANGLES], "o D\u00e9cor"
)


_CRASH = ply_bytes("<", "double").replace(b"ary_little_endian 1.0\nelement vertex 8\nproperty double x\np", b"")
"""A part of the header is gone, the format's name with it."""


_SPELLED = "v -1. -.5e0 +1E+0 0.5 0.5 0.5\nv\t1.e0\t0\t.5  # a corner\n v 1e-1 2 3 \r\nv 0 0 0 1\nf 1 2 3\nf 1 2 4\n"


def _refused(
    name: str, does: str, content: str | bytes, says: str, kind: str = NAMES_FILE, code: str = "INPUT_FILE"
) -> Case:
    """A file called `name` that is refused."""
    raw = content.encode() if isinstance(content, str) else content
    file = f"mesh{name[name.index('.') :]}"
    patterns = (says,) if says else (rf"{file}",)
    return Case(
        name.replace(".", "-"),
        does,
        ("--input", file, *RUN),
        code,
        kind,
        patterns,
        data(file, raw),
    )


def _styled(name: str, does: str, content: str | bytes, *more: str, prompt: str = "gold") -> Case:
    """A file called `name` that is odd and styled all the same."""
    raw = content.encode() if isinstance(content, str) else content
    file = f"mesh{name[name.index('.') :]}"
    arguments = ("--input", file, "--prompt", prompt, "--output", "out.blend", *SHORT, *more)
    return Case(name.replace(".", "-"), does, arguments, "OK", STYLED, (), data(file, raw), OUTPUT)


OBJ = (
    _refused("empty.obj", "an OBJ file of no bytes", b"", "is empty"),
    _refused("blank.obj", "an OBJ file of blank lines", "\n \n\n", ""),
    _refused("points.obj", "an OBJ file of points alone", obj_text(faces=()), "no faces", NO_FACES),
    _refused("lines.obj", "an OBJ file of lines alone", obj_text(faces=()) + "l 1 2 3\n", "no faces", NO_FACES),
    _refused("beyond.obj", "OBJ faces of corners that are not there", obj_text(faces=[(0, 1, 900)]), ""),
    _refused("text.obj", "a letter called mesh.obj", "Dear all,\nplease find attached.\n", ""),
    _refused("noise.obj", "random bytes called mesh.obj", bytes((i * 73 + i // 7) % 256 for i in range(4096)), ""),
    _refused("picture.obj", "a PNG file called mesh.obj", b"\x89PNG\r\n\x1a\n" + bytes(200), ""),
    _refused("page.obj", "a web page called mesh.obj", "<!DOCTYPE html><html>404</html>", ""),
    _styled("utf16.obj", "an OBJ file in UTF-16", obj_text().encode("utf-16")),
    _refused(
        "nan.obj",
        "an OBJ coordinate that is nan",
        obj_text([*CORNERS[:7], (NAN, 0, 0)]),
        r"line 8 has.*\(\"v nan",
        LINE,
    ),
    _refused(
        "huge.obj",
        "an OBJ coordinate of 1e30",
        obj_text([*CORNERS[:7], (1e30, 0, 0)]),
        "1 of the 8",
        NOT_FINITE,
        "MESH",
    ),
    _refused(
        "point.obj",
        "an OBJ file whose faces lie in one point",
        obj_text([(1, 2, 3)] * 8),
        "one point",
        "says so",
        "MESH",
    ),
    _refused(
        "line.obj",
        "an OBJ file whose faces have no area",
        obj_text([(i, 2 * i, 3 * i) for i in range(8)]),
        "one line",
        "says so",
        "MESH",
    ),
    _refused("comma.obj", "OBJ coordinates with commas", obj_text([*CORNERS[:7], ("1,5", 0, 0)]), "line 8 has", LINE),
    _refused("word.obj", "an OBJ coordinate that is a word", obj_text([*CORNERS[:7], ("a", 0, 0)]), "line 8 has", LINE),
    _refused("two.obj", "an OBJ corner of two coordinates", obj_text([*CORNERS[:7], (1, 2)]), "line 8 has", LINE),
    _refused("comma.stl", "STL coordinates with commas", stl_text().replace("1.0", "1,0"), "line 4 has", LINE),
    _styled("numbers.obj", "numbers of every spelling, and colours", _SPELLED),
    _styled("triangle.obj", "one triangle", obj_text(CORNERS[:3], [(0, 1, 2)])),
    _styled(
        "plane.obj", "a plane without thickness", obj_text([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)], [(0, 1, 2, 3)])
    ),
    _styled("latin1.obj", "object names in Latin-1", TWO_OBJECTS.encode("latin-1"), prompt=RUN[1]),
    _styled(
        "dirty.obj",
        "doubled, unused and degenerate faces",
        obj_text([*CORNERS, (9, 9, 9)], [*TRIANGLES, *TRIANGLES[:3], (0, 0, 1), (2, 2, 2)]),
    ),
    _styled("inverted.obj", "all faces inside out", obj_text(faces=[face[::-1] for face in TRIANGLES])),
    _styled("crlf.obj", "Windows line ends and tabs", obj_text().replace("\n", "\r\n").replace(" ", "\t")),
    _styled("tiny.obj", "a cube of a micrometre", obj_text(moved((0, 0, 0), 5e-7))),
    _styled("large.obj", "a cube of a thousand kilometres", obj_text(moved((0, 0, 0), 5e5))),
    _styled(
        "ngon.obj",
        "a face of 200 corners and a bow tie",
        obj_text([(i % 20, i // 20, (i * 7 % 5) / 9) for i in range(200)], [tuple(range(200)), (0, 1, 2, 0)]),
    ),
    _styled("material.obj", "a material library that is not there", "mtllib absent.mtl\nusemtl Gold\n" + obj_text()),
)
"""OBJ files."""

PLY_AND_STL = (
    _refused("empty.ply", "a PLY file of no bytes", b"", "is empty"),
    _refused("header.ply", "a PLY header without its end", "ply\nformat ascii 1.0\nelement vertex 8\n", ""),
    _refused("points.ply", "a PLY file of points alone", ply_text(faces=()), "no faces", NO_FACES),
    _refused("short.ply", "a binary PLY file cut in the middle", ply_bytes()[:-100], ""),
    _refused("claims.ply", "a PLY header that announces a million vertices", ply_bytes(vertex_count=10**6), ""),
    _refused("other.ply", "a PLY file of an unknown format", ply_text().replace("ascii 1.0", "ebcdic 9.0"), ""),
    _refused("text.ply", "a letter called mesh.ply", "Dear all,\n", ""),
    _refused("beyond.ply", "PLY faces of corners that are not there", ply_text(faces=[(0, 1, 900)]), ""),
    _refused(
        "nan.ply", "a PLY coordinate that is nan", ply_text([*CORNERS[:7], (NAN, 0, 0)]), "line 17 has.*no number", LINE
    ),
    _styled("big.ply", "a PLY file of doubles, big end first", ply_bytes(">", "double")),
    _refused(
        "binary-nan.ply",
        "a binary PLY file with a coordinate that is nan",
        ply_bytes().replace(b"\x00\x00\x80?", b"\x00\x00\xc0\x7f", 1),
        "1 of its coordinates",
        NOT_FINITE,
    ),
    _refused(
        "vertexless.ply",
        "a PLY header without vertices",
        ply_text().replace("vertex 8", "corner 8"),
        "x, y and z",
        NAMES_FILE,
    ),
    _refused("crash.ply", "a PLY header that Blender's importer dies of", _CRASH, ""),
    _refused("control.ply", "a PLY header with control characters", ply_text().replace("face", "\x01\0\0\0"), ""),
    _refused(
        "nan.stl",
        "a binary STL file with coordinates that are nan",
        stl_bytes().replace(b"\x00\x00\x80?", b"\x00\x00\xc0\x7f", 2),
        "2 of its coordinates",
        NOT_FINITE,
    ),
    _refused("empty.stl", "an STL file of no bytes", b"", "is empty"),
    _refused("facets.stl", "an ASCII STL file without facets", stl_text(0), "", NO_MESH),
    _refused("claims.stl", "an STL file that announces 4 billion facets", stl_bytes(2**32 - 1), ""),
    _refused("short.stl", "a binary STL file cut in the middle", stl_bytes()[:-77], ""),
    _refused("page.stl", "a web page called mesh.stl", "<!DOCTYPE html><html>404</html>", ""),
    _styled("text.stl", "an ASCII STL file, corners of faces apart", stl_text()),
)
"""PLY and STL files."""

WITHOUT_SUFFIX = Case(
    "no-suffix",
    "a mesh file without a suffix",
    ("--input", "mesh", *RUN),
    "INPUT_FILE",
    "names the kinds there are",
    (r"unknown kind", r"\.obj"),
    text("mesh", obj_text()),
)
FOLDER = Case(
    "folder-as-mesh",
    "a folder called mesh.obj",
    ("--input", "mesh.obj", *RUN),
    "INPUT_FILE",
    NAMES_FILE,
    (r"mesh\.obj",),
    lambda folder: (folder / "mesh.obj").mkdir(),
)
CASES = (*OBJ, *PLY_AND_STL, WITHOUT_SUFFIX, FOLDER)
