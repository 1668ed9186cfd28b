"""Faults of arguments and settings: what is wrong is told before any work."""

from __future__ import annotations

from .case import RUN, SHORT, Case, both, data, text
from .plain_files import obj_text

CUBE = text("vase.obj", obj_text())
INPUT = ("--input", "vase.obj")
NAMES_OPTION = "names the option"
NAMES_SETTING = "names the setting"
RANGE = "names the value and its range"


def _usage(name: str, does: str, *arguments: str, says: tuple[str, ...], kind: str = NAMES_OPTION) -> Case:
    return Case(f"argument-{name}", does, (*INPUT, *RUN, *arguments), "USAGE", kind, says, CUBE)


def _settings(name: str, does: str, value: str, *says: str, kind: str = NAMES_SETTING) -> Case:
    return Case(f"settings-{name}", does, (*INPUT, *RUN, "--settings", value), "USAGE", kind, says, CUBE)


CASES = (
    Case("argument-none", "no argument at all", (), "USAGE", "names what is missing", ("--prompt", "--output")),
    Case("argument-help", "--help", ("--help",), "OK", "the help", ()),
    _usage("unknown", "an option that is not there", "--sped", "3", says=("--sped",)),
    _usage("seed-word", "a seed that is a word", "--seed", "x", says=("--seed",)),
    _usage("seed-negative", "a negative seed", "--seed", "-1", says=("seed",)),
    _usage("seed-large", "a seed of 30 digits", "--seed", "9" * 30, says=("seed",), kind=RANGE),
    _usage("steps-none", "no step", "--iterations", "0", says=("iterations",), kind=RANGE),
    _usage("steps-many", "steps for a thousand years", "--iterations", "9" * 18, says=("iterations",), kind=RANGE),
    _usage("device", "a device that is not there", "--device", "tpu", says=("tpu",)),
    _usage("preset", "a preset that is not there", "--preset", "best", says=("best",)),
    _usage("bake-negative", "textures of -1 pixel", "--bake", "-1", says=(r"16\.\.8192",), kind="names the range"),
    _usage(
        "bake-large",
        "textures of a million pixels a side",
        "--bake",
        "1000000",
        says=(r"16\.\.8192",),
        kind="names the range",
    ),
    _usage("textures", "textures of a size that is a word", "--textures", "large", says=("large",)),
    _usage("bake-twice", "--bake and --textures", "--bake", "64", "--textures", "64", says=("--bake", "--textures")),
    _usage("bake-folder", "a folder for textures that nobody wants", "--bake-folder", "t", says=("--bake-folder",)),
    _usage(
        "overwrite", "--bake-overwrite without a folder", "--bake", "64", "--bake-overwrite", says=("--bake-folder",)
    ),
    _usage("picture", "a picture of the result that is no PNG file", "--picture", "p.jpg", says=(r"\.png",)),
    _usage(
        "dense-glb", "a dense copy in a .glb file", "--dense-copy", "--output", "o.glb", says=("--dense-copy", ".glb")
    ),
    _usage("bake-ply", "textures of a .ply file", "--bake", "64", "--output", "o.ply", says=("--bake", ".ply")),
    _usage(
        "size-ply", "textures of a size of a .ply file", "--textures", "64", "--output", "o.ply", says=("--textures",)
    ),
    _usage("up", "an axis that is not there", "--up", "w", says=("--up", "w")),
    _usage("mask-form", "a mask that is no mask", "--mask", "lid", says=("lid", "SOURCE")),
    _usage("mask-source", "a mask from a source that is not there", "--mask", "lid=layer:3", says=("layer",)),
    _usage(
        "mask-twice", "two masks of one part", "--mask", "lid=face_set:1", "--mask", "lid=face_set:2", says=("lid",)
    ),
    _usage("scale-word", "a scale that is a word", "--scale", "lid=big", says=("big", "lid")),
    _usage("scale-form", "a scale without a part", "--scale", "2", says=('"2"',)),
    _usage("variations", "a thousand variations", "--variations", "1000", says=("1000",), kind=RANGE),
    Case(
        "argument-scale-nan",
        "a scale that is no number",
        (*INPUT, *RUN, "--scale", "lid=nan"),
        "PROMPT",
        RANGE,
        ("lid", "0.01"),
        CUBE,
    ),
    Case(
        "argument-scale-part",
        "a scale of a part that nobody named",
        (*INPUT, *RUN, "--scale", "foot=2"),
        "PROMPT",
        "names the parts there are",
        ("foot", "lid, box"),
        CUBE,
    ),
    Case(
        "argument-mask-group",
        "a mask of a vertex group that is not there",
        (*INPUT, *RUN, "--mask", "lid=vertex_group:Top"),
        "MESH",
        "names the group",
        ("Top",),
        CUBE,
    ),
    Case(
        "argument-mask-part",
        "a mask of a part that nobody named",
        (*INPUT, *RUN, "--mask", "foot=vertex_group:Top"),
        "PROMPT",
        "names the parts there are",
        ("foot",),
        CUBE,
    ),
    Case(
        "argument-two-sources",
        "--prompt and --from-report",
        (*RUN, "--from-report", "run.json"),
        "USAGE",
        NAMES_OPTION,
        ("--from-report", "--prompt"),
    ),
    Case(
        "argument-find-run",
        "--find-parts with an option of runs",
        ("--find-parts", "lid", *INPUT, "--iterations", "3"),
        "USAGE",
        NAMES_OPTION,
        ("--iterations",),
        CUBE,
    ),
    Case(
        "argument-find-picture",
        "a picture of found parts that is no PNG file",
        ("--find-parts", "lid", *INPUT, "--picture", "p.jpg"),
        "USAGE",
        NAMES_OPTION,
        (r"\.png",),
        CUBE,
    ),
    _settings("json", "settings that are half of a JSON text", '{"iterations": ', "JSON"),
    _settings("list", "settings that are a list in a file", "list.json", "list.json"),
    _settings("absent", "a settings file that is not there", "absent.json", "absent.json"),
    _settings("unknown", "a setting that is not there", '{"sped": 1}', "sped"),
    _settings("type", "a setting of another kind", '{"iterations": "many"}', "iterations"),
    _settings("nan", "a setting that is no number", '{"learning_rate": NaN}', "learning_rate", kind=RANGE),
    _settings("infinite", "a setting without end", '{"learning_rate": 1e999}', "learning_rate", kind=RANGE),
    _settings("nested", "a group of settings that is a number", '{"field": 3}', "field"),
    _settings("deep", "settings 100,000 levels deep", '{"field":' * 100_000, "JSON"),
    _settings("pixels", "pictures of a million pixels a side", '{"image_size": 1000000}', "image_size", kind=RANGE),
    Case(
        "settings-binary",
        "a settings file of random bytes",
        (*INPUT, *RUN, "--settings", "noise.bin"),
        "USAGE",
        "names the file",
        (r"noise\.bin",),
        both(CUBE, data("noise.bin", bytes(range(128, 256)))),
    ),
    Case(
        "settings-list-file",
        "a settings file with a list",
        (*INPUT, *RUN, "--settings", "list.json"),
        "USAGE",
        NAMES_OPTION,
        ("--settings",),
        both(CUBE, text("list.json", "[1, 2]")),
    ),
    Case(
        "settings-folder",
        "a settings file that is a folder",
        (*INPUT, *RUN, "--settings", "folder"),
        "USAGE",
        "names the file",
        ("folder",),
        both(CUBE, text("folder/inside.txt", "-")),
    ),
    Case(
        "argument-open",
        "the open file, where none is open",
        ("--find-parts", "lid", *SHORT),
        "INPUT_FILE",
        "says how to name one",
        ("--input",),
    ),
)
"""Arguments and settings."""
