"""A few endings of those that tools/check_kills.py makes: what is there is whole, and the work goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from .kills.ending import end_at_random
from .kills.works import WORKS, prepare


@pytest.mark.parametrize("name", ["save", "download"])
def test_a_work_that_is_ended_leaves_whole_files_and_goes_on(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    if name != "download":
        prepare(folder)
    endings = end_at_random(name, folder, 2)
    assert not endings.faults, "\n".join(endings.faults)
    assert any((folder / pattern).is_file() for pattern in WORKS[name].files)
    assert name != "download" or endings.resumed


def test_half_files_are_noticed(tmp_path: Path) -> None:
    prepare(tmp_path)
    for name, files in {"save": ("out.blend", "out.safetensors"), "run": ("run.json",)}.items():
        for file in files:
            (tmp_path / file).write_bytes((tmp_path / "vase.blend").read_bytes()[:1000])
        assert len(list(WORKS[name].check(tmp_path))) >= len(files)
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "weights.bin").write_bytes(b"half")
    assert list(WORKS["download"].check(tmp_path))
