"""Mesh files and prompts drawn at random: everything that a mesh or a sentence can be, and much that it cannot."""

from __future__ import annotations

import random
from collections.abc import Sequence

from ..plain_files import CORNERS, TRIANGLES, obj_text, ply_bytes, ply_text, stl_bytes, stl_text
from .mutations import mutate_bytes

_COORDINATES = ("nan", "inf", "-inf", "1e30", "1e-30", "0", "-0", "1e400", "abc", "", "0x10", "1,5", "5400000.25")
_STYLES = ("gold", "oak", "red velvet", "rusty iron", "linen", "polished dark walnut", "@photo.png", "marble", "grey")
_PARTS = ("lid", "base", "left arm", "seat", "everything else", "legs", "second button", "object", "door handle", "x")
_JOINTS = (", ", " and ", "; ", "\n", "/", " with ", " without ", ": ", " = ", " of ", ",,", " ", "  ", " but not ")
_FRAMES = ("{}", "make the {}", "a {}", "paint it {}!", "{}?", "({})", '"{}"', "\u201e{}\u201c", "please: {} :)")
_SIGNS = tuple(
    "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~\u00e4\u00df\u00f1\u4e2d\u0639\u05d0\u200b\u202e\x00\x07\ufeff\U0001f602\ud800"
)
_FOREIGN = (
    "goldener Deckel",
    "pied en bois",
    "\u91d1\u8272\u306e\u84cb",
    "\u0437\u043e\u043b\u043e\u0442\u0430\u044f",
    "tapa de oro",
)


def mesh_file(draw: random.Random) -> tuple[str, bytes]:
    """Name and content of a mesh file."""
    vertices, faces = _mesh(draw)
    match draw.randrange(7):
        case 0:
            name, content = "mesh.ply", ply_text(vertices, faces).encode()
        case 1:
            order, kind = draw.choice("<>"), draw.choice(("float", "double"))
            name, content = "mesh.ply", ply_bytes(order, kind, draw.choice((None, 0, 7, 9, 10**6)))
        case 2:
            name, content = "mesh.stl", stl_text(draw.randrange(13)).encode()
        case 3:
            name, content = "mesh.stl", stl_bytes(draw.choice((None, 0, 11, 13, 10**7)))
        case _:
            head = draw.choice(("", "o Vase", "g \u00e4\nusemtl x", "mtllib a.mtl", "s off", "vt 0 0\nvn 0 0 1"))
            encoding = draw.choice(("utf-8", "utf-8", "utf-8", "latin-1", "utf-16", "utf-32", "utf-8-sig"))
            name, content = "mesh.obj", obj_text(vertices, faces, head).encode(encoding)
    return name, mutate_bytes(content, draw) if draw.random() < 0.3 else content


def _mesh(draw: random.Random) -> tuple[list[list[object]], list[Sequence[int]]]:
    """A cube, or a heap of corners, with faces of all kinds: doubled, degenerate, inside out, of corners not there."""
    vertices: list[list[object]] = [list(corner) for corner in CORNERS]
    faces: list[Sequence[int]] = [tuple(face) for face in TRIANGLES]
    if draw.random() < 0.4:
        scale = 10.0 ** draw.randint(-6, 7)
        count = draw.randint(1, 40)
        vertices = [[draw.uniform(-scale, scale) for _ in range(3)] for _ in range(count)]
        corners = [draw.randint(1, 7) for _ in range(draw.randint(0, 60))]
        faces = [[draw.randrange(count) for _ in range(corner)] for corner in corners]
    for _ in range(draw.randint(0, 4)):
        match draw.randrange(6):
            case 0:
                draw.choice(vertices)[draw.randrange(3)] = draw.choice(_COORDINATES)
            case 1 if faces:
                faces.append(draw.choice(faces))
            case 2 if faces:
                faces.append(tuple(reversed(draw.choice(faces))))
            case 3:
                faces.append([draw.choice((-1, 0, len(vertices), 2**31, 10**12)) for _ in range(3)])
            case 4:
                vertices.append(list(draw.choice(vertices)))
            case _:
                faces = faces[: draw.randint(0, len(faces))]
    return vertices, faces


def prompt(draw: random.Random) -> str:
    """Something that an artist might type, or a cat on the keyboard."""
    kind = draw.random()
    if kind < 0.15:
        return "".join(draw.choice((*_SIGNS, *"abc  \n\t")) for _ in range(draw.randint(0, 60)))
    pieces = [
        draw.choice(
            (
                f"{draw.choice(_STYLES)} {draw.choice(_PARTS)}",
                f"{draw.choice(_PARTS)}: {draw.choice(_STYLES)}",
                f"the {draw.choice(_PARTS)} {draw.choice(_STYLES)}",
                draw.choice(_PARTS),
                draw.choice(_STYLES),
                f"no {draw.choice(_PARTS)}",
                f"not {draw.choice(_STYLES)} {draw.choice(_PARTS)}",
                f"{draw.choice(_STYLES)}-free {draw.choice(_PARTS)}",
                draw.choice(_FOREIGN),
            )
        )
        for _ in range(draw.randint(1, 6))
    ]
    text = pieces[0]
    for piece in pieces[1:]:
        text += draw.choice(_JOINTS) + piece
    text = draw.choice(_FRAMES).format(text)
    if kind > 0.7:
        for _ in range(draw.randint(1, 5)):
            place = draw.randrange(len(text) + 1)
            text = text[:place] + draw.choice(_SIGNS) + text[place + draw.randrange(2) :]
    if kind > 0.97:
        text *= draw.randint(2, 200)
    return text.upper() if draw.random() < 0.1 else text
