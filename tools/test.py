"""Runs every check: ruff, the type checker, and all tests. Arguments are handed to pytest.

    python tools/test.py                          everything
    python tools/test.py tests/engine -k camera   the checks, and the tests named

Needs nothing but Python 3.11 or 3.13: the environment is made on the first call and reused afterwards.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import os
import re
import signal
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from tools.environment import ROOT
from tools.static_checks import StaticCheck, run_check, why_left_out

# Each of these runs in a process of its own: Blender's module keeps global state, and may crash at exit.
_OWN_PROCESS = ("tests/blender", "tests/application", "tests/faults")
_NO_TESTS_COLLECTED = 5
_EXIT_SECONDS = 60.0


@dataclass
class Counts:
    """Tests by outcome; an error in a fixture or while collecting counts as failed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0


def split_arguments(arguments: list[str], root: Path = ROOT) -> tuple[list[str], list[str]]:
    """Splits pytest's arguments into those that name tests (a file or folder, maybe with ::) and all others."""
    named: list[str] = []
    options: list[str] = []
    for index, argument in enumerate(arguments):
        is_value = index > 0 and _takes_value(arguments[index - 1])
        exists = (root / argument.split("::")[0]).exists() and not argument.startswith("-")
        (named if exists and not is_value else options).append(argument)
    return named, options


def absent_tests(options: list[str]) -> list[str]:
    """Of arguments that name no test, those that were meant to: they are neither options nor the value of one."""
    return [
        option
        for index, option in enumerate(options)
        if not option.startswith("-") and (index == 0 or not _takes_value(options[index - 1]))
    ]


def _takes_value(option: str) -> bool:
    """Whether what follows one of pytest's options may be its value."""
    return option in ("-k", "-m", "-n", "-p", "-c", "-o", "-r", "-W") or (option.startswith("--") and "=" not in option)


def group_tests(named: list[str], root: Path = ROOT) -> list[list[str]]:
    """The pytest runs to make, each a list of paths relative to `root`; without names, all tests."""
    if not named:
        others = sorted(
            path.relative_to(root).as_posix()
            for path in (root / "tests").iterdir()
            if (path.is_dir() or path.name.startswith("test_"))
            and path.name not in ("assets", "__pycache__")
            and path.relative_to(root).as_posix() not in _OWN_PROCESS
        )
        return [others, *([path] for path in _OWN_PROCESS if (root / path).is_dir())]
    groups: dict[str, list[str]] = {}
    for name in named:
        relative = Path(os.path.relpath(root / name, root)).as_posix()
        owner = next((path for path in _OWN_PROCESS if relative.startswith(path)), "")
        groups.setdefault(owner, []).append(relative)
    return list(groups.values())


def read_counts(report: Path) -> Counts | None:
    """Counts from pytest's JUnit report; None where pytest died before it could write one."""
    try:
        suites = ElementTree.parse(report).getroot().iter("testsuite")
    except (OSError, ElementTree.ParseError):
        return None
    counts = Counts()
    for suite in suites:
        total, failures, errors, skipped = (int(suite.get(k, "0")) for k in ("tests", "failures", "errors", "skipped"))
        counts.failed += failures + errors
        counts.skipped += skipped
        counts.passed += max(total - failures - errors - skipped, 0)
    return counts


def _wait(process: subprocess.Popen[bytes], report: Path) -> int:
    """Exit code of a pytest process; one that has written its report and still does not end is ended.

    Blender's module can wait for ever while the interpreter shuts down. Its tests are done and counted by then.
    """
    while True:
        try:
            return process.wait(timeout=5.0)
        except subprocess.TimeoutExpired:
            if report.exists() and time.time() - report.stat().st_mtime > _EXIT_SECONDS:
                process.kill()
                return process.wait()


def run_pytest(paths: list[str], options: list[str], python: Path = Path(sys.executable)) -> tuple[Counts, str]:
    """Runs one pytest process.

    Args:
        paths: what to run.
        options: pytest's.
        python: of the environment to run in.

    Returns:
        what it counted, and a remark for the summary, empty where all is said by the counts.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [str(python), "-m", "pytest", *paths, *options, f"--junitxml={report}"]
        code = _wait(subprocess.Popen(command, cwd=ROOT, env=_test_environ()), report)
        counts = read_counts(report)
    crashed = code < 0 or code in (128 + signal.SIGSEGV, 128 + signal.SIGABRT) or code >= 0xC0000000
    if counts is None:
        return Counts(failed=1), f"pytest died with exit code {code}"
    if crashed:
        if counts.failed == 0:
            return counts, f"Python crashed while exiting (code {code}), after all these tests were done"
        return counts, f"Python crashed while exiting (code {code})"
    if code not in (0, 1, _NO_TESTS_COLLECTED) and counts.failed == 0:
        return Counts(counts.passed, counts.failed + 1, counts.skipped), f"pytest ended with exit code {code}"
    return counts, ""


def main(arguments: list[str]) -> int:
    """Runs the checks in order, all of them even where one fails; 0 if everything passed."""
    if arguments in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    named, options = split_arguments(arguments)
    if absent := absent_tests(options):
        print(f'There is no test "{absent[0]}". Name a file or folder of tests/, or give pytest its -k before a word.')
        return 2
    summary = []
    failed = False
    for name, check in (("ruff", StaticCheck.LINT), ("mypy", StaticCheck.TYPES)):
        reason = why_left_out(check)
        if reason is not None:
            summary.append(f"{name}: {reason}")
            continue
        print(f"== {name}", flush=True)
        start = time.monotonic()
        code = run_check(check)
        failed |= code != 0
        summary.append(f"{name}: {'passed' if code == 0 else 'FAILED'} ({time.monotonic() - start:.0f} s)")

    total = Counts()
    for paths in group_tests(named):
        label = " ".join(path.removeprefix("tests/") for path in paths)
        print(f"== pytest {label}", flush=True)
        start = time.monotonic()
        counts, remark = run_pytest(paths, options)
        total.passed += counts.passed
        total.failed += counts.failed
        total.skipped += counts.skipped
        outcome = f"{counts.passed} passed, {counts.failed} failed, {counts.skipped} skipped"
        outcome += f" ({time.monotonic() - start:.0f} s)" + (f"; {remark}" if remark else "")
        summary.append(f"tests {label}: {outcome}")
    if total.passed + total.failed == 0:
        failed = True
        summary.append("no test was run")

    print("== summary")
    for line in summary:
        print(re.sub(r"\s+", " ", line))
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if failed or total.failed else 0


def _test_environ() -> dict[str, str]:
    """One PyTorch thread unless set otherwise: several are many times slower where cores are shared."""
    return {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false", **os.environ}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
