"""Runs that a report keeps from a call that was broken off, whether they belong to this one, and how they are kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def signature_of(choices: Mapping[str, Any]) -> str:
    """Short hash of what runs must have in common to stand in one report."""
    return hashlib.sha256(json.dumps(choices, sort_keys=True).encode()).hexdigest()[:16]


def kept_runs(report: Path | None, signature: str) -> list[dict[str, Any]]:
    """The runs of a report that is to be gone on with; none where there is no such file yet.

    Args:
        report: the file; None: the user gave none.
        signature: of this call, see `signature_of`.

    Raises:
        SystemExit: no file was given, or its runs were made with other choices.
    """
    if report is None:
        raise SystemExit("--resume needs --report: the file that the runs were kept in.")
    if not report.exists():
        return []
    data = json.loads(report.read_text(encoding="utf-8"))
    if data.get("signature") != signature:
        raise SystemExit(
            f"{report} was made with other settings, other models or another seed. Choose another file, or leave out "
            "--resume to begin anew."
        )
    runs: list[dict[str, Any]] = data["runs"]
    return runs


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Writes a report whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    temporary.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    temporary.replace(path)


def slug(name: str) -> str:
    """A name as a file's name."""
    return "".join(c if c.isalnum() else "_" for c in name)
