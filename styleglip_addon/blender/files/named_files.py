"""Which of the files that a mesh file names may be read: those in its own folder and below, links followed.

A mesh file comes from anywhere. What it names elsewhere, an artist's private file or one of another computer, would be
packed into what is handed on.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

_MOST_NAMED = 3


def file_within(folder: Path, name: str, beside: Path | None = None) -> Path | None:
    """What a name in a file stands for, whether it is there or not; None where that is outside of a folder.

    None also where it is no file but a device or a pipe, which would be waited for. No other computer is asked for it.

    Args:
        folder: that it has to be in, or below.
        name: a path as programs write it, with slashes of either kind.
        beside: folder of the file that has the name; None: `folder`.
    """
    plain = name.replace("\\", "/")
    if plain.startswith("//") or not plain.isprintable():
        return None
    try:
        root = folder.resolve()
        named = (root if beside is None else beside.resolve()).joinpath(plain)
        # Some programs take "a/.." for nothing, whatever "a" is, others go to where a link leads and up from there.
        path, other = Path(os.path.normpath(named)).resolve(), named.resolve()
        is_within = path.is_relative_to(root) and other.is_relative_to(root)
        return path if is_within and (path.is_file() or not path.exists()) else None
    except (OSError, RuntimeError, ValueError):  # links in a circle, a name that no system has
        return None


def is_there(path: Path | None) -> bool:
    """Whether a path is that of a file."""
    try:
        return path is not None and path.is_file()
    except OSError:  # a name that is too long
        return False


def left_out_note(path: Path, names: Sequence[str]) -> tuple[str, ...]:
    """A sentence about what a file names and what was not read, because it is not in its folder; none for nothing."""
    if not names:
        return ()
    what = f'"{path}" names {_listed(names)}, which is not in its folder and is left out.'
    return (f"{what} Copy it into the folder if it is needed.",)


def _listed(names: Sequence[str]) -> str:
    unique = list(dict.fromkeys(names))
    told = ", ".join(f'"{shortened(name)}"' for name in unique[:_MOST_NAMED])
    return told + (f" and {len(unique) - _MOST_NAMED} more" if len(unique) > _MOST_NAMED else "")


def shortened(name: str) -> str:
    """A name for a sentence: on one line, and not longer than one can read."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name.strip().strip('"'))
    return plain if len(plain) <= 80 else f"...{plain[-77:]}"
