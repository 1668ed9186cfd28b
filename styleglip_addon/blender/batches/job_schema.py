"""What a job file may say of an asset, and the command's options that each of it becomes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .job_files import JobText, Where

Arguments = list[str]


@dataclass(frozen=True)
class Kind:
    """A kind of value.

    Args:
        told: what it is, for sentences and the documentation.
        fits: whether a value is one.
        merges: whether an asset's value is added to the defaults' instead of replacing it.
    """

    told: str
    fits: Callable[[Any], bool]
    merges: bool = False


@dataclass(frozen=True)
class Entry:
    """A name that may stand in an asset or below "defaults".

    Args:
        kind: of its value.
        told: what it says.
        options: the command's options for a value; None: it says what is worked on.
    """

    kind: Kind
    told: str
    options: Callable[[Any], Arguments] | None = None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_mapping(value: Any, fits: Callable[[Any], bool]) -> bool:
    return isinstance(value, dict) and all(fits(item) for item in value.values())


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != "" and "\x00" not in value


_TEXT = Kind("a text", _is_text)
_TEXTS = Kind(
    "a text, or a list of texts",
    lambda value: _is_text(value) or (isinstance(value, list) and value != [] and all(map(_is_text, value))),
)
_WHOLE = Kind("a whole number", _is_whole)
_SWITCH = Kind("true or false", lambda value: isinstance(value, bool))
_SECONDS = Kind("a number of seconds above 0", lambda value: _is_number(value) and 0 < value < 1e9)
_SETTINGS = Kind("a mapping of settings", lambda value: isinstance(value, dict), merges=True)
_PLACES = Kind('a mapping of parts to "SOURCE:NAME"', lambda value: _is_mapping(value, _is_text), merges=True)
_NUMBERS = Kind("a mapping of parts to numbers", lambda value: _is_mapping(value, _is_number), merges=True)
_SEEDS = Kind("a mapping of parts to seeds", lambda value: _is_mapping(value, _is_whole), merges=True)
_TEXTURES = Kind("auto, off or a size in pixels", lambda value: value in ("auto", "off") or _is_whole(value))


def _as(option: str) -> Callable[[Any], Arguments]:
    return lambda value: [f"{option}={value}"]


def _when(option: str, wanted: bool = True) -> Callable[[Any], Arguments]:
    return lambda value: [option] if value is wanted else []


def _each(option: str) -> Callable[[Any], Arguments]:
    return lambda value: [f"{option}={part}={item}" for part, item in value.items()]


ENTRIES: Mapping[str, Entry] = {
    "input": Entry(_TEXTS, "files, folders, or patterns such as lamps/*.obj"),
    "object": Entry(_TEXTS, "objects of a .blend file by name"),
    "collection": Entry(_TEXTS, "collections of a .blend file by name: each of their meshes"),
    "all": Entry(_SWITCH, "each mesh of a .blend file that its scene shows"),
    "name": Entry(_TEXT, "what {name} stands for"),
    "timeout": Entry(_SECONDS, "the most seconds that the asset may take"),
    "prompt": Entry(_TEXT, "what should look how", _as("--prompt")),
    "output": Entry(_TEXT, "the file to write, or a pattern", _as("--output")),
    "report": Entry(_TEXT, "the JSON file to write, or a pattern", _as("--report")),
    "picture": Entry(_TEXT, "the PNG file to write, or a pattern", _as("--picture")),
    "up": Entry(_TEXT, "the axis of the file that points up", _as("--up")),
    "seed": Entry(_WHOLE, "of all random numbers", _as("--seed")),
    "iterations": Entry(_WHOLE, "optimisation steps", _as("--iterations")),
    "device": Entry(_TEXT, "where the networks run", _as("--device")),
    "preset": Entry(_TEXT, "a whole recipe to start from", _as("--preset")),
    "settings": Entry(_SETTINGS, "engine settings", lambda value: [f"--settings={json.dumps(value)}"]),
    "model": Entry(_TEXT, "a folder or file for both models", _as("--model")),
    "glip": Entry(_TEXT, "another GLIP", _as("--glip")),
    "clip": Entry(_TEXT, "another CLIP", _as("--clip")),
    "masks": Entry(_PLACES, "where parts are, instead of looking for them", _each("--mask")),
    "names": Entry(_SWITCH, "whether names in the file say where parts are", _when("--no-names", False)),
    "scale": Entry(_NUMBERS, "how large parts' materials are", _each("--scale")),
    "choose": Entry(_SEEDS, "pieces of parts' materials", _each("--choose")),
    "variations": Entry(_WHOLE, "how many other pieces are shown on a sheet", _as("--variations")),
    "textures": Entry(_TEXTURES, "textures in the same run", _as("--textures")),
    "bake": Entry(_WHOLE, "textures of every kind, of so many pixels", _as("--bake")),
    "bake_folder": Entry(_TEXT, "the folder for textures, or a pattern", _as("--bake-folder")),
    "bake_overwrite": Entry(_SWITCH, "whether textures there are replaced", _when("--bake-overwrite")),
    "dense_copy": Entry(_SWITCH, "whether a denser copy is added", _when("--dense-copy")),
    "make_single_user": Entry(_SWITCH, "whether a shared mesh is copied", _when("--make-single-user")),
    "from_report": Entry(_TEXT, "the report of a run to do again", _as("--from-report")),
}
"""All that may stand in an asset. What is told of a wrong value beyond its kind is what the command tells."""

PATHS = ("output", "report", "picture", "bake_folder", "from_report", "model", "glip", "clip")
"""Entries that name files: where they are not absolute they are seen from the job file's folder."""

PATTERNS = ("output", "report", "picture", "bake_folder")
"""Entries that are filled in for each asset."""

TOP = ("version", "defaults", "assets")
VERSION = 1


def read_entries(job: JobText) -> list[tuple[Where, dict[str, Any]]]:
    """The assets' entries, each with the defaults, by their places in the file.

    Raises:
        JobError: an entry is unknown, missing or of another kind; the message names the line.
    """
    data = job.data
    if not isinstance(data, dict):
        raise job.error((), 'a job is a mapping with "assets", a list of what is to be made.')
    _known(job, (), data, TOP, "a job")
    if data.get("version", VERSION) != VERSION:
        raise job.error(("version",), f"this is a job of another version; only {VERSION} is read.")
    defaults = data.get("defaults") or {}
    _check(job, ("defaults",), defaults)
    assets = data.get("assets")
    if not isinstance(assets, list) or not assets:
        raise job.error(("assets",), '"assets" must be a list of what is to be made, with an "input" each.')
    merged = []
    for number, own in enumerate(assets):
        where: Where = ("assets", number)
        _check(job, where, own)
        both = {**defaults, **own}
        for name, value in own.items():
            if ENTRIES[name].kind.merges and name in defaults:
                both[name] = _merged(defaults[name], value)
        if "input" not in both:
            raise job.error(where, 'this asset has no "input".')
        merged.append((where, both))
    return merged


def arguments_of(entries: Mapping[str, Any]) -> Arguments:
    """The command's options for an asset's entries."""
    found: Arguments = []
    for name, value in entries.items():
        if (options := ENTRIES[name].options) is not None:
            found += options(value)
    return found


def _check(job: JobText, where: Where, entries: Any) -> None:
    if not isinstance(entries, dict):
        raise job.error(where, f"this must be a mapping such as {{input: lamps/*.obj}}, not {_short(entries)}.")
    _known(job, where, entries, tuple(ENTRIES), "an asset")
    for name, value in entries.items():
        kind = ENTRIES[name].kind
        if not kind.fits(value):
            raise job.error((*where, name), f'"{name}" must be {kind.told}, not {_short(value)}.')


def _known(job: JobText, where: Where, entries: Mapping[str, Any], names: tuple[str, ...], what: str) -> None:
    from difflib import get_close_matches

    for name in entries:
        if name not in names:
            near = get_close_matches(name, names, 1)
            meant = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(names)}."
            raise job.error((*where, name), f'{what} has no "{name[:60]}". {meant}')


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in own.items():
        both = isinstance(value, dict) and isinstance(merged.get(name), dict)
        merged[name] = _merged(merged[name], value) if both else value
    return merged


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:60]}..."
