"""Faults of paths: wrong ones, and pairs of which one would overwrite the other."""

from __future__ import annotations

import os
from pathlib import Path

from .case import RUN, SHORT, Case, Maker, both, text
from .plain_files import obj_text

CUBE = text("vase.obj", obj_text())
INPUT = ("--input", "vase.obj")
STYLE = ("--prompt", "gold", *SHORT)
ODD = 'o "u" t \u00e4.blend'
SAME = "names the two options"
NAMES_PLACE = "names the place and why"


def _link(name: str, to: str) -> Maker:
    return lambda folder: (folder / name).symlink_to(to)


def _hard_link(name: str, to: str) -> Maker:
    return lambda folder: os.link(folder / to, folder / name)


def _folder(name: str) -> Maker:
    def make(folder: Path) -> None:
        (folder / name).mkdir(parents=True)

    return make


def _pair(name: str, does: str, *arguments: str, files: Maker = CUBE, says: tuple[str, ...] = ()) -> Case:
    """Two options of one place."""
    return Case(f"pair-{name}", does, arguments, "USAGE", SAME, says, files)


def _place(name: str, does: str, *arguments: str, files: Maker = CUBE, says: tuple[str, ...] = ()) -> Case:
    """A place that cannot be written."""
    return Case(f"place-{name}", does, arguments, "OUTPUT", NAMES_PLACE, says, files)


CASES = (
    Case(
        "path-absent",
        "a mesh file that is not there",
        ("--input", "absent.obj", *RUN),
        "INPUT_FILE",
        "names the file",
        (r"absent\.obj.*does not exist",),
    ),
    Case(
        "path-suffix",
        "a mesh file of an unknown kind",
        ("--input", "vase.fbx", *RUN),
        "INPUT_FILE",
        "names the kinds there are",
        (r"\.fbx", r"\.obj"),
        text("vase.fbx", "Kaydara FBX Binary"),
    ),
    Case("path-none", "no mesh, and no file open", RUN, "INPUT_FILE", "says how to name one", ("--input",)),
    Case(
        "path-output-kind",
        "an output of an unknown kind",
        (*INPUT, "--prompt", "gold", "--output", "out.fbx"),
        "USAGE",
        "names the kinds there are",
        (r"\.blend", r"\.glb", r"out\.fbx"),
        CUBE,
    ),
    _place(
        "below-file",
        "an output below a file",
        *INPUT,
        "--prompt",
        "gold",
        "--output",
        "vase.obj/out.blend",
        says=(r"vase\.obj", "cannot be written"),
    ),
    _place(
        "is-folder",
        "an output that is a folder",
        *INPUT,
        *RUN,
        files=both(CUBE, _folder("out.blend")),
        says=(r"out\.blend", "cannot be written"),
    ),
    _place(
        "long-name",
        "an output with a name of 300 letters",
        *INPUT,
        "--prompt",
        "gold",
        "--output",
        f"{'o' * 300}.blend",
        says=("cannot be written",),
    ),
    _place(
        "report-below-file",
        "a report below a file",
        *INPUT,
        *RUN,
        "--report",
        "vase.obj/run.json",
        says=(r"run\.json", "cannot be written"),
    ),
    _place(
        "textures-taken",
        "a folder that has textures of these names",
        *INPUT,
        *RUN,
        "--bake",
        "64",
        "--bake-folder",
        "textures",
        files=both(CUBE, text("textures/vase color.png", "mine")),
        says=("vase color.png", "textures"),
    ),
    _pair(
        "textures-input",
        "the folder for textures is the mesh",
        *INPUT,
        *RUN,
        "--bake",
        "64",
        "--bake-folder",
        "vase.obj",
        says=("--bake-folder", "--input", "same file"),
    ),
    _place(
        "textures-file",
        "a folder for textures that is a file",
        *INPUT,
        *RUN,
        "--bake",
        "64",
        "--bake-folder",
        "notes.txt",
        files=both(CUBE, text("notes.txt", "mine")),
        says=(r"notes\.txt",),
    ),
    _pair(
        "report-input",
        "the report is the mesh",
        *INPUT,
        *RUN,
        "--report",
        "vase.obj",
        says=("--report", "--input", "same file"),
    ),
    _pair(
        "report-output",
        "the report is the output",
        *INPUT,
        *RUN,
        "--report",
        "out.blend",
        says=("--report", "--output", "same file"),
    ),
    _pair(
        "report-spelled",
        "the report is the output, spelled otherwise",
        *INPUT,
        *RUN,
        "--report",
        "./new/../out.blend",
        says=("same file",),
    ),
    _pair(
        "report-capitals",
        "the report is the output in capitals",
        *INPUT,
        *RUN,
        "--report",
        "OUT.blend",
        says=("same file",),
    ),
    _pair(
        "report-link",
        "the report is a link to the mesh",
        *INPUT,
        *RUN,
        "--report",
        "link.json",
        files=both(CUBE, _link("link.json", "vase.obj")),
        says=("--report", "--input", "same file"),
    ),
    _pair(
        "report-folder-link",
        "the report lies in a linked folder, over the mesh",
        *INPUT,
        *RUN,
        "--report",
        "there/vase.obj",
        files=both(CUBE, _link("there", ".")),
        says=("same file",),
    ),
    _pair(
        "picture-input",
        "the picture is the mesh",
        "--find-parts",
        "lid",
        "--input",
        "vase.obj",
        "--picture",
        "vase.png",
        "--report",
        "vase.png",
        says=("--picture", "--report", "same file"),
    ),
    _pair(
        "hard-link",
        "the report is a second name of the mesh's file",
        *INPUT,
        *RUN,
        "--report",
        "run.json",
        files=both(CUBE, _hard_link("run.json", "vase.obj")),
        says=("--report", "--input", "same file"),
    ),
    Case(
        "path-report-none",
        "an output in folders that are not there yet",
        (*INPUT, *STYLE, "--output", "a/b/out.blend", "--report", "c/run.json"),
        "OK",
        "done; folders are made",
        (),
        CUBE,
        ("a/b/out.blend", "c/run.json"),
    ),
    Case(
        "path-odd-names",
        "files with spaces, quotes, umlauts and an emoji in their names",
        ("--input", "my 'vase' \u00e4\u2615.obj", *STYLE, "--output", ODD, "--report", "r \u2615.json"),
        "OK",
        "done",
        (),
        text("my 'vase' \u00e4\u2615.obj", obj_text()),
        (ODD, "r \u2615.json"),
    ),
    Case(
        "path-plane-report",
        "a plane without thickness, with a report and its pictures",
        ("--input", "plane.obj", "--prompt", "gold sheet", *SHORT, "--output", "out.blend", "--report", "run.json"),
        "OK",
        "done",
        (),
        text("plane.obj", obj_text([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)], [(0, 1, 2, 3)])),
        ("out.blend", "run.json"),
    ),
)
"""Paths."""
