"""The extension's zip in a clean Blender: builds, installs, enables, draws its panels, runs a short job, goes away.

The wheels stay out here, PyTorch is the environment's; `tools/check_extension_zip.py` does it with all of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from styleglip_addon.packages.lock import Wheel, WheelLock
from tools.build_extension import BuiltExtension, Plan, build, slim_plan
from tools.build_repository import Archive, build_repository, chosen
from tools.check_extension_zip import faults, run_session
from tools.environment import SetupError
from tools.wheel_targets import TARGETS


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltExtension:
    return build(tmp_path_factory.mktemp("dist"), slim_plan())


@pytest.fixture(scope="module")
def session(built: BuiltExtension, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return run_session(Path(sys.executable), built.path, tmp_path_factory.mktemp("session"), timeout=600.0)


def test_zip_holds_the_package_at_its_root_and_nothing_of_the_tests_or_tools(built: BuiltExtension) -> None:
    names = set(zipfile.ZipFile(built.path).namelist())
    assert {"__init__.py", "blender_manifest.toml", "LICENSE"} <= names
    assert {f"packages/locks/{target.lock_path.name}" for target in TARGETS} <= names
    assert {"models/embedded/all-MiniLM-L6-v2/model.safetensors", "models/embedded/all-MiniLM-L6-v2/LICENSE"} <= names
    tops = {name.split("/")[0] for name in names}
    assert not tops & {"tests", "tools", "styleglip_addon", "wheels", ".git", "demo"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_extension_installs_into_a_clean_blender_and_is_enabled(session: dict[str, Any]) -> None:
    assert session["enabled"], session["log"]
    assert not session["torch_found_before_use"], "enabling must not wait for PyTorch's import"


def test_its_panels_draw(session: dict[str, Any]) -> None:
    assert session["panels"]
    assert {name: fault for name, fault in session["panels"].items() if fault} == {}


def test_a_short_job_runs_through_the_installed_package(session: dict[str, Any]) -> None:
    assert session["job"]["outcome"] == "Done", session["job"].get("detail")
    assert "Progress" in session["job"]["messages"]


def test_the_whole_session_shows_no_fault_and_disabling_leaves_nothing_registered(session: dict[str, Any]) -> None:
    assert session["classes"]
    assert faults(session, with_wheels=False) == []


def with_version(source: Path, target: Path, version: str) -> Path:
    """A zip of another version, and without the large models, which installing does not look at."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "blender_manifest.toml":
                content = content.replace(b'version = "0.1.0"', f'version = "{version}"'.encode(), 1)
            if not member.filename.endswith(".safetensors"):
                new.writestr(member.filename, content)
    return target


def test_blender_installs_from_a_repository_and_updates_a_loaded_version(built: BuiltExtension, tmp_path: Path) -> None:
    first, later, result = tmp_path / "first", tmp_path / "later", tmp_path / "seen.json"
    build_repository(first, [with_version(built.path, tmp_path / "a" / "styleglip-1.0.0-slim.zip", "1.0.0")])
    build_repository(later, [with_version(built.path, tmp_path / "b" / "styleglip-1.1.0-slim.zip", "1.1.0")])
    script = Path(__file__).resolve().parents[2] / "tools" / "repository_session.py"
    environ = {**os.environ, "BLENDER_USER_RESOURCES": str(tmp_path / "blender")}
    done = subprocess.run(
        [sys.executable, str(script), str(first), str(later), str(result)],
        env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300.0,
    )  # fmt: skip
    assert result.is_file(), done.stdout[-3000:]
    seen = json.loads(result.read_text(encoding="utf-8"))
    for name, version in (("first", "1.0.0"), ("second", "1.1.0")):
        assert seen[name] == {"version": version, "enabled": True, "has_operator": True, "packages": ""}, done.stdout
    assert "Traceback" not in done.stdout


def test_a_repository_offers_each_blender_one_zip_and_only_what_may_be_passed_on(tmp_path: Path) -> None:
    def archive(name: str, *platforms: str, slim: bool = False, free: bool = True) -> Archive:
        manifest = {"id": "styleglip", "version": "1.0.0", "platforms": list(platforms)}
        return Archive(tmp_path / name, manifest if slim else {**manifest, "wheels": []}, free)

    every = archive("slim", "linux-x64", "windows-x64", "macos-arm64", slim=True)
    linux, windows = archive("l", "linux-x64", free=False), archive("w", "windows-x64", free=False)
    mac = archive("m", "macos-arm64")
    slims = [archive("ls", "linux-x64", slim=True), archive("ws", "windows-x64", slim=True)]
    assert chosen([every, linux, windows, mac], for_own_use=False) == [every]
    assert chosen([every, linux, windows, mac], for_own_use=True) == [linux, windows, mac]
    assert chosen([every, linux, windows, mac, *slims], for_own_use=False) == [mac, *slims]
    with pytest.raises(SetupError, match="no zip to publish"):
        chosen([linux, windows], for_own_use=False)


def test_the_same_contents_give_the_same_bytes(built: BuiltExtension, tmp_path: Path) -> None:
    again = build(tmp_path, slim_plan())
    assert again.path.read_bytes() == built.path.read_bytes()


def test_missing_wheels_are_named_with_the_command_that_fetches_them(tmp_path: Path) -> None:
    wheel = Wheel("absent", "1", "absent-1-py3-none-any.whl", "0" * 64, 1)
    lock = WheelLock("linux-x64", "3.11", (wheel,))
    with pytest.raises(SetupError, match=r"tools/bundle_wheels\.py --platform linux-x64 --python 3\.11"):
        build(tmp_path, Plan("-linux-x64-cp311", (), lock, ("linux-x64",), ("4.2.0", "5.1.0")))
