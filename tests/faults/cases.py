"""All faults in one list."""

from __future__ import annotations

from dataclasses import replace

from . import (
    case_arguments,
    case_batches,
    case_files,
    case_gltf,
    case_kept,
    case_named,
    case_paths,
    case_prompts,
    case_scenes,
    case_short,
)
from .case import Case
from .known_failures import KNOWN_FAILURES

SUBJECTS: dict[str, tuple[Case, ...]] = {
    "OBJ, PLY and STL files": case_files.CASES,
    "glTF files": case_gltf.CASES,
    "What files name and announce": case_named.CASES,
    "Scenes": case_scenes.CASES,
    "Paths": case_paths.CASES,
    "Arguments and settings": case_arguments.CASES,
    "Many assets": case_batches.CASES,
    "Prompts": case_prompts.CASES,
    "Reports, states, results and models": case_kept.CASES,
    "Memory and disks": case_short.CASES,
}
"""By heading of the table."""

SLOW = frozenset(
    {
        "crlf-obj",
        "inverted-obj",
        "tiny-obj",
        "large-obj",
        "material-obj",
        "text-stl",
        "gltf-embedded",
        "gltf-beside",
        "blend-shared-copied",
        "path-report-none",
        "find-nothing",
        "named-texture",
        "announces-ply-corners",
        "announces-obj-order",
    }
)
"""Whole runs that differ little from others in the list: left to the command that runs all cases on all Blenders."""

CASES: tuple[Case, ...] = tuple(
    replace(case, fails=KNOWN_FAILURES.get(case.name, ""), is_slow=case.name in SLOW)
    for cases in SUBJECTS.values()
    for case in cases
)
