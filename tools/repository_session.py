"""One Blender session that installs the extension from a repository and updates it while it is in use.

    python tools/repository_session.py FOLDER NEXT RESULT.json

FOLDER and NEXT are repositories of `tools/build_repository.py`, NEXT of a later version; its files are put into FOLDER
half-way. Run by the zip's tests in a fresh process with `BLENDER_USER_RESOURCES` set to an empty folder. Imports bpy.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

import bpy

MODULE = "styleglip_test"
PACKAGE = f"bl_ext.{MODULE}.styleglip"


def main(folder: Path, later: Path, result: Path) -> None:
    """Goes through the session and writes what was seen to `result` as JSON."""
    seen: dict[str, Any] = {}
    bpy.context.preferences.system.use_online_access = True
    repos = bpy.context.preferences.extensions.repos
    repo: Any = repos.new(name="Test", module=MODULE, remote_url=(folder / "index.json").resolve().as_uri())
    number = list(repos).index(repo)
    bpy.ops.extensions.repo_sync(repo_index=number)
    bpy.ops.extensions.package_install(repo_index=number, pkg_id="styleglip", enable_on_install=True)
    seen["first"] = installed(Path(repo.directory))
    for path in folder.glob("*.zip"):
        path.unlink()
    shutil.copytree(later, folder, dirs_exist_ok=True)
    bpy.ops.extensions.repo_sync(repo_index=number)
    bpy.ops.extensions.package_upgrade_all()
    seen["second"] = installed(Path(repo.directory))
    result.write_text(json.dumps(seen, indent=1), encoding="utf-8")


def installed(directory: Path) -> dict[str, Any]:
    """Version on the disk, whether it is enabled, and what it says of its packages."""
    manifest = tomllib.loads((directory / "styleglip" / "blender_manifest.toml").read_text(encoding="utf-8"))
    enabled = PACKAGE in bpy.context.preferences.addons
    missing = importlib.import_module(f"{PACKAGE}.ui.missing_packages") if enabled else None
    return {
        "version": manifest["version"],
        "enabled": enabled,
        "has_operator": enabled and bpy.ops.styleglip.stylize.get_rna_type() is not None,
        "packages": missing.missing_sentence() if missing is not None else None,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
    sys.stdout.flush()
    os._exit(0)  # Blender's module can hang while the interpreter ends; all was written
