"""Faults of what there is not enough of: memory, and room on the disk, before and after the result is safe."""

from __future__ import annotations

from .case import SHORT, Case, text
from .plain_files import obj_text
from .results import STATE, left

CUBE = text("vase.obj", obj_text())
STYLE = ("--input", "vase.obj", "--prompt", "gold", *SHORT)
_PAGE = 4096

MEMORY = (
    Case(
        "memory-models",
        "memory that is not enough for PyTorch and a model",
        (*STYLE, "--output", "out.blend"),
        "RESOURCES",
        "says that memory is short, and what to lower",
        ("not enough memory", "Close other programs"),
        CUBE,
        own_process=True,
        memory=5 * 2**29,
    ),
)
"""Memory."""

DISK = (
    Case(
        "disk-report",
        "a disk that is full when the report is written, the result being safe",
        (*STYLE, "--output", "out.blend", "--report", "small/run.json"),
        "INCOMPLETE",
        "names the file and why; the result is there",
        (r"small/run\.json", "No space left|full"),
        CUBE,
        ("out.blend",),
        disk=_PAGE,
    ),
    Case(
        "disk-textures",
        "a disk that is full when textures are written, the result being safe",
        (
            *("--from-state", STATE, "--input", "vase.blend", "--output", "out.blend"),
            *("--bake", "512", "--bake-folder", "small/textures"),
        ),
        "INCOMPLETE",
        "names the folder and why, and the command for later",
        ("small/textures", "Free some space", r"--bake 512 .* makes that from the saved result"),
        left("vase.blend", STATE),
        ("out.blend",),
        disk=4 * _PAGE,
    ),
    Case(
        "disk-output",
        "a disk that is full when the result is saved",
        (*STYLE, "--output", "small/out.blend"),
        "OUTPUT",
        "names the file and where the result was kept",
        (r"small/out\.blend", "Free some space", r"kept in .*\.safetensors", "--from-state"),
        CUBE,
        ("temporary/*.safetensors",),
        disk=4 * _PAGE,
    ),
)
"""Room on the disk."""

CASES = (*MEMORY, *DISK)
