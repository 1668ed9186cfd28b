"""Fetches the wheels that travel inside the extension, as `bundled_wheels/lock.json` names them.

    python tools/bundle_wheels.py            downloads what is missing and verifies every checksum
    python tools/bundle_wheels.py --relock   takes the versions from tools/requirements.txt and rewrites the lock

Blender installs these wheels itself; nothing is fetched on the artist's machine. NumPy is never among them: Blender
has its own, and a second one would win for every other add-on.

The lock holds one platform: linux-x64 with Python 3.11 (Blender 4.2 to 5.0). There PyTorch is the CUDA build, whose
libraries must be present for `import torch` even without a GPU. What was tried and found to be needed at import or
for work on a GPU (cuSOLVER: matrix inverses) is in; Triton, NVTX and the cuda-bindings, which only torch.compile and
profilers use, are not.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import hashlib
import json
import subprocess
import tempfile
from dataclasses import asdict, dataclass

from tools.environment import REQUIREMENTS, ROOT, SetupError, explain_pip_failure

WHEEL_FOLDER = ROOT / "bundled_wheels"
LOCK = WHEEL_FOLDER / "lock.json"

# Tags of wheels that run where Blender's official Linux builds run: glibc 2.28.
_PLATFORM_TAGS = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)]
_PLATFORM_TAGS += ["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"]


@dataclass(frozen=True)
class Wheel:
    """One wheel of the lock.

    Args:
        name, version: the distribution's.
        filename: of the wheel; its tags say which Python and machine it is for.
        sha256: hexadecimal digest of the file.
        size: bytes.
    """

    name: str
    version: str
    filename: str
    sha256: str
    size: int


@dataclass(frozen=True)
class WheelLock:
    """The wheels for one platform.

    Args:
        platform: Blender's name of it, e.g. "linux-x64".
        python: major.minor version of Blender's Python.
        wheels: in the order of their names.
    """

    platform: str
    python: str
    wheels: tuple[Wheel, ...]


def read_lock(path: Path = LOCK) -> WheelLock:
    """Reads the lock file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return WheelLock(data["platform"], data["python"], tuple(Wheel(**wheel) for wheel in data["wheels"]))


def write_lock(lock: WheelLock, path: Path = LOCK) -> None:
    """Writes the lock file, one wheel a line, so that a changed version is one changed line."""
    wheels = ",\n".join("  " + json.dumps(asdict(wheel)) for wheel in sorted(lock.wheels, key=lambda w: w.name))
    head = f'{{\n "platform": {json.dumps(lock.platform)},\n "python": {json.dumps(lock.python)},\n'
    path.write_text(f'{head} "wheels": [\n{wheels}\n ]\n}}\n', encoding="utf-8")


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def missing_wheels(lock: WheelLock, folder: Path = WHEEL_FOLDER) -> list[Wheel]:
    """The wheels of the lock that `folder` lacks or holds with another content."""
    return [
        wheel
        for wheel in lock.wheels
        if not (folder / wheel.filename).is_file() or sha256_of(folder / wheel.filename) != wheel.sha256
    ]


def pinned_versions(requirements: Path = REQUIREMENTS) -> dict[str, str]:
    """Version by name of the lines of `requirements` that hold on linux-x64 with Python 3.11."""
    from packaging.requirements import Requirement

    target = {"sys_platform": "linux", "platform_machine": "x86_64", "python_version": "3.11"}
    versions = {}
    for line in requirements.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(dict(target)):
            versions[requirement.name] = str(requirement.specifier).removeprefix("==")
    return versions


def download(name: str, version: str, sha256: str | None, python: str, folder: Path = WHEEL_FOLDER) -> Path:
    """Downloads one wheel through pip and moves it into `folder` only when it is whole.

    Args:
        name, version: what to fetch.
        sha256: what its digest must be; None takes what comes.
        python: version of Python the wheel is for.
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
        command += ["--implementation", "cp", "--python-version", python, "--no-input", "--disable-pip-version-check"]
        command += [part for tag in _PLATFORM_TAGS for part in ("--platform", tag)]
        command += ["--dest", temporary, "--requirement", str(wanted)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        found = list(Path(temporary).glob("*.whl"))
        if done.returncode != 0 or len(found) != 1:
            raise SetupError(f"{name} {version}: {explain_pip_failure(done.stdout)}")
        return found[0].replace(folder / found[0].name)


def main() -> int:
    """The command line; 0 when `bundled_wheels` holds all of the lock."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--relock", action="store_true", help="rewrite the lock from tools/requirements.txt")
    relock = parser.parse_args().relock
    lock = read_lock()
    try:
        if relock:
            versions = pinned_versions()
            wheels = []
            for old in lock.wheels:
                path = WHEEL_FOLDER / old.filename
                if versions[old.name] != old.version or not path.is_file():
                    print(f"{old.name} {versions[old.name]}", flush=True)
                    path = download(old.name, versions[old.name], None, lock.python)
                wheels.append(Wheel(old.name, versions[old.name], path.name, sha256_of(path), path.stat().st_size))
            lock = WheelLock(lock.platform, lock.python, tuple(wheels))
            write_lock(lock)
        missing = missing_wheels(lock)
        for index, wheel in enumerate(missing, start=1):
            print(f"{index}/{len(missing)} {wheel.filename} ({wheel.size / 1e6:.1f} MB)", flush=True)
            download(wheel.name, wheel.version, wheel.sha256, lock.python)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    size = sum(wheel.size for wheel in lock.wheels)
    print(f"bundled_wheels holds all {len(lock.wheels)} wheels of the lock, {size / 1e9:.2f} GB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
