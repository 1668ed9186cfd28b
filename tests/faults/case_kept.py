"""Faults of what a run leaves and what it takes: reports, states, results in .blend files, models."""

from __future__ import annotations

import gzip
import json

from . import model_files, scenes
from .case import MODEL, QUICK, RUN, SHORT, Case, Maker, both, data, text
from .plain_files import obj_text
from .results import REPORT, STATE, STYLED, damaged, header, left, report

CUBE = text("vase.obj", obj_text())
NAMES_FILE = "names the file"
AGAIN = ("--from-report", REPORT, "--output", "out.blend")
RESCUE = ("--from-state", STATE, "--input", "vase.blend", "--output", "out.blend")
CHANGE = ("--input", STYLED, "--scale", "lid=2", "--output", "out.blend")


def _report(
    name: str, does: str, files: Maker | None, *says: str, kind: str = NAMES_FILE, code: str = "INPUT_FILE"
) -> Case:
    return Case(f"report-{name}", does, AGAIN, code, kind, says or (r"run\.json",), files)


def _state(name: str, does: str, files: Maker | None, *says: str) -> Case:
    makers = (left("vase.blend"),) if files is None else (left("vase.blend"), files)
    return Case(f"state-{name}", does, RESCUE, "INPUT_FILE", NAMES_FILE, says or (r"kept\.safetensors",), both(*makers))


def _model(name: str, does: str, files: Maker, path: str, *says: str, kind: str = NAMES_FILE) -> Case:
    arguments = ("--input", "vase.obj", *RUN, "--model", path)
    return Case(f"model-{name}", does, arguments, "MODEL", kind, says or (path,), both(CUBE, files))


_SURE = json.dumps(
    json.loads(QUICK) | {"localization": {"image_size": 64, "views": 10, "least_presence": 1.0, "names": False}}
)
"""No part is that probable."""

REPORTS = (
    _report("absent", "a report that is not there", None, r"run\.json", "cannot be read"),
    _report("empty", "a report of no bytes", data(REPORT, b"")),
    _report("letter", "a report that is a letter", text(REPORT, "Dear all,\n"), "no report"),
    _report("bytes", "a report of random bytes", data(REPORT, bytes(range(128, 256)))),
    _report("list", "a report that is a list", text(REPORT, "[]"), r"run\.json", "no report"),
    _report("other", "another program's JSON", text(REPORT, '{"a": 1}'), "no report"),
    _report("deep", "a report 100,000 levels deep", text(REPORT, "[" * 100_000)),
    _report("parts", "a report whose parts are numbers", report(parts=[1, 2]), "no report"),
    _report("prompt", "a report without its prompt", report(prompt=...), "no report"),
    _report("settings", "a report of unknown settings", report(settings={"sped": 3})),
    _report("range", "a report with settings out of range", report(settings={"iterations": -5})),
    _report("large", "a report with a seed of 400 digits", report(settings={"seed": 10**400})),
    _report("restyled", "a report of a restyled part", report(restyled=["lid"]), "restyled", kind="says what to do"),
    _report("mesh", "a report whose mesh is gone", report(input="gone.blend"), r"gone\.blend", kind="names the mesh"),
    _report(
        "model",
        "a report whose model is gone",
        both(
            left("vase.blend"),
            report(input="vase.blend", models={"glip": "gone", "clip": "gone", "embedded_palette": True}),
        ),
        "gone",
        kind="names the model",
        code="MODEL",
    ),
)
"""Reports."""

STATES = (
    _state("absent", "a state that is not there", None, "cannot be read"),
    _state("empty", "a state of no bytes", data(STATE, b"")),
    _state("letter", "a state that is a letter", text(STATE, "Dear all,\n")),
    _state("short", "a state cut in the middle", damaged(STATE, lambda content: content[: len(content) // 2])),
    _state("head", "the first 100 bytes of a state", damaged(STATE, lambda content: content[:100])),
    _state("archive", "a ZIP archive", data(STATE, b"PK\x03\x04" + bytes(100)), "ZIP"),
    _state(
        "version",
        "a state of a later version",
        damaged(STATE, header(lambda told: told.update(format=99))),
        "another version",
    ),
    _state(
        "parts",
        "a state with one part too many",
        damaged(STATE, header(lambda told: told["parts"].append(told["parts"][0]))),
    ),
    _state("types", "a state whose sphere is a word", damaged(STATE, header(lambda told: told.update(sphere="round")))),
    _state(
        "numbers",
        "a state with a number of 400 digits",
        damaged(STATE, header(lambda told: told["sphere"].update(radius=10**400))),
    ),
    _state(
        "size",
        "a state of a size that is no number",
        damaged(STATE, header(lambda told: told["sphere"].update(radius=float("nan")))),
    ),
    _state(
        "letter-half",
        "a state with half of a letter in a name",
        damaged(STATE, header(lambda told: told["parts"][0].update(told_by="\ud83d"))),
    ),
    _state(
        "header",
        "a state that announces a header of a terabyte",
        damaged(STATE, lambda content: (2**40).to_bytes(8, "little") + content[8:]),
    ),
    Case(
        "state-other-mesh",
        "a state of another mesh",
        ("--from-state", STATE, "--input", "vase.obj", "--output", "out.blend"),
        "MESH",
        "names the object",
        ("vase",),
        both(left(STATE), text("vase.obj", obj_text(faces=[(0, 1, 3), (0, 3, 2)]))),
    ),
    Case(
        "state-put-on", "a state put on its mesh", RESCUE, "OK", "done", (), left("vase.blend", STATE), ("out.blend",)
    ),
)
"""States."""

RESULTS = (
    Case(
        "result-none",
        "a change of a result that is not there",
        ("--input", "vase.blend", "--scale", "lid=2", "--output", "out.blend"),
        "MESH",
        "names the object",
        ("no result",),
        left("vase.blend"),
    ),
    Case(
        "result-part",
        "a change of a part that is not there",
        ("--input", STYLED, "--scale", "foot=2", "--output", "out.blend"),
        "PROMPT",
        "names the parts there are",
        ("foot", "lid, box"),
        left(STYLED),
    ),
    Case("result-scaled", "another size of a part's material", CHANGE, "OK", "done", (), left(STYLED), ("out.blend",)),
    Case(
        "result-short",
        "a styled .blend file cut in the middle",
        CHANGE,
        "INPUT_FILE",
        NAMES_FILE,
        (STYLED,),
        both(left(STYLED), scenes.cut_short(STYLED)),
    ),
    Case(
        "result-pair",
        "the report is the styled file",
        (*CHANGE, "--report", STYLED),
        "USAGE",
        "names the two options",
        ("--report", "--input", "same file"),
        left(STYLED),
    ),
)
"""Results in .blend files."""

MODELS = (
    _model("absent", "a model that is not there", CUBE, "nowhere"),
    _model("folder", "a model folder without a file", lambda folder: (folder / "model").mkdir(), "model"),
    _model("text", "a model that is a letter", text("weights.pth", "Dear all,\n"), "weights.pth"),
    _model("empty", "a model of no bytes", data("weights.pth", b""), "weights.pth"),
    _model(
        "pickle",
        "a model that is a pickle of code",
        model_files.pickle_of_code,
        "weights.pth",
        kind="names the file; nothing is run",
    ),
    _model(
        "archive",
        "a model with a pickle of code in its archive",
        model_files.archive_of_code,
        "weights.pth",
        kind="names the file; nothing is run",
    ),
    _model("climbing", "a model whose archive names files outside", model_files.climbing_archive, "weights.pth"),
    _model("header", "weights that announce a header of a terabyte", model_files.huge_header, "weights.safetensors"),
    _model(
        "config",
        "a model whose configuration is half of a JSON text",
        model_files.model_but("config.json", b"..."),
        "model",
    ),
    _model(
        "config-list",
        "a model whose configuration is a list",
        model_files.model_but("config.json", json.dumps([1]).encode()),
        "model",
    ),
    _model("weights", "a model whose weights are cut", model_files.model_but("model.safetensors", b"..."), "model"),
    _model("no-weights", "a model without its weights", model_files.model_but("model.safetensors", None), "model"),
    _model(
        "sizes",
        "a model whose style encoder has two billion layers",
        model_files.model_but("style_encoder.json", b'{"sizes": {"widths": [8, 8], "depths": [1, 2147483647]}}'),
        "model",
    ),
    _model(
        "external",
        "a model whose configuration names a folder elsewhere",
        model_files.model_changed("config.json", lambda told: told["language"].update(external="../../secret")),
        "model",
        r"\.\./\.\./secret",
    ),
    Case(
        "model-shards",
        "a model whose index names pieces of it elsewhere",
        ("--input", "vase.obj", *RUN, "--clip", "clip"),
        "MODEL",
        NAMES_FILE,
        ("clip", "split over several files"),
        both(
            CUBE,
            text("clip/config.json", "{}"),
            text("clip/model.safetensors.index.json", '{"weight_map": {"a": "../../secret.safetensors"}}'),
        ),
    ),
    _model(
        "stream",
        "a model whose lexicon is a damaged archive",
        model_files.model_but("lexicon.json.gz", gzip.compress(b"{}")[:12] + b"\xff" * 20),
        "model",
    ),
    _model("looks", "a model whose looks are cut", model_files.model_but("looks.safetensors", b"..."), "model"),
    _model("lexicon", "a model whose lexicon is no archive", model_files.model_but("lexicon.json.gz", b"no"), "model"),
    _model(
        "encoder",
        "a model whose style encoder is empty",
        model_files.model_but("style_encoder.safetensors", b""),
        "model",
    ),
)
"""Models."""

FOUND = (
    Case(
        "find-nothing",
        "a part that is not there is looked for",
        ("--find-parts", "ears", "--input", "vase.obj", "--output", "out.blend", "--model", MODEL, "--settings", _SURE),
        "NOTHING_FOUND",
        "names the part",
        ("ears",),
        CUBE,
        ("out.blend", "out-parts.json", "out-parts.png"),
    ),
    Case(
        "run-nothing",
        "a run on a part that is not there",
        (
            "--input",
            "vase.obj",
            "--prompt",
            "gold ears",
            "--output",
            "out.blend",
            "--model",
            MODEL,
            "--settings",
            _SURE,
        ),
        "NOTHING_FOUND",
        "names the part",
        ("ears",),
        CUBE,
        ("out.blend",),
    ),
    Case(
        "run-some",
        "a run on a part that is there and one that is not",
        (
            *("--input", "vase.blend", "--prompt", "gold lid, wood ears", "--output", "out.blend"),
            *("--mask", "lid=vertex_group:lid", "--model", MODEL, "--settings", _SURE),
        ),
        "NOT_FOUND",
        "names the part",
        ("ears",),
        left("vase.blend"),
        ("out.blend",),
    ),
    Case(
        "run-pictures",
        "a run whose pictures of what was found cannot be written",
        (
            *("--input", "vase.obj", "--prompt", "gold lid, wood box", "--output", "out.blend", "--report", "run.json"),
            *SHORT,
        ),
        "OUTPUT",
        "names the place and what to do, before the run",
        ("run-detections",),
        both(CUBE, text("run-detections", "mine")),
    ),
)
"""What was not found, and what could not be made besides the result."""

CASES = (*REPORTS, *STATES, *RESULTS, *MODELS, *FOUND)
