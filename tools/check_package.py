"""Builds the Python package and stylizes a mesh with it where nothing is known of the checkout and Blender is absent.

    python tools/check_package.py [--output FOLDER]

The wheel goes to --output (default: dist). It is installed by pip into a fresh virtual environment, which borrows what
the package depends on from the checkout's environment, and a small mesh is stylized there from another folder, with
imports of Blender's modules failing. The exit code is 0 only where that gave finite colours of every vertex. Half a
minute; the tests look at the wheel's content.
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
import sysconfig
import tempfile

from tools.environment import ROOT, SetupError, interpreter_of

_PROGRAM = """
import sys
sys.modules.update(dict.fromkeys(("bpy", "bmesh", "mathutils", "gpu")))  # importing any of them now fails
from pathlib import Path
import numpy as np
import styleglip_addon
from styleglip_addon.engine import Mesh, StylizeSettings, parse_prompt, stylize

assert Path(styleglip_addon.__file__).is_relative_to(sys.prefix), styleglip_addon.__file__
corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=np.float32)
quads = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
faces = np.array([t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))])
table = Mesh(np.concatenate((corners * (1, 1, 0.1), corners * (0.2, 0.2, 0.6) - (0, 0, 0.7))).astype(np.float32),
             np.concatenate((faces, faces + 8)))
result = stylize(table, parse_prompt("oak top, gold leg"), StylizeSettings.preset("default", iterations=2))
assert result.color.shape == (16, 3) and np.isfinite(result.color).all() and np.isfinite(result.displacement).all()
print("Stylized", ", ".join(part.located.part.name for part in result.parts), "with", styleglip_addon.__file__)
"""


def build_wheel(folder: Path) -> Path:
    """Builds the package's wheel into `folder`, with the build backend of the environment.

    Raises:
        SetupError: the build failed; the backend's words are in the message.
    """
    program = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"  # the hook of PEP 517
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder.resolve())], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise SetupError(f"The package could not be built:\n{(done.stdout + done.stderr).strip()}")
    return folder / done.stdout.split()[-1]


def install(wheel: Path, venv: Path) -> Path:
    """Makes `venv` with the package in it and the checkout environment's packages beside it; returns its Python.

    Raises:
        SetupError: pip refused.
    """
    python = interpreter_of(venv)
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    for command in (
        [sys.executable, "-m", "venv", "--without-pip", str(venv)],
        [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)],
    ):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise SetupError(f"The package could not be installed:\n{done.stdout.strip()}")
    folder = sysconfig.get_path("purelib", vars={"base": str(venv), "platbase": str(venv)})
    (Path(folder) / "environment.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def main() -> int:
    """The command line; 0 when the installed package stylized the mesh."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="folder of the wheel (default: dist)")
    output = parser.parse_args().output
    environ = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    try:
        wheel = build_wheel(output)
        print(f"{wheel} ({wheel.stat().st_size / 1e6:.0f} MB)", flush=True)
        with tempfile.TemporaryDirectory(prefix="styleglip-package-") as folder:
            python = install(wheel, Path(folder) / "venv")
            return subprocess.run([str(python), "-c", _PROGRAM], cwd=folder, env=environ).returncode
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
