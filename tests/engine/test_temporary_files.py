"""What killed runs left unfinished is removed by the next run; what others left, and running ones write, is not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from styleglip_addon.engine.optimisation.atomic_file import write_atomically
from styleglip_addon.engine.optimisation.temporary_files import (
    clear_stale,
    is_running,
    temporary_beside,
    temporary_folder,
)

ROOT = Path(__file__).resolve().parents[2]
_WRITES = """
import sys, time
from pathlib import Path
from styleglip_addon.engine.optimisation.atomic_file import write_atomically
from styleglip_addon.engine.optimisation.temporary_files import temporary_folder
def write(file):
    file.write(b"half"); file.flush()
    print("@", flush=True)
    time.sleep(60)
with temporary_folder() as folder:
    (folder / "copy").touch()
    write_atomically(Path(sys.argv[1]) / "out.json", write)
"""


def _writing(folder: Path) -> subprocess.Popen[str]:
    """A process that is in the middle of writing out.json."""
    environ = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITES, str(folder)], env=environ, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "@"
    return process


def test_what_a_killed_run_left_is_removed_by_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    process = _writing(tmp_path)
    left = sorted(tmp_path.iterdir())
    assert len(left) == 2
    assert not clear_stale(tmp_path)  # it goes on
    with temporary_folder():
        assert set(left) < set(tmp_path.iterdir())
    process.kill()
    process.wait()
    write_atomically(tmp_path / "out.json", lambda file: file.write(b"whole"))
    with temporary_folder():
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]
    assert (tmp_path / "out.json").read_bytes() == b"whole"


def test_what_is_not_surely_ours_stays(tmp_path: Path) -> None:
    gone = 2**22 + 1  # more than Linux gives
    own = temporary_beside(tmp_path / "out.blend", keeps_suffix=True)
    stale = own.name.replace(f"-{os.getpid()}.", f"-{gone}.")
    place = own.name.partition(".styleglip-")[2][:8]
    kept = [
        own.name,
        stale.lstrip("."),
        stale.replace(place, "0" * 8),  # another computer's
        f".out.{gone}.tmp.blend",
        f".styleglip-{place}-{gone}.tmp",
        f"{stale}.bak.zip",
    ]
    for name in (*kept, stale, f"{stale}@"):
        (tmp_path / name).touch()
    folder = stale.replace("out", "folder")  # of a writer that makes several files
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "texture.png").touch()
    (tmp_path / stale.replace("out", "link")).symlink_to(tmp_path / own.name)
    assert {path.name for path in clear_stale(tmp_path)} == {stale, f"{stale}@", folder}
    assert len(list(tmp_path.iterdir())) == len(kept) + 1
    assert not clear_stale(tmp_path / "absent")


def test_a_number_that_came_again_is_no_running_process(tmp_path: Path) -> None:
    own = temporary_beside(tmp_path / "out.json")
    own.touch()
    assert not clear_stale(tmp_path)
    before = time.time() - 1e6
    os.utime(own, (before, before))
    assert clear_stale(tmp_path) == (own,)


def test_names_are_short_enough_and_differ(tmp_path: Path) -> None:
    stem = "\u00e4" * 100
    long = [tmp_path / f"{stem}{kind}.png" for kind in ("color", "normal")]
    names = [temporary_beside(path, keeps_suffix=True) for path in long]
    assert len(set(names)) == 2
    for name in names:
        name.touch()
        name.with_name(f"{name.name}@").touch()


def test_running_processes_are_known() -> None:
    assert is_running(os.getpid())
    assert is_running(1)
    assert not is_running(2**22 + 1)
