"""Makes an installed StyleGLIP extension run the checkout's code, for work in a Blender window.

    python tools/link_extension.py FOLDER

FOLDER is where Blender installed the zip of tools/build_extension.py, for example
~/.config/blender/4.5/extensions/user_default/styleglip. Its modules and models are replaced by links into the checkout;
the wheels, the language encoder and the manifest stay as they were installed. A change in the checkout is in force when
Blender is started the next time. Installing the zip again takes the links away. On Windows, links need the developer
mode or an administrator.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import shutil

from tools.build_extension import LANGUAGE_ENCODER, MANIFEST, PACKAGE
from tools.environment import SetupError


def link(installed: Path, package: Path = PACKAGE) -> list[Path]:
    """Replaces the package's files in an installed extension by links to those of `package`.

    Args:
        installed: the extension's folder in Blender's repository.
        package: the checkout's package.

    Returns:
        the links. What only the extension has is left alone, and so is what lies beside the embedded model there.

    Raises:
        SetupError: the folder is not an installed StyleGLIP, or links cannot be made.
    """
    if not (installed / MANIFEST.name).is_file() or not (installed / "__init__.py").is_file():
        raise SetupError(f'"{installed}" is not an installed extension. Install the zip in Blender first.')
    if installed.resolve() == package.resolve():
        raise SetupError(f'"{installed}" is the checkout itself.')
    links = []
    for source in [*package.iterdir(), *(package / "models").iterdir(), *(package / "models" / "embedded").iterdir()]:
        if source.name in ("__pycache__", "models", "embedded", LANGUAGE_ENCODER):
            continue
        target = installed / source.relative_to(package)
        if target.is_symlink() or target.is_file():
            target.unlink()
        elif target.is_dir():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.symlink_to(source.resolve(), target_is_directory=source.is_dir())
        except OSError as error:
            raise SetupError(f'"{target}" cannot be a link: {error.strerror or error}.') from error
        links.append(target)
    return links


def main() -> int:
    """The command line; 0 when the extension runs the checkout's code."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="the installed extension")
    try:
        links = link(parser.parse_args().folder.expanduser())
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(links)} links into {PACKAGE}. Restart Blender.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
