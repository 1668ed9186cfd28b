"""Packages come by a click, with real pip from an index on this computer: all of them, checked, or a sentence."""

from __future__ import annotations

import importlib
import shutil
import socket
import sys
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from styleglip_addon.jobs import messages
from styleglip_addon.jobs.installing import InstallOrder, install_work
from styleglip_addon.jobs.job import run_and_wait
from styleglip_addon.packages import installing
from styleglip_addon.packages.errors import InstallCancelled, PackagesError
from styleglip_addon.packages.installing import InstallProgress, install, is_installed, packages_folder
from styleglip_addon.packages.lock import Wheel
from styleglip_addon.packages.search_path import activate, deactivate
from styleglip_addon.packages.unpacking import unpack

from .small_index import Index, lock_of, make_wheel


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    folder = tmp_path / "index"
    folder.mkdir()
    with Index(folder).running() as index:
        index.use(monkeypatch)
        yield index


def never() -> bool:
    return False


def ignore(progress: InstallProgress) -> None:
    pass


def test_a_click_installs_all_wheels_without_what_is_left_out_and_the_modules_are_found(
    index: Index, tmp_path: Path
) -> None:
    files = {"sgl_first/__init__.py": b"VALUE = 7\n", "sgl_first/include/x.h": b"//"}
    first = make_wheel(index.folder, "sgl_first", files, ("*/include/*",))
    second = make_wheel(index.folder, "sgl_second", {"sgl_second.py": b"", "sgl_second-1.0.data/scripts/tool": b"#!"})
    lock, root = lock_of(first, second), tmp_path / "packages"
    (root / "linux-x64-cp311-of-an-earlier-version").mkdir(parents=True)
    told: list[InstallProgress] = []
    outcome = run_and_wait(
        install_work(InstallOrder(lock, root, allow_network=True)),
        lambda message: told.append(message.report) if isinstance(message, messages.Progress) else None,
    )
    assert isinstance(outcome, messages.Done), outcome
    folder = packages_folder(root, lock)
    assert outcome.result == folder
    assert [path.name for path in root.iterdir()] == [folder.name], "wheels and earlier versions are gone"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"sgl_first/__init__.py", "sgl_second.py", "sgl_first-1.0.dist-info/METADATA"} <= names
    assert not [name for name in names if "include" in name or ".data" in name]
    assert told[-1].is_unpacking
    assert all(0 <= progress.share <= 1 for progress in told)
    before = list(sys.path)
    try:
        assert activate(root, lock)
        assert sys.path == [*before, str(folder)], "behind all that others bring"
        assert importlib.import_module("sgl_first").VALUE == 7
    finally:
        deactivate(root)
    assert sys.path == before
    assert not activate(root, lock_of(first)), "other wheels have another folder"


def test_a_second_try_fetches_only_what_is_missing_or_damaged(index: Index, tmp_path: Path) -> None:
    wheels = [make_wheel(index.folder, name, {f"{name}.py": b""}) for name in ("sgl_kept", "sgl_torn", "sgl_new")]
    root = tmp_path / "packages"
    (root / "wheels").mkdir(parents=True)
    shutil.copy2(index.folder / wheels[0].filename, root / "wheels")
    (root / "wheels" / wheels[1].filename).write_bytes(b"half of it")
    install(lock_of(*wheels), root, ignore, never, allow_network=True)
    assert sorted(index.asked) == sorted(wheel.filename for wheel in wheels[1:])


def test_wheels_that_are_all_there_need_no_network(index: Index, tmp_path: Path) -> None:
    wheel = make_wheel(index.folder, "sgl_there", {"sgl_there.py": b""})
    root = tmp_path / "packages"
    shutil.copytree(index.folder, root / "wheels")
    install(lock_of(wheel), root, ignore, never, allow_network=False)
    assert is_installed(root, lock_of(wheel))
    assert index.asked == []


def test_without_the_network_nothing_is_asked_for(index: Index, tmp_path: Path) -> None:
    wheel = make_wheel(index.folder, "sgl_far", {"sgl_far.py": b""})
    with pytest.raises(PackagesError, match="Allow Online Access"):
        install(lock_of(wheel), tmp_path / "packages", ignore, never, allow_network=False)
    assert index.asked == []


def test_another_file_than_the_locked_one_is_thrown_away(index: Index, tmp_path: Path) -> None:
    wheel = make_wheel(index.folder, "sgl_other", {"sgl_other.py": b""})
    make_wheel(index.folder, "sgl_other", {"sgl_other.py": b"import os"})  # what the index gives out now
    lock, root = lock_of(wheel), tmp_path / "packages"
    with pytest.raises(PackagesError, match="not the one that StyleGLIP was made with"):
        install(lock, root, ignore, never, allow_network=True)
    assert not is_installed(root, lock)
    assert not list((root / "wheels").glob("*.whl"))


def test_a_stop_keeps_what_has_arrived(index: Index, tmp_path: Path) -> None:
    small = make_wheel(index.folder, "sgl_small", {"sgl_small.py": b""})
    large = make_wheel(index.folder, "sgl_large", {"sgl_large.bin": bytes(installing._BATCH + 1)})
    lock, root = lock_of(small, large), tmp_path / "packages"
    index.pause = 0.05
    with pytest.raises(InstallCancelled):
        install(lock, root, ignore, lambda: large.filename in index.asked, allow_network=True)
    assert [path.name for path in (root / "wheels").glob("*.whl")] == [small.filename]
    assert not is_installed(root, lock)
    assert installing.has_begun(root)


def test_an_index_that_does_not_answer_or_lacks_a_version_is_told(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = make_wheel(index.folder, "sgl_gone", {"sgl_gone.py": b""})
    (index.folder / wheel.filename).unlink()
    with pytest.raises(PackagesError, match="does not have the wanted version"):
        install(lock_of(wheel), tmp_path / "packages", ignore, never, allow_network=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{free.getsockname()[1]}/simple/")
    with pytest.raises(PackagesError, match="could not be reached"):
        install(lock_of(wheel), tmp_path / "packages", ignore, never, allow_network=True)


def test_a_disk_that_is_too_small_is_told_before_anything_is_fetched(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = make_wheel(index.folder, "sgl_big", {"sgl_big.py": bytes(5_000_000)})
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(9_000_000, 4_000_000, wheel.size + 4_000_000))
    with pytest.raises(PackagesError, match="GB of free disk"):
        install(lock_of(wheel), tmp_path / "packages", ignore, never, allow_network=True)
    assert index.asked == []


@pytest.mark.parametrize("member", ["../outside.py", "sgl_bad/../../outside.py"])
def test_a_wheel_that_writes_outside_its_folder_is_refused(tmp_path: Path, member: str) -> None:
    wheel = make_wheel(tmp_path, "sgl_bad", {member: b"import os"})
    with pytest.raises(PackagesError, match="outside its folder"):
        unpack(tmp_path / wheel.filename, tmp_path / "inside" / "deep", wheel, never)
    assert not list(tmp_path.rglob("outside.py"))


def test_a_damaged_wheel_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sgl_torn-1.0-py3-none-any.whl"
    path.write_bytes(b"no zip")
    with pytest.raises(PackagesError, match="damaged"):
        unpack(path, tmp_path / "inside", Wheel("sgl_torn", "1.0", path.name, "", 6), never)
