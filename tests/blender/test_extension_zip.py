"""The extension's zip in a clean Blender: builds, installs, enables, draws its panels, runs a short job, goes away.

The wheels stay out here, PyTorch is the environment's; `tools/check_extension_zip.py` does it with all of them.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools.build_extension import BuiltExtension, build
from tools.bundle_wheels import WheelLock
from tools.check_extension_zip import faults, run_session
from tools.environment import SetupError


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltExtension:
    return build(tmp_path_factory.mktemp("dist"), with_wheels=False)


@pytest.fixture(scope="module")
def session(built: BuiltExtension, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return run_session(Path(sys.executable), built.path, tmp_path_factory.mktemp("session"), timeout=600.0)


def test_zip_holds_the_package_at_its_root_and_nothing_of_the_tests_or_tools(built: BuiltExtension) -> None:
    names = set(zipfile.ZipFile(built.path).namelist())
    assert {"__init__.py", "blender_manifest.toml", "LICENSE"} <= names
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


def test_missing_wheels_are_named_with_the_command_that_fetches_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tools import build_extension, bundle_wheels

    wheel = bundle_wheels.Wheel("absent", "1", "absent-1-py3-none-any.whl", "0" * 64, 1)
    monkeypatch.setattr(build_extension, "read_lock", lambda: WheelLock("linux-x64", "3.11", (wheel,)))
    with pytest.raises(SetupError, match=r"tools/bundle_wheels\.py"):
        build(tmp_path)
