"""Checks the locks, and the zips for every system, against what the wheels themselves require.

    python tools/check_wheels.py                       the wheels in bundled_wheels, for all six locks
    python tools/check_wheels.py dist/styleglip-*.zip  zips: the wheels that are inside them

For each package: all that it requires on that system and Python is in the zip or Blender's own, in a version that does
(NumPy in the oldest and the newest that Blenders bring); its tags run there; its file is the locked one, or, in a zip,
that without what the lock leaves out. Nothing is there twice, and nothing that Blender has. So a zip for Windows is
checked on Linux. Needs the wheels, no network, and a second for a zip.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import tomllib
import zipfile

from styleglip_addon.packages.lock import WheelLock, lock_name, read_lock
from tools.bundle_wheels import missing_wheels
from tools.wheel_closure import read_wheel, unmet, wheels_in_zip
from tools.wheel_targets import BLENDERS, NUMPYS, TARGETS, WHEEL_FOLDER, Target


def check_target(target: Target) -> list[str]:
    """What is wrong with a lock and its wheels, one line each."""
    lock = read_lock(target.lock_path)
    missing = {wheel.filename for wheel in missing_wheels(lock)}
    wrong = [f"{name} is not there, or not the locked file" for name in sorted(missing)]
    there = [read_wheel(WHEEL_FOLDER / wheel.filename) for wheel in lock.wheels if wheel.filename not in missing]
    return wrong + unmet(there, target, NUMPYS[target.python])


def check_zip(path: Path) -> list[str]:
    """What is wrong with the wheels inside an extension's zip, one line each."""
    with zipfile.ZipFile(path) as archive:
        manifest = tomllib.loads(archive.read("blender_manifest.toml").decode("utf-8"))
        names = set(archive.namelist())
    if "wheels" not in manifest:
        return [] if not any(name.startswith("wheels/") for name in names) else ["has wheels that it does not name"]
    ranges = {blenders: python for python, blenders in BLENDERS.items()}
    python = ranges.get((manifest["blender_version_min"], manifest.get("blender_version_max")))
    if python is None or len(manifest["platforms"]) != 1:
        return ["is not for one platform and the Blenders of one Python"]
    target = Target(manifest["platforms"][0], python)
    wrong = [f"names {name}, which is not in it" for name in manifest["wheels"] if name.removeprefix("./") not in names]
    if f"packages/locks/{lock_name(target.platform, python)}" not in names:
        wrong.append("has no lock")
    found = wheels_in_zip(path)
    wrong += _differences(read_lock(target.lock_path), {wheel.filename for wheel in found})
    wrong += _kept(path, read_lock(target.lock_path))
    return wrong + unmet(found, target, NUMPYS[python])


def _differences(lock: WheelLock, found: set[str]) -> list[str]:
    locked = {wheel.filename for wheel in lock.wheels}
    return [f"lacks {name}" for name in sorted(locked - found)] + [f"{name} is not locked" for name in found - locked]


def _kept(path: Path, lock: WheelLock) -> list[str]:
    """Wheels in a zip whose members are not exactly those of the locked wheel without what it leaves out."""
    wrong = []
    with zipfile.ZipFile(path) as archive:
        for wheel in lock.wheels:
            source = WHEEL_FOLDER / wheel.filename
            if not source.is_file() or f"wheels/{wheel.filename}" not in archive.namelist():
                continue
            with archive.open(f"wheels/{wheel.filename}") as stream, zipfile.ZipFile(stream) as inner:
                inside = {(m.filename, m.CRC) for m in inner.infolist() if not _changes(m.filename)}
            with zipfile.ZipFile(source) as whole:
                wanted = {(m.filename, m.CRC) for m in whole.infolist() if not _changes(m.filename)}
            if inside != {(name, crc) for name, crc in wanted if not wheel.is_left_out(name)}:
                wrong.append(f"{wheel.filename} does not hold what the locked wheel holds")
    return wrong


def _changes(member: str) -> bool:
    """Whether a member may differ: the list of the wheel's files, and folders."""
    return member.endswith(("/", ".dist-info/RECORD"))


def main() -> int:
    """The command line; 0 where all is closed."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("zips", nargs="*", type=Path, help="zips of the extension; none: the locks and their wheels")
    zips = parser.parse_args().zips
    found = [(path.name, check_zip(path)) for path in zips] or [(t.name, check_target(t)) for t in TARGETS]
    for name, wrong in found:
        print(f"{name}: {'closed' if not wrong else f'{len(wrong)} faults'}", flush=True)
        for line in wrong:
            print(f"  {line}", file=sys.stderr)
    return 1 if any(wrong for _, wrong in found) else 0


if __name__ == "__main__":
    sys.exit(main())
