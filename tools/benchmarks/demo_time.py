"""Measures where the time of the demo goes: steps and seconds of each phase, from the process' start to the saved file.

Beside the clock it counts processor seconds, of all threads: they are the same on a busy machine. The environment has
to be warm (a first run compiles Python's files), and the pictures that the demo renders afterwards are not in it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tools.demo import LAMP, PROMPT
from tools.environment import ROOT

_MARK = "phases: "

_PROGRAM = """
import json, os, sys, time
folder, mesh, prompt, mark = sys.argv[1:]
os.environ["BLENDER_USER_RESOURCES"] = os.path.join(folder, "settings")
started = time.perf_counter() - time.process_time()  # near enough: nothing waits before this line
from styleglip_addon import batch
marks = [("importing", 0, time.process_time(), time.perf_counter() - started)]
class Line(batch.ProgressLine):
    def __call__(self, report):
        now = (report.phase.value, report.step, time.process_time(), time.perf_counter() - started)
        if marks[-1][0] == now[0]: marks.pop()
        marks.append(now)
batch.ProgressLine = Line
blend, report = (os.path.join(folder, name) for name in ("result.blend", "report.json"))
code = batch.main(["--input", mesh, "--prompt", prompt, "--output", blend, "--report", report])
marks.append(("writing", 0, time.process_time(), time.perf_counter() - started))
print(mark + json.dumps(marks))
sys.exit(code)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this measurement's options."""
    parser.add_argument("--input", type=Path, default=LAMP, help="another mesh")
    parser.add_argument("--prompt", default=PROMPT, help=f'default: "{PROMPT}"')
    parser.add_argument("--repeat", type=int, default=1, help="runs; the quickest counts")


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Prints a table of phases and returns it.

    Raises:
        SystemExit: the demo's command failed.
    """
    runs = [_measured(arguments.input.resolve(), arguments.prompt) for _ in range(max(arguments.repeat, 1))]
    best = min(runs, key=lambda phases: sum(phase["processor_seconds"] for phase in phases))
    print(f"{'phase':<12}{'steps':>6}{'processor s':>13}{'s':>8}")
    for phase in best:
        print(f"{phase['phase']:<12}{phase['steps']:>6}{phase['processor_seconds']:>13.2f}{phase['seconds']:>8.2f}")
    total, wall = (sum(phase[name] for phase in best) for name in ("processor_seconds", "seconds"))
    print(f"{'all':<12}{'':>6}{total:>13.2f}{wall:>8.2f}")
    return {"phases": best, "processor_seconds": total, "seconds": wall}


def _measured(mesh: Path, prompt: str) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _PROGRAM, folder, str(mesh), prompt, _MARK]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith(_MARK)]
    if done.returncode or not lines:
        raise SystemExit(f"The run failed:\n{done.stderr[-2000:]}")
    return phases_of(json.loads(lines[-1].removeprefix(_MARK)))


def phases_of(marks: list[tuple[str, int, float, float]]) -> list[dict[str, Any]]:
    """Steps and seconds of phases.

    Args:
        marks: name, last step, and processor and clock seconds since the process' start at the end of each phase.
    """
    phases, before = [], (0.0, 0.0)
    for name, steps, processor, clock in marks:
        seconds = {"processor_seconds": processor - before[0], "seconds": clock - before[1]}
        phases.append({"phase": name, "steps": steps, **seconds})
        before = processor, clock
    return phases
