"""Blender for the faults, as for the other tests that need it, and their verdicts where a command asks for them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.blender.conftest import pytest_sessionfinish, pytest_unconfigure

from .verdicts import VERDICTS_FILE, Verdict, begin, note

__all__ = ["pytest_sessionfinish", "pytest_unconfigure"]

_file = os.environ.get(VERDICTS_FILE, "")


def _case(nodeid: str) -> str:
    return nodeid.partition("[")[2].rstrip("]") if "test_cases.py" in nodeid else ""


def pytest_runtest_logstart(nodeid: str) -> None:
    """A test begins."""
    if _file and _case(nodeid):
        begin(Path(_file), _case(nodeid))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test's phase has ended."""
    name = _case(report.nodeid)
    if not (_file and name) or (report.when != "call" and report.passed):
        return
    unmade = Verdict.KNOWN if hasattr(report, "wasxfail") else Verdict.SKIPPED
    note(Path(_file), name, Verdict.HOLDS if report.passed else unmade if report.skipped else Verdict.FAILS)
