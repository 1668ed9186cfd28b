"""Runs all faults of `tests/faults` on every Blender and writes the table of what came of them.

    python tools/check_faults.py
    python tools/check_faults.py --blender 4.5 5.2 --table faults.md

Each Blender is a Python module in an environment of its own, made on the first call (`tools/blender_modules.py`): 5.2
takes a Python 3.13 beside 3.11. A case that ends the whole process is counted, and the others go on. The exit code is 0
only where every case holds, or fails as the list says it does, on all Blenders that were asked for.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence

from tests.faults.cases import CASES, SUBJECTS
from tests.faults.verdicts import ALL_CASES, VERDICTS_FILE, Verdict, read_verdicts
from tools.blender_modules import BLENDERS, python_with
from tools.environment import ROOT, SetupError

_TEST = "tests/faults/test_cases.py::test_a_fault_gets_its_code_and_sentence_and_touches_nothing_else"
_MARKS = {
    Verdict.HOLDS: "holds",
    Verdict.KNOWN: "known",
    Verdict.FAILS: "**fails**",
    Verdict.DIES: "**dies**",
    Verdict.SKIPPED: "-",
}
_HEAD = """# What goes wrong, and what comes of it

{count} faults, what must come of each, and whether it does, as `python tools/check_faults.py` found it with Blender
{blenders}. For every one of them no file but the outputs is new, changed or gone afterwards, beside the command's
folder and among the temporary files too, and standard error has no traceback. "known" is what does not hold yet:

{known}
`python tools/fuzz.py` tries thousands of others, drawn at random, and `python tools/check_kills.py` ends the command at
random moments.
"""


def run_blender(blender: str, only: str = "") -> dict[str, Verdict]:
    """Runs all cases on one Blender; the verdicts by the cases' names.

    Args:
        blender: one of `BLENDERS`.
        only: pytest's -k, to run some.

    Raises:
        SetupError: its environment cannot be made.
    """
    python = python_with(blender)
    verdicts: dict[str, Verdict] = {}
    with tempfile.TemporaryDirectory(prefix="styleglip-faults-") as folder:
        for attempt in range(len(CASES)):
            told = Path(folder) / f"{attempt}.txt"
            environ = {**os.environ, "OMP_NUM_THREADS": "1", ALL_CASES: "1", VERDICTS_FILE: str(told)}
            command = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", _TEST.partition("::")[0]]
            command += ["-k", only] if only else []
            command += [f"--deselect={_TEST}[{name}]" for name in verdicts]
            done = subprocess.run(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            found = read_verdicts(told)
            verdicts |= found
            if Verdict.FAILS in found.values():
                print(done.stdout.decode(errors="replace")[-6000:], flush=True)
            if Verdict.DIES not in found.values():  # else those behind it were not run
                break
    return verdicts


def table(verdicts: Mapping[str, Mapping[str, Verdict]]) -> str:
    """The document: a table for each subject, a column for each Blender."""
    known = "".join(f"- {case.does}: {case.fails}\n" for case in CASES if case.fails) or "- nothing.\n"
    lines = [_HEAD.format(count=len(CASES), blenders=", ".join(verdicts), known=known)]
    for subject, cases in SUBJECTS.items():
        lines += [f"## {subject}", ""]
        lines += ["| what is done | exit code | what is said | " + " | ".join(verdicts) + " |"]
        lines += ["|---|---|---|" + "---|" * len(verdicts)]
        for case in cases:
            marks = [_MARKS[found[case.name]] if case.name in found else "-" for found in verdicts.values()]
            lines.append(f"| {case.does} | {case.code} | {case.kind} | " + " | ".join(marks) + " |")
        lines.append("")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """The command line; 0 where all is as it should be."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--blender", nargs="+", choices=BLENDERS, default=list(BLENDERS), help="which; default: all")
    parser.add_argument("--table", type=Path, help="Markdown file to write the table to, for example docs/faults.md")
    parser.add_argument("-k", dest="only", default="", help="only the cases that pytest's -k chooses")
    options = parser.parse_args(arguments)
    verdicts: dict[str, dict[str, Verdict]] = {}
    for blender in options.blender:
        start = time.monotonic()
        try:
            found = run_blender(blender, options.only)
        except SetupError as error:
            print(error, file=sys.stderr)
            return 2
        verdicts[blender] = found
        counts = {verdict: list(found.values()).count(verdict) for verdict in Verdict}
        told = ", ".join(f"{count} {verdict.value}" for verdict, count in counts.items() if count)
        print(f"Blender {blender}: {told} ({time.monotonic() - start:.0f} s)", flush=True)
        for name, verdict in found.items():
            if verdict in (Verdict.FAILS, Verdict.DIES):
                print(f"  {name}: {verdict.value}", flush=True)
    if options.table is not None:
        options.table.write_text(table(verdicts), encoding="utf-8")
    all_verdicts = [verdict for found in verdicts.values() for verdict in found.values()]
    is_complete = bool(options.only) or all(len(found) == len(CASES) for found in verdicts.values())
    return 0 if is_complete and set(all_verdicts) <= {Verdict.HOLDS, Verdict.KNOWN, Verdict.SKIPPED} else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
