"""Faults of calls for many assets: what is wrong with a job, a pattern or an option is told before any work."""

from __future__ import annotations

import json

from .case import QUICK, SHORT, Case, Maker, both, data, text
from .plain_files import obj_text

_LINE = "names the file and the line"
_OPTION = "names the option"
_VASES = both(text("vases/a.obj", obj_text()), text("vases/b.obj", obj_text()))
_CALL = ("--prompt", "gold lid, wood box", *SHORT)
_JOB = "job.yaml"


def _case(
    name: str, does: str, *arguments: str, says: tuple[str, ...], kind: str = _OPTION, code: str = "USAGE"
) -> Case:
    return Case(f"batch-{name}", does, (*arguments, *_CALL), code, kind, says, _VASES)


def _job(name: str, does: str, content: str, *says: str, kind: str = _LINE, code: str = "USAGE") -> Case:
    files: Maker = both(_VASES, text(_JOB, content))
    return Case(f"job-{name}", does, ("--job", _JOB), code, kind, says, files)


_ONE = "assets:\n  - input: vases/a.obj\n    output: a.blend\n    prompt: gold lid\n"

CASES = (
    _case(
        "no-file",
        "a pattern that nothing fits",
        "--input",
        "vases/*.ply",
        "--output",
        "out",
        says=(r"vases/\*\.ply",),
        kind="names the pattern",
        code="INPUT_FILE",
    ),
    Case(
        "batch-empty-folder",
        "a folder without a mesh",
        ("--input", "notes", "--output", "out", *_CALL),
        "INPUT_FILE",
        "names the folder",
        ("notes", r"\.obj"),
        text("notes/a.txt", "-"),
    ),
    _case(
        "same-output",
        "one output for two assets",
        "--input",
        "vases",
        "--output",
        "out.blend",
        says=("written twice", "{folder}"),
        kind="names both assets",
    ),
    _case(
        "field",
        "a pattern with a field that is not there",
        "--input",
        "vases",
        "--output",
        "{colour}.blend",
        says=("{colour}", "{name}"),
        kind="names the fields there are",
    ),
    _case("no-output", "many assets without --output", "--input", "vases", says=("--output",)),
    _case(
        "suffix",
        "outputs of a kind that is not there",
        "--input",
        "vases",
        "--output",
        "{name}.fbx",
        says=("--output", r"\.blend"),
    ),
    _case(
        "timeout",
        "a time limit that is a word",
        "--input",
        "vases",
        "--timeout",
        "soon",
        "--output",
        "o",
        says=("--timeout", "soon"),
    ),
    _case(
        "timeout-nan",
        "a time limit that is no number",
        "--input",
        "vases",
        "--timeout",
        "nan",
        "--output",
        "o",
        says=("--timeout",),
    ),
    _case(
        "dry-resume",
        "--dry-run with --resume",
        "--input",
        "vases",
        "--dry-run",
        "--resume",
        "--output",
        "o",
        says=("--dry-run", "--resume"),
    ),
    _case(
        "state",
        "--from-state for many assets",
        "--input",
        "vases",
        "--from-state",
        "s.safetensors",
        "--output",
        "o",
        says=("--from-state",),
    ),
    Case(
        "batch-journal",
        "a journal that is somebody's file",
        ("--input", "vases", "--output", "out/", "--journal", "notes.txt", "--resume", *_CALL),
        "OUTPUT",
        "names the file",
        (r"notes\.txt", "no journal"),
        both(_VASES, text("notes.txt", "to do: all\n")),
    ),
    Case(
        "batch-journal-anew",
        "a journal that is somebody's file, begun anew",
        ("--input", "vases", "--output", "out/", "--journal", "notes.txt", *_CALL),
        "OUTPUT",
        "names the file",
        (r"notes\.txt", "no journal"),
        both(_VASES, text("notes.txt", "to do: all\n")),
    ),
    Case(
        "batch-events-folder",
        "events into a folder",
        ("--input", "vases", "--output", "out/", "--events", "vases", *_CALL),
        "OUTPUT",
        "names the file",
        ("vases", "cannot be written"),
        _VASES,
    ),
    Case(
        "batch-all-absent",
        "two files that are not there",
        ("--input", "a.obj", "b.obj", "--output", "out/", *_CALL),
        "NONE_DONE",
        "both are told, and that none is done",
        ("0 of 2 done", "2 failed"),
        writes=("out/styleglip-batch.jsonl",),
    ),
    Case(
        "batch-collection",
        "a collection of an OBJ file",
        ("--input", "vases/a.obj", "--collection", "Props", "--output", "out/", *_CALL),
        "NONE_DONE",
        "the asset failed",
        ("no collections",),
        _VASES,
        writes=("out/styleglip-batch.jsonl",),
    ),
    _job("absent-key", "a job without assets", "defaults: {prompt: gold lid}\n", "assets"),
    _job("unknown", "a name in a job that is not there", _ONE + "    promt: gold lid\n", "line 5", "prompt"),
    _job("type", "steps in a job that are a text", _ONE + "    iterations: many\n", "line 5", "whole number"),
    _job("twice", "a name in a job that stands twice", _ONE + "    prompt: gold box\n", "line 5", "twice"),
    _job("yaml", "a job that is no YAML", "assets: [\n", "line 2", "no YAML"),
    _job(
        "tag",
        "a job with a tag that would run code",
        "assets: !!python/object/apply:os.system ['touch ran']\n",
        "line 1",
        "tag",
    ),
    _job("reference", "a job with references that unfold", "assets: &a [x]\ndefaults: *a\n", "line", r"\*NAME"),
    _job("list", "a job that is a list", "- vases/a.obj\n", "assets"),
    _job("prompt", "a prompt in a job that is none", _ONE.replace("gold lid", "lid"), "line 2", "lid", code="PROMPT"),
    _job("option", "a value in a job that the command refuses", _ONE + "    device: tpu\n", "line 2", "tpu"),
    _job("setting", "a setting in a job that is not there", _ONE + "    settings: {sped: 1}\n", "line 2", "sped"),
    _job("version", "a job of another version", "version: 2\n" + _ONE, "line 1", "version"),
    _job("deep", "a job 100,000 levels deep", "assets: " + "[" * 100_000, "nested too deeply"),
    _job(
        "over-input",
        "an output over another asset's input",
        "defaults: {prompt: gold lid}\nassets:\n  - {input: vases/a.obj, output: s.blend}\n"
        "  - {input: s.blend, output: t.blend}\n",
        r"s\.blend",
        "is an input",
        kind="names the file",
    ),
    _job("empty", "a job that is empty", "", "assets"),
    Case(
        "job-absent", "a job that is not there", ("--job", "absent.yaml"), "USAGE", "names the file", ("absent.yaml",)
    ),
    Case(
        "job-kind",
        "a job of an unknown kind",
        ("--job", "job.txt"),
        "USAGE",
        "names the kinds",
        (r"\.yaml",),
        text("job.txt", _ONE),
    ),
    Case(
        "job-bytes",
        "a job of random bytes",
        ("--job", _JOB),
        "USAGE",
        "names the file",
        ("UTF-8",),
        data(_JOB, bytes(range(128, 256))),
    ),
    Case(
        "job-json-comma",
        "a JSON job with a comma too many",
        ("--job", "job.json"),
        "USAGE",
        _LINE,
        ("line 2", "JSON"),
        text("job.json", '{"assets": [\n,]}'),
    ),
    Case(
        "job-json-nan",
        "a JSON job with NaN",
        ("--job", "job.json"),
        "USAGE",
        "names it",
        ("NaN",),
        text("job.json", '{"assets": [{"input": "a.obj", "timeout": NaN}]}'),
    ),
    Case(
        "job-json-line",
        "a value of another kind in a JSON job",
        ("--job", "job.json"),
        "USAGE",
        _LINE,
        ("line 3",),
        text("job.json", '{"assets": [\n\t{"input": "a.obj",\n\t"seed": "x"}]}'),
    ),
    Case(
        "job-input",
        "--job with --input",
        ("--job", _JOB, "--input", "vases/a.obj"),
        "USAGE",
        _OPTION,
        ("--input",),
        both(_VASES, text(_JOB, _ONE)),
    ),
    Case(
        "job-mask",
        "--job with --mask",
        ("--job", _JOB, "--mask", "lid=face_set:1"),
        "USAGE",
        _OPTION,
        ("--mask",),
        both(_VASES, text(_JOB, _ONE)),
    ),
    Case(
        "job-half",
        "a job of which one asset is damaged",
        ("--job", "job.json"),
        "PARTLY",
        "the other asset is made",
        ("bad: failed", "1 of 2 done"),
        both(
            _VASES,
            both(
                text("bad.obj", "v 0 0 x\n"),
                text(
                    "job.json",
                    json.dumps(
                        {
                            "defaults": {
                                "prompt": "gold lid, wood box",
                                "settings": json.loads(QUICK),
                                "output": "out/{name}.blend",
                            },
                            "assets": [{"input": "bad.obj"}, {"input": "vases/b.obj"}],
                        }
                    ),
                ),
            ),
        ),
        writes=("out/b.blend", "out/styleglip-batch.jsonl"),
    ),
)
