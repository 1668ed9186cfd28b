"""Measures the engine: `python tools/benchmark.py render [options]`; `--help` lists what can be measured.

Each measurement is a module of tools/benchmarks with a sentence as its docstring, `add_arguments(parser)` and
`run(arguments) -> report`, a JSON-ready dictionary; add it to `MEASUREMENTS`.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import importlib
import json
import platform
from collections.abc import Sequence

MEASUREMENTS = {
    "ablation": "ablation",
    "glip": "glip",
    "judge-train": "judge.train",
    "parts": "parts",
    "photo-judge": "photo_judge.train",
    "render": "render",
    "sharpness": "sharpness",
    "styles": "styles",
    "suggestions": "suggestions",
    "time": "demo_time",
}
"""Name on the command line, and the module of tools/benchmarks that it is."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one measurement, prints it and, with `--report`, writes it as JSON."""
    parser = argparse.ArgumentParser(description="Measures the engine.")
    commands = parser.add_subparsers(dest="measurement", required=True)
    modules = {name: importlib.import_module(f"tools.benchmarks.{module}") for name, module in MEASUREMENTS.items()}
    for name, module in modules.items():
        command = commands.add_parser(name, help=(module.__doc__ or "").splitlines()[0])
        command.add_argument("--report", type=Path, help="write the figures to this JSON file")
        module.add_arguments(command)
    parsed = parser.parse_args(arguments)
    report = {"measurement": parsed.measurement, "machine": _machine(), **modules[parsed.measurement].run(parsed)}
    if parsed.report is not None:
        parsed.report.parent.mkdir(parents=True, exist_ok=True)
        parsed.report.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0


def _machine() -> dict[str, str]:
    import torch

    return {"system": platform.platform(), "processor": platform.machine(), "torch": torch.__version__}


if __name__ == "__main__":
    raise SystemExit(main())
