"""Plays an artist's stories in a real Blender window, and says what went wrong.

    python tools/test_application.py                    all stories; their pictures are in build/application
    python tools/test_application.py -k "themes or undo"   what pytest's -k finds

The window of `tools/blender_window.py` is made first where it is missing (Linux, as root; some minutes and 3 GB). The
add-on is built, and installed in it by Blender's own operator.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import os
import subprocess

from tools.blender_window import WindowError, default_folder, is_ready, setup
from tools.environment import ROOT


def main() -> int:
    """The command line; 0 when all stories went well."""
    parser = argparse.ArgumentParser(description="Plays an artist's stories in a real Blender window.")
    parser.add_argument("-k", metavar="EXPRESSION", default="", help="only the tests that pytest's -k finds")
    parser.add_argument("--pictures", type=Path, default=ROOT / "build" / "application", help="folder of the pictures")
    options = parser.parse_args()
    folder = default_folder()
    try:
        if not is_ready(folder):
            setup(folder)
    except WindowError as error:
        print(error, file=sys.stderr)
        return 2
    command = [sys.executable, "-m", "pytest", "-q", str(ROOT / "tests" / "application")]
    if options.k:
        command += ["-k", options.k]
    environment = os.environ | {"STYLEGLIP_PICTURES": str(options.pictures.resolve())}
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    print(f"The pictures are in {options.pictures}")
    return code


if __name__ == "__main__":
    sys.exit(main())
