"""Makes a static repository of the extension, from which Blender installs and updates it by URL or from a folder.

    python tools/build_repository.py FOLDER                    of all zips of this version in dist
    python tools/build_repository.py FOLDER A.zip B.zip
    python tools/build_repository.py FOLDER --for-own-use      with zips that may not be passed on

FOLDER then holds `index.json` and the zips that it names, and can lie on a web server, a network drive or a disk. In
Blender: Edit > Preferences > Get Extensions > Repositories > + > Add Remote Repository, with the address of
`index.json` (https://... or file:///...). Zips of earlier versions go from FOLDER. Every Blender is offered one zip:
the full one of its system, or the slim one of its system, where these are there for every system; else all get the
slim one that is for all.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import json
import shutil
import tomllib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tools.build_extension import MANIFEST, run_extension_tool
from tools.environment import ROOT, SetupError


@dataclass(frozen=True)
class Archive:
    """A zip of the extension.

    Args:
        path: the file.
        manifest: its manifest.
        is_publishable: whether all in it may be passed on.
    """

    path: Path
    manifest: dict[str, Any]
    is_publishable: bool

    @property
    def is_slim(self) -> bool:
        """Whether it brings no wheels."""
        return "wheels" not in self.manifest


def read_archive(path: Path) -> Archive:
    """Reads a zip's manifest.

    Raises:
        SetupError: it is no zip of an extension.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = tomllib.loads(archive.read("blender_manifest.toml").decode("utf-8"))
            return Archive(path, manifest, "licences/FOR_OWN_USE.txt" not in archive.namelist())
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise SetupError(f"{path} is no zip of tools/build_extension.py ({error}).") from error


def chosen(archives: Sequence[Archive], for_own_use: bool) -> list[Archive]:
    """The zips that a repository can hold together.

    Args:
        archives: of one version.
        for_own_use: whether zips are taken that may not be passed on.

    Raises:
        SetupError: nothing is left, or the versions differ.
    """
    versions = {(archive.manifest["id"], archive.manifest["version"]) for archive in archives}
    if len(versions) > 1:
        raise SetupError(f"A repository holds one version; these are {sorted(versions)}.")
    taken = [archive for archive in archives if for_own_use or archive.is_publishable]
    full = [archive for archive in taken if not archive.is_slim]
    covered = {platform for archive in full for platform in archive.manifest["platforms"]}
    slim = [archive for archive in taken if archive.is_slim and not set(archive.manifest["platforms"]) <= covered]
    single = [archive for archive in slim if len(archive.manifest["platforms"]) == 1]
    covered |= {archive.manifest["platforms"][0] for archive in single}
    universal = [archive for archive in slim if len(archive.manifest["platforms"]) > 1]
    if universal and not covered >= set(universal[0].manifest["platforms"]):
        return universal[:1]
    if not full + single:
        raise SetupError("There is no zip to publish. Run: python tools/build_extension.py --flavour slim")
    return full + single


def build_repository(folder: Path, zips: Sequence[Path], for_own_use: bool = False) -> list[Path]:
    """Fills a folder with zips and their index.

    Args:
        folder: made where it is missing; other zips of the extension in it are removed.
        zips: of one version.
        for_own_use: whether zips are taken that may not be passed on.

    Returns:
        the zips in the folder.

    Raises:
        SetupError: with a sentence that says what to do; Blender's tool refuses zips that one Blender would both get.
    """
    archives = chosen([read_archive(path) for path in zips], for_own_use)
    folder.mkdir(parents=True, exist_ok=True)
    names = {archive.path.name for archive in archives}
    identifier = archives[0].manifest["id"]
    for path in folder.glob(f"{identifier}-*.zip"):
        if path.name not in names:
            path.unlink()
    for archive in archives:
        target = folder / archive.path.name
        if archive.path.resolve() != target.resolve():
            shutil.copyfile(archive.path, target)
    run_extension_tool(["server-generate", "--repo-dir", str(folder)])
    index = folder / "index.json"
    listing = json.loads(index.read_text(encoding="utf-8"))
    listing["data"].sort(key=lambda entry: entry["archive_url"])
    index.write_text(json.dumps(listing, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    listed = {entry["archive_url"].removeprefix("./") for entry in listing["data"]}
    if not names <= listed:
        raise SetupError(f"Blender's tool left out {', '.join(sorted(names - listed))}.")
    return sorted(folder / name for name in names)


def main() -> int:
    """The command line; 0 when the repository is there."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where it goes")
    parser.add_argument("zips", nargs="*", type=Path, help="default: all of this version in dist")
    parser.add_argument("--for-own-use", action="store_true", help="also zips that may not be passed on")
    arguments = parser.parse_args()
    manifest = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
    zips = arguments.zips or sorted((ROOT / "dist").glob(f"{manifest['id']}-{manifest['version']}-*.zip"))
    try:
        if not zips:
            raise SetupError("dist has no zip of this version. Run: python tools/build_extension.py --flavour slim")
        for path in build_repository(arguments.folder, zips, arguments.for_own_use):
            print(f"{path} ({path.stat().st_size / 1e6:.0f} MB)")
        print((arguments.folder / "index.json").resolve().as_uri())
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
