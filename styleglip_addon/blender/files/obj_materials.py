"""The material files of an OBJ file and the pictures that they name, as far as they lie in its folder.

Blender reads every library that the OBJ file names and the one that is called like it; pictures that it does not find
it looks for with blanks in place of underscores, and beside the library. The formats: Wavefront, Advanced Visualizer
Manual, Appendix B1, and MTL Material Format, 1995.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .named_files import file_within, is_there, left_out_note

_BLANK = rb"[\x00-\x09\x0b-\x20]"
"""What Blender takes for one between words of a line."""
_OPTION = (
    rb"-[a-z]\w*(?:" + _BLANK + rb"+(?:on|off|[-+]?[\d.]+(?:e[-+]?\d+)?|[a-z]|sphere|cube_\w+)(?=" + _BLANK + rb"))*"
)
_LIBRARY = re.compile(rb"^" + _BLANK + rb"*mtllib" + _BLANK + rb"+([^\n]*)", re.M | re.I)
_PICTURE = re.compile(
    rb"^("
    + _BLANK
    + rb"*(?:map_\w+|bump|norm|disp|refl|decal)"
    + _BLANK
    + rb"+(?:"
    + _OPTION
    + _BLANK
    + rb"+)*)([^\n]*)",
    re.M | re.I,
)
_CONTINUED = re.compile(rb"\\\r?\n")


@dataclass(frozen=True)
class Materials:
    """What is imported in place of an OBJ file that names material libraries.

    Args:
        text: the OBJ file's, naming `files`.
        files: content by name.
        notes: what was left out, a sentence each.
        is_plain: whether Blender finds the same in the OBJ file itself.
    """

    text: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    is_plain: bool = True


def read_materials(path: Path, text: bytes, as_utf8: Callable[[bytes], bytes]) -> Materials:
    """The materials of an OBJ file.

    Args:
        path: of the file.
        text: its content in UTF-8.
        as_utf8: makes that of a library's content.

    Raises:
        OSError: a library is there and cannot be read.
    """
    reader = _Reader(path.parent, as_utf8)
    changed = _LIBRARY.sub(reader.line, _CONTINUED.sub(b"  ", text))
    beside = path.with_suffix(".mtl").name
    if (path.parent / beside).exists() and (line := reader.library(beside, b"")):
        changed = line + b"\n" + changed
    return Materials(changed, reader.files, left_out_note(path, reader.missing), reader.is_plain)


@dataclass
class _Reader:
    """Reads libraries, and notes what they name that is not in the folder."""

    folder: Path
    as_utf8: Callable[[bytes], bytes]
    missing: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    called: dict[Path, str] = field(default_factory=dict)
    is_plain: bool = True

    def line(self, match: re.Match[bytes]) -> bytes:
        """The line for a library that is read in place of the file's own."""
        return self.library(match[1].decode(errors="replace").strip(), b"#")

    def library(self, name: str, otherwise: bytes) -> bytes:
        """A line that names a library, or another one where it is not read."""
        found = self._find(name, self.folder)
        if found is None:
            return otherwise
        if found in self.called:
            return b"mtllib " + self.called[found].encode() if otherwise else b""
        self.called[found] = f"material{len(self.called)}.mtl"
        raw = found.read_bytes()
        content = self.as_utf8(raw)
        self.is_plain &= content == raw
        self.files[self.called[found]] = _PICTURE.sub(
            lambda match: self._picture(match, found.parent), _CONTINUED.sub(b"  ", content)
        )
        return b"mtllib " + self.called[found].encode()

    def _picture(self, match: re.Match[bytes], beside: Path) -> bytes:
        """The line for a picture, with its whole path."""
        found = self._find(match[2].decode(errors="replace").strip(), beside)
        return b"#" if found is None else match[1] + str(found).encode(errors="surrogateescape")

    def _find(self, name: str, beside: Path) -> Path | None:
        """The file that a name stands for; None, and noted, where it is not there or not in the folder."""
        plain = name.strip('"').replace("\\", "/")
        last = plain.rpartition("/")[2]
        # What an option of the line would leave of the name, if Blender knows one that is not known here.
        ends = [plain[at:] for at in range(1, len(plain)) if plain[at - 1].isspace()]
        places = {one: file_within(self.folder, one, beside) for one in (plain, plain.replace("_", " "), last, *ends)}
        if None in places.values():
            self.is_plain = False
        found = next((place for place in list(places.values())[:3] if is_there(place)), None)
        self.is_plain &= found is None or "\\" not in name  # Blender takes that for a letter, but on Windows
        if found is None:
            self.missing.append(name)
        return found
