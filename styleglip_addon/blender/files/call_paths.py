"""The paths of one call: none that is written may be one that is read, or another one that is written."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Mapping
from pathlib import Path

import bpy

from ...engine.models import EMBEDDED
from ...engine.prompts.reading import parse_prompt
from ...engine.vocabulary.errors import PromptError
from ...engine.vocabulary.picture_words import picture_of
from .scene_files import INPUT_SUFFIXES
from .used_files import is_same_file, plain_path

_OPEN = "the open file"
_OF_OTHERS = (*INPUT_SUFFIXES, ".mtl", ".bin", ".safetensors", ".png", ".jpg", ".jpeg", ".exr", ".webp", ".tif", ".bmp")
"""Ends of names that a report does not have: a file of that name is somebody's work."""


def path_clash(values: argparse.Namespace) -> str:
    """What is wrong with the paths of a command line, as the end of a sentence; "" if nothing is.

    Links, hard links, capitals and ways of writing an accent are no difference, and a file within a model's folder is
    the model's. A .blend may be saved over itself, for it keeps what was there; a mesh file would lose it.
    """
    written = _written(values)
    read = _read(values)
    names = list(written)
    for number, name in enumerate(names):
        for other in names[number + 1 :]:
            if is_same_file(written[name], written[other]):
                return _are_same(name, other)
        for other, path in read.items():
            in_place = name == "--output" and other in ("--input", _OPEN) and path.suffix.lower() == ".blend"
            if not in_place and (is_same_file(written[name], path) or _is_within(written[name], path)):
                return _are_same(name, other)
    if values.report is not None and values.report.suffix.lower() in _OF_OTHERS:
        return f'--report is a JSON file; "{values.report.name}" is called like another kind of file'
    return ""


def _written(values: argparse.Namespace) -> dict[str, Path]:
    """The files that are written, by the options that say so; those beside another one too."""
    named: Mapping[str, Path | None] = {
        "--report": values.report,
        "--picture": values.picture,
        "--output": values.output,
        "--bake-folder": values.bake_folder,
    }
    written = {name: path for name, path in named.items() if path is not None}
    if values.output is not None and values.output.suffix.lower() == ".obj":
        written["the materials of --output"] = values.output.with_suffix(".mtl")
    if values.output is not None and values.variations:
        for suffix in (".png", ".json"):
            written[f"the sheet of --variations ({suffix})"] = values.output.with_name(
                f"{values.output.stem}-variations{suffix}"
            )
    if values.output is not None and values.find_parts is not None:
        for name, suffix in (("--picture", ".png"), ("--report", ".json")):
            written.setdefault(name, values.output.with_name(f"{values.output.stem}-parts{suffix}"))
    return written


def _read(values: argparse.Namespace) -> dict[str, Path]:
    named: dict[str, str | Path | None] = {
        "--input": values.input,
        "--from-report": values.from_report,
        "--from-state": values.from_state,
        "--settings": None if (values.settings or "{").lstrip().startswith("{") else values.settings,
    }
    for name in ("model", "glip", "clip"):
        value = getattr(values, name)
        named[f"--{name}"] = None if value == EMBEDDED else value
    if values.input is None and bpy.data.filepath:
        named[_OPEN] = bpy.data.filepath
    read = {name: Path(path).expanduser() for name, path in named.items() if path}
    with contextlib.suppress(PromptError):  # what is wrong with it is told where it is read
        for part in parse_prompt(values.prompt) if values.prompt else ():
            if path := picture_of(part.style):
                read[f'the picture "{path}"'] = Path(path).expanduser()
    return read


def _are_same(name: str, other: str) -> str:
    return f"{name} and {other} are the same file; give each a name of its own"


def _is_within(path: Path, folder: Path) -> bool:
    """Whether a file that is there lies in a folder."""
    try:
        is_there = folder.is_dir() and path.exists()
    except OSError:  # a name that no file can have
        return False
    return is_there and plain_path(folder) in [plain_path(parent) for parent in path.resolve().parents]
